package template_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"airial/standards/catalogue"
	"airial/standards/scdl"
	"airial/standards/source"
	"airial/standards/standardstest"
	"airial/standards/tableschema"
	"airial/standards/template"
)

var own = template.Own{Name: `Saint "Aulaye"`, SIRET: "21339990000017", INSEE: "33999"}

func made(t testing.TB, format string, s *tableschema.Schema, o template.Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := template.Write(&b, format, s, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func checked(t testing.TB, file []byte, s *tableschema.Schema) *tableschema.Report {
	t.Helper()
	table, err := source.Open(bytes.NewReader(file), source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer table.Close()
	rep, err := tableschema.Check(t.Context(), table, s, tableschema.Options{Limit: -1})
	if err != nil {
		t.Fatal(err)
	}
	return rep
}

// A template of each schema of the catalogue is read back with its columns, and
// nothing in it is found wrong: neither its other sheets, nor its prepared rows.
func TestTemplatesComeBackClean(t *testing.T) {
	for i, s := range catalogue.BuiltIn().All() {
		if os.Getenv("AIRIAL_SOAK") == "" && i%8 != 1 { // the long form makes all of them
			continue
		}
		for _, format := range template.Formats {
			rep := checked(t, made(t, format, s, template.Options{Lang: "fr", Own: own}), s)
			if rep.Rows != 0 || len(rep.Findings) != 1 || rep.Findings[0].Detail != "no-rows" || len(rep.Columns) != len(s.Fields) {
				t.Errorf("%s.%s: %d rows, %d columns of %d, %d findings", s.Name, format, rep.Rows, len(rep.Columns), len(s.Fields), len(rep.Findings))
			}
		}
	}
}

// The rows that are copied into a template come back as they were.
func TestRowsComeBack(t *testing.T) {
	s, _ := scdl.Lookup("scdl/subventions")
	rows := [][]string{
		{"Saint Aulaye", "21339990000017", "2025-04-08", "", "Amis & Cie <x>", "89999900700011", "", "Fête\ndu lac; \"été\"", "1500.5", "aide en numéraire", "unique", "2025-05-02", "", "non", "1", ""},
		{"Saint Aulaye", "21339990000017", "2025-04-09", "", "Club", "89999900700011", "", "Stages", "8000", "aide en numéraire", "unique", "2025-05-02", "", "oui", "1", ""},
	}
	for _, format := range template.Formats {
		table, err := source.Open(bytes.NewReader(made(t, format, s, template.Options{Own: own, Rows: rows})), source.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var got [][]string
		for {
			rec, err := table.Next()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			var cells []string
			for _, c := range rec.Cells {
				cells = append(cells, string(c))
			}
			got = append(got, cells)
		}
		if diff := cmp.Diff(rows, got); diff != "" {
			t.Errorf("%s: %s", format, diff)
		}
	}
}

// A row that a person fills in gets her body's name and number by a formula.
func TestOwnAppears(t *testing.T) {
	s, _ := scdl.Lookup("scdl/subventions")
	book, err := excelize.OpenReader(bytes.NewReader(made(t, template.XLSX, s, template.Options{Own: own})))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	if err := book.SetCellStr("Données", "E2", "Amis"); err != nil {
		t.Fatal(err)
	}
	for at, want := range map[string]string{"A2": own.Name, "B2": own.SIRET, "A3": "", "B3": ""} {
		if got, err := book.CalcCellValue("Données", at); err != nil || got != want {
			t.Errorf("%s: %q, %v; want %q", at, got, err, want)
		}
	}
	rules, err := book.GetDataValidations("Données")
	if err != nil || len(rules) != len(s.Fields) {
		t.Errorf("%d rules, %v", len(rules), err)
	}
	if book.GetSheetList()[1] != "Explications" {
		t.Error(book.GetSheetList())
	}
}

func TestOwnCells(t *testing.T) {
	s, _ := scdl.Lookup("scdl/subventions")
	o := template.Own{Name: "X", SIRET: "213399900"}
	if got := o.Cell(s.Field("idAttribuant")); got != "" {
		t.Errorf("a SIRET was invented: %q", got)
	}
	if got := own.Cell(s.Field("idBeneficiaire")); got != "" {
		t.Errorf("the beneficiary is the body: %q", got)
	}
	if !template.Asks(s) {
		t.Error("no room for a SIRET")
	}
}

// The parts of an ODS are well-formed, the type stands first and uncompressed.
func TestODSPackage(t *testing.T) {
	s, _ := scdl.Lookup("scdl/deliberations")
	file := made(t, template.ODS, s, template.Options{Lang: "en", Own: own})
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	if z.File[0].Name != "mimetype" || z.File[0].Method != zip.Store {
		t.Errorf("first: %+v", z.File[0].FileHeader)
	}
	for _, f := range z.File[1:] {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		for dec := xml.NewDecoder(r); err == nil; {
			_, err = dec.Token()
		}
		if err != io.EOF {
			t.Errorf("%s: %v", f.Name, err)
		}
		r.Close()
	}
}

// LibreOffice opens both workbooks and finds the header in them.
func TestLibreOffice(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		standardstest.Missing(t, "soffice is not installed")
	}
	s, _ := scdl.Lookup("scdl/subventions")
	for _, format := range []string{template.XLSX, template.ODS} {
		dir := t.TempDir()
		path := filepath.Join(dir, "x."+format)
		if err := os.WriteFile(path, made(t, format, s, template.Options{Own: own}), 0o600); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.CommandContext(t.Context(), office, "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to", "csv", "--outdir", dir, path).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		text, err := os.ReadFile(filepath.Join(dir, "x.csv"))
		if err != nil {
			t.Fatal(err)
		}
		header, err := csv.NewReader(strings.NewReader(string(text))).Read()
		if diff := cmp.Diff(s.Labels(), header); diff != "" || err != nil {
			t.Error(format, diff, err)
		}
	}
}
