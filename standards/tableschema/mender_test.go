package tableschema_test

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"airial/standards/tableschema"
	"airial/standards/tabular"
)

// wild are cells that can be mended in every way, and some that cannot.
var wild = map[string][]string{
	"n": {"1 000", "7,0", " 7", "12 €", "x"}, "x": {"1,5", "1 234,5", "2 "},
	"d": {"7/1/2024", "1er avril 2024", "32/01/2024"}, "b": {"OUI", "Vrai", "peut-être"}, "k": {"E", "É", " b "},
	"s": {"899 999 007 00011", "8,03E+13"}, "t": {" éé"},
}

// wildTable draws a table of wild and plain cells under the labels of a schema.
func wildTable(rt *rapid.T, s *tableschema.Schema) string {
	var b strings.Builder
	labels := s.Labels()
	for i, l := range labels {
		if i > 0 {
			b.WriteByte(';')
		}
		b.WriteString(rapid.SampledFrom([]string{l, strings.ToUpper(l)}).Draw(rt, "label"))
	}
	for range rapid.IntRange(1, 8).Draw(rt, "rows") {
		b.WriteByte('\n')
		for i, l := range labels {
			if i > 0 {
				b.WriteByte(';')
			}
			b.WriteString(rapid.SampledFrom(append(slices.Clone(wild[l]), cellsOf[l]...)).Draw(rt, l))
		}
	}
	return b.String() + "\n"
}

func opened(rt interface{ Fatal(...any) }, text string) *tabular.Reader {
	r, err := tabular.Open(strings.NewReader(text), tabular.Options{Delimiter: ';', Encoding: tabular.UTF8})
	if err != nil {
		rt.Fatal(err)
	}
	return r
}

// Whatever rules are accepted: only they change something, what they write does
// not change again, and checking the mended table as it is read is checking the
// file that is written of it.
func TestMendSomeRules(t *testing.T) {
	s := load(t, everything)
	rapid.Check(t, func(rt *rapid.T) {
		text := wildTable(rt, s)
		salt := rapid.IntRange(0, 1<<20).Draw(rt, "accepted")
		accept := func(rule, field string) bool {
			h := salt
			for _, c := range rule + "/" + field {
				h = h*31 + int(c)
			}
			return h%3 != 0
		}
		var changes []tableschema.Change
		written := func(text string, delimiter byte) string {
			r, err := tabular.Open(strings.NewReader(text), tabular.Options{Delimiter: delimiter, Encoding: tabular.UTF8})
			if err != nil {
				rt.Fatal(err)
			}
			changes = nil
			m, err := tableschema.NewMender(r, s, tableschema.MendOptions{Accept: accept,
				Each: func(c tableschema.Change) error { changes = append(changes, c); return nil }})
			if err != nil {
				rt.Fatal(err)
			}
			var out bytes.Buffer
			w := tabular.NewWriter(&out, tabular.WriterOptions{})
			err = w.WriteStrings(m.Header())
			for err == nil {
				var rec *tabular.Record
				if rec, err = m.Next(); err == nil {
					err = w.Write(rec.Cells)
				}
			}
			if err != io.EOF {
				rt.Fatal(err)
			}
			if err := w.Flush(); err != nil {
				rt.Fatal(err)
			}
			return out.String()
		}
		once := written(text, ';')
		for _, c := range changes {
			field := c.Field
			if !tableschema.Always(c.Rule) && !accept(c.Rule, field) {
				rt.Fatalf("%+v was not accepted", c)
			}
		}
		if twice := written(once, ','); twice != once || len(changes) != 0 {
			rt.Fatalf("mended again: %+v\n%s\n%s", changes, once, twice)
		}

		m, err := tableschema.NewMender(opened(rt, text), s, tableschema.MendOptions{Accept: accept})
		if err != nil {
			rt.Fatal(err)
		}
		read, err := tableschema.Check(t.Context(), m, s, tableschema.Options{Limit: -1})
		if err != nil {
			rt.Fatal(err)
		}
		file, err := tableschema.CheckSource(t.Context(), strings.NewReader(once), tabular.Options{Delimiter: ',', Encoding: tabular.UTF8, HeaderRow: 1}, s, tableschema.Options{Limit: -1})
		if err != nil {
			rt.Fatal(err)
		}
		if diff := cmp.Diff(codes(read), codes(file)); diff != "" {
			rt.Fatalf("%s\n%s", diff, once)
		}
	})
}

// codes sums findings up, whatever their rows: blank ones are left out of a file.
func codes(r *tableschema.Report) map[string]int {
	out := map[string]int{}
	for _, f := range r.Findings {
		out[f.Code+" "+f.Field+" "+f.Value]++
	}
	return out
}

// What a person writes over a row stands, and rows that she leaves out are gone;
// the others keep their numbers.
func TestMenderEdits(t *testing.T) {
	s := load(t, everything)
	text := strings.Join(s.Labels(), ";") + "\n" + strings.Repeat(strings.Repeat("1;", len(s.Labels())-1)+"1\n", 3)
	m, err := tableschema.NewMender(opened(t, text), s, tableschema.MendOptions{Edit: func(row int, cells [][]byte) ([][]byte, bool) {
		cells[0] = []byte("row " + strconv.Itoa(row))
		return cells, row != 3
	}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for {
		rec, err := m.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, strconv.Itoa(rec.Row)+" "+string(rec.Cells[0]))
	}
	if diff := cmp.Diff([]string{"2 row 2", "4 row 4"}, got); diff != "" {
		t.Error(diff)
	}
}

// What is typed into a row is mended like a file, and checked by itself.
func TestTyped(t *testing.T) {
	s := load(t, everything)
	labels := s.Labels()
	cells := make([]string, len(labels))
	cells[slices.Index(labels, "d")], cells[slices.Index(labels, "x")] = "le 3 mars 2024", "1,5"
	got, err := tableschema.Typed(s, labels, cells)
	if err != nil {
		t.Fatal(err)
	}
	if got[slices.Index(labels, "d")] != "2024-03-03" || got[slices.Index(labels, "x")] != "1.5" {
		t.Errorf("%q", got)
	}
	blank, err := tableschema.Typed(s, labels, make([]string, len(labels)))
	if err != nil || len(blank) != len(labels) {
		t.Errorf("%q %v", blank, err)
	}
	got[slices.Index(labels, "d")] = "32/01/2024"
	findings, err := tableschema.CheckRow(t.Context(), s, labels, tableschema.RowOf{Row: 7, Cells: got})
	if err != nil || !slices.ContainsFunc(findings, func(f tableschema.Finding) bool { return f.Field == "d" && f.Row == 7 && f.Code == "type-error" }) {
		t.Errorf("%+v %v", findings, err)
	}
}
