package corpus

import (
	"fmt"
	"strings"

	"airial/privacy"
)

// Count is how much of what there is was found.
type Count struct {
	Labels int // there are
	Found  int // of these found: a finding of the kind overlaps
	Exact  int // of these found with the very bounds
	Told   int // findings
	Right  int // of these right: a label of the kind overlaps
}

// Recall is Found over Labels; 1 where there is nothing to find.
func (c Count) Recall() float64 { return share(c.Found, c.Labels) }

// Precision is Right over Told; 1 where nothing was told.
func (c Count) Precision() float64 { return share(c.Right, c.Told) }

// F1 is the harmonic mean of both.
func (c Count) F1() float64 {
	p, r := c.Precision(), c.Recall()
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}

func share(a, b int) float64 {
	if b == 0 {
		return 1
	}
	return float64(a) / float64(b)
}

// Counts are by kind; Private is for names of private persons: found as private
// ones, and told to be.
type Counts struct {
	ByKind  map[privacy.Kind]Count
	Private Count
	// Misses are what was missed or wrongly told, for whoever improves the
	// detector on the development half.
	Misses []string
}

func newCounts() Counts { return Counts{ByKind: map[privacy.Kind]Count{}} }

// add counts one text.
func (c *Counts) add(where, text string, labels []Label, found []privacy.Finding) {
	for _, l := range labels {
		k, p := c.ByKind[l.Kind], l.Kind == privacy.PersonName && l.Role == privacy.Private
		k.Labels++
		hit, exact, private := false, false, false
		for _, f := range found {
			if f.Kind == l.Kind && f.Start < l.End && l.Start < f.End {
				hit = true
				exact = exact || f.Start == l.Start && f.End == l.End
				private = private || f.Role == privacy.Private
			}
		}
		k.Found, k.Exact = k.Found+one(hit), k.Exact+one(exact)
		c.ByKind[l.Kind] = k
		if p {
			c.Private.Labels++
			c.Private.Found += one(private)
			c.Private.Exact += one(private && exact)
		}
		if !hit || p && !private {
			c.Misses = append(c.Misses, fmt.Sprintf("missed %s %s %q\t%s\t%q", l.Kind, l.Role, text[l.Start:l.End], where, text))
		}
	}
	for _, f := range found {
		k := c.ByKind[f.Kind]
		k.Told++
		right, private := false, false
		for _, l := range labels {
			if f.Kind == l.Kind && f.Start < l.End && l.Start < f.End {
				right = true
				private = private || l.Role == privacy.Private
			}
		}
		k.Right += one(right)
		c.ByKind[f.Kind] = k
		p := f.Kind == privacy.PersonName && f.Role == privacy.Private
		if p {
			c.Private.Told++
			c.Private.Right += one(private)
		}
		if !right || p && !private {
			c.Misses = append(c.Misses, fmt.Sprintf("wrong %s %s by %s %q\t%s\t%q", f.Kind, f.Role, f.Why, text[f.Start:f.End], where, text))
		}
	}
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// MeasureSentences scans the sentences that keep says.
func MeasureSentences(sentences []Sentence, keep func(Sentence) bool) Counts {
	out := newCounts()
	for _, s := range sentences {
		if !keep(s) {
			continue
		}
		scanner := privacy.NewScanner(nil, privacy.Options{Names: true, MaxFindings: -1})
		scanner.Text("", []byte(s.Text))
		out.add(s.Where, s.Text, s.Labels, scanner.Result().Findings)
	}
	return out
}

// MeasureTables scans the tables of a half: what was found in their cells, and
// which columns were said to hold what (kinds that stop a table).
func MeasureTables(tables []Table, half Half) (cells, columns Counts) {
	cells, columns = newCounts(), newCounts()
	for _, t := range tables {
		if t.Half == half {
			t.measure(&cells, &columns)
		}
	}
	return cells, columns
}

func (t *Table) measure(cells, columns *Counts) {
	cols := make([]privacy.Column, len(t.Header))
	for i, h := range t.Header {
		cols[i] = privacy.Column{Name: h}
	}
	s := privacy.NewScanner(cols, privacy.Options{Names: true, MaxFindings: -1})
	for n, row := range t.Rows {
		bytes := make([][]byte, len(row))
		for i, c := range row {
			bytes[i] = []byte(c)
		}
		s.Row(n, bytes)
	}
	r := s.Result()
	found := map[[2]int][]privacy.Finding{}
	at := map[string]int{}
	for i, h := range t.Header {
		at[h] = i
	}
	for _, f := range r.Findings {
		key := [2]int{f.Row, at[f.Field]}
		found[key] = append(found[key], f)
	}
	for n, row := range t.Rows {
		for i, cell := range row {
			if t.Holds[i] != "?" {
				cells.add(fmt.Sprintf("%s, row %d, %s", t.Name, n, t.Header[i]), cell, t.Labels[n][i], found[[2]int{n, i}])
			}
		}
	}
	told := map[int]privacy.ColumnKind{}
	for _, c := range r.Columns {
		told[at[c.Name]] = c
	}
	for i, holds := range t.Holds {
		t.column(i, holds, told, columns)
	}
}

// column compares what one column holds with what was told of it. People in a
// public role stop nothing: their column may be told or not.
func (t *Table) column(i int, holds string, told map[int]privacy.ColumnKind, columns *Counts) {
	c, ok := told[i]
	ok = ok && c.Level >= privacy.Review
	switch {
	case holds == "?":
		return
	case strings.HasSuffix(holds, ".o") || strings.HasSuffix(holds, ".b"):
		if ok {
			k := columns.ByKind[c.Kind]
			k.Told++
			columns.ByKind[c.Kind] = k
			columns.Misses = append(columns.Misses, fmt.Sprintf("wrong level %s of %s\t%s %q holds %s", c.Level, c.Kind, t.Name, t.Header[i], holds))
		}
		return
	case holds == "-":
		for n := range t.Labels { // a text that names somebody
			for _, l := range t.Labels[n][i] {
				if ok && c.Kind == l.Kind {
					return
				}
			}
		}
	default:
		kind := privacy.Kind(holds)
		if l, err := label(holds); err == nil {
			kind = l.Kind
		}
		k := columns.ByKind[kind]
		k.Labels++
		hit := ok && c.Kind == kind
		k.Found += one(hit)
		k.Exact += one(hit)
		columns.ByKind[kind] = k
		if !hit {
			columns.Misses = append(columns.Misses, fmt.Sprintf("missed %s, told %s\t%s %q", kind, c.Kind, t.Name, t.Header[i]))
		}
	}
	if ok {
		k := columns.ByKind[c.Kind]
		k.Told++
		right := string(c.Kind) == strings.TrimSuffix(strings.TrimSuffix(holds, ".o"), ".b") || holds == "p" && c.Kind == privacy.PersonName
		k.Right += one(right)
		columns.ByKind[c.Kind] = k
		if !right {
			columns.Misses = append(columns.Misses, fmt.Sprintf("wrong %s by %s\t%s %q holds %s: %q", c.Kind, c.Why, t.Name, t.Header[i], holds, t.sample(i)))
		}
	}
}

func (t *Table) sample(i int) []string {
	var out []string
	for _, row := range t.Rows[:min(3, len(t.Rows))] {
		out = append(out, row[i])
	}
	return out
}

// All adds the kinds up.
func (c Counts) All() Count {
	var sum Count
	for _, k := range c.ByKind {
		sum.Labels, sum.Found, sum.Exact, sum.Told, sum.Right = sum.Labels+k.Labels, sum.Found+k.Found, sum.Exact+k.Exact, sum.Told+k.Told, sum.Right+k.Right
	}
	return sum
}
