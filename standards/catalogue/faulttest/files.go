package faulttest

import (
	"bytes"
	"context"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"

	"airial/standards/catalogue"
	ts "airial/standards/tableschema"
	"airial/standards/tabular"
)

// File is a table with one known fault.
type File struct {
	ID     string // "etalab/schema-sdirve/07"
	Schema string
	Fault  string // one of the names of faults
	Text   []byte
	// Code, Row and Field are the finding that the fault must make; Code is ""
	// when it must make none.
	Code  string
	Row   int
	Field string
}

// PerSchema is how many files each schema gives.
const PerSchema = 40

const baseRows = 3

// Files makes them all, in the order of the schemas.
func Files() []File {
	var out []File
	for _, s := range catalogue.BuiltIn().All() {
		h := fnv.New64a()
		h.Write([]byte(s.Name))
		r := rand.New(rand.NewPCG(2026, h.Sum64()))
		base := validTable(r, s)
		if base == nil {
			continue
		}
		for i := 0; i < PerSchema; i++ {
			t := table{s: s, header: slices.Clone(base.header), rows: make([][]string, len(base.rows))}
			for k := range base.rows {
				t.rows[k] = slices.Clone(base.rows[k])
			}
			f := File{ID: fmt.Sprintf("%s/%02d", s.Name, i), Schema: s.Name}
			for tries := 0; ; tries++ {
				fault := faults[(i+tries)%len(faults)]
				if tries >= len(faults) {
					break
				}
				if fault.make(r, &t, &f) {
					f.Fault = fault.name
					break
				}
			}
			if f.Fault != "" {
				f.Text = t.csv()
				out = append(out, f)
			}
		}
	}
	return out
}

// table is one under way.
type table struct {
	s      *ts.Schema
	header []string
	rows   [][]string
}

func (t *table) csv() []byte {
	var b bytes.Buffer
	w := tabular.NewWriter(&b, tabular.WriterOptions{})
	_ = w.WriteStrings(t.header)
	for _, row := range t.rows {
		_ = w.WriteStrings(row)
	}
	_ = w.Flush()
	return b.Bytes()
}

// validTable makes a table without fault: what it cannot make right it leaves
// empty. It gives nil when that is not allowed.
func validTable(r *rand.Rand, s *ts.Schema) *table {
	t := &table{s: s, header: s.Labels()}
	for range baseRows {
		row := make([]string, len(s.Fields))
		for i := range s.Fields {
			row[i] = value(r, s, &s.Fields[i])
		}
		t.rows = append(t.rows, row)
	}
	for range 20 {
		rep, err := ts.CheckSource(context.Background(), bytes.NewReader(t.csv()), tabular.Options{Delimiter: ',', Quote: '"', HeaderRow: 1}, s, ts.Options{Limit: -1})
		if err != nil {
			return nil
		}
		if rep.Valid && rep.Warnings == 0 {
			return t
		}
		for _, f := range rep.Findings {
			i := slices.Index(t.header, f.Field)
			if i < 0 || f.Row < 2 {
				continue
			}
			t.rows[f.Row-2][i] = ""
			if s.Fields[i].Constraints.Required {
				t.rows[f.Row-2][i] = value(r, s, &s.Fields[i])
			}
		}
	}
	return nil
}
