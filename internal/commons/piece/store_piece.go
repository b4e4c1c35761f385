package piece

import (
	"context"
	"database/sql"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/fault"
)

const pieceColumns = `id, member_id, kind, title, state, latest, created_at`

func scanPiece(row interface{ Scan(...any) error }) (Piece, error) {
	var p Piece
	var state string
	var created int64
	err := row.Scan(&p.ID, &p.MemberID, &p.Kind, &p.Title, &state, &p.Latest, &created)
	p.State, p.Created = State(state), clock.FromMicros(created)
	return p, err
}

// Get returns a piece that the scope may see.
func Get(ctx context.Context, tx access.Tx, id string) (Piece, error) {
	const op = "piece.Get"
	p, err := scanPiece(tx.QueryRow(ctx, `select `+pieceColumns+` from piece where id = $1`, id))
	if err == sql.ErrNoRows {
		return p, fault.Missing(op)
	}
	if err != nil {
		return p, fault.Wrap(op, err)
	}
	return p, tx.Sees(op, p.MemberID)
}

// SetState records how a piece stands; the service that owns its kind has
// checked the right to do so.
func SetState(ctx context.Context, tx access.Tx, id string, state State) error {
	_, err := tx.Exec(ctx, `update piece set state = $1 where id = $2`, string(state), id)
	return fault.Wrap("piece.SetState", err)
}

// Rename gives a piece another title.
func Rename(ctx context.Context, tx access.Tx, id, title string) error {
	_, err := tx.Exec(ctx, `update piece set title = $1 where id = $2`, title, id)
	return fault.Wrap("piece.Rename", err)
}

// Erase forgets everything that the records of a piece and its versions hold
// of their content: title, file names, digests. The caller has taken note of
// the bytes that are to be destroyed.
func Erase(ctx context.Context, tx access.Tx, id string) error {
	for _, statement := range []string{
		`delete from deposit_key where version_id in (select id from version where piece_id = $1)`,
		`update version set digest = '', size = 0, file_name = '', profile = '' where piece_id = $1`,
		`update piece set title = '', state = 'erased' where id = $1`,
	} {
		if _, err := tx.Exec(ctx, statement, id); err != nil {
			return fault.Wrap("piece.Erase", err)
		}
	}
	return nil
}
