package opendata

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/piece"
	"airial/internal/platform/blob"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// Request is what is asked when a dataset's file is deposited.
type Request struct {
	MemberID    string
	PieceID     string // "" for a new dataset
	Title       string
	Description string
	FileName    string
	Schema      string // a name of the catalogue, "none", or "" to recognise it
	// Sheet is the sheet of a workbook, by its name or number; "" for the first
	// that shows something.
	Sheet string
	// Activity is the processing activity that the file comes from: one of the
	// member's, NoActivity, or "" for that of the dataset or a likely one.
	Activity string
	// Press is that "Publier" is pressed with the deposit: always by a token.
	Press bool
	// Key makes a repeated request the same deposit; "" for none.
	Key string

	examined *examined // nil until examine found nothing against it
	recent   int       // versions that the member deposited within the hour before that
	likely   string    // the activity that a new dataset likely comes from; "" for none

	// What tabulate has made of a received file, and of what.
	origin *Origin
	made   blob.Ref
	named  string
}

// MaxDescription is the longest description, in characters, as data.gouv.fr
// has it.
const MaxDescription = 100_000

// Deposit takes a file in and starts the life of its version. fresh is false
// when it was already deposited. Rights and fields are examined before the
// body is read.
func (s *Service) Deposit(ctx context.Context, scope access.Scope, q Request, body io.Reader) (v piece.Version, fresh bool, err error) {
	if err := s.examine(ctx, scope, &q); err != nil {
		return v, false, err
	}
	ref, err := s.Receive(ctx, q.MemberID, body)
	if err != nil {
		return v, false, err
	}
	if v, fresh, err = s.Record(ctx, scope, q, ref); err != nil {
		err = errors.Join(err, s.Abandon(ctx, q.MemberID, ref))
	}
	return v, fresh, err
}

// Receive stores the bytes of a file before it is known what they are, within
// the limit of size.
func (s *Service) Receive(ctx context.Context, member string, body io.Reader) (blob.Ref, error) {
	const op = "opendata.Receive"
	limited := &limitedReader{r: body, left: s.limits.Upload}
	ref, err := s.blobs.Put(ctx, member, limited)
	if limited.over {
		return ref, fault.New(fault.TooLarge, op, "Le fichier dépasse la taille permise (%[1]d Mo). Découpez-le, par exemple par année.",
			"The file exceeds the size allowed (%[1]d MB). Split it, by year for instance.", s.limits.Upload/1_000_000)
	}
	if limited.err != nil {
		return ref, &fault.Error{Kind: fault.Invalid, Op: op, Cause: limited.err, Say: cutShort}
	}
	return ref, fault.Wrap(op, err)
}

// Record records a deposit whose bytes are in the store.
func (s *Service) Record(ctx context.Context, scope access.Scope, q Request, ref blob.Ref) (v piece.Version, fresh bool, err error) {
	if err := s.examine(ctx, scope, &q); err != nil {
		return v, false, err
	}
	if ref, err = s.tabulate(ctx, &q, ref); err != nil {
		return v, false, err
	}
	err = s.doors.Write(database.InTurn(ctx), scope, func(tx access.Tx) error {
		v, fresh, err = s.Enter(ctx, tx, q, ref)
		return err
	})
	return v, fresh, errors.Join(err, s.surplus(ctx, q, ref, fresh && err == nil))
}

// Enter is Record in a transaction of the caller's, for filling in bulk.
func (s *Service) Enter(ctx context.Context, tx access.Tx, q Request, ref blob.Ref) (piece.Version, bool, error) {
	profile, err := s.profile(ctx, tx, q, ref)
	if err != nil {
		return piece.Version{}, false, err
	}
	p, v, fresh, err := piece.Put(ctx, tx, piece.Deposit{MemberID: q.MemberID, Kind: Kind, PieceID: q.PieceID,
		Title: q.Title, FileName: q.FileName, Profile: profile, Digest: ref.Digest, Size: ref.Size,
		Request: q.Key, Summary: q.summary(ref)})
	if err != nil || !fresh {
		return v, fresh, err
	}
	if err := s.pace(ctx, tx, v.MemberID, q); err != nil {
		return v, fresh, err
	}
	if err := s.claim(ctx, tx, v.MemberID, v.Digest); err != nil {
		return v, fresh, err
	}
	if v.Number == 1 {
		d := Dataset{ID: p.ID, MemberID: p.MemberID, Title: p.Title, Description: q.Description,
			Licence: Licences[0].Key, Frequency: Frequencies[0].Key, State: Draft, Created: p.Created}
		if err := insertDataset(ctx, tx, d); err != nil {
			return v, fresh, err
		}
	}
	activity, err := s.whence(ctx, tx, q, v)
	if err != nil {
		return v, fresh, err
	}
	if q.Press {
		if err := (press{Actor: v.Actor, At: v.Created}).save(ctx, tx, v.ID); err != nil {
			return v, fresh, err
		}
	}
	evidence := map[string]any{"file": v.FileName, "size": v.Size, "sha256": v.Digest}
	if activity != "" {
		evidence["activity"] = activity
	}
	if q.origin != nil {
		if err := s.claim(ctx, tx, v.MemberID, q.origin.Digest); err != nil {
			return v, fresh, err
		}
		if err := insertOrigin(ctx, tx, v, *q.origin); err != nil {
			return v, fresh, err
		}
		q.origin.evidence(evidence)
	}
	_, err = s.engine.Begin(ctx, tx, v, Kind, evidence)
	return v, fresh, err
}

// pace refuses a deposit beyond those that a member may make within an hour,
// that one among them: a program that runs wild must not bury its town's
// secretary, nor hold up the others.
//
// They are counted while the request is examined, if it is: to count them in the
// transaction that adds one would have all of a member's deposits at once, and
// its neighbours', wait for each other. A few at the same instant may be one too
// many.
func (s *Service) pace(ctx context.Context, tx access.Tx, member string, q Request) (err error) {
	const op = "opendata.pace"
	if s.limits.Deposits <= 0 {
		return nil
	}
	n := q.recent + 1
	if q.examined == nil {
		n, err = s.recent(ctx, tx, member)
	}
	if err != nil || n <= s.limits.Deposits {
		return err
	}
	return fault.New(fault.TooMany, op, "Cette collectivité a déposé %[1]d fichiers en une heure, ce qui est la limite. Reprenez un peu plus tard, ou demandez à l’opérateur de la relever.",
		"This body has deposited %[1]d files within an hour, which is the limit. Go on a little later, or ask the operator to raise it.", s.limits.Deposits)
}

func (s *Service) recent(ctx context.Context, tx access.Tx, member string) (int, error) {
	if s.limits.Deposits <= 0 {
		return 0, nil
	}
	return piece.CountSince(ctx, tx, member, tx.Clock().Now().Add(-time.Hour))
}

// profile is what the depositor says the file is. Where the latest version of
// the piece is the same bytes, and was found to follow the very schema that is
// asked for now, it is what was said then: the same schema has several
// spellings, and "recognise it" is one.
func (s *Service) profile(ctx context.Context, tx access.Tx, q Request, ref blob.Ref) (string, error) {
	if q.PieceID == "" || q.Schema == "" {
		return q.Schema, nil
	}
	p, err := piece.Get(ctx, tx, q.PieceID)
	if err != nil || p.Latest == 0 {
		return q.Schema, err
	}
	latest, err := piece.ByNumber(ctx, tx, p.ID, p.Latest)
	if err != nil || latest.Digest != ref.Digest || latest.Profile == q.Schema {
		return q.Schema, err
	}
	asked, err := s.checks.Known(q.Schema)
	if err != nil {
		return q.Schema, err
	}
	found, err := s.checks.Schema(ctx, tx, latest.ID)
	if err == nil && found == asked && asked.Name != "" {
		return latest.Profile, nil
	}
	return q.Schema, err
}

// summary is what must be the same when a request is repeated under its key.
func (q Request) summary(ref blob.Ref) string {
	parts := []string{q.PieceID, q.Title, q.Description, q.Schema, ref.Digest}
	if q.Activity != "" { // a request from before there were any stays the same
		parts = append(parts, q.Activity)
	}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:])
}

// examined is what examine looks at.
type examined struct{ member, piece, title, description, activity, schema, key string }

// examine refuses a request that makes no sense before its file is read. What it
// has found nothing against, it does not look at again behind the file.
func (s *Service) examine(ctx context.Context, scope access.Scope, q *Request) error {
	const op = "opendata.Deposit"
	if q.examined != nil && *q.examined == q.looks() {
		return nil
	}
	description, err := cleanDescription(op, q.Description)
	if err != nil {
		return err
	}
	q.Description = description
	if len(q.Key) > 255 {
		return fault.New(fault.Invalid, op, "La clé d’idempotence dépasse 255 caractères.",
			"The idempotency key exceeds 255 characters.")
	}
	if _, err := s.checks.Known(q.Schema); err != nil {
		return err
	}
	if q.PieceID == "" || q.Title != "" {
		title, err := piece.CleanTitle(q.Title)
		if err != nil {
			return err
		}
		q.Title = title
	}
	if err := s.impersonal(op, q.Title, q.Description); err != nil {
		return err
	}
	err = s.doors.Read(ctx, scope, func(tx access.Tx) error {
		if err := s.mayDeposit(ctx, tx, q.MemberID); err != nil {
			return err
		}
		if err := s.knows(ctx, tx, q.MemberID, q.Activity); err != nil {
			return err
		}
		if q.PieceID == "" {
			if q.likely, err = s.likely(ctx, tx, q.MemberID, *q); err == nil {
				q.recent, err = s.recent(database.Last(ctx), tx, q.MemberID)
			}
			return err
		}
		if q.recent, err = s.recent(ctx, tx, q.MemberID); err != nil {
			return err
		}
		p, err := piece.Get(ctx, tx, q.PieceID)
		if err != nil {
			return err
		}
		if p.MemberID != q.MemberID {
			return fault.Missing(op)
		}
		return p.Takes()
	})
	if err == nil {
		now := q.looks()
		q.examined = &now
	}
	return err
}

func (q *Request) looks() examined {
	return examined{q.MemberID, q.PieceID, q.Title, q.Description, q.Activity, q.Schema, q.Key}
}

// mayDeposit tells whether the scope may deposit for a member, and the member
// has the service.
func (s *Service) mayDeposit(ctx context.Context, tx access.Tx, member string) error {
	if err := tx.May(ctx, access.Deposit, member); err != nil || s.open == nil {
		return err
	}
	return s.open.Open(ctx, tx, member)
}

// limitedReader stops at a number of bytes, and tells its own errors from
// those of the store that reads it.
type limitedReader struct {
	r    io.Reader
	left int64
	over bool
	err  error
}

var errTooLarge = errors.New("too large")

func (l *limitedReader) Read(p []byte) (int, error) {
	if l.left < int64(len(p)) {
		p = p[:l.left+1] // one more byte tells a file at the limit from one above
	}
	n, err := l.r.Read(p)
	l.left -= int64(n)
	if l.left < 0 {
		l.over = true
		return 0, errTooLarge
	}
	if err != nil && err != io.EOF {
		l.err = err
	}
	return n, err
}
