package tables

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var allTypes = []Type{Text, Integer, Number, Boolean, Date, DateTime, Time, Year}

// drawCell draws from few values, so that rows meet filters and each other.
func drawCell(t *rapid.T, typ Type) string {
	if rapid.IntRange(0, 4).Draw(t, "empty") == 0 {
		return ""
	}
	return drawValue(t, typ)
}

func drawValue(t *rapid.T, typ Type) string {
	day := func() string {
		return fmt.Sprintf("%04d-%02d-%02d", rapid.SampledFrom([]int{1, 1582, 1969, 1970, 2024, 9999}).Draw(t, "year"),
			rapid.SampledFrom([]int{1, 2, 12}).Draw(t, "month"), rapid.SampledFrom([]int{1, 28}).Draw(t, "day"))
	}
	switch typ {
	case Integer, Year:
		return fmt.Sprint(rapid.OneOf(rapid.Int64Range(-12, 12), rapid.Int64Range(-1<<50, 1<<50)).Draw(t, "int"))
	case Number:
		return rapid.SampledFrom([]string{"0", "-0", "-1.5", "3", "12", "12.0", "1e3", "-7e-9", "0.1", "123456789.25"}).Draw(t, "number")
	case Boolean:
		return rapid.SampledFrom([]string{"true", "false"}).Draw(t, "bool")
	case Date:
		return day()
	case DateTime:
		return day() + rapid.SampledFrom([]string{"T00:00:00Z", "T12:30:00.5Z", "T23:59:59+01:00"}).Draw(t, "time")
	}
	return rapid.OneOf(
		rapid.SampledFrom([]string{"école", "Ecole", "ÉCOLE", "eco", "le", "12", "-1.5", "2024-02-28", "l’œuf", "%", "_", "'", "\"", " ", "a b"}),
		rapid.Map(rapid.StringN(1, 4, -1), func(s string) string {
			if !storable([]byte(s)) {
				return "?"
			}
			return s
		}),
	).Draw(t, "text")
}

func drawTable(t *rapid.T) naive {
	var n naive
	types := rapid.SliceOfN(rapid.SampledFrom(allTypes), 1, 9).Draw(t, "types")
	for i, typ := range types {
		n.columns = append(n.columns, Column{Name: fmt.Sprintf("col %d \"é", i), Type: typ})
	}
	for range rapid.IntRange(0, 25).Draw(t, "rows") {
		row := make([]string, len(types))
		for i, typ := range types {
			row[i] = drawCell(t, typ)
		}
		n.rows = append(n.rows, row)
	}
	return n
}

func operatorsOf(typ Type) []Op {
	switch typ {
	case Boolean:
		return []Op{Eq, Ne, Null, NotNull}
	case Number, DateTime:
		return []Op{Eq, Ne, Lt, Le, Gt, Ge, Null, NotNull}
	}
	return []Op{Eq, Ne, Lt, Le, Gt, Ge, Null, NotNull, Contains}
}

func drawQuery(t *rapid.T, columns []Column) Query {
	q := Query{
		Limit:  rapid.IntRange(0, 30).Draw(t, "limit"),
		Offset: rapid.Int64Range(0, 12).Draw(t, "offset"),
	}
	column := rapid.SampledFrom(columns)
	for range rapid.IntRange(0, 2).Draw(t, "filters") {
		c := column.Draw(t, "column")
		op := rapid.SampledFrom(operatorsOf(c.Type)).Draw(t, "op")
		value := drawValue(t, c.Type)
		if op == Contains && c.Type != Text {
			value = rapid.SampledFrom([]string{"1", "0", "-", "-02-", "20"}).Draw(t, "part")
		}
		if (op == Eq || op == Ne) && rapid.IntRange(0, 9).Draw(t, "no value") == 0 {
			value = ""
		}
		q.Filters = append(q.Filters, Filter{c.Name, op, value})
	}
	for range rapid.IntRange(0, 2).Draw(t, "sorts") {
		q.Sort = append(q.Sort, Sort{column.Draw(t, "column").Name, rapid.Bool().Draw(t, "desc")})
	}
	for range max(0, rapid.IntRange(-3, 2).Draw(t, "words")) {
		q.Search += " " + drawValue(t, rapid.SampledFrom(allTypes).Draw(t, "type"))
	}
	return q
}

// TestAnyQueryIsAnsweredAlike draws tables and queries and holds the table in
// Go, the native file and its decoded columns against a naive evaluation.
func TestAnyQueryIsAnsweredAlike(t *testing.T) {
	small := newEngine(t, Config{Threads: 1})
	native := newEngine(t, Config{Threads: 1, SmallCells: -1, eagerVectors: true})
	rapid.Check(t, func(rt *rapid.T) {
		n := drawTable(rt)
		b := writeRows(t, n.columns, n.rows)
		table, _ := tableOf(b)
		_, values := readAll(t, b)
		for range 12 {
			q := drawQuery(rt, n.columns)
			numbers, total := n.answer(q)
			want := Page{Columns: n.columns, Rows: [][]any{}, Total: total}
			for _, i := range numbers {
				want.Rows = append(want.Rows, values[i])
			}
			for _, name := range []string{"small", "decoded", "native"} {
				e, again := native, func() {}
				switch name {
				case "small":
					e = small
				case "native":
					again = e.withoutVectors()
				}
				page, err := e.Query(t.Context(), table, q)
				again()
				if err != nil {
					rt.Fatalf("%s: %+v: %v", name, q, err)
				}
				if diff := cmp.Diff(want, page); diff != "" {
					rt.Fatalf("%s: %+v: %s", name, q, diff)
				}
			}
		}
	})
}
