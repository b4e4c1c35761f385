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

// holding returns the query for the numbers of the words that hold a term.
func holding(d dialect, t term) clause {
	if d == platform.Postgres {
		arg := t.word
		if t.beginning {
			arg += ":*"
		}
		column := "vector"
		if t.inTitle {
			column = "titles"
		}
		return clause{`select id from dataset_words where ` + column + ` @@ to_tsquery('simple', $1)`, arg}
	}
	arg := `"` + t.word + `"`
	if t.beginning {
		arg += "*"
	}
	if t.inTitle {
		arg = "title : (" + arg + ")"
	}
	return clause{`select rowid from dataset_search where dataset_search match $1`, arg}
}

// byIndex is said before words are looked for. PostgreSQL takes a vector for a
// narrow column and would read all of them when many rows hold the word: 1.3 s
// for 32,000 of 182,000, which its index finds in 0.16.
var byIndex = map[dialect]string{platform.Postgres: `set local enable_seqscan = off`}

// clause is a piece of SQL with its one argument.
type clause struct{ sql, arg string }

// index lists a public dataset, and keeps the words by which it is found.
func (s *Service) index(ctx context.Context, tx access.Tx, d Dataset, e Edition) error {
	const op = "opendata.index"
	if d.State != Published {
		return unindex(ctx, tx, d.ID)
	}
	title, words, err := wordsOf(ctx, tx, d, e.Columns)
	if err != nil {
		return fault.Wrap(op, err)
	}
	// A new version has the same words as a rule: then the index, which is
	// costly to delete from, is left alone.
	number, err := platform.Value[int64](ctx, tx, op, `select id from dataset_words where piece_id = $1 and title = $2 and words = $3`,
		d.ID, title, words)
	if fault.Is(err, fault.NotFound) {
		if err = unindex(ctx, tx, d.ID); err != nil {
			return err
		}
		number, err = platform.Value[int64](ctx, tx, op, newWords[tx.Dialect()], d.ID, title, words)
	}
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `delete from dataset_listed where piece_id = $1`, d.ID); err != nil {
		return fault.Wrap(op, err)
	}
	return s.enlist(ctx, tx, number, d, e)
}

// enlist puts a dataset into the public list, under the number of its words.
func (s *Service) enlist(ctx context.Context, tx access.Tx, number int64, d Dataset, e Edition) error {
	if err := platform.Later(ctx, tx, "opendata.list", `insert into dataset_listed
		(words_id, piece_id, member_id, schema_name, row_count, modified_at, facets) values ($1,$2,$3,$4,$5,$6,$7)`,
		number, d.ID, d.MemberID, d.Schema.Name, d.Rows, clock.Micros(d.Modified),
		s.pack(d, e)); err != nil {
		return err
	}
	return turn(ctx, tx, number)
}

// newWords numbers words as no others were before: what a search has found is
// remembered by the number. SQLite would give the highest one again after it
// was deleted; the changes of the list know it still.
var newWords = map[dialect]string{
	platform.Postgres: `insert into dataset_words (piece_id, title, words) values ($1,$2,$3) returning id`,
	platform.SQLite: `insert into dataset_words (id, piece_id, title, words) values (1 + max(coalesce((select max(id) from dataset_words), 0),
		coalesce((select max(words_id) from dataset_turn), 0)), $1,$2,$3) returning id`,
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
	const op = "opendata.unindex"
	number, err := platform.Value[int64](ctx, tx, op, `delete from dataset_words where piece_id = $1 returning id`, id)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `delete from dataset_listed where piece_id = $1`, id); err != nil {
		return fault.Wrap(op, err)
	}
	return turn(ctx, tx, number)
}
