package opendata

import (
	"context"
	"fmt"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/platform/text"
)

// Search chooses published datasets.
type Search struct {
	Query    string   // words
	MemberID string   // "" for all
	Members  []string // any of these, when not nil
	Schema   string   // a schema's name, "none" for tables without, "" for all
	Sort     string   // "" or "relevance", "recent", "title"
	Limit    int
	Offset   int
}

// Find returns published datasets and how many there are. It answers the
// public: whoever asks, nothing else is found. Datasets whose title has the
// words come first, then the most recent; both databases answer alike.
func Find(ctx context.Context, tx access.Tx, q Search) ([]Dataset, int, error) {
	const op = "opendata.Find"
	from, order, args := q.conditions(tx.Dialect())
	var total int
	if err := tx.QueryRow(ctx, `select count(*) from `+from, args...).Scan(&total); err != nil {
		return nil, 0, fault.Wrap(op, err)
	}
	args = append(args, q.Limit, q.Offset)
	rows, err := tx.Query(ctx, fmt.Sprintf(`select %s from %s order by %s limit $%d offset $%d`,
		datasetColumns, from, order, len(args)-1, len(args)), args...)
	if err != nil {
		return nil, 0, fault.Wrap(op, err)
	}
	defer rows.Close()
	var out []Dataset
	for rows.Next() {
		d, err := scanDataset(rows)
		if err != nil {
			return nil, 0, fault.Wrap(op, err)
		}
		out = append(out, d)
	}
	return out, total, fault.Wrap(op, rows.Err())
}

// Facet is one value by which a search can be narrowed, and how many datasets
// it would leave.
type Facet struct {
	Value string
	Count int
}

// Facets counts the published datasets that a search finds by schema and by
// member.
func Facets(ctx context.Context, tx access.Tx, q Search) (schemas, members []Facet, err error) {
	bySchema, byMember := q, q
	bySchema.Schema = ""
	byMember.MemberID, byMember.Members = "", nil
	if schemas, err = facet(ctx, tx, bySchema, "d.schema_name"); err != nil {
		return nil, nil, err
	}
	members, err = facet(ctx, tx, byMember, "d.member_id")
	return schemas, members, err
}

func facet(ctx context.Context, tx access.Tx, q Search, column string) ([]Facet, error) {
	const op = "opendata.facet"
	from, _, args := q.conditions(tx.Dialect())
	rows, err := tx.Query(ctx, fmt.Sprintf(`select %[1]s, count(*) from %[2]s group by %[1]s order by count(*) desc, %[1]s`,
		column, from), args...)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	defer rows.Close()
	var out []Facet
	for rows.Next() {
		var f Facet
		if err := rows.Scan(&f.Value, &f.Count); err != nil {
			return nil, fault.Wrap(op, err)
		}
		out = append(out, f)
	}
	return out, fault.Wrap(op, rows.Err())
}

// conditions returns the from clause with its conditions, the order and the
// arguments of a search.
func (q Search) conditions(d dialect) (from, order string, args []any) {
	from = "dataset d"
	conditions := []string{"d.state = 'published'"}
	add := func(condition string, arg any) {
		args = append(args, arg)
		conditions = append(conditions, fmt.Sprintf(condition, len(args)))
	}
	order = "d.modified_at desc, d.piece_id desc"
	if words := text.Words(q.Query); len(words) > 0 {
		from += " join dataset_words w on w.piece_id = d.piece_id"
		all, title := match(d, words)
		add(all.sql, all.arg)
		args = append(args, title.arg)
		order = fmt.Sprintf("case when "+title.sql+" then 0 else 1 end, "+order, len(args))
		// The order is not part of a count: keep its argument in use there.
		conditions = append(conditions, fmt.Sprintf("($%d = $%d)", len(args), len(args)))
	} else if strings.TrimSpace(q.Query) != "" {
		// Only stop words or signs: nothing can be meant by them.
		conditions = append(conditions, "1=0")
	}
	if q.Sort == "title" {
		order = "d.sort_key, d.piece_id"
	}
	if q.Sort == "recent" {
		order = "d.modified_at desc, d.piece_id desc"
	}
	if q.MemberID != "" {
		add("d.member_id = $%d", q.MemberID)
	}
	if q.Members != nil {
		marks := []string{"''"}
		for _, m := range q.Members {
			args = append(args, m)
			marks = append(marks, fmt.Sprintf("$%d", len(args)))
		}
		conditions = append(conditions, "d.member_id in ("+strings.Join(marks, ",")+")")
	}
	switch q.Schema {
	case "":
	case "none":
		conditions = append(conditions, "d.schema_name = ''")
	default:
		add("d.schema_name = $%d", q.Schema)
	}
	return from + " where " + strings.Join(conditions, " and "), order, args
}
