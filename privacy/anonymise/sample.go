package anonymise

import (
	"bytes"
	"slices"
	"strings"

	"airial/privacy"
)

const (
	mostSampled = 20_000 // rows
	mostValue   = 200    // bytes of a value of the sample
)

// mostLost is the share of rows that a suggested plan may leave out.
const mostLost = 0.05

// sample keeps the first rows, to see what becomes of them.
type sample struct {
	rows  int
	cells [][]string
}

func newSample() *sample { return &sample{} }

func (s *sample) row(cells [][]byte, columns int) {
	s.rows++
	if len(s.cells) >= mostSampled {
		return
	}
	kept := make([]string, columns)
	for i := range kept {
		if i < len(cells) {
			v := bytes.TrimSpace(cells[i])
			kept[i] = string(v[:min(len(v), mostValue)])
		}
	}
	s.cells = append(s.cells, kept)
}

// column gives the values of a column that are not blank.
func (s *sample) column(i int) []string {
	var out []string
	for _, r := range s.cells {
		if r[i] != "" {
			out = append(out, r[i])
		}
	}
	return out
}

// ladder lists what a column may be generalised to, the finest first; the first
// is what the plan says now, the last is to drop it.
func ladder(now Step, values []string) []Step {
	out := []Step{now}
	add := func(to string, size int64) {
		s := now
		s.Do, s.To, s.Size = Generalise, to, size
		if (to != now.To || size != now.Size || now.Do != Generalise) && readable(s, values) {
			out = append(out, s)
		}
	}
	switch {
	case now.Do == Generalise && now.To == ToYear:
		add(ToDecade, 0)
	case now.Do != Keep:
	case readable(Step{Do: Generalise, To: ToMonth}, values):
		add(ToYear, 0)
		add(ToDecade, 0)
	case codes(values):
		add(ToDepartment, 0)
	case bandOf(values) > 0:
		if most := numbersUpTo(values); most <= 120 { // ages, most likely
			add(ToBand, 5)
			add(ToBand, 10)
			add(ToBand, 20)
		} else if size := bandOf(values); size > 1 || most > 1000 {
			add(ToBand, size)
			add(ToBand, 10*size)
		}
	}
	last := now
	last.Do, last.To = Drop, ""
	return append(out, last)
}

// codes tells whether the values are codes of places.
func codes(values []string) bool {
	return len(values) > 0 && !slices.ContainsFunc(values, func(v string) bool { return len(v) < 5 || len(v) > 5 }) &&
		readable(Step{Do: Generalise, To: ToDepartment}, values)
}

func numbersUpTo(values []string) float64 {
	most := 0.0
	for _, v := range values {
		if f, ok := readNumber(v); ok {
			most = max(most, f)
		}
	}
	return most
}

// anonymity generalises the columns that tell persons apart, one step at a time
// and each time the one that helps most, until at most mostLost of the rows
// stand below k.
func (s *sample) anonymity(p *Plan, columns []privacy.Column, k int) {
	type candidate struct {
		column int
		steps  []Step
		at     int
		views  [][]string // by step, then by row
	}
	var list []*candidate
	for i, c := range columns {
		step := p.Step(c.Name)
		generalised := step.Do == Generalise
		if step.Do == Drop || step.Do == Redact || !generalised && !privacy.QuasiIdentifier(c.Name) ||
			slices.ContainsFunc(list, func(o *candidate) bool { return columns[o.column].Name == c.Name }) {
			continue
		}
		values := s.column(i)
		if len(values) == 0 {
			continue
		}
		list = append(list, &candidate{column: i, steps: ladder(*step, values)})
	}
	if len(list) == 0 {
		return
	}
	for _, c := range list {
		for _, step := range c.steps {
			view := make([]string, len(s.cells))
			for r, cells := range s.cells {
				switch step.Do {
				case Drop:
				case Keep:
					view[r] = cells[c.column]
				default:
					view[r], _ = step.cell(cells[c.column], nil)
				}
			}
			c.views = append(c.views, view)
		}
	}
	lost := func() int {
		count, keys := map[string]int{}, make([]string, len(s.cells))
		for r := range s.cells {
			var b strings.Builder
			for _, c := range list {
				b.WriteString(c.views[c.at][r])
				b.WriteByte(0)
			}
			keys[r] = b.String()
			count[keys[r]]++
		}
		n := 0
		for _, key := range keys {
			if count[key] < k {
				n++
			}
		}
		return n
	}
	for float64(lost()) > mostLost*float64(len(s.cells)) {
		var best *candidate
		fewest := 0
		for _, c := range list {
			if c.at+1 == len(c.steps) {
				continue
			}
			c.at++
			// Dropping a column is the last resort: it counts as if a tenth of
			// the rows went.
			n := lost()
			if c.steps[c.at].Do == Drop {
				n += len(s.cells) / 10
			}
			c.at--
			if best == nil || n < fewest {
				best, fewest = c, n
			}
		}
		if best == nil {
			break // all are dropped, and there are fewer than k rows
		}
		best.at++
	}
	p.Anonymity = Anonymity{K: k}
	for _, c := range list {
		step := p.Step(columns[c.column].Name)
		note := step.Note
		*step = c.steps[c.at]
		step.Note = strings.TrimPrefix(note+", quasi-identifier", ", ")
		if step.Do != Drop {
			p.Anonymity.Columns = append(p.Anonymity.Columns, step.Column)
		}
	}
	if len(p.Anonymity.Columns) == 0 {
		p.Anonymity.K = 0
	}
}
