package tables

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"airial/internal/platform/fault"
)

var placeColumns = []Column{{Name: "nom", Type: Text}, {Name: "n", Type: Integer}, {Name: "x", Type: Number}, {Name: "ouvert", Type: Boolean},
	{Name: "le", Type: Date}, {Name: "à", Type: DateTime}, {Name: "lieu", Type: Text}, {Name: "an", Type: Year}}

var placeRows = [][]string{
	{"Éauze", "1", "1.5", "true", "2020-02-29", "2020-06-30T23:30:00Z", "43.86,0.1", "2020"},
	{"Dax", "2", "", "false", "2021-01-01", "2021-01-01T00:00:00Z", "43.71, -1.05", "2021"},
	{"dax", "2", "-3", "", "", "", "", ""},
	{"Mont-de-Marsan", "10", "0", "true", "2021-12-31", "2021-12-31T12:34:56.789Z", "[43.89,-0.5]", "2021"},
}

func cell(i int) *Node { return Cell(i, placeColumns[i]) }

func TestFunctionsGiveWhatTheySay(t *testing.T) {
	table, _ := tableOf(writeRows(t, placeColumns, placeRows))
	e := newEngine(t, Config{})
	v := Value
	square := []*Node{Must(Coordinate, cell(6), v(2)), Must(Coordinate, cell(6), v(1)),
		v(-2.0), v(43.0), v(0.0), v(43.0), v(0.0), v(44.0), v(-2.0), v(44.0), v(-2.0), v(43.0)}
	for name, c := range map[string]struct {
		node *Node
		want []any
	}{
		"cell":       {cell(0), []any{"Éauze", "Dax", "dax", "Mont-de-Marsan"}},
		"row":        {RowNumber(), []any{int64(0), int64(1), int64(2), int64(3)}},
		"nothing":    {v(nil), []any{nil, nil, nil, nil}},
		"and":        {Must(And, cell(3), v(true)), []any{true, false, nil, true}},
		"or":         {Must(Or, cell(3), Must(Equal, cell(1), v(2))), []any{true, true, true, true}},
		"not":        {Must(Not, cell(3)), []any{false, true, true, false}},
		"is null":    {Must(IsNull, cell(2)), []any{false, true, false, false}},
		"equal":      {Must(Equal, cell(0), v("Dax")), []any{false, true, false, false}},
		"less":       {Must(Less, cell(0), v("EAUZE")), []any{false, true, true, false}},
		"at least":   {Must(AtLeas, cell(0), v("eauze")), []any{true, false, false, true}},
		"days":       {Must(Less, cell(4), Day(time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC))), []any{true, false, nil, false}},
		"moments":    {Must(AtMost, cell(5), Instant(time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC))), []any{true, true, nil, false}},
		"mixed":      {Must(AtMost, cell(4), Instant(time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC))), []any{true, true, nil, false}},
		"sum":        {Must(Add, cell(1), cell(2)), []any{2.5, nil, -1.0, 10.0}},
		"quotient":   {Must(Divide, v(1), cell(2)), []any{1 / 1.5, nil, -1.0 / 3, nil}},
		"negative":   {Must(Negate, cell(1)), []any{-1.0, -2.0, -2.0, -10.0}},
		"floor":      {Must(Floor, cell(2)), []any{1.0, nil, -3.0, 0.0}},
		"length":     {Must(Length, cell(0)), []any{int64(5), int64(3), int64(3), int64(14)}},
		"lower":      {Must(Lower, cell(0)), []any{"éauze", "dax", "dax", "mont-de-marsan"}},
		"fold":       {Must(Folded, cell(0)), []any{"eauze", "dax", "dax", "mont-de-marsan"}},
		"fold of":    {Must(Folded, Must(Upper, cell(0))), []any{"eauze", "dax", "dax", "mont-de-marsan"}},
		"contains":   {Must(Holds, Must(Folded, cell(0)), v("a")), []any{true, true, true, true}},
		"begins":     {Must(Begins, cell(0), v("D")), []any{false, true, false, false}},
		"join":       {Must(Join, cell(0), v("-"), Must(Written, cell(1))), []any{"Éauze-1", "Dax-2", "dax-2", "Mont-de-Marsan-10"}},
		"pad":        {Must(Padded, cell(1), v(2)), []any{"01", "02", "02", "10"}},
		"pick":       {Must(Choice, cell(1), v("un"), v("deux")), []any{"un", "deux", "deux", nil}},
		"if":         {Must(Condition, cell(3), cell(1), v(0)), []any{int64(1), int64(0), int64(0), int64(10)}},
		"coordinate": {Must(Coordinate, cell(6), v(2)), []any{0.1, -1.05, nil, -0.5}},
		"year":       {Must(Part, v("year"), cell(4)), []any{int64(2020), int64(2021), nil, int64(2021)}},
		"weekday":    {Must(Part, v("weekday"), cell(4)), []any{int64(6), int64(5), nil, int64(5)}},
		"cut":        {Must(Cut, v("month"), cell(4)), []any{"2020-02-01", "2021-01-01", nil, "2021-12-01"}},
		"cut stamp":  {Must(Cut, v("hour"), cell(5)), []any{"2020-06-30T23:00:00Z", "2021-01-01T00:00:00Z", nil, "2021-12-31T12:00:00Z"}},
		"bucket":     {Must(Bucket, v("hour"), v(6), cell(5)), []any{"2020-06-30T18:00:00Z", "2021-01-01T00:00:00Z", nil, "2021-12-31T12:00:00Z"}},
		"zone":       {Must(Part, v("hour"), Must(AtZone, cell(5), v("Europe/Paris"))), []any{int64(1), int64(1), nil, int64(13)}},
		"of zone":    {Must(OfZone, Must(AtZone, cell(5), v("Europe/Paris")), v("Europe/Paris")), []any{"2020-06-30T23:30:00Z", "2021-01-01T00:00:00Z", nil, "2021-12-31T12:34:56.789Z"}},
		"inside":     {Must(Inside, square...), []any{false, true, nil, true}},
		"west":       {Must(West, v(`{"type":"LineString","coordinates":[[-1.5,43],[2e0,44.5]]}`)), []any{-1.5, -1.5, -1.5, -1.5}},
		"north":      {Must(North, v(`{"type":"LineString","coordinates":[[-1.5,43],[2e0,44.5]]}`)), []any{44.5, 44.5, 44.5, 44.5}},
		"text date":  {Must(Written, cell(4)), []any{"2020-02-29", "2021-01-01", nil, "2021-12-31"}},
	} {
		rows, total, err := e.Ask(t.Context(), table, Ask{Out: []*Node{c.node, cell(0)}, Limit: 10})
		if err != nil || total != 4 {
			t.Errorf("%s: %d rows, %v", name, total, err)
			continue
		}
		var got []any
		for _, row := range rows {
			got = append(got, row[0])
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	rows, _, err := e.Ask(t.Context(), table, Ask{Out: []*Node{Must(Distance, v(43.71), v(-1.05), v(43.89), v(-0.5))}, Limit: 1})
	if d, _ := rows[0][0].(float64); err != nil || d < 48_400 || d > 48_600 {
		t.Errorf("Dax to Mont-de-Marsan: %v m, %v", rows, err)
	}
}

func TestGroupsAndOrders(t *testing.T) {
	table, _ := tableOf(writeRows(t, placeColumns, placeRows))
	e := newEngine(t, Config{})
	for name, c := range map[string]struct {
		ask  Ask
		want [][]any
	}{
		"by folded": {Ask{Out: []*Node{Key(0, cell(0)), Must(Count), Must(Sum, cell(1))}, Group: []*Node{Must(Lower, cell(0))},
			Order: []Order{{Must(Count), true}}, Limit: 2}, [][]any{{"dax", int64(2), int64(4)}, {"mont-de-marsan", int64(1), int64(10)}}},
		"whole": {Ask{Out: []*Node{Must(Count), Must(Count, cell(2)), Must(CountDistinct, cell(1)), Must(Average, cell(1)), Must(Smallest, cell(4)), Must(Largest, cell(5)),
			Must(Percentile, cell(1), Value(50.0)), Must(AtLargest, cell(2), cell(1))}, Whole: true, Limit: 1},
			[][]any{{int64(4), int64(3), int64(3), 3.75, "2020-02-29", "2021-12-31T12:34:56.789Z", 2.0, 0.0}}},
		"two keys": {Ask{Out: []*Node{Key(0, cell(7)), Key(1, cell(3)), Must(Add, Must(Count), Value(1))}, Group: []*Node{cell(7), cell(3)}, Limit: 9},
			[][]any{{int64(2020), true, 2.0}, {int64(2021), false, 2.0}, {int64(2021), true, 2.0}, {nil, nil, 2.0}}},
		"months, and none": {Ask{Out: []*Node{Key(0, cell(4)), Must(Count)}, Group: []*Node{Must(Cut, Value("month"), cell(4))}, Limit: 9},
			[][]any{{"2020-02-01", int64(1)}, {"2021-01-01", int64(1)}, {"2021-12-01", int64(1)}, {nil, int64(1)}}},
		"where": {Ask{Out: []*Node{Must(Count)}, Whole: true, Where: Must(Equal, cell(1), Value(2)), Limit: 1}, [][]any{{int64(2)}}},
		"ordered": {Ask{Out: []*Node{cell(0)}, Order: []Order{{cell(1), true}, {cell(0), false}}, Limit: 3},
			[][]any{{"Mont-de-Marsan"}, {"Dax"}, {"dax"}}},
		"offset": {Ask{Out: []*Node{cell(0)}, Where: Must(IsNull, Value(nil)), Limit: 2, Offset: 1}, [][]any{{"Dax"}, {"dax"}}},
	} {
		rows, _, err := e.Ask(t.Context(), table, c.ask)
		if diff := cmp.Diff(c.want, rows); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", name, err, diff)
		}
		var each [][]any
		err = e.EachAsk(t.Context(), table, c.ask, func(row []any) error { each = append(each, append([]any{}, row...)); return nil })
		if diff := cmp.Diff(c.want, each); err != nil || diff != "" {
			t.Errorf("%s, each: %v (-want +got):\n%s", name, err, diff)
		}
	}
}

func TestWhatDoesNotHoldTogether(t *testing.T) {
	table, _ := tableOf(writeRows(t, placeColumns, placeRows))
	e := newEngine(t, Config{})
	for name, a := range map[string]Ask{
		"nothing":            {Limit: 1},
		"aggregate of a row": {Out: []*Node{Must(Count)}, Limit: 1},
		"row of a group":     {Out: []*Node{cell(0)}, Whole: true, Limit: 1},
		"no such column":     {Out: []*Node{Cell(99, placeColumns[0])}, Limit: 1},
		"of another type":    {Out: []*Node{Cell(0, placeColumns[1])}, Limit: 1},
		"no such key":        {Out: []*Node{Key(1, cell(0))}, Group: []*Node{cell(0)}, Limit: 1},
		"text as condition":  {Out: []*Node{cell(0)}, Where: cell(0), Limit: 1},
		"below zero":         {Out: []*Node{cell(0)}, Limit: -1},
	} {
		if rows, _, err := e.Ask(t.Context(), table, a); err == nil {
			t.Errorf("%s: %v", name, rows)
		}
	}
	if _, err := Apply(Sum, Must(Count)); err == nil {
		t.Error("an aggregate of an aggregate was made")
	}
	if _, err := Apply(Part, Value("fortnight"), cell(4)); err == nil {
		t.Error("a fortnight is no part")
	}
	deep := cell(1)
	var err error
	for range 500 {
		if deep, err = Apply(Add, deep, Value(1)); err != nil {
			break
		}
	}
	if !fault.Is(err, fault.Invalid) {
		t.Errorf("too deep: %v", err)
	}
	_, _, err = e.Ask(t.Context(), table, Ask{Out: []*Node{Must(Padded, Must(Multiply, Value(1e300), Value(1e300)), Value(3))}, Limit: 1})
	if !fault.Is(err, fault.Invalid) {
		t.Errorf("too large: %v", err)
	}
}

// hostile are texts that would do harm if they were ever part of a statement.
var hostile = []string{"'", `"`, "';--", `" or true --`, "') union select * from t1.t --", "$1", "?", "c0", "rowid", "read_text('/etc/passwd')",
	"'; attach 'x' as y; --", "\\", "%", "_", "*", "{}", "[1]", "\u202e", "", "select note from t1.about", "../../etc/passwd", "t1.t", "null", "e'\\x00'", "\x00", "\xff"}

// TestNodesReadTheirTableAlone asks random questions, with hostile texts in all
// places, of a table beside which another one is attached. Whatever comes back
// is of the first one, and no statement was one that DuckDB could not parse or
// bind.
func TestNodesReadTheirTableAlone(t *testing.T) {
	const secret = "zq-secret"
	table, _ := tableOf(writeRows(t, placeColumns, placeRows))
	other, _ := tableOf(writeRows(t, []Column{{Name: "a", Type: Text}}, [][]string{{secret}, {secret}}))
	e := newEngine(t, Config{SmallCells: -1})
	if err := e.Warm(t.Context(), other); err != nil {
		t.Fatal(err)
	}
	var names []Func
	for fn := range functions {
		names = append(names, fn)
	}
	slices.Sort(names)
	asked, large := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		var tree func(depth int) *Node
		tree = func(depth int) *Node {
			if depth == 0 || (depth < 4 && rapid.IntRange(0, 5).Draw(rt, "leaf") == 0) {
				switch rapid.IntRange(0, 8).Draw(rt, "kind") {
				case 0, 1:
					return Value(rapid.SampledFrom(hostile).Draw(rt, "text"))
				case 2:
					return Value(rapid.Int64().Draw(rt, "int"))
				case 3:
					return Value(rapid.Float64().Draw(rt, "float"))
				case 4:
					return Value(rapid.Bool().Draw(rt, "bool"))
				case 5:
					return Day(time.Unix(rapid.Int64Range(-1e10, 1e10).Draw(rt, "day"), 0))
				}
				return cell(rapid.IntRange(0, len(placeColumns)-1).Draw(rt, "column"))
			}
			fn := rapid.SampledFrom(names).Draw(rt, "fn")
			f := functions[fn]
			n := f.least
			if f.most < 0 {
				n += 2 * rapid.IntRange(0, 2).Draw(rt, "more")
			}
			args := make([]*Node, n)
			for i := range args {
				// A few tries each, so that most trees are ones that fit.
				for _, try := range []func() *Node{func() *Node { return tree(depth - 1) }, func() *Node { return tree(depth - 1) },
					func() *Node { return tree(0) }, func() *Node { return cell(2) }, func() *Node { return cell(0) }, func() *Node { return cell(5) },
					func() *Node { return cell(3) }, func() *Node {
						return Value(rapid.SampledFrom([]string{"hour", "year", "Europe/Paris"}).Draw(rt, "word"))
					}, func() *Node { return Value(int64(3)) }, func() *Node { return Value(50.0) }} {
					if args[i] = try(); f.fits == nil || f.fits(i, args[:i+1]) {
						break
					}
				}
			}
			if made, err := Apply(fn, args...); err == nil {
				return made
			}
			return Must(IsNull, cell(0))
		}
		n := tree(4)
		a := Ask{Out: []*Node{n}, Limit: 20}
		switch {
		case n.aggregate && n.perRow:
			return
		case n.aggregate:
			a.Whole = true
		case rapid.Bool().Draw(rt, "group"):
			a = Ask{Out: []*Node{Key(0, n), Must(Count)}, Group: []*Node{n}, Order: []Order{{Key(0, n), true}}, Limit: 20}
		default:
			a.Order = []Order{{By: n}}
		}
		if w := tree(2); isTruth(w.typ) && !w.aggregate {
			a.Where = w
		}
		asked++
		if n.size > 5 {
			large++
		}
		rows, _, err := e.Ask(t.Context(), table, a)
		if err != nil {
			var d *duckdb.Error
			if errors.As(err, &d) || !(fault.Is(err, fault.Invalid) || fault.Is(err, fault.Unavailable)) {
				rt.Fatalf("%v", err)
			}
			return
		}
		if len(rows) > len(placeRows) {
			rt.Fatalf("%d rows of %d", len(rows), len(placeRows))
		}
		if got := fmt.Sprint(rows); strings.Contains(got, secret) || strings.Contains(got, "root:") {
			rt.Fatalf("read outside: %s", got)
		}
	})
	if large*4 < asked {
		t.Errorf("only %d of %d questions were large", large, asked)
	}
}
