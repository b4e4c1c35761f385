package remove

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"codeberg.org/go-pdf/fpdf"

	"airial/privacy/redact"
)

func deliberation(t *testing.T) []byte {
	p := fpdf.New("P", "mm", "A4", "")
	tr := p.UnicodeTranslatorFromDescriptor("cp1252")
	p.AddPage()
	p.SetFont("Helvetica", "", 11)
	p.MultiCell(0, 6, tr("Le conseil accorde un secours de 200 euros à Mme Léa Dubois, joignable au 06 12 34 56 78."), "", "L", false)
	var b bytes.Buffer
	if err := p.Output(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestRedact(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	call := func(args RedactArgs, in []byte) (int, string, string) {
		var out, told bytes.Buffer
		args.Lang, args.File = "en", "-"
		status := Redact(ctx, args, bytes.NewReader(in), &out, &told)
		return status, out.String(), told.String()
	}
	b := deliberation(t)
	status, list, _ := call(RedactArgs{List: true}, b)
	if status != ExitDone || !strings.Contains(list, "[x] person-name  Léa Dubois (page 1)") {
		t.Errorf("status %d, listed\n%s", status, list)
	}
	status, _, told := call(RedactArgs{Output: at("out.pdf"), Report: at("report.json"), Words: []string{"200 EUROS", "Martin"}, Except: []int{2}, Boxes: []string{"1:0,90,100,100"}}, b)
	if status != ExitLeft || !strings.Contains(told, "Not found: Martin.") {
		t.Fatal(status, told)
	}
	got, err := os.ReadFile(at("out.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	d, err := redact.Open(ctx, got, redact.Options{})
	if err != nil || len(d.Marks) != 1 || d.Marks[0].Text != "06 12 34 56 78" {
		t.Errorf("left: %+v, %v", d.Marks, err)
	}
	var report map[string]any
	text, _ := os.ReadFile(at("report.json"))
	if err := json.Unmarshal(text, &report); err != nil || report["marks"] != 2.0 || report["boxes"] != 1.0 || report["not_found"] != 1.0 || len(report["output_sha256"].(string)) != 64 || bytes.Contains(text, []byte("Dubois")) || bytes.Contains(text, []byte("Martin")) {
		t.Errorf("report %s, %v", text, err)
	}
	for name, c := range map[string]struct {
		args   RedactArgs
		in     string
		status int
		told   string
	}{
		"no output": {RedactArgs{}, string(b), ExitWrong, "-o FILE"},
		"no format": {RedactArgs{Output: at("x")}, "Léa Dubois", ExitWrong, "no PDF"},
		"damaged":   {RedactArgs{Output: at("x")}, "%PDF-1.7 and nothing", ExitWrong, "damaged"},
		"box":       {RedactArgs{Output: at("x"), Boxes: []string{"2:0,0,1,1"}}, string(b), ExitWrong, "1:10,20,60,25"},
		"mark":      {RedactArgs{Output: at("x"), Only: []int{9}}, string(b), ExitWrong, "--list"},
		"absent":    {RedactArgs{Output: at("y"), Words: []string{"absent"}}, string(b), ExitLeft, "Not found: absent."},
	} {
		if status, _, told := call(c.args, []byte(c.in)); status != c.status || !strings.Contains(told, c.told) {
			t.Errorf("%s: status %d, %s", name, status, told)
		}
	}
	if _, err := os.Stat(at("x")); err == nil {
		t.Error("something was written in spite of an error")
	}
}
