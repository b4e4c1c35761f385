package redact

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"airial/standards/standardstest"
)

// office converts files with LibreOffice.
func office(t *testing.T, to, out string, files ...string) {
	t.Helper()
	program, err := exec.LookPath("soffice")
	if err != nil {
		standardstest.Missing(t, "what LibreOffice writes is not redacted: it is not installed")
	}
	ctx, cancel := context.WithTimeout(bg, 3*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, append([]string{"-env:UserInstallation=file://" + t.TempDir(), "--headless", "--convert-to", to, "--outdir", out}, files...)...)
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
}

// A person is named in text, header, footer, notes, tables, text boxes, shapes,
// form fields, comments, tracked changes, links, bookmarks, prompts, styles and
// metadata of a document; word processors write it in their formats; nothing of
// the name is left in any part of the redacted copies, and they can be opened.
func TestWhatWordProcessorsWrite(t *testing.T) {
	if testing.Short() {
		t.Skip("LibreOffice takes its time")
	}
	dir, out := t.TempDir(), t.TempDir()
	for _, to := range []string{"odt", "docx", `pdf:writer_pdf_Export:{"IsAddStream":{"type":"boolean","value":"true"},"UseTaggedPDF":{"type":"boolean","value":"true"},"ExportFormFields":{"type":"boolean","value":"true"},"ExportBookmarks":{"type":"boolean","value":"true"},"ExportNotes":{"type":"boolean","value":"true"}}`} {
		office(t, to, dir, filepath.Join("testdata", "everywhere.fodt"))
	}
	name := regexp.MustCompile(`(?i)quibeuf|zoltan`)
	var copies []string
	for _, format := range []string{ODT, DOCX, PDF} {
		b, err := os.ReadFile(filepath.Join(dir, "everywhere."+format))
		if err != nil {
			t.Fatal(err)
		}
		d := opened(t, b)
		// The detector alone, and with the name in words.
		for i, choice := range []Choice{d.Proposed(), {On: d.Proposed().On, Words: []string{"Zoltan Quibeuf", "Quibeuf", "Zoltan"}}} {
			redacted, done, err := d.Redact(choice)
			if err != nil {
				t.Fatalf("%s: %v", format, err)
			}
			if done.Marks < 20 {
				t.Errorf("%s: %d places", format, done.Marks)
			}
			where := everythingOf(t, redacted, format)
			for _, at := range name.FindAllStringIndex(where, 5) {
				t.Errorf("%s, choice %d: %q is left", format, i, where[max(0, at[0]-60):min(len(where), at[1]+20)])
			}
			if format != PDF && i == 1 {
				path := filepath.Join(out, "copy-"+format+"."+format)
				if err := os.WriteFile(path, redacted, 0o600); err != nil {
					t.Fatal(err)
				}
				copies = append(copies, path)
			}
		}
	}
	office(t, "txt:Text", out, copies...)
	for _, c := range copies {
		text, err := os.ReadFile(strings.TrimSuffix(c, filepath.Ext(c)) + ".txt")
		if err != nil || !strings.Contains(string(text), "Élément de liste") || !strings.Contains(string(text), "M. █████, né le █████") || name.Match(text) {
			t.Errorf("%s: %v\n%s", filepath.Base(c), err, text)
		}
	}
}

// everythingOf is all that a file holds, unpacked, strings of UTF-16 written
// plainly.
func everythingOf(t *testing.T, b []byte, format string) string {
	t.Helper()
	if format != PDF {
		return everything(t, b)
	}
	path := filepath.Join(t.TempDir(), "x.pdf")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	var all bytes.Buffer
	for _, read := range [][]string{{"qpdf", "--qdf", "--object-streams=disable", path, "-"}, {"pdftotext", path, "-"}, {"mutool", "show", path, "grep"}, {"pdfinfo", "-meta", path}} {
		program, err := exec.LookPath(read[0])
		if err != nil {
			continue // the others read it, and verify has read it already
		}
		said, _ := exec.Command(program, read[1:]...).Output()
		all.Write(said)
	}
	all.Write(b)
	text := all.String()
	for _, big := range regexp.MustCompile(`\xfe\xff(?:[\x00-\x05].)+`).FindAllString(text, -1) {
		var units []uint16
		for i := 2; i+1 < len(big); i += 2 {
			units = append(units, uint16(big[i])<<8|uint16(big[i+1]))
		}
		text += "\n" + string(utf16.Decode(units))
	}
	return text
}
