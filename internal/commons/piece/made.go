package piece

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/fault"
	"airial/internal/platform/text"
)

// Make records a piece that nobody deposits: the program makes it of what others
// have. The service that owns its kind has checked the right to do so.
func Make(ctx context.Context, tx access.Tx, kind, member, title string) (Piece, error) {
	p := Piece{ID: tx.NewID(), MemberID: member, Kind: kind, Title: title, State: Active, Created: tx.Clock().Now()}
	_, err := tx.Exec(ctx, `insert into piece (`+pieceColumns+`, search_text) values ($1,$2,$3,$4,$5,0,$6,$7)`,
		p.ID, p.MemberID, p.Kind, p.Title, string(p.State), clock.Micros(p.Created), text.Fold(p.Title))
	return p, fault.Wrap("piece.Make", err)
}

// MakeVersion records the next version of a piece that the program makes.
func MakeVersion(ctx context.Context, tx access.Tx, p Piece, v Version) (Version, error) {
	v.ID, v.PieceID, v.MemberID, v.Number = tx.NewID(), p.ID, p.MemberID, p.Latest+1
	v.Actor, v.Created = tx.Scope().Actor(), tx.Clock().Now()
	_, err := tx.Exec(ctx, `insert into version (`+versionColumns+`) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12)`,
		v.ID, v.PieceID, v.MemberID, v.Number, v.Digest, v.Size, v.FileName, v.Profile,
		string(v.Actor.Kind), v.Actor.ID, v.Actor.Name, clock.Micros(v.Created))
	if err == nil {
		_, err = tx.Exec(ctx, `update piece set latest = $1 where id = $2`, v.Number, p.ID)
	}
	return v, fault.Wrap("piece.MakeVersion", err)
}

// RemakeVersion gives a version that the program made other bytes: something had
// to be taken out of it.
func RemakeVersion(ctx context.Context, tx access.Tx, id, digest string, size int64) error {
	_, err := tx.Exec(ctx, `update version set digest = $1, size = $2 where id = $3`, digest, size, id)
	return fault.Wrap("piece.RemakeVersion", err)
}

// DropVersion forgets a version that the program made and that nothing names any
// more.
func DropVersion(ctx context.Context, tx access.Tx, id string) error {
	_, err := tx.Exec(ctx, `delete from version where id = $1`, id)
	return fault.Wrap("piece.DropVersion", err)
}
