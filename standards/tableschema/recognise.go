package tableschema

import (
	"cmp"
	"slices"

	"airial/standards/tabular"
)

// Candidate is a schema that a header may follow.
type Candidate struct {
	Schema *Schema
	Score  float64 // from 0 to 1
	// Matched is the number of fields that the header names.
	Matched int
}

// Bounds of recognition: below them a header says nothing of its schema.
const (
	minScore   = 0.5
	minMatched = 3
)

// Recognise orders the schemas that the header may follow, the likeliest
// first; the second one is the runner-up. The score weighs the required fields
// found, all the fields found, and the labels that are fields. A schema comes
// out when at least three of its fields (or all, if it has fewer) are there,
// and the score is at least one half.
func Recognise(header []string, schemas []*Schema) []Candidate {
	labels := map[string]bool{}
	for _, l := range header {
		if f := tabular.Fold(l); f != "" {
			labels[f] = true
		}
	}
	var out []Candidate
	for _, s := range schemas {
		c := score(labels, s)
		if c.Score >= minScore && c.Matched >= min(minMatched, len(s.Fields)) {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, better)
	return out
}

// better puts the higher score first, then the more columns.
func better(a, b Candidate) int {
	return cmp.Or(cmp.Compare(b.Score, a.Score), b.Matched-a.Matched)
}

func score(labels map[string]bool, s *Schema) Candidate {
	c := Candidate{Schema: s}
	required, found := 0, 0
	for i := range s.Fields {
		f := &s.Fields[i]
		here := labels[tabular.Fold(f.Name)]
		if here {
			c.Matched++
		}
		if f.Constraints.Required {
			required++
			if here {
				found++
			}
		}
	}
	if len(labels) == 0 || len(s.Fields) == 0 {
		return c
	}
	all := float64(c.Matched) / float64(len(s.Fields))
	needed := all
	if required > 0 {
		needed = float64(found) / float64(required)
	}
	known := float64(c.Matched) / float64(len(labels))
	c.Score = 0.4*needed + 0.3*all + 0.3*known
	return c
}

// sampleWeight is the part of the score that values decide, where there are
// some.
const sampleWeight = 0.25

// RecogniseRows is Recognise with a few rows of the table: a quarter of the
// score says how many of their cells the fields admit.
func RecogniseRows(header []string, rows [][]string, schemas []*Schema) []Candidate {
	out := Recognise(header, schemas)
	for i := range out {
		if share, ok := admitted(header, rows, out[i].Schema); ok {
			out[i].Score = (1-sampleWeight)*out[i].Score + sampleWeight*share
		}
	}
	slices.SortStableFunc(out, better)
	return out
}

// admitted gives the share of the cells which the fields admit.
func admitted(header []string, rows [][]string, s *Schema) (share float64, ok bool) {
	if s.Prepare() != nil {
		return 0, false
	}
	right, all := 0, 0
	for _, col := range Match(header, s).Columns {
		i := s.index(col.Field)
		if i < 0 {
			continue
		}
		fp := &s.prog.fields[i]
		var m *matcher
		if fp.pattern != nil {
			m = fp.pattern.matcher()
		}
		for _, row := range rows {
			if col.Index >= len(row) || fp.isMissing([]byte(row[col.Index])) {
				continue
			}
			all++
			if fp.passes([]byte(row[col.Index]), m) {
				right++
			}
		}
	}
	return float64(right) / float64(max(all, 1)), all > 0
}
