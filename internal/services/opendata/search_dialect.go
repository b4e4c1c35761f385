package opendata

import (
	"context"
	"strings"

	"airial/internal/commons/access"
	platform "airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/text"
)

type dialect = platform.Dialect

// condition is a piece of SQL with one argument, whose place is %d.
type condition struct {
	sql string
	arg any
}

// match returns the conditions that a dataset holds all the words, and that
// its title does. The last word may be the beginning of one. This is what
// truly differs between the databases.
func match(d dialect, words []string) (all, title condition) {
	if d == platform.Postgres {
		query := strings.Join(words, " & ") + ":*"
		return condition{"w.vector @@ to_tsquery('simple', $%d)", query},
			condition{"to_tsvector('simple', w.title) @@ to_tsquery('simple', $%d)", query}
	}
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = `"` + w + `"`
	}
	query := strings.Join(quoted, " AND ") + "*"
	return condition{"w.id in (select rowid from dataset_search where dataset_search match $%d)", query},
		condition{"w.id in (select rowid from dataset_search where dataset_search match $%d)", "title : (" + query + ")"}
}

// index keeps the words by which a public dataset is found.
func (s *Service) index(ctx context.Context, tx access.Tx, d Dataset, columns []Column) error {
	if err := unindex(ctx, tx, d.ID); err != nil || d.State != Published {
		return err
	}
	var member string
	if err := tx.QueryRow(ctx, `select name from member where id = $1`, d.MemberID).Scan(&member); err != nil {
		return fault.Wrap("opendata.index", err)
	}
	parts := []string{member, d.Description, strings.Join(d.Keywords, " "), strings.ReplaceAll(d.Schema.Name, "/", " ")}
	for _, c := range columns {
		parts = append(parts, c.Name, c.Title.Fr, c.Title.En)
	}
	_, err := tx.Exec(ctx, `insert into dataset_words (piece_id, title, words) values ($1,$2,$3)`,
		d.ID, text.Index(d.Title), text.Index(parts...))
	return fault.Wrap("opendata.index", err)
}

func unindex(ctx context.Context, tx access.Tx, id string) error {
	_, err := tx.Exec(ctx, `delete from dataset_words where piece_id = $1`, id)
	return fault.Wrap("opendata.unindex", err)
}
