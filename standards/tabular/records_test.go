package tabular

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var commas = Options{Encoding: UTF8, Delimiter: ',', Quote: '"', HeaderRow: 1}

func TestRecords(t *testing.T) {
	for _, tc := range []struct {
		name, text string
		rows       [][]string
		at         []int
		flags      Flags
	}{
		{"plain", "a,b\n1,2\n3,4", [][]string{{"1", "2"}, {"3", "4"}}, []int{2, 3}, 0},
		{"no end of line at the end", "a\n1", [][]string{{"1"}}, []int{2}, 0},
		{"header alone", "a,b\n", nil, nil, 0},
		{"blank lines count", "a,b\n\n1,2\r\n\r\n3,4\n\n", [][]string{{}, {"1", "2"}, {}, {"3", "4"}, {}}, []int{2, 3, 4, 5, 6}, 0},
		{"trailing delimiters", "a,b\n1,2,\n3,\n", [][]string{{"1", "2", ""}, {"3", ""}}, []int{2, 3}, 0},
		{"trailing delimiter at the very end", "a,b\n1,", [][]string{{"1", ""}}, []int{2}, 0},
		{"ragged", "a,b\n1\n1,2,3\n", [][]string{{"1"}, {"1", "2", "3"}}, []int{2, 3}, 0},
		{"quotes", "a,b\n\"1,5\",\"\"\n", [][]string{{"1,5", ""}}, []int{2}, 0},
		{"doubled quotes", "a,b\n\"say \"\"yes\"\"\",\"\"\"\"\n", [][]string{{`say "yes"`, `"`}}, []int{2}, 0},
		{"lines within a cell are one record", "a,b\n\"x\ny\r\nz\",2\n3,4\n", [][]string{{"x\ny\r\nz", "2"}, {"3", "4"}}, []int{2, 3}, 0},
		{"quote inside an unquoted cell", "a,b\n6\" pipe,2\n", [][]string{{`6" pipe`, "2"}}, []int{2}, 0},
		{"text after the closing quote", "a,b\n\"Le Petit\" théâtre,2\n", [][]string{{"Le Petit théâtre", "2"}}, []int{2}, 0},
		{"doubled quotes and text after", "a,b\n\"a \"\"b\"\" c\"d \"e\",2\n", [][]string{{`a "b" cd "e"`, "2"}}, []int{2}, 0},
		{"old Macintosh lines", "a,b\r1,2\r3,4\r", [][]string{{"1", "2"}, {"3", "4"}}, []int{2, 3}, 0},
		{"quote never closed", "a,b\n1,2\n\"3,4\n5,6\n", [][]string{{"1", "2"}, {"3,4\n5,6\n"}}, []int{2, 3}, Unclosed},
		{"lone quote at the end", "a,b\n1,\"", [][]string{{"1", ""}}, []int{2}, Unclosed},
		{"NUL bytes", "a,b\n1\x00\x002,3\n", [][]string{{"1\uFFFD\uFFFD2", "3"}}, []int{2}, HasNUL},
		{"wrong byte", "a,b\nL\xE9a,Zoé\n", [][]string{{"Léa", "Zoé"}}, []int{2}, BadEncoding},
		{"character cut by the end", "a,b\n1,Zo\xC3", [][]string{{"1", "ZoÃ"}}, []int{2}, BadEncoding},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := openText(t, tc.text, commas)
			if diff := cmp.Diff(tc.rows, got.Rows); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(tc.at, got.At); diff != "" {
				t.Error(diff)
			}
			if got.Flags != tc.flags {
				t.Errorf("flags %b, want %b", got.Flags, tc.flags)
			}
		})
	}
}

// Each record carries its own flags, not those of its neighbours.
func TestFlagsBelongToTheirRecord(t *testing.T) {
	r, err := Open(strings.NewReader("a\nok\nb\x00d\nok\n\xE9\nok\n"), commas)
	if err != nil {
		t.Fatal(err)
	}
	var got []Flags
	for rec, err := r.Next(); err == nil; rec, err = r.Next() {
		got = append(got, rec.Flags)
	}
	if diff := cmp.Diff([]Flags{0, HasNUL, 0, BadEncoding, 0}, got); diff != "" {
		t.Error(diff)
	}
}

// repeated is a source of unit, n times, after head and before tail.
func repeated(head, unit string, n int, tail string) io.Reader {
	many := strings.Repeat(unit, 1024)
	parts := []io.Reader{strings.NewReader(head)}
	for range n / 1024 {
		parts = append(parts, strings.NewReader(many))
	}
	return io.MultiReader(append(parts, strings.NewReader(tail))...)
}

// A line far beyond the limit is cut and flagged; what follows is read, and
// memory is bounded.
func TestHugeRecords(t *testing.T) {
	const n = 32 << 20
	limits := Limits{Record: 256 << 10, Columns: 1000}
	for _, tc := range []struct {
		name, head, unit, tail string
		units                  int
		flags                  Flags
		rest                   int
	}{
		{"one cell", "a,b\n1,2\n", "x", ",2\n3,4\n5,6\n", n, TooLong, 2},
		{"one quoted cell", "a,b\n1,2\n\"", "x\"\"\n", "\",2\n3,4\n5,6\n", n / 16, TooLong, 2},
		{"many cells", "a,b\n1,2\n", "x,", "2\r\n3,4\r\n5,6\r\n", n / 16, TooLong | TooWide, 2},
		{"quote never closed", "a,b\n1,2\n\"", "x,1\n", "3,4\n5,6\n", n / 16, TooLong | Unclosed, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			opts := commas
			opts.Limits = limits
			r, err := Open(repeated(tc.head, tc.unit, tc.units, tc.tail), opts)
			if err != nil {
				t.Fatal(err)
			}
			var rows []int
			flags := Flags(0)
			for {
				rec, err := r.Next()
				if err == io.EOF {
					break
				}
				if err != nil {
					t.Fatal(err)
				}
				rows = append(rows, rec.Row)
				flags |= rec.Flags
				if rec.Row == 5 && string(rec.Cells[1]) != "6" {
					t.Errorf("row 5 is %q", rec.Cells)
				}
			}
			if flags != tc.flags || len(rows) != 2+tc.rest {
				t.Errorf("flags %b, rows %v", flags, rows)
			}
			if cap(r.buf) > 8<<20 {
				t.Errorf("the buffer has grown to %d bytes", cap(r.buf))
			}
		})
	}
}

// oneByte gives the source in pieces of n bytes.
type pieces struct {
	src io.Reader
	n   int
}

func (p pieces) Read(b []byte) (int, error) { return p.src.Read(b[:min(len(b), p.n)]) }

var messy = rapid.StringOf(rapid.SampledFrom([]rune{'a', 'é', '1', ',', ';', '"', '"', '\n', '\n', '\r', ' ', '\x00', '’', '漢', '\uFEFF', '\t'}))

// However the source cuts its reads, and wherever the blocks end, the same
// text gives the same table.
func TestBordersChangeNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := "a,b\n" + messy.Draw(t, "text")
		if rapid.Bool().Draw(t, "latin") {
			text = strings.ToValidUTF8(strings.ReplaceAll(text, "é", "\xE9"), "?")
			text = strings.ReplaceAll(text, "?", "\xE9")
		}
		opts := commas
		if rapid.Bool().Draw(t, "utf16") {
			opts.Encoding = UTF16LE
		}
		whole, err := open(strings.NewReader(text), opts, 1<<16)
		if err != nil {
			t.Skip(err)
		}
		want := readAllRapid(t, whole)
		cut := rapid.IntRange(1, 9).Draw(t, "cut")
		again, err := open(pieces{strings.NewReader(text), cut}, opts, 1<<16)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, readAllRapid(t, again)); diff != "" {
			t.Fatalf("reads of %d bytes change the table:\n%s", cut, diff)
		}
		block := rapid.IntRange(8, 64).Draw(t, "block")
		small, err := open(strings.NewReader(text), opts, block)
		if err != nil {
			t.Skip(err) // a few bytes may look like another kind of file
		}
		if diff := cmp.Diff(want, readAllRapid(t, small)); diff != "" {
			t.Fatalf("blocks of %d bytes change the table:\n%s", block, diff)
		}
	})
}

type flatRecord struct {
	Row   int
	Cells []string
	Flags Flags
}

func readAllRapid(t *rapid.T, r *Reader) []flatRecord {
	var out []flatRecord
	for {
		rec, err := r.Next()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		f := flatRecord{Row: rec.Row, Flags: rec.Flags}
		for _, c := range rec.Cells {
			if !utf8.Valid(c) {
				t.Fatalf("row %d holds a cell that is not UTF-8: %q", rec.Row, c)
			}
			f.Cells = append(f.Cells, string(c))
		}
		out = append(out, f)
	}
}

// What the writer writes, the reader reads.
func TestWriteAndRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cell := rapid.StringOf(rapid.SampledFrom([]rune{'a', 'é', ',', '"', '\n', '\r', ';', ' ', '\''}))
		rows := rapid.SliceOfN(rapid.SliceOfN(cell, 1, 4), 1, 8).Draw(t, "rows")
		var out bytes.Buffer
		w := NewWriter(&out, WriterOptions{CRLF: rapid.Bool().Draw(t, "crlf")})
		for i, row := range rows {
			if i%2 == 0 {
				if err := w.WriteStrings(row); err != nil {
					t.Fatal(err)
				}
				continue
			}
			cells := make([][]byte, len(row))
			for j, c := range row {
				cells[j] = []byte(c)
			}
			if err := w.Write(cells); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		r, err := Open(bytes.NewReader(out.Bytes()), commas)
		if err != nil {
			t.Skip(err) // blanks alone are an empty file
		}
		got := [][]string{r.Header()}
		for _, rec := range readAllRapid(t, r) {
			got = append(got, rec.Cells)
		}
		if diff := cmp.Diff(rows, got); diff != "" {
			t.Fatalf("%q:\n%s", out.String(), diff)
		}
	})
}

func TestWriterQuotesLittle(t *testing.T) {
	var out bytes.Buffer
	w := NewWriter(&out, WriterOptions{})
	for _, row := range [][]string{{"a", "b c", "L’été"}, {"1;2", "3,4", `5"`}, {""}, {"", ""}} {
		if err := w.WriteStrings(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	want := "a,b c,L’été\n1;2,\"3,4\",\"5\"\"\"\n\"\"\n,\n"
	if out.String() != want || w.Rows() != 4 {
		t.Errorf("%d rows: %q", w.Rows(), out.String())
	}
}

func TestNextDoesNotAllocate(t *testing.T) {
	r, err := Open(strings.NewReader("a,b,c\n"+strings.Repeat("1,\"2 \"\"x\"\"\",3\n", 20000)), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if n := testing.AllocsPerRun(500, func() {
		if _, err := r.Next(); err != nil {
			t.Fatal(err)
		}
	}); n > 0 {
		t.Errorf("Next allocates %v times", n)
	}
}

func FuzzReader(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n", "\xFF\xFEa\x00;\x00b\x00\n\x00", "a;b\r\n\"x\"\"y\";\xE9\r\n", "sep=;\na;b\n", "\"", "\x00\n", "t\n\na|b\n1|\"2", "'a','b'\n'1','2'\n"} {
		f.Add([]byte(s), 16)
	}
	f.Fuzz(func(t *testing.T, data []byte, block int) {
		block = 8 + (block&0xFFF)%4096
		opts := Options{Limits: Limits{Record: 256, Columns: 8}}
		r, err := open(bytes.NewReader(data), opts, block)
		if err != nil {
			if _, ok := Unreadable(err); !ok {
				t.Fatal(err)
			}
			return
		}
		last := 0
		for {
			rec, err := r.Next()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if rec.Row <= last || len(rec.Cells) > 8 {
				t.Fatalf("row %d after %d, %d cells", rec.Row, last, len(rec.Cells))
			}
			last = rec.Row
			for _, c := range rec.Cells {
				if !utf8.Valid(c) {
					t.Fatalf("row %d holds %q", rec.Row, c)
				}
			}
		}
		// The dialect found reads the same bytes again.
		again, err := open(bytes.NewReader(data), r.Dialect().Options(), 1<<16)
		if err == nil && again.Dialect().Delimiter != r.Dialect().Delimiter {
			t.Fatalf("%+v then %+v", r.Dialect(), again.Dialect())
		}
	})
}
