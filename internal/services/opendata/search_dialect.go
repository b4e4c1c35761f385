package opendata

import (
	"context"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	platform "airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/text"
)

type dialect = platform.Dialect

// match returns what to select from for the listed datasets (l) that hold all
// the words, and for the numbers (id) of those whose title does; $1 in both is
// the argument beside. The last word may be the beginning of one. This is what
// truly differs between the databases.
//
// SQLite is told the order of the tables by a cross join: left to itself it
// goes through all datasets and asks the index about each, which takes time
// with the square of their number.
func match(d dialect, words []string) (all, title clause) {
	if d == platform.Postgres {
		query := strings.Join(words, " & ") + ":*"
		return clause{`dataset_words w join dataset_listed l on l.id = w.id and w.vector @@ to_tsquery('simple', $1)`, query},
			clause{`(select id from dataset_words where vector @@ to_tsquery('simple', $1)
				and to_tsvector('simple', title) @@ to_tsquery('simple', $1)) t`, query}
	}
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = `"` + w + `"`
	}
	query := strings.Join(quoted, " AND ") + "*"
	return clause{`dataset_search s cross join dataset_listed l on l.id = s.rowid and dataset_search match $1`, query},
		clause{`(select rowid as id from dataset_search where dataset_search match $1) t`, "title : (" + query + ")"}
}

// clause is a piece of SQL with its one argument.
type clause struct {
	sql string
	arg any
}

// index lists a public dataset, and keeps the words by which it is found.
func (s *Service) index(ctx context.Context, tx access.Tx, d Dataset, columns []Column) error {
	const op = "opendata.index"
	if d.State != Published {
		return unindex(ctx, tx, d.ID)
	}
	title, words, err := wordsOf(ctx, tx, d, columns)
	if err != nil {
		return fault.Wrap(op, err)
	}
	// A new version has the same words as a rule: then the index, which is
	// costly to delete from, is left alone.
	same, err := platform.Exec(ctx, tx, op, `update dataset_listed set schema_name = $1, row_count = $2, modified_at = $3
		where piece_id = $4 and id in (select id from dataset_words where piece_id = $5 and title = $6 and words = $7)`,
		d.Schema.Name, d.Rows, clock.Micros(d.Modified), d.ID, d.ID, title, words)
	if err != nil || same > 0 {
		return err
	}
	if err := unindex(ctx, tx, d.ID); err != nil {
		return err
	}
	var number int64
	err = tx.QueryRow(ctx, `insert into dataset_listed (piece_id, member_id, schema_name, row_count, modified_at)
		values ($1,$2,$3,$4,$5) returning id`, d.ID, d.MemberID, d.Schema.Name, d.Rows, clock.Micros(d.Modified)).Scan(&number)
	if err != nil {
		return fault.Wrap(op, err)
	}
	_, err = tx.Exec(ctx, `insert into dataset_words (id, piece_id, title, words) values ($1,$2,$3,$4)`, number, d.ID, title, words)
	return fault.Wrap(op, err)
}

// wordsOf returns the words of a dataset's title, and the others.
func wordsOf(ctx context.Context, tx access.Tx, d Dataset, columns []Column) (title, words string, err error) {
	var member string
	if err := tx.QueryRow(ctx, `select name from member where id = $1`, d.MemberID).Scan(&member); err != nil {
		return "", "", err
	}
	parts := []string{member, d.Description, strings.Join(d.Keywords, " "), strings.ReplaceAll(d.Schema.Name, "/", " ")}
	for _, c := range columns {
		parts = append(parts, c.Name, c.Title.Fr, c.Title.En)
	}
	return text.Index(d.Title), text.Index(parts...), nil
}

func unindex(ctx context.Context, tx access.Tx, id string) error {
	for _, statement := range []string{`delete from dataset_words where piece_id = $1`, `delete from dataset_listed where piece_id = $1`} {
		if _, err := tx.Exec(ctx, statement, id); err != nil {
			return fault.Wrap("opendata.unindex", err)
		}
	}
	return nil
}
