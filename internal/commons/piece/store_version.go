package piece

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/text"
)

const versionColumns = `id, piece_id, member_id, number, digest, size, file_name, profile,
	actor_kind, actor_id, actor_name, created_at`

func scanVersion(row interface{ Scan(...any) error }) (Version, error) {
	var v Version
	var kind string
	var created int64
	err := row.Scan(&v.ID, &v.PieceID, &v.MemberID, &v.Number, &v.Digest, &v.Size, &v.FileName, &v.Profile,
		&kind, &v.Actor.ID, &v.Actor.Name, &created)
	v.Actor.Kind, v.Created = access.ActorKind(kind), clock.FromMicros(created)
	return v, err
}

// Deposit is what is asked when a file is deposited. The bytes are already in
// the store.
type Deposit struct {
	MemberID string
	Kind     string
	PieceID  string // "" for a new piece
	Title    string
	FileName string
	Profile  string
	Digest   string
	Size     int64
	// Request names the request ("" for none), so that repeating it is the
	// same deposit; Summary is what must then be the same.
	Request string
	Summary string
}

// Put records a deposit. fresh is false when it is one that was already made:
// the same request again, or the same bytes under the same profile as the
// piece's latest version. Without a piece, a piece of the member with the same
// title whose latest version is that very file is the one meant.
func Put(ctx context.Context, tx access.Tx, d Deposit) (p Piece, v Version, fresh bool, err error) {
	const op = "piece.Put"
	if err := tx.May(ctx, access.Deposit, d.MemberID); err != nil {
		return p, v, false, err
	}
	if d.Title, err = titleOf(ctx, tx, d); err != nil {
		return p, v, false, err
	}
	d.FileName = CleanFileName(d.FileName)
	if v, found, err := byRequest(ctx, tx, d); err != nil || found {
		if err != nil {
			return p, v, false, err
		}
		p, err = Get(ctx, tx, v.PieceID)
		return p, v, false, err
	}
	p, err = target(ctx, tx, d)
	if err != nil {
		return p, v, false, err
	}
	if p.Latest > 0 {
		v, err = ByNumber(ctx, tx, p.ID, p.Latest)
		if err != nil {
			return p, v, false, err
		}
		if v.Digest == d.Digest && v.Profile == d.Profile {
			return p, v, false, remember(ctx, tx, d, v)
		}
	}
	v = Version{ID: tx.NewID(), PieceID: p.ID, MemberID: d.MemberID, Number: p.Latest + 1, Digest: d.Digest,
		Size: d.Size, FileName: d.FileName, Profile: d.Profile, Actor: tx.Scope().Actor(), Created: tx.Clock().Now()}
	_, err = tx.Exec(ctx, `insert into version (`+versionColumns+`) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12)`,
		v.ID, v.PieceID, v.MemberID, v.Number, v.Digest, v.Size, v.FileName, v.Profile,
		string(v.Actor.Kind), v.Actor.ID, v.Actor.Name, clock.Micros(v.Created))
	if database.IsUnique(err) {
		return p, v, false, fault.New(fault.Conflict, op, "Une autre version vient d’être déposée. Rechargez la page, puis recommencez.",
			"Another version was just deposited. Reload the page, then try again.")
	}
	if err == nil {
		err = database.Later(ctx, tx, op, `update piece set latest = $1 where id = $2`, v.Number, p.ID)
	}
	if err != nil {
		return p, v, false, fault.Wrap(op, err)
	}
	p.Latest = v.Number
	return p, v, true, remember(ctx, tx, d, v)
}

// titleOf returns the deposit's title: that of the piece where a version is
// added without one.
func titleOf(ctx context.Context, tx access.Tx, d Deposit) (string, error) {
	if d.Title == "" && d.PieceID != "" {
		p, err := Get(ctx, tx, d.PieceID)
		return p.Title, err
	}
	return CleanTitle(d.Title)
}

// target returns the piece to which the deposit adds a version, made if need
// be.
func target(ctx context.Context, tx access.Tx, d Deposit) (Piece, error) {
	const op = "piece.Put"
	if d.PieceID != "" {
		p, err := Get(ctx, tx, d.PieceID)
		switch {
		case err != nil:
			return p, err
		case p.MemberID != d.MemberID || p.Kind != d.Kind:
			return p, fault.Missing(op)
		}
		return p, p.Takes()
	}
	p, err := scanPiece(tx.QueryRow(ctx, `select `+qualified+` from piece p
		join version v on v.piece_id = p.id and v.number = p.latest
		where p.member_id = $1 and p.kind = $2 and p.title = $3 and p.state <> 'erased'
			and v.digest = $4 and v.profile = $5
		order by p.id desc limit 1`, d.MemberID, d.Kind, d.Title, d.Digest, d.Profile))
	if err == nil {
		return p, nil
	}
	if err != sql.ErrNoRows {
		return p, fault.Wrap(op, err)
	}
	p = Piece{ID: tx.NewID(), MemberID: d.MemberID, Kind: d.Kind, Title: d.Title, State: Active, Created: tx.Clock().Now()}
	return p, database.Later(ctx, tx, op, `insert into piece (`+pieceColumns+`, search_text) values ($1,$2,$3,$4,$5,$6,$7,$8)`,
		p.ID, p.MemberID, p.Kind, p.Title, string(p.State), 0, clock.Micros(p.Created), text.Fold(p.Title))
}

const qualified = `p.id, p.member_id, p.kind, p.title, p.state, p.latest, p.created_at`

// byRequest returns the deposit that the same request already made.
func byRequest(ctx context.Context, tx access.Tx, d Deposit) (Version, bool, error) {
	const op = "piece.Put"
	if d.Request == "" {
		return Version{}, false, nil
	}
	var id, summary string
	err := tx.QueryRow(ctx, `select version_id, summary from deposit_key where member_id = $1 and request = $2`,
		d.MemberID, requestKey(d.Request)).Scan(&id, &summary)
	if err == sql.ErrNoRows {
		return Version{}, false, nil
	}
	if err != nil {
		return Version{}, false, fault.Wrap(op, err)
	}
	if summary == erasedRequest {
		return Version{}, false, fault.New(fault.Gone, op, "Ce dépôt a été effacé. Pour en faire un nouveau, donnez une nouvelle clé d’idempotence.",
			"This deposit was erased. To make a new one, give a new idempotency key.")
	}
	if summary != d.Summary {
		return Version{}, false, fault.New(fault.Conflict, op,
			"Cette clé d’idempotence a déjà servi pour un autre dépôt. Donnez-en une nouvelle.",
			"This idempotency key already served for another deposit. Give a new one.")
	}
	v, err := GetVersion(ctx, tx, id)
	return v, true, err
}

// erasedRequest stands for the summary of a request whose deposit was erased.
const erasedRequest = "erased"

// requestKey is the form in which a request's name is kept: it may say as much
// as a file's name, and stays when the deposit is erased.
func requestKey(request string) string {
	sum := sha256.Sum256([]byte(request))
	return hex.EncodeToString(sum[:])
}

func remember(ctx context.Context, tx access.Tx, d Deposit, v Version) error {
	if d.Request == "" {
		return nil
	}
	_, err := tx.Exec(ctx, `insert into deposit_key (member_id, request, version_id, summary) values ($1,$2,$3,$4)`,
		d.MemberID, requestKey(d.Request), v.ID, d.Summary)
	return fault.Wrap("piece.Put", err)
}

// GetVersion returns a version that the scope may see.
func GetVersion(ctx context.Context, tx access.Tx, id string) (Version, error) {
	return oneVersion(tx, tx.QueryRow(ctx, `select `+versionColumns+` from version where id = $1`, id))
}

// ByNumber returns a version of a piece.
func ByNumber(ctx context.Context, tx access.Tx, piece string, number int) (Version, error) {
	return oneVersion(tx, tx.QueryRow(ctx, `select `+versionColumns+` from version
		where piece_id = $1 and number = $2`, piece, number))
}

func oneVersion(tx access.Tx, row *sql.Row) (Version, error) {
	const op = "piece.GetVersion"
	v, err := scanVersion(row)
	if err == sql.ErrNoRows {
		return v, fault.Missing(op)
	}
	if err != nil {
		return v, fault.Wrap(op, err)
	}
	return v, tx.Sees(op, v.MemberID)
}

// Versions lists a piece's versions, the latest first.
func Versions(ctx context.Context, tx access.Tx, piece string) ([]Version, error) {
	const op = "piece.Versions"
	where, args := tx.Only("member_id", []any{piece})
	rows, err := tx.Query(ctx, `select `+versionColumns+` from version where piece_id = $1 and `+where+`
		order by number desc`, args...)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	defer rows.Close()
	var out []Version
	for rows.Next() {
		v, err := scanVersion(rows)
		if err != nil {
			return nil, fault.Wrap(op, err)
		}
		out = append(out, v)
	}
	return out, fault.Wrap(op, rows.Err())
}

// CountSince returns how many versions a member has deposited since an instant.
func CountSince(ctx context.Context, tx access.Tx, member string, since time.Time) (int, error) {
	return database.Value[int](ctx, tx, "piece.CountSince", `select count(*) from version where member_id = $1 and created_at > $2`,
		member, clock.Micros(since))
}
