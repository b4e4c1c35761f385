package activity

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"airial/internal/commons/organisation"
	"airial/internal/platform/document"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/model"
	"airial/internal/services/register/paper"
	"airial/standards/standardstest"
)

// usual are records as members have them.
func usual(t *testing.T, n int) []model.Full {
	t.Helper()
	entries, err := Usual()
	if err != nil {
		t.Fatal(err)
	}
	var out []model.Full
	for i := range n {
		e := entries[i%len(entries)]
		f := model.Full{Record: e.Record}
		f.Code, f.Domain, f.Name, f.Made, f.Changed = e.Code, e.Domain, i18n.Text{Fr: e.Record.Get(fName).Fr}, time.Unix(1.7e9, 0), time.Unix(1.75e9, 0)
		out = append(out, f)
	}
	return out
}

// The workbook opens in LibreOffice, and holds each activity in both forms.
func TestTheCNILsModelOpensInLibreOffice(t *testing.T) {
	m := organisation.Member{Name: "Œuvre-l’Église & <fils>", Siren: "219600202"}
	var b bytes.Buffer
	if err := writeODS(&b, cnilBook(t.Context(), m, paper.Officer{Name: "Mme Déléguée"}, nil, usual(t, 3))); err != nil {
		t.Fatal(err)
	}
	says := converted(t, b.Bytes(), "registre.ods", "fods")
	for _, w := range []string{"Liste des traitements", `table:name="Fiche 3"`, "Œuvre-l’Église &amp; &lt;fils&gt;", "Mme Déléguée", "Finalités", "Code civil, art. 34 et suivants", "Mesures de sécurité"} {
		if !strings.Contains(says, w) {
			t.Errorf("%q is missing", w)
		}
	}
}

// The register, a record and a notice open in LibreOffice without repair and hold
// what they must.
func TestPapersOpenInLibreOffice(t *testing.T) {
	list := usual(t, 4)
	var all []document.Data
	for _, f := range list {
		all = append(all, recordData(t.Context(), nil, f))
	}
	kinds := Papers()
	template, err := kinds[0].Check(kinds[0].Template.Fr, i18n.French)
	if err != nil {
		t.Fatal(err)
	}
	data := kinds[0].Sample(i18n.French)
	data["traitements"] = all
	data["collectivite"] = "Œuvre-l’Église"
	for n := range all { // what a paper fills in besides
		all[n]["sensible"] = false
	}
	text, err := template.Fill(data)
	if err != nil {
		t.Fatal(err)
	}
	for _, format := range []document.Format{document.ODT, document.DOCX} {
		var b bytes.Buffer
		if err := (&document.Document{Lang: "fr", Blocks: document.Read(text)}).Write(&b, format); err != nil {
			t.Fatal(err)
		}
		says := converted(t, b.Bytes(), "registre."+string(format), "txt:Text")
		for _, w := range []string{"Registre des activités de traitement", "Œuvre-l’Église", "Code civil, art. 34 et suivants", "Données et durées de conservation"} {
			if !strings.Contains(strings.ReplaceAll(says, "\u00a0", " "), w) {
				t.Errorf("%s: %q is missing", format, w)
			}
		}
	}
}

// converted is a file as LibreOffice reads it.
func converted(t *testing.T, content []byte, name, to string) string {
	t.Helper()
	office, err := exec.LookPath("soffice")
	if err != nil {
		standardstest.Missing(t, "LibreOffice does not open the papers of the register: it is not installed")
	}
	dir, out := t.TempDir(), t.TempDir()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(office, "-env:UserInstallation=file://"+t.TempDir(), "--headless", "--convert-to", to, "--outdir", out, path)
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	ending, _, _ := strings.Cut(to, ":")
	b, err := os.ReadFile(filepath.Join(out, strings.TrimSuffix(name, filepath.Ext(name))+"."+ending))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
