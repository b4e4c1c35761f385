package check

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"airial/internal/platform/fault"
	"airial/standards/tabular"
)

// book is a workbook of two sheets: a note, and a table under a title, with a
// row that is not filled in.
func book(t *testing.T) []byte {
	t.Helper()
	f := excelize.NewFile()
	_ = f.SetSheetName("Sheet1", "Note")
	_ = f.SetCellValue("Note", "A1", "À relire avant publication")
	_, _ = f.NewSheet("Prénoms")
	for cell, v := range map[string]any{"A1": "Prénoms de 2025", "A3": "COMMUNE_NOM", "B3": "COLL_INSEE", "C3": "ENFANT_SEXE", "D3": "ENFANT_PRENOM",
		"E3": "NOMBRE_OCCURRENCES", "F3": "ANNEE", "A4": "Sainte-Aulaye", "B4": "33999", "C4": "F", "D4": "Jeanne", "E4": 3, "F4": 2025,
		"A6": "Sainte-Aulaye", "B6": "33999", "C6": "X", "D6": "Léo", "E6": 12, "F6": 2025} {
		_ = f.SetCellValue("Prénoms", cell, v)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func tabulated(t *testing.T, file []byte, sheet string) (Form, string, error) {
	t.Helper()
	var out strings.Builder
	form, err := Tabulate(t.Context(), bytes.NewReader(file), sheet, Bounds{}, &out)
	return form, out.String(), err
}

// A workbook's sheet becomes a CSV of the same rows: what is found in the one
// is found in the other, in the same rows.
func TestTabulateKeepsRows(t *testing.T) {
	file := book(t)
	for _, sheet := range []string{"Prénoms", "2"} {
		form, text, err := tabulated(t, file, sheet)
		if err != nil || form != (Form{"xlsx", "Prénoms"}) {
			t.Fatalf("%+v, %v", form, err)
		}
		want := "Prénoms de 2025\n\nCOMMUNE_NOM,COLL_INSEE,ENFANT_SEXE,ENFANT_PRENOM,NOMBRE_OCCURRENCES,ANNEE\n" +
			"Sainte-Aulaye,33999,F,Jeanne,3,2025\n\nSainte-Aulaye,33999,X,Léo,12,2025\n"
		if diff := cmp.Diff(want, text); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		ask := func(file io.Reader, sheet string) []string {
			a, err := Ask(t.Context(), Question{File: "p", Sheet: sheet}, file)
			if err != nil {
				t.Fatal(err)
			}
			var out []string
			for _, f := range a.Report.Findings {
				out = append(out, f.Code+" "+f.Field+" "+string(rune('0'+f.Row)))
			}
			return out
		}
		if diff := cmp.Diff(ask(bytes.NewReader(file), sheet), ask(strings.NewReader(text), "")); diff != "" {
			t.Errorf("findings of the sheet and of its CSV (-sheet +csv):\n%s", diff)
		}
	}
	if _, _, err := tabulated(t, file, "Budget"); !fault.Is(err, fault.Invalid) {
		t.Errorf("a sheet that is not there: %v", err)
	}
	looked, err := Look(bytes.NewReader(file), Bounds{})
	if err != nil || len(looked.Sheets) != 2 || looked.Form.Sheet != "Note" {
		t.Errorf("%+v, %v", looked, err)
	}
}

func TestTabulateOfOtherFiles(t *testing.T) {
	csv := "a;b\n1;été\n2;\"x;y\"\n"
	var zipped, gzipped bytes.Buffer
	z := zip.NewWriter(&zipped)
	f, _ := z.Create("a.csv")
	_, _ = io.WriteString(f, csv)
	_ = z.Close()
	g := gzip.NewWriter(&gzipped)
	_, _ = io.WriteString(g, csv)
	_ = g.Close()
	const clean = "a,b\n1,été\n2,x;y\n"
	for _, c := range []struct {
		name, file string
		form       Form
		text       string
	}{
		{"a CSV needs no other form", csv, Form{}, ""},
		{"what is no table stays as it is", "%PDF-1.7\n", Form{}, ""},
		{"nothing at all", "", Form{}, ""},
		{"zip", zipped.String(), Form{Format: "csv+zip"}, clean},
		{"gzip", gzipped.String(), Form{Format: "csv+gzip"}, clean},
		{"json", `[{"a":1,"b":"été"},{"a":2,"b":"x;y"}]`, Form{Format: "json"}, clean},
		{"ndjson", "{\"a\":1,\"b\":\"été\"}\n{\"a\":2,\"b\":\"x;y\"}\n", Form{Format: "ndjson"}, clean},
	} {
		form, text, err := tabulated(t, []byte(c.file), "")
		if err != nil || form != c.form || c.form.Format != "" && text != c.text {
			t.Errorf("%s: %+v, %q, %v", c.name, form, text, err)
		}
	}
	// A damaged file in an archive is not made whole in silence.
	var damaged bytes.Buffer
	g = gzip.NewWriter(&damaged)
	_, _ = io.WriteString(g, "a;b\n1;2\n3;\x00\n")
	_ = g.Close()
	if _, _, err := tabulated(t, damaged.Bytes(), ""); !fault.Is(err, fault.Invalid) {
		t.Errorf("damaged: %v", err)
	}
}

// The CSV is read back as the table that it was made of.
func FuzzTabulate(f *testing.F) {
	f.Add([]byte(`[{"a":1,"b":"é\n\"x"},{"c":null}]`))
	f.Add([]byte("{\"a\":\"1\"}\n{\"b\":\";\"}\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		var out bytes.Buffer
		form, err := Tabulate(t.Context(), bytes.NewReader(file), "", Bounds{Unpacked: 1 << 20}, &out)
		if err != nil || form.Format == "" {
			return
		}
		if _, err := tabular.Open(bytes.NewReader(out.Bytes()), tabular.Options{Encoding: tabular.UTF8, Delimiter: ',', Quote: '"'}); err != nil {
			t.Errorf("%s became a CSV that is none: %q, %v", form.Format, out.Bytes(), err)
		}
	})
}
