package tables

import (
	"bytes"
	"math"
	"strings"
)

// MaxTerms bounds the filters, the sorts and the searched words of a query,
// each; the columns asked for may be as many as the table has, twice over.
const MaxTerms = 32

// plan is a query whose names are resolved and whose values are parsed: what
// both evaluators start from, so that they cannot understand a query
// differently.
type plan struct {
	out    []int // wanted columns
	conds  []cond
	words  []word
	sorts  []order
	limit  int
	offset int64
}

// cond is one filter. Text holds the exact or folded value as op wants it.
type cond struct {
	col  int
	op   Op
	text string
	num  int64
	real float64
}

// word is one searched word, with what else it may be equal to.
type word struct {
	text         string // folded
	num, day     int64
	real         float64
	isNum, isDay bool
	isReal       bool
}

type order struct {
	col  int
	desc bool
}

// compile resolves a query against the columns of a table. A limit above
// maxLimit is refused; 0 as maxLimit refuses none.
func compile(q Query, columns []Column, kinds []kind, maxLimit int) (*plan, error) {
	if q.Limit < 0 || q.Offset < 0 || (maxLimit > 0 && q.Limit > maxLimit) {
		return nil, badRange(maxLimit)
	}
	if len(q.Filters) > MaxTerms || len(q.Sort) > MaxTerms || len(q.Columns) > 2*len(columns) {
		return nil, tooComplex()
	}
	at := make(map[string]int, len(columns))
	for i, c := range columns {
		at[c.Name] = i
	}
	p := &plan{limit: q.Limit, offset: q.Offset}
	for _, name := range q.Columns {
		i, ok := at[name]
		if !ok {
			return nil, unknownColumn(name)
		}
		p.out = append(p.out, i)
	}
	if len(q.Columns) == 0 {
		for i := range columns {
			p.out = append(p.out, i)
		}
	}
	for _, f := range q.Filters {
		i, ok := at[f.Column]
		if !ok {
			return nil, unknownColumn(f.Column)
		}
		c, err := compileFilter(f, i, columns[i], kinds[i])
		if err != nil {
			return nil, err
		}
		p.conds = append(p.conds, c)
	}
	for _, s := range q.Sort {
		i, ok := at[s.Column]
		if !ok {
			return nil, unknownColumn(s.Column)
		}
		p.sorts = append(p.sorts, order{col: i, desc: s.Desc})
	}
	return p, p.compileSearch(q.Search)
}

func compileFilter(f Filter, col int, column Column, k kind) (cond, error) {
	c := cond{col: col, op: f.Op}
	switch f.Op {
	case Null, NotNull:
		return c, nil
	case Eq, Ne:
		if f.Value == "" {
			c.op = map[Op]Op{Eq: Null, Ne: NotNull}[f.Op]
			return c, nil
		}
	case Lt, Le, Gt, Ge:
		if k == kindBool {
			return c, badOperator(column, f.Op)
		}
	case Contains:
		if k == kindFloat || k == kindBool || k == kindStamp {
			return c, badOperator(column, f.Op)
		}
	default:
		return c, badOperator(column, f.Op)
	}
	if !storable([]byte(f.Value)) {
		return c, badValue(column.Name, k, f.Op, strings.ToValidUTF8(f.Value, "?"))
	}
	ok := true
	switch {
	case k == kindText || f.Op == Contains:
		c.text = f.Value
		if f.Op != Eq && f.Op != Ne {
			c.text = Fold(f.Value)
		}
	case k == kindFloat:
		c.real, ok = parseFloat([]byte(f.Value))
		ok = ok && !math.IsNaN(c.real)
	default:
		if c.num, ok = parseNonFloat(k, []byte(f.Value)); !ok && k == kindStamp {
			c.num, ok = parseDate([]byte(f.Value)) // a day means its first instant
			c.num *= secondsPerDay * microsPerSec
		}
	}
	if !ok {
		return c, badValue(column.Name, k, f.Op, f.Value)
	}
	return c, nil
}

func (p *plan) compileSearch(search string) error {
	if !storable([]byte(search)) {
		return badValue("", kindText, "", strings.ToValidUTF8(search, "?"))
	}
	words := strings.Fields(Fold(search))
	if len(words) > MaxTerms {
		return tooComplex()
	}
	for _, w := range words {
		b := []byte(w)
		parsed := word{text: w}
		parsed.num, parsed.isNum = parseInt(b)
		parsed.day, parsed.isDay = parseDate(b)
		parsed.real, parsed.isReal = parseFloat(bytes.Replace(b, []byte(","), []byte("."), 1))
		parsed.isReal = parsed.isReal && !math.IsNaN(parsed.real)
		p.words = append(p.words, parsed)
	}
	return nil
}

// all tells whether every row matches.
func (p *plan) all() bool { return len(p.conds) == 0 && len(p.words) == 0 }

// columnsOut returns the columns of the answer.
func (p *plan) columnsOut(columns []Column) []Column {
	out := make([]Column, len(p.out))
	for i, c := range p.out {
		out[i] = columns[c]
	}
	return out
}
