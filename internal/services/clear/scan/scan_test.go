package scan

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"codeberg.org/go-pdf/fpdf"
)

// run scans a file and gives the status with what was written.
func run(t *testing.T, name string, content []byte) (status int, out, complaint string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	status = Run(t.Context(), Args{Format: "json", File: path, Lang: "en"}, nil, &stdout, &stderr)
	return status, stdout.String(), stderr.String()
}

// pagesOf is a PDF with a page for each text; "" is a page that is a picture.
func pagesOf(t *testing.T, pages ...string) []byte {
	t.Helper()
	f := fpdf.New("P", "mm", "A4", "")
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 60, 80))); err != nil {
		t.Fatal(err)
	}
	f.RegisterImageOptionsReader("scan", fpdf.ImageOptions{ImageType: "PNG"}, &picture)
	for _, text := range pages {
		f.AddPage()
		f.SetFont("Helvetica", "", 12)
		if text == "" {
			f.ImageOptions("scan", 0, 0, 210, 297, false, fpdf.ImageOptions{}, 0, "")
			continue
		}
		f.MultiCell(180, 8, text, "", "", false)
	}
	var out bytes.Buffer
	if err := f.Output(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestPDF(t *testing.T) {
	status, out, complaint := run(t, "acte.pdf", pagesOf(t, "Ordre du jour", "Aide de 300 euros a Mme Lea DUBOIS"))
	var found struct {
		Findings []struct {
			Kind, Text string
			Page       int
		}
	}
	if err := json.Unmarshal([]byte(out), &found); err != nil {
		t.Fatal(err)
	}
	if status != ExitFound || complaint != "" || len(found.Findings) != 1 || found.Findings[0].Page != 2 || found.Findings[0].Text != "Lea DUBOIS" {
		t.Errorf("status %d, %s%s", status, out, complaint)
	}
	if status, out, _ := run(t, "rien.pdf", pagesOf(t, "Ordre du jour de la commission des travaux")); status != ExitClear {
		t.Errorf("a document without anybody: status %d, %s", status, out)
	}
}

func TestWhatNobodyHasReadIsNotClear(t *testing.T) {
	t.Setenv("PATH", "/nowhere") // no tesseract
	if status, _, complaint := run(t, "scan.pdf", pagesOf(t, "", "")); status != ExitUnread || !strings.Contains(complaint, "tesseract") {
		t.Errorf("a scan: status %d, %s", status, complaint)
	}
	if status, _, complaint := run(t, "mixte.pdf", pagesOf(t, "Ordre du jour de la commission des travaux", "")); status != ExitFound || !strings.Contains(complaint, "[2]") {
		t.Errorf("a scanned page: status %d, %s", status, complaint)
	}
	for name, content := range map[string]string{"abime.pdf": "%PDF-1.7\nnothing", "vide.txt": ""} {
		if status, _, complaint := run(t, name, []byte(content)); status != ExitUnread || complaint == "" {
			t.Errorf("%s: status %d, %s", name, status, complaint)
		}
	}
}

func TestTextDocuments(t *testing.T) {
	const who = "Secours à Mme Léa DUBOIS"
	pack := func(name, content string) []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		w, err := z.Create(name)
		if err == nil {
			_, err = fmt.Fprint(w, content)
		}
		if err != nil || z.Close() != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	for name, content := range map[string][]byte{
		"a.txt":  []byte(who),
		"b.txt":  []byte("Secours \xe0 Mme L\xe9a DUBOIS"), // Windows-1252
		"c.docx": pack("word/document.xml", `<w:document xmlns:w="w"><w:p><w:r><w:t>Secours à Mme </w:t></w:r><w:r><w:t>Léa DUBOIS</w:t></w:r></w:p></w:document>`),
		"d.odt":  pack("content.xml", `<o xmlns:text="t"><text:p>Secours à Mme <text:span>Léa</text:span> DUBOIS</text:p></o>`),
		"e.csv":  []byte("objet;montant\n" + who + ";12\n"),
	} {
		status, out, complaint := run(t, name, content)
		if status != ExitFound || !strings.Contains(out, `"Léa DUBOIS"`) {
			t.Errorf("%s: status %d, %s%s", name, status, out, complaint)
		}
	}
}

// What comes by a pipe has no name: sentences are no table because each has a
// comma, and rows are one all the same.
func TestWhatAPipeBrings(t *testing.T) {
	for content, want := range map[string]int{
		"Vu la demande de Mme Léa DUBOIS, née à Dax.\nM. le Maire, Jean DUPONT.\n": isText,
		"Article 1 : accordé ; Article 2 : refusé.\nFait ; dit.\n":                 isText,
		"nom,prenom\nDUBOIS,Léa\n":                                               isTable,
		"nom;prenom;tel\nDUBOIS;Léa;06\n":                                        isTable,
		"nom, prenom, tel, ville\nDUBOIS, Léa, 06, Dax\nMARTIN, Paul, 07, Pau\n": isTable,
		"Un mot seul": isText,
	} {
		if got, err := kindOf(bufio.NewReaderSize(strings.NewReader(content), sniffed), "-"); err != nil || got != want {
			t.Errorf("%q is taken for %d, want %d, %v", content, got, want, err)
		}
	}
}

// The first row of a file without a header is looked at too.
func TestAFileWithoutAHeader(t *testing.T) {
	status, out, _ := run(t, "sans.csv", []byte("Dupont;06 39 98 12 34\nMairie;rien\n"))
	if status != ExitFound || !strings.Contains(out, "06 39 98 12 34") {
		t.Errorf("status %d, %s", status, out)
	}
}
