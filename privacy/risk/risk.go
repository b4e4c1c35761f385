package risk

import (
	"cmp"
	"math"
	"slices"
)

// Rows reads a table from its first row to its last, and may be called again.
// Each row comes with its number as a spreadsheet shows it; cells are valid
// until visit returns.
type Rows func(visit func(row int, cells [][]byte) error) error

// Spec says what to measure.
type Spec struct {
	// Quasi are the columns, from 0, that tell rows apart.
	Quasi []int
	// Sensitive are those whose values should not follow from the class.
	Sensitive []int
	// K is the size that every class should have; 0 asks for none.
	K int
	// Entries bounds how many classes and values of classes are held at a time;
	// 0 stands for two million, some 200 MB.
	Entries int
}

// Measure is what was found.
type Measure struct {
	Rows    int `json:"rows"`
	Classes int `json:"classes"`
	// K is the size of the smallest class; 0 without rows.
	K int `json:"k"`
	// Unique is the number of rows that look like no other, Uniqueness their
	// share of all, from 0 to 1.
	Unique     int     `json:"unique_rows"`
	Uniqueness float64 `json:"uniqueness"`
	// Average is the mean over the rows of 1/size of their class, from 0 to 1:
	// how often somebody who knows a person of the table would name her row.
	Average float64 `json:"average_risk"`
	// Highest is 1/K.
	Highest float64 `json:"highest_risk"`
	// Below is the number of rows in classes smaller than Spec.K.
	Below int `json:"rows_below_k"`
	// Sizes counts the classes by their size, the smallest first.
	Sizes []Size `json:"class_sizes"`
	// Alone are the numbers of the first rows that stand alone, at most
	// MostAlone of them.
	Alone []int `json:"alone,omitempty"`
	// Sensitive has one element for each of Spec.Sensitive.
	Sensitive []Diversity `json:"sensitive,omitempty"`
	// Small are the rows of classes below Spec.K, by their place from 0.
	Small Set `json:"-"`
}

// MostAlone is how many rows that stand alone are told by number.
const MostAlone = 100

// Size counts the classes of From to To rows; To is 0 for no limit.
type Size struct {
	From    int `json:"from"`
	To      int `json:"to,omitempty"`
	Classes int `json:"classes"`
	Rows    int `json:"rows"`
}

// Diversity is how little the class tells of a sensitive column.
type Diversity struct {
	Column int `json:"column"`
	// Distinct is the least number of different values in a class (distinct
	// l-diversity); Entropy is the least of exp(entropy), which is at most that.
	Distinct int     `json:"distinct_l"`
	Entropy  float64 `json:"entropy_l"`
	// Closeness is the greatest distance, from 0 to 1, between the values of a
	// class and those of the table (t-closeness, equal distance); -1 where the
	// column has too many different values to hold.
	Closeness float64 `json:"t"`
}

const defaultEntries = 2 << 20

// Table measures a table. Its only errors are those of rows.
func Table(rows Rows, spec Spec) (Measure, error) {
	if spec.Entries <= 0 {
		spec.Entries = defaultEntries
	}
	t := newTotal(spec)
	todo := []share{{}}
	for first := true; len(todo) > 0; first = false {
		p := newPass(spec, todo[len(todo)-1], t, first)
		todo = todo[:len(todo)-1]
		if err := rows(p.row); err != nil {
			return Measure{}, err
		}
		if first {
			t.m.Rows = p.place
		}
		t.add(p)
		todo = append(todo, p.left...)
	}
	return t.measure(), nil
}

// total gathers what the passes found.
type total struct {
	spec   Spec
	m      Measure
	sizes  []Size
	values []values
}

// values are how often each value of a sensitive column stands in the table.
type values struct {
	count map[uint64]int
	over  bool // there are too many to hold
}

func newTotal(spec Spec) *total {
	t := &total{spec: spec, values: make([]values, len(spec.Sensitive))}
	for i := range t.values {
		t.values[i].count = map[uint64]int{}
	}
	for _, c := range spec.Sensitive {
		t.m.Sensitive = append(t.m.Sensitive, Diversity{Column: c, Distinct: math.MaxInt, Entropy: math.Inf(1)})
	}
	t.sizes = []Size{{From: 1, To: 1}, {From: 2, To: 4}, {From: 5, To: 9}, {From: 10, To: 19}, {From: 20, To: 99}, {From: 100}}
	return t
}

func (t *total) add(p *pass) {
	for key, c := range p.classes {
		t.m.Classes++
		if t.m.K == 0 || c.count < t.m.K {
			t.m.K = c.count
		}
		if c.count == 1 {
			t.m.Unique++
			t.m.Alone = append(t.m.Alone, c.first)
		}
		if c.count < t.spec.K {
			t.m.Below += c.count
			for _, place := range c.places {
				t.m.Small.add(place)
			}
		}
		i := slices.IndexFunc(t.sizes, func(s Size) bool { return c.count >= s.From && (s.To == 0 || c.count <= s.To) })
		t.sizes[i].Classes++
		t.sizes[i].Rows += c.count
		for s := range t.m.Sensitive {
			t.diversity(s, c.count, p.values[s], key)
		}
	}
	if len(t.m.Alone) > 4*MostAlone {
		t.cutAlone()
	}
}

func (t *total) cutAlone() {
	slices.Sort(t.m.Alone)
	t.m.Alone = t.m.Alone[:min(len(t.m.Alone), MostAlone)]
}

// diversity takes a class into account. Sums run in the order of the counts, so
// that they are the same each time.
func (t *total) diversity(s, size int, found map[key]map[uint64]int, k key) {
	type pair struct{ here, all int }
	var pairs []pair
	for v, n := range found[k] {
		pairs = append(pairs, pair{n, t.values[s].count[v]})
	}
	slices.SortFunc(pairs, func(a, b pair) int { return cmp.Or(cmp.Compare(a.here, b.here), cmp.Compare(a.all, b.all)) })
	d := &t.m.Sensitive[s]
	entropy, distance, covered := 0.0, 0.0, 0
	for _, p := range pairs {
		share := float64(p.here) / float64(size)
		entropy -= share * math.Log(share)
		distance += math.Abs(share - float64(p.all)/float64(t.m.Rows))
		covered += p.all
	}
	distance = (distance + float64(t.m.Rows-covered)/float64(t.m.Rows)) / 2
	d.Distinct = min(d.Distinct, len(pairs))
	d.Entropy = min(d.Entropy, math.Exp(entropy))
	d.Closeness = max(d.Closeness, distance)
}

func (t *total) measure() Measure {
	m := t.m
	t.cutAlone()
	m.Alone = t.m.Alone
	if m.Rows > 0 {
		m.Uniqueness = float64(m.Unique) / float64(m.Rows)
		m.Average = float64(m.Classes) / float64(m.Rows)
		m.Highest = 1 / float64(m.K)
	}
	m.Sizes = []Size{}
	for _, s := range t.sizes {
		if s.Classes > 0 {
			m.Sizes = append(m.Sizes, s)
		}
	}
	for i := range m.Sensitive {
		switch d := &m.Sensitive[i]; {
		case m.Rows == 0:
			d.Distinct, d.Entropy = 0, 0
		case t.values[i].over:
			d.Closeness = -1
		}
	}
	return m
}
