package piece

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/text"
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

// ByIDs returns the pieces with the given ids that the scope may see, by id.
func ByIDs(ctx context.Context, tx access.Tx, ids []string) (map[string]Piece, error) {
	args := database.Args(ids)
	where, args := tx.Only("member_id", args)
	list, err := database.All(ctx, tx, "piece.ByIDs", func(r database.Row) (Piece, error) { return scanPiece(r) },
		`select `+pieceColumns+` from piece where id in (`+database.In(len(ids), 1)+`) and `+where, args...)
	out := make(map[string]Piece, len(list))
	for _, p := range list {
		out[p.ID] = p
	}
	return out, err
}

// Search lists pieces whose title has all the words, that the scope may see,
// the latest first. Erased ones have no title any more.
func Search(ctx context.Context, tx access.Tx, query string, limit int) ([]Piece, error) {
	conditions, args := []string{"title <> ''"}, []any{}
	words := strings.Fields(text.Fold(query))
	if len(words) == 0 {
		return nil, nil
	}
	for _, word := range words {
		args = append(args, "%"+text.EscapeLike(word)+"%")
		conditions = append(conditions, fmt.Sprintf(`search_text like $%d escape '\'`, len(args)))
	}
	where, args := tx.Only("member_id", args)
	args = append(args, limit)
	return database.All(ctx, tx, "piece.Search", func(r database.Row) (Piece, error) { return scanPiece(r) },
		fmt.Sprintf(`select %s from piece where %s and %s order by created_at desc, id desc limit $%d`,
			pieceColumns, strings.Join(conditions, " and "), where, len(args)), args...)
}

// SetState records how a piece stands; the service that owns its kind has
// checked the right to do so.
func SetState(ctx context.Context, tx access.Tx, id string, state State) error {
	_, err := tx.Exec(ctx, `update piece set state = $1 where id = $2`, string(state), id)
	return fault.Wrap("piece.SetState", err)
}

// Rename gives a piece another title.
func Rename(ctx context.Context, tx access.Tx, id, title string) error {
	_, err := tx.Exec(ctx, `update piece set title = $1, search_text = $2 where id = $3`, title, text.Fold(title), id)
	return fault.Wrap("piece.Rename", err)
}

// Erase forgets everything that the records of a piece and its versions hold
// of their content: title, file names, digests. The caller has taken note of
// the bytes that are to be destroyed.
func Erase(ctx context.Context, tx access.Tx, id string) error {
	for _, statement := range []string{
		// The request stays known: repeated by a program, it must not bring back
		// what was erased.
		`update deposit_key set summary = 'erased' where version_id in (select id from version where piece_id = $1)`,
		`update version set digest = '', size = 0, file_name = '', profile = '' where piece_id = $1`,
		`update piece set title = '', search_text = '', state = 'erased' where id = $1`,
	} {
		if _, err := tx.Exec(ctx, statement, id); err != nil {
			return fault.Wrap("piece.Erase", err)
		}
	}
	return nil
}
