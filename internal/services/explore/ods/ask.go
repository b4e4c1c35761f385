package ods

import (
	"context"
	"time"

	"airial/internal/platform/i18n"
	"airial/internal/platform/tables"
	"airial/internal/services/explore"
	"airial/internal/services/explore/rowfile"
)

// Question is a query in ODSQL, for pages and interfaces that put theirs into
// it.
type Question struct {
	Select, GroupBy, OrderBy string
	Where                    []string
	Limit, Offset            int
	Numbers                  bool // the number of each row, counted from 0, as its last value; not of groups
}

// Answer is what a question gives: values as rowfile.Writer has them.
type Answer struct {
	Columns []rowfile.Column
	Rows    [][]any
	Total   int64
}

// Ask answers a question of a dataset. What is wrong with it is a fault of kind
// Invalid that says where.
func (s *Service) Ask(ctx context.Context, d explore.Dataset, q Question) (a Answer, err error) {
	set := &setting{columns: d.Table.Columns, fields: d.Fields(), zone: time.UTC, now: s.p.Clock.Now(), lang: i18n.From(ctx).Lang}
	p, err := set.plan(clauses{sel: q.Select, group: q.GroupBy, order: q.OrderBy, where: q.Where})
	if err != nil {
		return a, problemOf(err)
	}
	numbers := q.Numbers && !p.grouped
	if numbers {
		p.ask.Out, p.plain = append(p.ask.Out, tables.RowNumber()), nil
	}
	rows, total, err := s.rows(ctx, d.Queried(), p, q.Limit, q.Offset)
	if err != nil {
		return a, err
	}
	a.Total = total
	for _, c := range p.columns {
		a.Columns = append(a.Columns, rowfile.Column{Name: c.name, Kind: c.kind})
	}
	for _, row := range rows {
		values := make([]any, 0, len(p.columns)+1)
		for _, c := range p.columns {
			values = append(values, c.value(row))
		}
		if numbers {
			values = append(values, row[len(row)-1])
		}
		a.Rows = append(a.Rows, values)
	}
	return a, nil
}
