package picture

import (
	"cmp"
	"math"
	"slices"
	"strconv"
)

// What fits a drawing that people read.
const (
	topCategories = 15
	topSeries     = 6
	longestLine   = 600 // points of a line over time
)

// result is a picture's values, in no language: what is kept.
type result struct {
	Keys   []string // categories as the table writes them; moments as 2026, 2026-03 or 2026-03-17
	Splits []string // series, "" alone when there are none
	Values [][]float64
	Timed  bool   // keys are moments or years, in their order
	Cut    string // of moments
	Others int    // categories put together as the last one; 0 when there is none
	Left   int    // categories left out, because they cannot be put together
	Rest   bool   // the last series is all others together
	Blank  int64  // rows without a category, left out of a line over time
	Rows   int64
}

// shaped makes a picture of groups: what comes in time keeps its order, of the
// rest the largest stand, and the others are one.
func (s Spec) shaped(groups []group, c Column, years bool) result {
	r := result{Splits: []string{""}}
	for _, g := range groups {
		r.Rows += g.rows
	}
	if c.moment() || years {
		groups = r.timed(groups, s, c)
	}
	keys, splits, cells := table(groups)
	way := s.way()
	splitTotals := totals(groups, func(g group) string { return g.split })
	if s.Split != "" {
		slices.SortStableFunc(splits, func(a, b string) int { return byValue(splitTotals[a], splitTotals[b], way, a, b) })
		if len(splits) > topSeries+1 {
			if s.additive() {
				cells = fold(cells, keys, splits[topSeries:], false)
				r.Rest = true
			}
			splits = splits[:topSeries]
		}
		r.Splits = splits
	}
	if !r.Timed {
		keyTotals := totals(groups, func(g group) string { return g.key })
		numeric := (c.number() || years) && len(keys) <= 60
		slices.SortStableFunc(keys, func(a, b string) int {
			if numeric {
				return numerically(a, b)
			}
			return byValue(keyTotals[a], keyTotals[b], way, a, b)
		})
		if !numeric && len(keys) > topCategories+1 {
			rest := keys[topCategories:]
			keys = keys[:topCategories]
			if s.additive() {
				r.Others = len(rest)
				cells = fold(cells, rest, splits, true)
			} else {
				r.Left = len(rest)
			}
		}
	}
	r.Keys = keys
	return r.filled(cells, way)
}

// timed puts months together as years where they are many, in their order.
func (r *result) timed(groups []group, s Spec, c Column) []group {
	r.Timed, r.Cut = true, s.Cut
	if !c.moment() {
		r.Cut = "year"
	}
	known := groups[:0:0]
	months, years := map[string]bool{}, map[string]bool{}
	for _, g := range groups {
		if len(g.key) < 4 {
			r.Blank += g.rows
			continue
		}
		months[g.key], years[g.key[:4]] = true, true
		known = append(known, g)
	}
	if r.Cut == "" {
		r.Cut = "month"
		if len(years) > 3 || len(months) < 3 && len(years) > 1 {
			r.Cut = "year"
		}
	}
	if r.Cut == "day" && len(months) > longestLine {
		r.Cut = "month"
		for i := range known {
			known[i].key = known[i].key[:min(7, len(known[i].key))]
		}
	}
	if r.Cut == "year" || len(months) > longestLine && r.Cut == "month" {
		r.Cut = "year"
		for i := range known {
			known[i].key = known[i].key[:4]
		}
	}
	return known
}

type pair struct{ key, split string }

// table puts groups of the same category and series together.
func table(groups []group) (keys, splits []string, cells map[pair]*group) {
	cells = map[pair]*group{}
	seenKey, seenSplit := map[string]bool{}, map[string]bool{}
	for _, g := range groups {
		p := pair{g.key, g.split}
		if have := cells[p]; have != nil {
			have.join(g)
			continue
		}
		cells[p] = &g
		if !seenKey[g.key] {
			seenKey[g.key] = true
			keys = append(keys, g.key)
		}
		if !seenSplit[g.split] {
			seenSplit[g.split] = true
			splits = append(splits, g.split)
		}
	}
	slices.Sort(keys)
	slices.Sort(splits)
	return keys, splits, cells
}

func totals(groups []group, by func(group) string) map[string]*group {
	out := map[string]*group{}
	for _, g := range groups {
		if have := out[by(g)]; have != nil {
			have.join(g)
		} else {
			out[by(g)] = &g
		}
	}
	return out
}

func byValue(a, b *group, way, nameA, nameB string) int {
	va, vb := a.value(way), b.value(way)
	switch {
	case math.IsNaN(va) && math.IsNaN(vb):
		return cmp.Compare(nameA, nameB)
	case math.IsNaN(va):
		return 1
	case math.IsNaN(vb):
		return -1
	}
	return cmp.Or(cmp.Compare(vb, va), cmp.Compare(nameA, nameB))
}

func numerically(a, b string) int {
	x, err1 := strconv.ParseFloat(a, 64)
	y, err2 := strconv.ParseFloat(b, 64)
	if err1 != nil || err2 != nil {
		return cmp.Or(cmp.Compare(btoi(err1 != nil), btoi(err2 != nil)), cmp.Compare(a, b))
	}
	return cmp.Compare(x, y)
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// theOthers is the category, and the series, of what was put together. No cell
// holds it: tables hold no NUL.
const theOthers = "\x00"

// fold puts what is beyond the largest together: categories (keys) within each
// series, or series (splits) within each category.
func fold(cells map[pair]*group, keys, splits []string, byKey bool) map[pair]*group {
	for _, k := range keys {
		for _, s := range splits {
			g := cells[pair{k, s}]
			if g == nil {
				continue
			}
			to := pair{k, theOthers}
			if byKey {
				to = pair{theOthers, s}
			}
			if have := cells[to]; have != nil {
				have.join(*g)
			} else {
				copied := *g
				cells[to] = &copied
			}
		}
	}
	// What was folded by series under a folded category.
	if byKey {
		for _, k := range keys {
			if g := cells[pair{k, theOthers}]; g != nil {
				if have := cells[pair{theOthers, theOthers}]; have != nil {
					have.join(*g)
				} else {
					copied := *g
					cells[pair{theOthers, theOthers}] = &copied
				}
			}
		}
	}
	return cells
}

// filled reads the values; years that are missing in between are gaps.
func (r result) filled(cells map[pair]*group, way string) result {
	if r.Timed && r.Cut == "year" {
		r.Keys = everyYear(r.Keys)
	}
	if r.Others > 0 {
		r.Keys = append(r.Keys, theOthers)
	}
	there := map[string]bool{}
	for p := range cells {
		there[p.key] = true
	}
	splits := r.Splits
	if r.Rest {
		splits = append(slices.Clone(splits), theOthers)
		r.Splits = splits
	}
	for _, s := range splits {
		values := make([]float64, len(r.Keys))
		for i, k := range r.Keys {
			values[i] = math.NaN()
			switch g := cells[pair{k, s}]; {
			case g != nil:
				values[i] = g.value(way)
			case way == Count && there[k]:
				values[i] = 0 // no row is a number of rows; a year that is not there is none
			}
		}
		r.Values = append(r.Values, values)
	}
	return r
}

func everyYear(keys []string) []string {
	if len(keys) < 2 {
		return keys
	}
	first, err1 := strconv.Atoi(keys[0])
	last, err2 := strconv.Atoi(keys[len(keys)-1])
	if err1 != nil || err2 != nil || last-first > 300 {
		return keys
	}
	out := make([]string, 0, last-first+1)
	for y := first; y <= last; y++ {
		out = append(out, strconv.Itoa(y))
	}
	return out
}
