package pdf

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"airial/standards/standardstest"
)

// made writes a PDF of these objects, numbered from 1; the first is the catalog.
func made(objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.6\n")
	var at []int
	for i, o := range objects {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	x := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, x)
	return b.Bytes()
}

func str(dict, data string) string {
	return fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", dict, len(data), data)
}

const helvetica = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"

// page makes a file of one page with this content; more are objects from 5.
func page(content, extra string, more ...string) []byte {
	return made(append([]string{
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 600 800]>>",
		"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 " + helvetica + "/F2<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>>>" + extra + ">>>>",
		str("", content)}, more...)...)
}

func mustOpen(t *testing.T, b []byte) *File {
	t.Helper()
	f, err := Open(b)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// remove redacts each occurrence of the texts.
func remove(t *testing.T, b []byte, texts ...string) []byte {
	t.Helper()
	f := mustOpen(t, b)
	boxes := map[int][]Rect{}
	for i, p := range f.Pages {
		for _, text := range texts {
			for at := 0; ; {
				j := strings.Index(p.Text()[at:], text)
				if j < 0 {
					break
				}
				boxes[i] = append(boxes[i], p.Boxes(at+j, at+j+len(text))...)
				at += j + len(text)
			}
		}
	}
	if len(boxes) == 0 {
		t.Fatalf("%q is not found in %q", texts, f.Pages[0].Text())
	}
	out, _, err := f.Redact(boxes, texts)
	if err != nil {
		t.Fatal(err)
	}
	again, _, err := mustOpen(t, b).Redact(boxes, texts)
	if err != nil || !bytes.Equal(again, out) {
		t.Fatalf("the same boxes give other bytes, %v", err)
	}
	return out
}

// said is what other programs find in a file: each of those that are installed,
// and this package.
func said(t *testing.T, b []byte) map[string]string {
	t.Helper()
	key := sha256.Sum256(b)
	if s, ok := asked[key]; ok {
		return s
	}
	out := map[string]string{}
	asked[key] = out
	f := mustOpen(t, b)
	for _, p := range f.Pages {
		out["airial"] += p.Text() + "\n"
	}
	path := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, args := range map[string][]string{
		"pdftotext": {path, "-"},
		"qpdf":      {"--qdf", "--stream-data=uncompress", "--object-streams=disable", path, "-"},
		"mutool":    {"draw", "-q", "-F", "txt", path},
	} {
		if _, err := exec.LookPath(name); err != nil {
			missing(t, name)
			continue
		}
		said, err := exec.Command(name, args...).Output()
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		out[name] = string(said)
	}
	return out
}

var asked = map[[32]byte]map[string]string{}

// missing says that a program does not look at what was made; in CI all do.
func missing(t *testing.T, name string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Errorf("%s is not installed", name)
		return
	}
	standardstest.Tell(t, name+" is not installed: what it finds is not looked at")
}

// gone fails when any program finds a text; kept when none but qpdf does not.
func gone(t *testing.T, b []byte, text string) {
	t.Helper()
	for name, s := range said(t, b) {
		if strings.Contains(strings.Join(strings.Fields(s), " "), text) || strings.Contains(s, text) {
			t.Errorf("%s still finds %q", name, text)
		}
	}
	if bytes.Contains(b, []byte(text)) {
		t.Errorf("%q stands in the file", text)
	}
}

func kept(t *testing.T, b []byte, text string) {
	t.Helper()
	for name, s := range said(t, b) {
		if name != "qpdf" && !strings.Contains(strings.Join(strings.Fields(s), " "), text) {
			t.Errorf("%s no longer finds %q in %q", name, text, s)
		}
	}
}
