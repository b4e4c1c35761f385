package tableschema

import (
	"context"
	"io"

	"airial/standards/tabular"
)

// Rows is a table that stands in memory: a Source.
type Rows struct {
	Labels  []string
	Records []RowOf
	at      int
	rec     tabular.Record
}

// RowOf is a row under its number in a file.
type RowOf struct {
	Row   int
	Cells []string
}

// Header implements Source.
func (r *Rows) Header() []string { return r.Labels }

// HeaderFlags implements Source.
func (r *Rows) HeaderFlags() tabular.Flags { return 0 }

// Titles implements Source.
func (r *Rows) Titles() [][]string { return nil }

// Dialect implements Source: that of clean CSV.
func (r *Rows) Dialect() tabular.Dialect {
	return tabular.Dialect{Encoding: tabular.UTF8, Delimiter: ',', Quote: '"', HeaderRow: 1}
}

// Next implements Source.
func (r *Rows) Next() (*tabular.Record, error) {
	if r.at >= len(r.Records) {
		return nil, io.EOF
	}
	row := r.Records[r.at]
	r.at++
	r.rec = tabular.Record{Row: row.Row, Cells: r.rec.Cells[:0]}
	for _, c := range row.Cells {
		r.rec.Cells = append(r.rec.Cells, []byte(c))
	}
	return &r.rec, nil
}

// CheckRow checks one row by itself: what it has to be among others (unique
// values, keys) is not seen. schema may be nil.
func CheckRow(ctx context.Context, schema *Schema, labels []string, row RowOf) ([]Finding, error) {
	rep, err := Check(ctx, &Rows{Labels: labels, Records: []RowOf{row}}, schema, Options{Limit: -1, Workers: 1})
	if err != nil {
		return nil, err
	}
	var out []Finding
	for _, f := range rep.Findings {
		if f.Row == row.Row && f.Code != "blank-row" && !(row.Row == 1 && f.Code == "missing-label") {
			out = append(out, f)
		}
	}
	return out, nil
}

// Typed gives the cells of a row that a person typed, mended where there is no
// doubt what was meant.
func Typed(schema *Schema, labels []string, cells []string) ([]string, error) {
	m, err := NewMender(&Rows{Labels: labels, Records: []RowOf{{Row: 2, Cells: cells}}}, schema, MendOptions{})
	if err != nil {
		return nil, err
	}
	rec, err := m.Next()
	if err == io.EOF { // a blank row
		return cells, nil
	}
	if err != nil {
		return nil, err
	}
	out := make([]string, len(cells))
	for i := range out {
		if i < len(rec.Cells) {
			out[i] = string(rec.Cells[i])
		}
	}
	return out, nil
}
