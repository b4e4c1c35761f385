package tables

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// drawOdd is drawValue with what computers are bad at: no numbers, the largest
// ones, the ends of the calendar.
func drawOdd(t *rapid.T, typ Type) string {
	odd := map[Type][]string{
		Integer:  {"9223372036854775807", "-9223372036854775808", "9007199254740993", "0"},
		Number:   {"NaN", "INF", "-INF", "1e308", "-1e308", "5e-324", "-0", "4398046511104", "0.1", "19999.99", "-0.05"},
		Date:     {"0001-01-01", "9999-12-31", "2024-02-29"},
		DateTime: {"0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z"},
	}[typ]
	if len(odd) > 0 && rapid.IntRange(0, 5).Draw(t, "odd") == 0 {
		return rapid.SampledFrom(odd).Draw(t, "odd value")
	}
	return drawValue(t, typ)
}

// questions draws questions about columns: plain ones mostly, and a few others.
type questions struct {
	t       *rapid.T
	columns []Column
}

func (q questions) column(fits func(Type) bool) *Node {
	var list []int
	for i, c := range q.columns {
		if fits(c.Type) {
			list = append(list, i)
		}
	}
	if len(list) == 0 {
		return nil
	}
	i := rapid.SampledFrom(list).Draw(q.t, "column")
	return Cell(i, q.columns[i])
}

func anyType(Type) bool { return true }

func (q questions) constant(like Type) *Node {
	switch {
	case rapid.IntRange(0, 15).Draw(q.t, "null") == 0:
		return Value(nil)
	case isText(like):
		return Value(drawValue(q.t, Text))
	case isNumber(like):
		if rapid.Bool().Draw(q.t, "whole") {
			return Value(rapid.SampledFrom([]int64{0, 3, 12, -7, 1 << 40, 9007199254740993, -1 << 63}).Draw(q.t, "int"))
		}
		return Value(rapid.SampledFrom([]float64{0, 3, 12, -1.5, 0.1, 9007199254740992, 1e300}).Draw(q.t, "float"))
	case isTruth(like):
		return Value(rapid.Bool().Draw(q.t, "truth"))
	}
	at := time.Date(rapid.SampledFrom([]int{1, 1582, 1970, 2024, 9999, 20_000}).Draw(q.t, "year"), 2, 28, rapid.SampledFrom([]int{0, 12}).Draw(q.t, "hour"), 30, 0, 0, time.UTC)
	if rapid.Bool().Draw(q.t, "day") {
		return Day(at)
	}
	return Instant(at)
}

func (q questions) condition(depth int) *Node {
	if depth > 0 && rapid.Bool().Draw(q.t, "joined") {
		if rapid.IntRange(0, 3).Draw(q.t, "not") == 0 {
			return Must(Not, q.condition(depth-1))
		}
		return Must(rapid.SampledFrom([]Func{And, Or}).Draw(q.t, "and, or"), q.condition(depth-1), q.condition(depth-1))
	}
	cell := q.column(anyType)
	fn := rapid.SampledFrom([]Func{Equal, Differ, Less, AtMost, More, AtLeas, IsNull, Holds, Begins}).Draw(q.t, "fn")
	switch {
	case fn == IsNull:
		return Must(IsNull, cell)
	case fn == Holds || fn == Begins:
		if !isText(cell.typ) {
			return Must(IsNull, cell)
		}
		if rapid.Bool().Draw(q.t, "folded") {
			return Must(fn, Must(Folded, cell), Value(drawValue(q.t, Text)))
		}
		return Must(fn, cell, Value(drawValue(q.t, Text)))
	case cell.typ == Boolean && rapid.Bool().Draw(q.t, "bare"):
		return cell
	case cell.typ == Boolean:
		fn = Equal
	}
	return Must(fn, cell, q.constant(cell.typ))
}

func (q questions) key() *Node {
	if rapid.Bool().Draw(q.t, "cut") {
		if day := q.column(func(t Type) bool { return t == Date }); day != nil {
			unit := Value(rapid.SampledFrom([]string{"year", "quarter", "month", "day"}).Draw(q.t, "unit"))
			return Must(rapid.SampledFrom([]Func{Part, Cut}).Draw(q.t, "part, cut"), unit, day)
		}
	}
	return q.column(anyType)
}

func (q questions) aggregate() *Node {
	number := q.column(func(t Type) bool { return isNumber(t) })
	fn := rapid.SampledFrom([]Func{Count, Sum, Average, Smallest, Largest}).Draw(q.t, "aggregate")
	switch {
	case fn == Count && rapid.Bool().Draw(q.t, "rows"):
		return Must(Count)
	case number == nil || fn == Count:
		return Must(Count, q.column(anyType))
	case fn == Smallest || fn == Largest:
		return Must(fn, q.column(anyType))
	}
	return Must(fn, number)
}

func (q questions) ask() (a Ask) {
	a.Limit = rapid.IntRange(1, 12).Draw(q.t, "limit")
	a.Offset = rapid.Int64Range(0, 5).Draw(q.t, "offset")
	if rapid.IntRange(0, 3).Draw(q.t, "filtered") > 0 {
		a.Where = q.condition(2)
	}
	kind := rapid.IntRange(0, 3).Draw(q.t, "kind")
	if kind < 2 {
		for range rapid.IntRange(0, 2).Draw(q.t, "orders") {
			a.Order = append(a.Order, Order{q.column(anyType), rapid.Bool().Draw(q.t, "desc")})
		}
		a.Out = []*Node{RowNumber()}
		for range rapid.IntRange(0, 4).Draw(q.t, "out") {
			a.Out = append(a.Out, q.column(anyType))
		}
		if rapid.IntRange(0, 4).Draw(q.t, "computed") == 0 {
			a.Out = append(a.Out, Must(IsNull, q.column(anyType)))
		}
		return a
	}
	if a.Whole = kind == 2; !a.Whole {
		for i := range rapid.IntRange(1, 2).Draw(q.t, "keys") {
			key := q.key()
			a.Group = append(a.Group, key)
			a.Out = append(a.Out, Key(i, key))
		}
	}
	for range rapid.IntRange(1, 3).Draw(q.t, "aggregates") {
		a.Out = append(a.Out, q.aggregate())
	}
	for range rapid.IntRange(0, 2).Draw(q.t, "orders") {
		a.Order = append(a.Order, Order{rapid.SampledFrom(a.Out).Draw(q.t, "by"), rapid.Bool().Draw(q.t, "desc")})
	}
	return a
}

// TestQuickAnswersAreDuckDBs draws tables and questions and holds the loops
// against DuckDB, values, order, totals and errors. Most questions must be ones
// that the loops answer.
func TestQuickAnswersAreDuckDBs(t *testing.T) {
	e := newEngine(t, Config{Threads: 1, eagerVectors: true})
	asked, answered := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		n := drawTable(rt)
		for range rapid.IntRange(0, 40).Draw(rt, "more rows") {
			row := make([]string, len(n.columns))
			for i, c := range n.columns {
				if rapid.IntRange(0, 4).Draw(rt, "empty") > 0 {
					row[i] = drawOdd(rt, c.Type)
				}
			}
			n.rows = append(n.rows, row)
		}
		table, _ := tableOf(writeRows(t, n.columns, n.rows))
		for range 15 {
			a := questions{rt, n.columns}.ask()
			got, gotTotal, gotErr := e.Ask(t.Context(), table, a)
			undecoded := e.withoutVectors()
			want, wantTotal, wantErr := e.Ask(t.Context(), table, a)
			undecoded()
			if (wantErr == nil) != (gotErr == nil) {
				rt.Fatalf("%s: %v, DuckDB: %v", written(a), gotErr, wantErr)
			}
			if diff := cmp.Diff(want, got); diff != "" || wantTotal != gotTotal {
				rt.Fatalf("%s: %d rows in all, DuckDB: %d; (-DuckDB +loops): %s", written(a), gotTotal, wantTotal, diff)
			}
			asked++
			if !a.grouped() {
				continue
			}
			want, got = nil, nil
			take := func(to *[][]any) func([]any) error {
				return func(row []any) error { *to = append(*to, slices.Clone(row)); return nil }
			}
			err2 := e.EachAsk(t.Context(), table, a, take(&got))
			undecoded = e.withoutVectors()
			err1 := e.EachAsk(t.Context(), table, a, take(&want))
			undecoded()
			if diff := cmp.Diff(want, got); diff != "" || (err1 == nil) != (err2 == nil) {
				rt.Fatalf("%s, each: %v, %v (-DuckDB +loops): %s", written(a), err1, err2, diff)
			}
		}
		ent, err := e.acquireNative(t.Context(), table)
		if err != nil {
			rt.Fatal(err)
		}
		defer e.release(ent)
		for range 5 {
			if _, _, ok, _ := e.quick(t.Context(), ent, (questions{rt, n.columns}).ask()); ok {
				answered++
			}
		}
	})
	if answered*9 < asked {
		t.Errorf("the loops answered only %d of %d questions", answered, asked/3)
	}
}

// withoutVectors has DuckDB answer until what it returns is called. One engine has
// one native file of a table, and to make it is most of such a test.
func (e *Engine) withoutVectors() (again func()) {
	held := e.cfg.VectorMemory
	e.cfg.VectorMemory = -1
	return func() { e.cfg.VectorMemory = held }
}

// written shows a question as its statement.
func written(a Ask) string {
	s := &statement{}
	out := "select"
	for _, n := range a.Out {
		out += " " + s.node(n)
	}
	if a.Where != nil {
		out += " where " + s.node(a.Where)
	}
	for _, n := range a.Group {
		out += " group " + s.node(n)
	}
	return out + s.keys(a.Order) + fmt.Sprintf(" limit %d offset %d %v", a.Limit, a.Offset, s.args)
}

// TestSumsDoNotDependOnOrder adds amounts in both ways, in DuckDB by two threads.
func TestSumsDoNotDependOnOrder(t *testing.T) {
	columns := []Column{{Name: "montant", Type: Number}, {Name: "n", Type: Integer}}
	rows, cents := make([][]string, 300_000), int64(0)
	for i := range rows {
		n := int64(i) * 7919 % 2_000_003
		cents += n
		rows[i] = []string{fmt.Sprintf("%d.%02d", n/100, n%100), fmt.Sprint(n)}
	}
	table, _ := tableOf(writeRows(t, columns, rows))
	slow := newEngine(t, Config{Threads: 2, VectorMemory: -1})
	fast := newEngine(t, Config{Threads: 2, eagerVectors: true})
	cell, n := Cell(0, columns[0]), Cell(1, columns[1])
	a := Ask{Out: []*Node{Must(Sum, cell), Must(Average, cell), Must(Sum, n), Must(Average, n)}, Whole: true, Limit: 1}
	want := [][]any{{float64(cents) / 100, float64(cents) / 100 / float64(len(rows)), cents, float64(cents) / float64(len(rows))}}
	for name, e := range map[string]*Engine{"DuckDB": slow, "loops": fast} {
		for range 3 {
			got, _, err := e.Ask(t.Context(), table, a)
			if diff := cmp.Diff(want, got); err != nil || diff != "" {
				t.Errorf("%s: %v (-want +got): %s", name, err, diff)
			}
		}
	}
}

// TestDecodedColumnsStayWithinTheirBudget asks for more columns than may be held,
// of two tables, and forgets one.
func TestDecodedColumnsStayWithinTheirBudget(t *testing.T) {
	const budget = 200 << 10
	e := newEngine(t, Config{SmallCells: -1, eagerVectors: true, VectorMemory: budget, BlockMemory: 1 << 20})
	var list []Table
	for i := range 2 {
		table, _ := tableOf(writeRows(t, subsidyColumns, rowsOf(t, subsidySource(5000+i))))
		list = append(list, table)
	}
	for round := range 3 {
		for _, table := range list {
			for i, c := range subsidyColumns {
				q := Query{Filters: []Filter{{c.Name, NotNull, ""}}, Sort: []Sort{{c.Name, true}}, Limit: 5, Offset: int64(round * 1000)}
				if _, err := e.Query(t.Context(), table, q); err != nil {
					t.Fatalf("%s: %v", subsidyColumns[i].Name, err)
				}
				if held := e.vectors.order.total; held > budget {
					t.Fatalf("%d bytes of columns are held", held)
				}
				if held := e.blocks.order.total; held > 1<<20 {
					t.Fatalf("%d bytes of rows are held", held)
				}
			}
		}
	}
	if e.vectors.order.len() == 0 || e.blocks.order.len() == 0 {
		t.Fatal("nothing is held")
	}
	for _, table := range list {
		if err := e.Forget(t.Context(), table.Digest); err != nil {
			t.Fatal(err)
		}
	}
	if len(e.vectors.held)+len(e.blocks.held) > 0 || e.vectors.order.total+e.blocks.order.total > 0 {
		t.Error("what is forgotten is still held")
	}
}
