package document

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"airial/standards/standardstest"
)

// sample has each kind of block, a table over several pages, and letters that
// are not of western Europe.
func sample(t testing.TB) *Document {
	t.Helper()
	template, err := Parse(`# Fiche de traitement : {{nom}}

Établie pour **{{commune}}** le *4 juin*, voir [la CNIL](https://www.cnil.fr/) ou [rien](javascript:alert(1)).

> Avis : {{avis}}

1. Un premier point, assez long pour que sa ligne revienne sous elle-même et non sous son numéro, ce qui se lit mieux
2. Un deuxième
   - dedans

   et une suite

## Durées de conservation

| Catégorie | Durée | Sort final |
|---|---|---|
{{#durees}}
| {{quoi}} | {{ans}} | {{sort}} |
{{/durees}}

---

### Annexe

Fin.
`)
	if err != nil {
		t.Fatal(err)
	}
	data := Data{"nom": "Cantine & <garderie>", "commune": "Œuvre-l’Église", "avis": "favorable\nsous réserve de Łukasz Ďurčanský"}
	var rows []Data
	for i := range 60 {
		rows = append(rows, Data{"quoi": fmt.Sprintf("Dossier n° %d", i), "ans": "10 ans\u202f: à compter de la dernière pièce du dossier", "sort": "tri"})
	}
	rows[3]["quoi"] = strings.Repeat("Un texte qui n’en finit pas. ", 300)
	data["durees"] = rows
	text, err := template.Fill(data)
	if err != nil {
		t.Fatal(err)
	}
	return &Document{Lang: "fr", Footer: "Mairie", Made: "2026-06-04T10:00:00Z", Blocks: Read(text)}
}

func written(t testing.TB, d *Document, f Format) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := d.Write(&b, f); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// words must stand in every format.
var words = []string{"Fiche de traitement : Cantine & <garderie>", "Œuvre-l’Église", "sous réserve de Łukasz Ďurčanský", "dedans", "Sort final", "Dossier n° 59", "Annexe", "Fin."}

func TestPackages(t *testing.T) {
	for _, f := range []Format{ODT, DOCX} {
		content := written(t, sample(t), f)
		z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
		if err != nil {
			t.Fatal(err)
		}
		text := ""
		for _, file := range z.File {
			r, err := file.Open()
			if err != nil {
				t.Fatal(err)
			}
			data, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			if file.Name == "mimetype" {
				if string(data) != f.Type() || file.Method != zip.Store || z.File[0] != file {
					t.Errorf("mimetype %q, method %d", data, file.Method)
				}
				continue
			}
			for d := xml.NewDecoder(bytes.NewReader(data)); ; {
				token, err := d.Token()
				if err == io.EOF {
					break
				}
				if err != nil {
					t.Fatalf("%s: %s: %v", f, file.Name, err)
				}
				if chars, ok := token.(xml.CharData); ok {
					text += string(chars)
				}
			}
		}
		for _, w := range words {
			if !strings.Contains(text, w) {
				t.Errorf("%s: %q is missing", f, w)
			}
		}
		if bytes.Contains(content, []byte("javascript:")) {
			t.Errorf("%s: a link leads into a script", f)
		}
	}
}

func TestHTML(t *testing.T) {
	got := string(written(t, sample(t), HTML))
	for _, w := range []string{`<h1>Fiche de traitement : Cantine &amp; &lt;garderie&gt;</h1>`, `<strong>Œuvre-l’Église</strong>`, `<a href="https://www.cnil.fr/">la CNIL</a>`, `<ol><li><p>Un premier`, "favorable<br>sous"} {
		if !strings.Contains(got, w) {
			t.Errorf("%s is missing in %s", w, got[:1000])
		}
	}
	if strings.Contains(got, "javascript:") {
		t.Error("a link leads into a script")
	}
}

// Other programs open what we write, and read the same words there.
func TestOtherProgramsReadIt(t *testing.T) {
	dir := t.TempDir()
	for _, f := range Formats {
		if err := os.WriteFile(filepath.Join(dir, "paper."+string(f)), written(t, sample(t), f), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Run("pdf", func(t *testing.T) { hasWords(t, dir, "paper.pdf") })
	for _, f := range []Format{ODT, DOCX} {
		t.Run(string(f), func(t *testing.T) {
			office, err := exec.LookPath("soffice")
			if err != nil {
				standardstest.Missing(t, "LibreOffice does not open the papers: it is not installed")
			}
			out := t.TempDir()
			cmd := exec.Command(office, "-env:UserInstallation=file://"+t.TempDir(), "--headless", "--convert-to", "pdf", "--outdir", out, filepath.Join(dir, "paper."+string(f)))
			if said, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, said)
			}
			hasWords(t, out, "paper.pdf")
		})
	}
}

func hasWords(t *testing.T, dir, name string) {
	t.Helper()
	program, err := exec.LookPath("pdftotext")
	if err != nil {
		standardstest.Missing(t, "pdftotext does not read the papers: it is not installed")
	}
	text, err := exec.Command(program, "-layout", filepath.Join(dir, name), "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	got := strings.ReplaceAll(string(text), "\u00a0", " ")
	for _, w := range words {
		if !strings.Contains(got, w) {
			t.Errorf("%q is missing", w)
		}
	}
	if pages := strings.Count(string(text), "\f"); pages < 4 {
		t.Errorf("%d pages", pages)
	}
	if n := strings.Count(got, "Sort final"); n < 3 {
		t.Errorf("the head of the table stands %d times", n)
	}
}
