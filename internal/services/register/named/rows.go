package named

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
)

// row is one of a table, as it is read.
type row struct {
	key                               []string
	member, title, kind, record, keep string
	texts                             []string // by the table's columns
}

// hits returns the rows that name the person, in the order of their keys: all of
// them, or the first MaxHits and one more. Texts are skimmed alone first, for
// most name nobody; what else is said of a row is read of few.
func (t Table) hits(ctx context.Context, tx access.Tx, q Query, where string, args []any) ([]Hit, error) {
	keys, all, err := t.skim(ctx, tx, q, where, args)
	if err != nil {
		return nil, err
	}
	var out []Hit
	take := func(r row) error {
		if h, ok := t.hit(q, r); ok {
			out = append(out, h)
		}
		if len(out) > MaxHits {
			return errEnough
		}
		return nil
	}
	if !all { // so many: in the database's order, as far as they are shown
		err = t.each(ctx, tx, where+` order by t.`+strings.Join(t.Key, ", t."), args, take)
		if errors.Is(err, errEnough) {
			err = nil
		}
		return out, err
	}
	slices.SortFunc(keys, compareKeys)
	for chunk := range slices.Chunk(keys, rowsAtOnce) {
		var these []string
		var values []any
		for _, key := range chunk {
			one, more := t.keyed(key, len(values))
			these, values = append(these, one), append(values, more...)
		}
		var rows []row
		if err := t.each(ctx, tx, `(`+strings.Join(these, " or ")+`)`, values, func(r row) error {
			rows = append(rows, r)
			return nil
		}); err != nil {
			return nil, err
		}
		slices.SortFunc(rows, func(a, b row) int { return compareKeys(a.key, b.key) })
		for _, r := range rows {
			if err := take(r); err != nil {
				return out, nil
			}
		}
	}
	return out, nil
}

// rowsAtOnce are read by their keys in one query.
const rowsAtOnce = 50

var errEnough = errors.New("enough")

// skim returns the keys of the rows that could name the person; all tells that
// there are no more of them.
func (t Table) skim(ctx context.Context, tx access.Tx, q Query, where string, args []any) (keys [][]string, all bool, err error) {
	var cols, texts []string
	for _, k := range t.Key {
		cols = append(cols, "t."+k)
	}
	for _, c := range t.Columns {
		texts = append(texts, "t."+c.Name)
	}
	join := ""
	if t.Member == "" && len(args) > 0 {
		join = t.Join // whom a row of the operator's is about
	}
	s := q.skimmer()
	key := make([]string, len(t.Key))
	var words string
	to := make([]any, 0, len(key)+1)
	for n := range key {
		to = append(to, &key[n])
	}
	to = append(to, &words)
	// A sign that is part of nothing keeps the columns apart.
	query := `select ` + strings.Join(cols, ", ") + `, ` + strings.Join(texts, " || '\x1f' || ") + ` from ` + t.Name + ` t ` + join + ` where ` + where
	err = database.Each(ctx, tx.Elevated("where a person is named"), "named.skim", func(r database.Row) error {
		if err := r.Scan(to...); err != nil {
			return err
		}
		if !s.may(words) {
			return nil
		}
		if len(keys) > MaxHits {
			return errEnough
		}
		keys = append(keys, slices.Clone(key))
		return nil
	}, query, args...)
	if errors.Is(err, errEnough) {
		return nil, false, nil
	}
	return keys, true, err
}

// compareKeys puts numbers in the order of numbers.
func compareKeys(a, b []string) int {
	return slices.CompareFunc(a, b, func(x, y string) int {
		m, wrong := strconv.ParseInt(x, 10, 64)
		n, also := strconv.ParseInt(y, 10, 64)
		if wrong == nil && also == nil {
			return cmp.Compare(m, n)
		}
		return strings.Compare(x, y)
	})
}

// keyed chooses a row by its key.
func (t Table) keyed(id []string, after int) (string, []any) {
	var where []string
	for n, k := range t.Key {
		where = append(where, fmt.Sprintf("t.%s = $%d", k, after+n+1))
	}
	return strings.Join(where, " and "), database.Args(id)
}

// query reads rows: their key, what is said of them, their columns of text.
func (t Table) query(tx access.Tx, where string) string {
	var cols []string
	for _, k := range t.Key {
		cols = append(cols, "t."+k)
	}
	member := "t." + t.Member
	if t.Member == "" {
		member = "''"
	}
	keep := strings.ReplaceAll(t.Keep, "$today", "'"+access.Today(tx.Clock())+"'")
	for _, e := range []string{member, t.Title, t.Kind, t.Record, keep} {
		if e == "" {
			e = "''"
		}
		cols = append(cols, "coalesce("+e+", '')")
	}
	for _, c := range t.Columns {
		cols = append(cols, "t."+c.Name)
	}
	return `select ` + strings.Join(cols, ", ") + ` from ` + t.Name + ` t ` + t.Join + ` where ` + where
}

// each reads rows under the system: what the scope may see was asked before, and
// is what where says.
func (t Table) each(ctx context.Context, tx access.Tx, where string, args []any, fn func(row) error) error {
	up := tx.Elevated("where a person is named")
	return database.Each(ctx, up, "named."+t.Name, func(r database.Row) error {
		x := row{key: make([]string, len(t.Key)), texts: make([]string, len(t.Columns))}
		var to []any
		for n := range x.key {
			to = append(to, &x.key[n])
		}
		to = append(to, &x.member, &x.title, &x.kind, &x.record, &x.keep)
		for n := range x.texts {
			to = append(to, &x.texts[n])
		}
		if err := r.Scan(to...); err != nil {
			return err
		}
		return fn(x)
	}, t.query(tx, where), args...)
}
