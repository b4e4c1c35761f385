package tables

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"airial/internal/platform/fault"
)

func newEngine(t testing.TB, cfg Config) *Engine {
	t.Helper()
	if cfg.CacheDir == "" {
		cfg.CacheDir = t.TempDir()
	}
	e, err := NewEngine(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

// bothWays runs a test on tables held in Go and on native files.
func bothWays(t *testing.T, test func(t *testing.T, e *Engine)) {
	t.Run("small", func(t *testing.T) {
		test(t, newEngine(t, Config{Threads: 2, SmallBytes: 8 << 20, SmallCells: 1 << 20}))
	})
	t.Run("native", func(t *testing.T) { test(t, newEngine(t, Config{Threads: 2, SmallCells: -1})) })
}

func TestEveryTypeIsQueried(t *testing.T) {
	table, _ := tableOf(writeRows(t, everyType, everyTypeRows))
	bothWays(t, func(t *testing.T, e *Engine) {
		page, err := e.Query(t.Context(), table, Query{Limit: 100})
		if err != nil {
			t.Fatal(err)
		}
		want := Page{Columns: everyType, Rows: everyTypeValues, Total: int64(len(everyTypeValues))}
		if diff := cmp.Diff(want, page); diff != "" {
			t.Error(diff)
		}
		columns, rows, err := e.Columns(t.Context(), table)
		if err != nil || rows != want.Total || !cmp.Equal(columns, everyType) {
			t.Error(columns, rows, err)
		}
	})
}

var people = []Column{{Name: "Nom de l’œuvre", Type: Text}, {Name: "montant", Type: Number}, {Name: "année", Type: Year}, {Name: "le", Type: Date}}

var peopleRows = [][]string{
	{"École des Prés", "10", "2020", "2020-05-01"},
	{"ecole du bourg", "2", "2021", "2021-05-01"},
	{"L’ŒUVRE", "", "2020", ""},
	{"Zut", "NaN", "", "2019-12-31"},
	{"", "-3.5", "2020", "2020-05-02"},
	{"Ecole", "2", "2022", "2020-05-01"},
}

func TestQueries(t *testing.T) {
	table, _ := tableOf(writeRows(t, people, peopleRows))
	const name = "Nom de l’œuvre"
	cases := map[string]struct {
		q     Query
		rows  []int // row numbers expected, in order
		total int64
	}{
		"page":                {Query{Limit: 2, Offset: 3}, []int{3, 4}, 6},
		"total alone":         {Query{}, nil, 6},
		"beyond the end":      {Query{Limit: 5, Offset: 60}, nil, 6},
		"people's order":      {Query{Sort: []Sort{{Column: name}}, Limit: 9}, []int{5, 0, 1, 2, 3, 4}, 6},
		"reverse, empty last": {Query{Sort: []Sort{{Column: name, Desc: true}}, Limit: 9}, []int{3, 2, 1, 0, 5, 4}, 6},
		"ties in file order":  {Query{Sort: []Sort{{Column: "montant", Desc: true}}, Limit: 9}, []int{3, 0, 1, 5, 4, 2}, 6},
		"two keys":            {Query{Sort: []Sort{{Column: "le"}, {Column: "année", Desc: true}}, Limit: 9}, []int{3, 5, 0, 4, 1, 2}, 6},
		"exact":               {Query{Filters: []Filter{{name, Eq, "Ecole"}}, Limit: 9}, []int{5}, 1},
		"not exact":           {Query{Filters: []Filter{{name, Ne, "Ecole"}}, Limit: 9}, []int{0, 1, 2, 3}, 4},
		"contains":            {Query{Filters: []Filter{{name, Contains, "ÉCOLE"}}, Limit: 9}, []int{0, 1, 5}, 3},
		"contains a date":     {Query{Filters: []Filter{{"le", Contains, "-05-01"}}, Limit: 9}, []int{0, 1, 5}, 3},
		"contains a year":     {Query{Filters: []Filter{{"année", Contains, "21"}}, Limit: 9}, []int{1}, 1},
		"empty":               {Query{Filters: []Filter{{name, Eq, ""}}, Limit: 9}, []int{4}, 1},
		"not empty":           {Query{Filters: []Filter{{"montant", NotNull, ""}}, Limit: 9}, []int{0, 1, 3, 4, 5}, 5},
		"range":               {Query{Filters: []Filter{{"montant", Ge, "-4"}, {"montant", Lt, "3"}}, Limit: 9}, []int{1, 4, 5}, 3},
		"after a date":        {Query{Filters: []Filter{{"le", Gt, "2020-05-01"}}, Limit: 9}, []int{1, 4}, 2},
		"text after":          {Query{Filters: []Filter{{name, Ge, "l"}}, Limit: 9}, []int{2, 3}, 2},
		"search":              {Query{Search: "ecole", Limit: 2}, []int{0, 1}, 3},
		"search, two words":   {Query{Search: " école 2020 ", Limit: 9}, []int{0}, 1},
		"search, ligature":    {Query{Search: "l'oeuvre", Limit: 9}, []int{2}, 1},
		"search, decimal":     {Query{Search: "-3,5", Limit: 9}, []int{4}, 1},
		"search, a day":       {Query{Search: "2020-05-02", Limit: 9}, []int{4}, 1},
		"search, nothing":     {Query{Search: "rien", Limit: 9}, nil, 0},
		"filtered and sorted": {Query{Filters: []Filter{{"année", Eq, "2020"}}, Sort: []Sort{{"montant", false}}, Limit: 2, Offset: 1}, []int{0, 2}, 3},
		"percent is no joker": {Query{Filters: []Filter{{name, Contains, "%"}}, Limit: 9}, nil, 0},
		"quotes in a value":   {Query{Filters: []Filter{{name, Eq, `'; drop table t; --`}}, Limit: 9}, nil, 0},
	}
	bothWays(t, func(t *testing.T, e *Engine) {
		all, err := e.Query(t.Context(), table, Query{Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		for what, c := range cases {
			page, err := e.Query(t.Context(), table, c.q)
			if err != nil {
				t.Errorf("%s: %v", what, err)
				continue
			}
			want := [][]any{}
			for _, i := range c.rows {
				want = append(want, all.Rows[i])
			}
			if diff := cmp.Diff(want, page.Rows); diff != "" || page.Total != c.total {
				t.Errorf("%s: total %d, %s", what, page.Total, diff)
			}
		}
	})
}

func TestWantedColumns(t *testing.T) {
	table, _ := tableOf(writeRows(t, people, peopleRows))
	bothWays(t, func(t *testing.T, e *Engine) {
		for _, sort := range [][]Sort{nil, {{Column: "montant"}}} {
			page, err := e.Query(t.Context(), table, Query{Columns: []string{"le", "année", "le"}, Sort: sort, Limit: 1, Offset: 1})
			if err != nil {
				t.Fatal(err)
			}
			want := Page{Columns: []Column{people[3], people[2], people[3]}, Total: 6, Rows: [][]any{{"2021-05-01", int64(2021), "2021-05-01"}}}
			if diff := cmp.Diff(want, page); diff != "" {
				t.Error(diff)
			}
		}
	})
}

func TestQueriesThatCannotBe(t *testing.T) {
	table, _ := tableOf(writeRows(t, everyType, everyTypeRows))
	many := make([]Filter, MaxTerms+1)
	for i := range many {
		many[i] = Filter{"t", Null, ""}
	}
	cases := []struct {
		q       Query
		problem Problem
		column  string
	}{
		{Query{Columns: []string{"T"}}, UnknownColumn, "T"},
		{Query{Filters: []Filter{{"__row", Eq, "1"}}}, UnknownColumn, "__row"},
		{Query{Sort: []Sort{{Column: "c0"}}}, UnknownColumn, "c0"},
		{Query{Filters: []Filter{{"i", Eq, "1.5"}}}, BadValue, "i"},
		{Query{Filters: []Filter{{"n", Lt, "NaN"}}}, BadValue, "n"},
		{Query{Filters: []Filter{{"d", Lt, "hier"}}}, BadValue, "d"},
		{Query{Filters: []Filter{{"dt", Ge, "2020"}}}, BadValue, "dt"},
		{Query{Filters: []Filter{{"b", Eq, "oui"}}}, BadValue, "b"},
		{Query{Filters: []Filter{{"t", Eq, "\xff"}}}, BadValue, "t"},
		{Query{Filters: []Filter{{"t", Contains, "a\x00"}}}, BadValue, "t"},
		{Query{Search: "a\x00"}, BadValue, ""},
		{Query{Filters: []Filter{{"b", Lt, "true"}}}, BadOperator, "b"},
		{Query{Filters: []Filter{{"n", Contains, "1"}}}, BadOperator, "n"},
		{Query{Filters: []Filter{{"t", "like", "1"}}}, BadOperator, "t"},
		{Query{Limit: -1}, BadRange, ""},
		{Query{Offset: -1}, BadRange, ""},
		{Query{Limit: 10_001}, BadRange, ""},
		{Query{Filters: many}, TooComplex, ""},
	}
	bothWays(t, func(t *testing.T, e *Engine) {
		for _, c := range cases {
			_, err := e.Query(t.Context(), table, c.q)
			var qe *QueryError
			if !errors.As(err, &qe) || qe.Problem != c.problem || qe.Column != c.column {
				t.Errorf("%+v: %v", c.q, err)
				continue
			}
			if !fault.Is(err, fault.Invalid) || fault.Message(err).Fr == "" {
				t.Errorf("%v is not a fault for people", err)
			}
		}
	})
}

func TestNamesNeverMeetSQL(t *testing.T) {
	var columns []Column
	var row []string
	for i, name := range []string{`"; drop table t; --`, `'`, `"`, "`", "a b", " ", "é", "É", "e\u0301", "c0", "C0", "f1", "rowid", "__row", "select",
		"表", "a.b", "\\", "a\nb", "🏛", "NULL", "$1", "?"} {
		columns = append(columns, Column{Name: name, Type: Text})
		row = append(row, string(rune('a'+i)))
	}
	table, _ := tableOf(writeRows(t, columns, [][]string{row, make([]string, len(row))}))
	bothWays(t, func(t *testing.T, e *Engine) {
		for i, c := range columns {
			page, err := e.Query(t.Context(), table, Query{Columns: []string{c.Name}, Sort: []Sort{{Column: c.Name}},
				Filters: []Filter{{c.Name, Eq, row[i]}}, Limit: 10})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(Page{Columns: []Column{c}, Rows: [][]any{{row[i]}}, Total: 1}, page); diff != "" {
				t.Error(diff)
			}
		}
	})
}

func TestEachGivesWhatQueryGives(t *testing.T) {
	const rows = eachBatch*2 + 100
	cells := rowsOf(t, subsidySource(rows))
	table, _ := tableOf(writeRows(t, subsidyColumns, cells))
	queries := map[string]Query{
		"all":      {},
		"columns":  {Columns: []string{"montant", "id"}, Offset: 7},
		"filtered": {Filters: []Filter{{"nature", Contains, "numeraire"}}, Offset: 3},
		"some":     {Filters: []Filter{{"nature", NotNull, ""}}, Limit: eachBatch + 5, Offset: 2},
		"sorted":   {Sort: []Sort{{"nomAttribuant", true}, {"montant", false}}, Offset: 5},
		"top":      {Sort: []Sort{{"montant", true}}, Limit: 11},
		"none":     {Search: "introuvable"},
	}
	bothWays(t, func(t *testing.T, e *Engine) {
		e.cfg.MaxLimit = rows
		for what, q := range queries {
			var got [][]any
			err := e.Each(t.Context(), table, q, func(row []any) error {
				got = append(got, append([]any{}, row...))
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if q.Limit == 0 {
				q.Limit = rows
			}
			page, err := e.Query(t.Context(), table, q)
			if err != nil {
				t.Fatal(err)
			}
			if len(got) != len(page.Rows) || (len(got) > 0 && !reflect.DeepEqual(got, page.Rows)) {
				t.Errorf("%s: %d rows, not the %d of the page", what, len(got), len(page.Rows))
			}
		}
		stop := errors.New("enough")
		seen := 0
		err := e.Each(t.Context(), table, Query{}, func([]any) error {
			if seen++; seen == 3 {
				return stop
			}
			return nil
		})
		if !errors.Is(err, stop) || seen != 3 {
			t.Error(seen, err)
		}
	})
}

func TestDuckDBIsClosed(t *testing.T) {
	dir := t.TempDir()
	outside := filepath.Join(t.TempDir(), "x.csv")
	if err := os.WriteFile(outside, []byte("a\n1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	e := newEngine(t, Config{CacheDir: dir})
	on, err := e.duckDB(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		"select * from read_csv('/etc/passwd')",
		"select * from read_text('/etc/passwd')",
		"select * from " + quote(outside),
		"select * from glob('/etc/*')",
		"select * from read_csv(" + quote(filepath.Join(dir, "..", "..", "x.csv")) + ")",
		"copy (select 1) to " + quote(outside+".out"),
		"attach " + quote(outside+".duckdb"),
		"attach " + quote(outside+".duckdb") + " (read_only)",
		"export database " + quote(filepath.Dir(outside)),
		"install spatial",
		"load spatial",
		"load " + quote(outside),
		"select * from read_csv('https://example.org/x.csv')",
		"create persistent secret s (type http)",
		"set enable_external_access = true",
		"set lock_configuration = false",
		"set allowed_directories = ['/']",
		"reset allowed_directories",
		"set temp_directory = '/tmp'",
	} {
		if _, err := on.db.ExecContext(t.Context(), statement); err == nil {
			t.Errorf("DuckDB did this: %s", statement)
		}
	}
	if _, err := os.Stat(outside + ".out"); err == nil {
		t.Error("a file was written outside the cache")
	}
	var n int
	if err := on.db.QueryRowContext(context.Background(), "select 1").Scan(&n); err != nil {
		t.Error(err)
	}
}

// TestBigTablesKeepTheOrderOfTheFile goes over more than two row groups, which
// DuckDB reads in parallel.
func TestBigTablesKeepTheOrderOfTheFile(t *testing.T) {
	const rows = 2*rowGroupRows + 1000
	next := 0
	var buf bytes.Buffer
	_, err := WriteParquet(t.Context(), &buf, []Column{{Name: "n", Type: Integer}, {Name: "même", Type: Boolean}},
		SourceFunc(func() ([][]byte, error) {
			if next == rows {
				return nil, io.EOF
			}
			next++
			return [][]byte{strconv.AppendInt(nil, int64(next-1), 10), []byte("true")}, nil
		}))
	if err != nil {
		t.Fatal(err)
	}
	table, _ := tableOf(buf.Bytes())
	e := newEngine(t, Config{Threads: 4})
	for what, q := range map[string]Query{
		"bare":     {},
		"filtered": {Filters: []Filter{{"même", Eq, "true"}}},
		"sorted":   {Sort: []Sort{{"même", true}}},
	} {
		q.Limit = 1000
		for _, q.Offset = range []int64{0, rowGroupRows - 500, rows - 1000} {
			page, err := e.Query(t.Context(), table, q)
			if err != nil || len(page.Rows) != 1000 || page.Total != rows {
				t.Fatalf("%s: %d rows of %d, %v", what, len(page.Rows), page.Total, err)
			}
			for i, row := range page.Rows {
				if row[0] != q.Offset+int64(i) {
					t.Fatalf("%s: row %d is %v", what, q.Offset+int64(i), row)
				}
			}
		}
		want := int64(0)
		q.Limit, q.Offset = 0, 0
		err := e.Each(t.Context(), table, q, func(row []any) error {
			if row[0] != want {
				return fmt.Errorf("%s: row %d is %v", what, want, row)
			}
			want++
			return nil
		})
		if err != nil || want != rows {
			t.Fatal(want, err)
		}
	}
}
