package tables

import (
	"cmp"
	"errors"
	"math"
	"slices"
)

// strip is how many rows are looked at together: their marks fit into the
// nearest cache. All slices of a vector are padded to whole strips, so that the
// loops over them need not look where the table ends.
const strip = 1024

// mostCodes is how many different values a column has at most whose cells are
// held as codes.
const mostCodes = 1<<16 - 1

// vector is a column of a native table held decoded, so that plain questions are
// answered by loops over it. A column of few different values is held as codes,
// into values that ascend; code 0 is a cell without a value. A column of text
// with too many of them is held by no vector.
type vector struct {
	kind kind
	rows int

	codes  []uint16
	bytes8 []uint8  // the codes where one byte holds them
	ints   []int64  // of codes, the values; else the cells
	texts  []string // of codes, the values, in the order of their bytes
	folded []string // each as it is compared

	reals []float64
	set   []uint64 // of cells that are not codes: which have a value
	most  float64  // of reals, the largest without its sign; +Inf where one is no number
}

func (v *vector) coded() bool { return v.codes != nil || v.bytes8 != nil }

// values counts the different values of codes.
func (v *vector) values() int {
	if v.kind == kindText {
		return len(v.texts)
	}
	return len(v.ints)
}

// code is that of a row.
func (v *vector) code(row int) int {
	if v.bytes8 != nil {
		return int(v.bytes8[row])
	}
	return int(v.codes[row])
}

// has tells whether the cell of a row has a value.
func (v *vector) has(row int) bool {
	if v.coded() {
		return v.code(row) > 0
	}
	return v.set[row/64]>>(row%64)&1 == 1
}

// size is about the memory that a vector takes, in bytes.
func (v *vector) size() int64 {
	n := 2*len(v.codes) + len(v.bytes8) + 8*(len(v.ints)+len(v.reals)+len(v.set)) + 32*len(v.texts)
	for i, s := range v.texts {
		n += len(s)
		if v.folded[i] != s {
			n += len(v.folded[i])
		}
	}
	return int64(n)
}

// errNoVector says that a column is not one to be held as a vector: texts that
// are too many, or more memory than it may take.
var errNoVector = errors.New("tables: the column is not held decoded")

// paddedRows are rows filled up to whole strips.
func paddedRows(rows int) int { return (rows + strip - 1) / strip * strip }

// vectorBuilder gathers the cells of a column in their order.
type vectorBuilder struct {
	v      *vector
	places map[string]uint16 // of texts, in the order in which they came
	row    int
}

var errMoreRows = errors.New("tables: a table has more rows than it says")

func newVectorBuilder(k kind, rows int) *vectorBuilder {
	b, padded := &vectorBuilder{v: &vector{kind: k, rows: rows}}, paddedRows(rows)
	switch k {
	case kindText:
		b.v.codes, b.places = make([]uint16, padded), map[string]uint16{}
		return b
	case kindFloat:
		b.v.reals = make([]float64, padded)
	default:
		b.v.ints = make([]int64, padded)
	}
	b.v.set = make([]uint64, padded/64)
	return b
}

// whole sets a cell of whole numbers.
func (b *vectorBuilder) whole(row int, n int64) {
	b.v.set[row/64] |= 1 << (row % 64)
	b.v.ints[row] = n
}

// real sets a cell of numbers.
func (b *vectorBuilder) real(row int, x float64) {
	b.v.set[row/64] |= 1 << (row % 64)
	b.v.reals[row] = x
	size := math.Abs(x)
	if math.IsNaN(x) {
		size = math.Inf(1)
	}
	b.v.most = max(b.v.most, size)
}

// place is the code that a text has until all are known.
func (b *vectorBuilder) place(text []byte) (uint16, error) {
	place, known := b.places[string(text)]
	if !known {
		if len(b.v.texts) == mostCodes {
			return 0, errNoVector
		}
		b.v.texts = append(b.v.texts, string(text))
		place = uint16(len(b.v.texts))
		b.places[b.v.texts[place-1]] = place
	}
	return place, nil
}

// end puts values into order.
func (b *vectorBuilder) end() (*vector, error) {
	v := b.v
	switch {
	case b.row != v.rows:
		return nil, errors.New("tables: rows are missing")
	case v.kind == kindText:
		b.orderTexts()
	case v.kind != kindFloat:
		v.codeInts()
	}
	if v.codes != nil && v.values() < 256 {
		v.bytes8 = make([]uint8, len(v.codes))
		for i, c := range v.codes {
			v.bytes8[i] = uint8(c)
		}
		v.codes = nil
	}
	return v, nil
}

func (b *vectorBuilder) orderTexts() {
	v := b.v
	order := make([]int, len(v.texts))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(x, y int) int { return cmp.Compare(v.texts[x], v.texts[y]) })
	place := make([]uint16, len(order)+1)
	sorted := make([]string, len(order))
	v.folded = make([]string, len(order))
	for i, was := range order {
		sorted[i], v.folded[i] = v.texts[was], Fold(v.texts[was])
		place[was+1] = uint16(i + 1)
	}
	v.texts = sorted
	for i, c := range v.codes {
		v.codes[i] = place[c]
	}
}

// codeInts turns whole numbers of few different values into codes.
func (v *vector) codeInts() {
	places := map[int64]uint16{}
	for row := range v.rows {
		if v.has(row) {
			places[v.ints[row]] = 0
		}
		if len(places) > mostCodes {
			return
		}
	}
	values := make([]int64, 0, len(places))
	for n := range places {
		values = append(values, n)
	}
	slices.Sort(values)
	for i, n := range values {
		places[n] = uint16(i + 1)
	}
	codes := make([]uint16, len(v.ints))
	for row := range v.rows {
		if v.has(row) {
			codes[row] = places[v.ints[row]]
		}
	}
	v.codes, v.ints, v.set = codes, values, nil
}
