package tabular

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// table is what a test reads from a file.
type table struct {
	Dialect Dialect
	Header  []string
	Titles  int
	Rows    [][]string
	At      []int // row of each record
	Flags   Flags // of all records together
}

func readAll(t testing.TB, r *Reader) table {
	t.Helper()
	out := table{Header: r.Header(), Titles: len(r.Titles()), Flags: r.HeaderFlags()}
	for {
		rec, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		cells := make([]string, len(rec.Cells))
		for i, c := range rec.Cells {
			cells[i] = string(c)
		}
		out.Rows = append(out.Rows, cells)
		out.At = append(out.At, rec.Row)
		out.Flags |= rec.Flags
	}
	out.Dialect = r.Dialect()
	return out
}

func openText(t testing.TB, text string, opts Options) table {
	t.Helper()
	r, err := Open(strings.NewReader(text), opts)
	if err != nil {
		t.Fatal(err)
	}
	return readAll(t, r)
}

func encoded(t *testing.T, enc interface{ String(string) (string, error) }, text string) string {
	t.Helper()
	out, err := enc.String(text)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

const french = "nom;prénom;année\nL’Hôpital;Zoé;2024\nŒuvres à l’été;Maël;2025\n"

func TestEncodings(t *testing.T) {
	le := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder()
	be := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder()
	want := table{
		Dialect: Dialect{Delimiter: ';', Quote: '"', HeaderRow: 1},
		Header:  []string{"nom", "prénom", "année"},
		Rows:    [][]string{{"L’Hôpital", "Zoé", "2024"}, {"Œuvres à l’été", "Maël", "2025"}},
		At:      []int{2, 3},
	}
	for _, tc := range []struct{ name, text, encoding string }{
		{"utf-8", french, UTF8},
		{"utf-8 with BOM", "\uFEFF" + french, UTF8},
		{"utf-8 with two BOMs", "\uFEFF\uFEFF" + french, UTF8},
		{"windows-1252", encoded(t, charmap.Windows1252.NewEncoder(), french), Windows1252},
		{"macintosh", encoded(t, charmap.Macintosh.NewEncoder(), french), MacRoman},
		{"utf-16 with BOM", "\xFF\xFE" + encoded(t, le, french), UTF16LE},
		{"utf-16 big-endian with BOM", "\xFE\xFF" + encoded(t, be, french), UTF16BE},
		{"utf-16 without BOM", encoded(t, le, french), UTF16LE},
		{"utf-16 big-endian without BOM", encoded(t, be, french), UTF16BE},
	} {
		t.Run(tc.name, func(t *testing.T) {
			want.Dialect.Encoding = tc.encoding
			if diff := cmp.Diff(want, openText(t, tc.text, Options{})); diff != "" {
				t.Error(diff)
			}
		})
	}
	dos := strings.ReplaceAll(strings.ReplaceAll(french, "’", "'"), "Œ", "OE")
	got := openText(t, encoded(t, charmap.CodePage850.NewEncoder(), dos), Options{})
	if got.Dialect.Encoding != CP850 || got.Header[1] != "prénom" {
		t.Errorf("DOS text: %+v", got.Dialect)
	}
}

// A file of ASCII for the first block is only found to be Windows-1252 at its
// first accent.
func TestLateAccent(t *testing.T) {
	long := "a,b\n" + strings.Repeat("x,y\n", blockSize/2) + "caf\xE9,z\n"
	got := openText(t, long, Options{})
	if got.Dialect.Encoding != Windows1252 || got.Flags != 0 {
		t.Errorf("got %q, flags %b", got.Dialect.Encoding, got.Flags)
	}
	if last := got.Rows[len(got.Rows)-1]; last[0] != "café" {
		t.Errorf("last row %q", last)
	}
}

// A few bytes of another encoding in a UTF-8 file are faults of their rows.
func TestMixedEncoding(t *testing.T) {
	got := openText(t, "nom,ville\n"+strings.Repeat("Zoé,Orléans\n", 20)+"L\xE9a,Nantes\n", Options{})
	if got.Dialect.Encoding != UTF8 || got.Flags != BadEncoding || got.Rows[20][0] != "Léa" {
		t.Errorf("%q, flags %b, %q", got.Dialect.Encoding, got.Flags, got.Rows[20])
	}
}

func TestDialects(t *testing.T) {
	for _, tc := range []struct {
		name, text string
		delimiter  byte
		quote      byte
		headerRow  int
		header     string
	}{
		{"comma", "a,b,c\n1,2,3\n", ',', '"', 1, "a|b|c"},
		{"semicolon and decimal commas", "a;b;c\n1,5;2,5;3,5\n1,7;2,2;3,1\n", ';', '"', 1, "a|b|c"},
		{"tab", "a\tb\n1,2\t3\n", '\t', '"', 1, "a|b"},
		{"bar", "a|b\n1;2|3\n", '|', '"', 1, "a|b"},
		{"semicolons within quotes", "a,b\n\"x;y;z\",2\n\"x;y;z\",3\n", ',', '"', 1, "a|b"},
		{"quoted header", "\"a\";\"b, c\"\n1;2\n", ';', '"', 1, "a|b, c"},
		{"apostrophes quote", "'a','b'\n'1,5','2'\n", ',', '\'', 1, "a|b"},
		{"apostrophes in names", "a;b\n'tis;L'eau\n", ';', '"', 1, "a|b"},
		{"header alone", "a;b;c", ';', '"', 1, "a|b|c"},
		{"one column", "nom\nZoé\nMaël\n", ',', '"', 1, "nom"},
		{"one column of sentences", "phrase\nUn, deux\nTrois\nQuatre\nCinq\nSix\nSept\nHuit\nNeuf\n", ';', '"', 1, "phrase"},
		{"separator said", "sep=;\na;b\n1;2\n", ';', '"', 2, "a|b"},
		{"title line", "Subventions 2024\nnom;objet;montant\nX;Y;1\n", ';', '"', 2, "nom|objet|montant"},
		{"title lines and blanks", "Commune de X;;;\n\nSubventions;2024;;\nnom;objet;date;montant\nX;Y;2024-01-01;1\n", ';', '"', 3, ""},
		{"padded title", "Subventions 2024;;;;;\n;;;;;\nnom;objet;a;b;c;montant\nX;Y;2;3;4;1\n", ';', '"', 3, "nom|objet|a|b|c|montant"},
		{"blank lines above", "\n\na,b\n1,2\n", ',', '"', 3, "a|b"},
		{"header with blank labels", "a,,c\n1,2,3\n", ',', '"', 1, "a||c"},
		{"one column of decimals", "taux\n1,2\n3,4\n", ';', '"', 1, "taux"},
		{"short header", "id,nom\n1,Zoé,2\n3,Maël,4\n", ',', '"', 1, "id|nom"},
		{"comment", "# made by hand\nid,name\n1,x\n", ',', '"', 2, "id|name"},
		{"CRLF", "a;b\r\n1;2\r\n", ';', '"', 1, "a|b"},
		{"CR", "a;b\r1;2\r", ';', '"', 1, "a|b"},
		{"blanks after delimiters", "a, b\n1, 2\n", ',', '"', 1, "a| b"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := openText(t, tc.text, Options{})
			d := got.Dialect
			if d.Delimiter != tc.delimiter || d.Quote != tc.quote {
				t.Errorf("delimiter %q, quote %q", d.Delimiter, d.Quote)
			}
			if tc.header != "" && (d.HeaderRow != tc.headerRow || strings.Join(got.Header, "|") != tc.header) {
				t.Errorf("header in row %d: %q", d.HeaderRow, got.Header)
			}
		})
	}
}

func TestExpectedHeader(t *testing.T) {
	text := "Export;du;logiciel\nA;B;C\nNom ;PRÉNOM;âge\nX;Y;3\n"
	got := openText(t, text, Options{Expect: []string{"nom", "prenom", "age", "ville"}})
	if got.Dialect.HeaderRow != 3 || got.Titles != 2 {
		t.Errorf("header in row %d, %d titles", got.Dialect.HeaderRow, got.Titles)
	}
}

func TestOverrides(t *testing.T) {
	got := openText(t, "x\na,b;c\n'1,2';3\n", Options{Delimiter: ',', Quote: NoQuote, HeaderRow: 2, Encoding: "latin1"})
	want := table{Dialect: Dialect{Encoding: ISO88591, Delimiter: ',', HeaderRow: 2}, Header: []string{"a", "b;c"}, Titles: 1,
		Rows: [][]string{{"'1", "2';3"}}, At: []int{3}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestUnreadable(t *testing.T) {
	for _, tc := range []struct{ name, text, reason string }{
		{"nothing", "", Empty},
		{"blanks", " \n\n\t\r\n", Empty},
		{"BOM alone", "\uFEFF", OnlyBOM},
		{"UTF-16 BOM alone", "\xFF\xFE", OnlyBOM},
		{"BOM and blanks", "\uFEFF\n\n", Empty},
		{"PDF", "%PDF-1.7\n1 0 obj\n", PDF},
		{"zip", "PK\x03\x04\x14\x00\x00\x00\x08\x00data.csv", Zip},
		{"xlsx", "PK\x03\x04\x14\x00\x06\x00\x08\x00[Content_Types].xml", XLSX},
		{"ods", "PK\x03\x04\x14\x00\x00\x08mimetypeapplication/vnd.oasis.opendocument.spreadsheet", ODS},
		{"xls", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + strings.Repeat("\x00", 64), XLS},
		{"png", "\x89PNG\r\n\x1a\n\x00\x00", Image},
		{"gzip", "\x1f\x8b\x08\x00abc", Gzip},
		{"parquet", "PAR1\x15\x04", Parquet},
		{"web page", "\n<!DOCTYPE html><html><body>404</body></html>", WebPage},
		{"XML", "<?xml version=\"1.0\"?><a/>", XML},
		{"JSON", "[\n  {\"a\": 1}\n]", JSON},
		{"zeros", strings.Repeat("\x00", 4096), Binary},
		{"noise", "\x01\x02\x9a\x8f\x03\x04abc\x05\x06\x0e\x0f\xff\xfa\x10\x11", Binary},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := Open(strings.NewReader(tc.text), Options{})
			if reason, ok := Unreadable(err); !ok || reason != tc.reason {
				t.Errorf("got %v, want %s", err, tc.reason)
			}
		})
	}
	_, err := Open(strings.NewReader("a,b\n"), Options{Encoding: "ebcdic"})
	if reason, _ := Unreadable(err); reason != BadOption {
		t.Errorf("an unknown encoding gives %v", err)
	}
}

type failing struct{ left int }

var errDisk = errors.New("the disk is gone")

func (f *failing) Read(p []byte) (int, error) {
	if f.left == 0 {
		return 0, errDisk
	}
	n := min(len(p), f.left)
	f.left -= n
	for i := range n {
		p[i] = "a,b\n"[i%4]
	}
	return n, nil
}

func TestSourceFails(t *testing.T) {
	if _, err := Open(&failing{}, Options{}); !errors.Is(err, errDisk) {
		t.Errorf("Open: %v", err)
	}
	r, err := Open(&failing{left: 3 * blockSize}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for err == nil {
		_, err = r.Next()
	}
	if !errors.Is(err, errDisk) {
		t.Errorf("Next: %v", err)
	}
}
