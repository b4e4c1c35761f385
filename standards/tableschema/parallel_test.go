package tableschema_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"airial/standards/scdl"
	"airial/standards/standardstest"
	"airial/standards/tableschema"
	"airial/standards/tabular"
)

// oneByOne hides that a reader can be read in chunks.
type oneByOne struct{ tableschema.Source }

// checkBoth checks a text record by record and in chunks of a few bytes, and
// gives the first report if both say the same.
func checkBoth(t *testing.T, fatal func(...any), text []byte, s *tableschema.Schema, dialect tabular.Options, opts tableschema.Options) *tableschema.Report {
	a, err1 := tabular.Open(bytes.NewReader(text), dialect)
	b, err2 := tabular.Open(bytes.NewReader(text), dialect)
	if err1 != nil || err2 != nil {
		if fmt.Sprint(err1) != fmt.Sprint(err2) {
			fatal(err1, err2)
		}
		return nil
	}
	one, err1 := tableschema.Check(t.Context(), oneByOne{a}, s, opts)
	many, err2 := tableschema.Check(t.Context(), b, s, opts)
	if err1 != nil || err2 != nil {
		fatal(err1, err2)
	}
	if diff := cmp.Diff(one, many, cmpopts.EquateEmpty()); diff != "" {
		fatal(fmt.Sprintf("%q\n%s", text[:min(len(text), 2000)], diff))
	}
	return one
}

// everything is a schema with one column of each kind that the fast way knows,
// keys and checks over several columns.
const everything = `{"missingValues": ["", "NC"], "primaryKey": ["id"], "fields": [
 {"name":"id","type":"string","constraints":{"required":true,"pattern":"^[A-Z]{2}\\d{2,3}$"}},
 {"name":"n","type":"integer","constraints":{"minimum":-5,"maximum":100}},
 {"name":"x","type":"number","constraints":{"minimum":0.5}},
 {"name":"d","type":"date"},{"name":"e","type":"date"},
 {"name":"b","type":"boolean","trueValues":["oui"],"falseValues":["non"]},
 {"name":"k","type":"string","constraints":{"enum":["é","b"]}},
 {"name":"t","type":"string","constraints":{"minLength":2,"maxLength":3}},
 {"name":"s","type":"string"},{"name":"p","type":"string","constraints":{"pattern":"a.*b|c"}},
 {"name":"m","type":"integer"},{"name":"o","type":"integer","constraints":{"unique":true}}],
 "custom_checks":[{"name":"siret","params":{"column":"s"}},
 {"name":"compare","params":{"column":"e","op":">=","column2":"d"}},
 {"name":"sum","params":{"column":"n","columns":["m","o"]}},
 {"name":"cohesive","params":{"column":"d","othercolumns":["e"]}},
 {"name":"one-of-required","params":{"column1":"t","column2":"p"}}]}`

// cellsOf are values that each column of it admits, or nearly.
var cellsOf = map[string][]string{
	"id": {"AB12", "AB123", "AB1234", "ab12", "", "NC", "AB1é", "ZZ99"},
	"n":  {"1", "-5", "-6", "100", "101", "", "+3", "1.0", " 7 ", "12345678901234567890", "0"},
	"x":  {"0.5", "0.49", "1e3", "5.", ".7", "NaN", "1,5", "", "NC", "123456789.123456789012", "1"},
	"d":  {"2024-02-29", "2023-02-29", "2024-1-7", "", "0000-01-01", "2024-12-31", "20240101"},
	"e":  {"2024-03-01", "2024-12-32", "", "NC", "2025-01-01"},
	"b":  {"oui", "non", "Oui", "", "true"},
	"k":  {"é", "b", "e", "É", "NC", ""},
	"t":  {"é", "éé", "ééé", "éééé", "a", "ab", ""},
	"s":  {"89999900700011", "89999900700012", "35600000000048", "35600000012345", "899 999 007 00011", "8,99999E+13", "899999007", ""},
	"p":  {"ab", "axxb", "c", "cc", "", "a"},
	"m":  {"1", "0", "", "99"},
	"o":  {"0", "1", "2", "", "00", "x"},
}

// The fast way and the slow one say the same of any table, however it is cut.
func TestChunksChangeNothing(t *testing.T) {
	s := load(t, everything)
	labels := s.Labels()
	rapid.Check(t, func(rt *rapid.T) {
		order := rapid.Permutation(labels).Draw(rt, "order")
		order = order[:rapid.IntRange(len(order)-2, len(order)).Draw(rt, "columns")]
		rows := rapid.IntRange(0, 60).Draw(rt, "rows")
		var b strings.Builder
		b.WriteString(strings.Join(order, ";") + "\n")
		for range rows {
			cells := make([]string, len(order))
			for i, name := range order {
				// Mostly right, so that whole rows are.
				list := cellsOf[name]
				if rapid.IntRange(0, 3).Draw(rt, "luck") > 0 {
					list = list[:1]
				}
				cells[i] = rapid.SampledFrom(list).Draw(rt, name)
				if rapid.IntRange(0, 9).Draw(rt, "quotes") == 0 {
					cells[i] = `"` + cells[i] + `"`
				}
			}
			line := strings.Join(cells, ";")
			line += rapid.SampledFrom([]string{"\n", "\n", "\n", "\n", "\r\n", ";\n", "\n\n", "\n;;\n", "\n\"a\nb\";c\n", "\xff\n", "\x00\n"}).Draw(rt, "end")
			b.WriteString(line)
		}
		dialect := tabular.Options{Delimiter: ';', Quote: '"', Block: rapid.SampledFrom([]int{64, 200, 1000}).Draw(rt, "block")}
		limit := rapid.SampledFrom([]int{-1, 1, 3, 1000}).Draw(rt, "limit")
		checkBoth(t, rt.Fatal, []byte(b.String()), s, dialect, tableschema.Options{Limit: limit, Workers: 2})
	})
}

// The same of the files of others.
func TestChunksOfRealFiles(t *testing.T) {
	data := standardstest.Others(t)
	for _, c := range corpus {
		text, err := os.ReadFile(filepath.Join(data, "tables", filepath.FromSlash(c.file)))
		if err != nil {
			t.Fatal(err)
		}
		schema := corpusSchema(t, data, c.schema)
		for _, block := range []int{2048, 1 << 17} {
			dialect := tabular.Options{Block: block}
			if schema != nil {
				dialect.Expect = schema.Labels()
			}
			checkBoth(t, func(args ...any) { t.Error(c.file, fmt.Sprint(args...)) }, text, schema, dialect, tableschema.Options{Limit: -1})
		}
	}
}

// Findings are handed on as they are known, in the order of the rows, and none
// is lost.
func TestEach(t *testing.T) {
	schema, _ := scdl.Lookup("scdl/subventions")
	text := grants(5000, 3)
	var rows []int
	opts := tableschema.Options{Limit: 10, Each: func(f *tableschema.Finding) error {
		rows = append(rows, f.Row)
		return nil
	}}
	rep, err := tableschema.CheckSource(t.Context(), bytes.NewReader(text), tabular.Options{Block: 4096}, schema, opts)
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != rep.Errors+rep.Warnings || !slices.IsSorted(rows) || len(rep.Findings) != 10 || rep.Errors != 1667 {
		t.Errorf("%d told of %d, %d kept", len(rows), rep.Errors, len(rep.Findings))
	}
	enough := errors.New("enough")
	opts.Each = func(*tableschema.Finding) error { return enough }
	if _, err := tableschema.CheckSource(t.Context(), bytes.NewReader(text), tabular.Options{Block: 4096}, schema, opts); !errors.Is(err, enough) {
		t.Errorf("the error of Each: %v", err)
	}
}

// folder gives room on disk in a folder of the test.
type folder struct {
	dir   string
	files int
	open  int
}

type spilled struct {
	*os.File
	f *folder
}

func (f *folder) Create() (tableschema.SpillFile, error) {
	file, err := os.CreateTemp(f.dir, "spill")
	f.files, f.open = f.files+1, f.open+1
	return spilled{file, f}, err
}

func (s spilled) Close() error {
	s.f.open--
	return errors.Join(s.File.Close(), os.Remove(s.Name()))
}

// A key of more values than memory holds is sorted on disk, with the same
// result.
func TestSpill(t *testing.T) {
	s := load(t, `{"primaryKey":"id","fields":[{"name":"id","type":"integer"},{"name":"v"}]}`)
	defer tableschema.HoldKeys(20_000)()
	const rows = 70_000
	var b bytes.Buffer
	b.WriteString("id,v\n")
	for i := range rows {
		id := i
		if i%10_000 == 9_999 {
			id = i / 2
		}
		fmt.Fprintf(&b, "%d,a\n", id)
	}
	check := func(opts tableschema.Options) *tableschema.Report {
		rep, err := tableschema.CheckSource(t.Context(), bytes.NewReader(b.Bytes()), tabular.Options{}, s, opts)
		if err != nil {
			t.Fatal(err)
		}
		return rep
	}
	room := &folder{dir: t.TempDir()}
	inMemory, onDisk := check(tableschema.Options{}), check(tableschema.Options{Spill: room})
	if inMemory.Errors != 4 || room.files != 1 || room.open != 0 {
		t.Errorf("%d errors, %d files made, %d left open", inMemory.Errors, room.files, room.open)
	}
	if diff := cmp.Diff(inMemory, onDisk); diff != "" {
		t.Error(diff)
	}
}

// A report lasts: written and read again it says the same.
func TestReportRoundTrip(t *testing.T) {
	rep, err := tableschema.CheckSource(t.Context(), io.LimitReader(bytes.NewReader(grants(50, 2)), 4000), tabular.Options{}, nil, tableschema.Options{})
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(rep)
	if err != nil {
		t.Fatal(err)
	}
	var again tableschema.Report
	if err := json.Unmarshal(raw, &again); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(rep, &again, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
}
