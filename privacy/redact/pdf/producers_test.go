package pdf

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/goregular"

	"airial/standards/standardstest"
)

const deliberation = "Le conseil accorde un secours de 200 euros à Mme Léa Dubois, née le 3 mai 1985, domiciliée à Dax."

// check redacts the name out of a file of some producer.
func check(t *testing.T, b []byte) {
	t.Helper()
	kept(t, b, "Léa Dubois")
	out := remove(t, b, "Léa Dubois", "3 mai 1985")
	gone(t, out, "Dubois")
	gone(t, out, "Léa")
	gone(t, out, "1985")
	kept(t, out, "secours de 200 euros")
	for name, s := range said(t, out) {
		if name != "qpdf" && !strings.Contains(s, "Dax") {
			t.Errorf("%s no longer finds the end: %q", name, s)
		}
	}
}

func TestFPDF(t *testing.T) {
	for _, packed := range []bool{false, true} {
		p := fpdf.New("P", "mm", "A4", "")
		p.SetCompression(packed)
		tr := p.UnicodeTranslatorFromDescriptor("cp1252")
		p.SetTitle("Secours à Léa Dubois", true)
		p.AddPage()
		for _, f := range [][2]string{{"Helvetica", ""}, {"Times", "B"}, {"Courier", "I"}} {
			p.SetFont(f[0], f[1], 11)
			p.MultiCell(0, 6, tr(deliberation), "", "J", false)
		}
		var b bytes.Buffer
		if err := p.Output(&b); err != nil {
			t.Fatal(err)
		}
		check(t, b.Bytes())
	}
}

// A composite font with a ToUnicode CMap.
func TestFPDFWithTrueType(t *testing.T) {
	p := fpdf.New("P", "mm", "A4", "")
	p.AddUTF8FontFromBytes("Go", "", goregular.TTF)
	p.AddPage()
	p.SetFont("Go", "", 11)
	p.MultiCell(0, 6, deliberation, "", "L", false)
	p.AddPage()
	p.MultiCell(0, 6, deliberation, "", "J", false)
	var b bytes.Buffer
	if err := p.Output(&b); err != nil {
		t.Fatal(err)
	}
	check(t, b.Bytes())
}

// Object streams, cross-reference streams and packed content, as qpdf writes.
func TestObjectStreams(t *testing.T) {
	if _, err := exec.LookPath("qpdf"); err != nil {
		standardstest.Missing(t, "qpdf is not installed")
	}
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.pdf"), filepath.Join(dir, "out.pdf")
	plain := page("BT /F1 12 Tf 20 700 Td (Le conseil accorde un secours de 200 euros \\340 Mme L\\351a Dubois, n\\351e le 3 mai 1985, \\340 Dax.) Tj ET", "")
	if err := os.WriteFile(in, plain, 0o600); err != nil {
		t.Fatal(err)
	}
	if said, err := exec.Command("qpdf", "--object-streams=generate", "--recompress-flate", "--linearize", in, out).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	b, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	check(t, b)
}

// What a browser prints: composite fonts, marked content, a structure tree.
func TestChromium(t *testing.T) {
	path, err := exec.LookPath("chromium")
	if err != nil {
		standardstest.Missing(t, "chromium is not installed")
	}
	dir := t.TempDir()
	html := "<html lang=fr><title>Léa Dubois</title><body style='font-family:Liberation Serif'><h1>Secours</h1><p>" + deliberation + "<p style='letter-spacing:2px;font-size:8pt'>" + deliberation
	if err := os.WriteFile(filepath.Join(dir, "in.html"), []byte(html), 0o600); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "out.pdf")
	said, err := exec.Command(path, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
		"--user-data-dir="+filepath.Join(dir, "user"), "--no-pdf-header-footer", "--print-to-pdf="+out, "file://"+filepath.Join(dir, "in.html")).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	b, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	check(t, b)
}

func TestEncodings(t *testing.T) {
	const text = "BT /F9 12 Tf 50 700 Td "
	for name, c := range map[string]struct {
		font string
		show string
		more []string
	}{
		"differences": {"<</Type/Font/Subtype/Type1/BaseFont/ABCDEF+CM/FirstChar 1/LastChar 9/Widths[500 500 500 500 500 500 500 500 500]/Encoding<</Differences[1/L/eacute/a/space/D/u/b/o/i/s]>>>>",
			"<0102030405060708090A> Tj", nil},
		"to unicode": {"<</Type/Font/Subtype/TrueType/BaseFont/X/FirstChar 33/LastChar 42/Widths[500 500 500 500 500 500 500 500 500 500]/ToUnicode 5 0 R>>",
			"<2122232425262728292A> Tj", []string{str("", "1 begincodespacerange <00> <ff> endcodespacerange 3 beginbfrange <21> <21> <004C> <22> <23> [<00E9> <0061>] <24> <24> <0020> endbfrange "+
				"6 beginbfchar <25> <0044> <26> <0075> <27> <0062> <28> <006F> <29> <0069> <2A> <0073> endbfchar")}},
		"embedded cmap": {"<</Type/Font/Subtype/Type0/Encoding 5 0 R/ToUnicode 6 0 R/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/DW 300/W[1[500 600] 3 10 550]>>]>>",
			"<01810203810405060708090A> Tj", []string{
				str("/Type/CMap", "2 begincodespacerange <00> <7f> <8100> <81ff> endcodespacerange 2 begincidrange <01> <0a> 1 <8102> <8104> 2 endcidrange"),
				str("", "beginbfchar <01> <004C> <8102> <00E9> <03> <0061> <8104> <0020> <05> <0044> <06> <0075> <07> <0062> <08> <006F> <09> <0069> <0A> <0073> endbfchar")}},
		"type 3": {"<</Type/Font/Subtype/Type3/FontMatrix[.01 0 0 .01 0 0]/FontBBox[0 0 60 100]/FirstChar 1/LastChar 10/Widths[60 60 60 60 60 60 60 60 60 60]/CharProcs<</L 5 0 R>>/Encoding<</Differences[1/L/eacute/a/space/D/u/b/o/i/s]>>>>",
			"<0102030405060708090A> Tj", []string{str("", "60 0 0 0 50 80 d1 0 0 50 80 re f")}},
		"mac": {"<</Type/Font/Subtype/TrueType/BaseFont/Arial/Encoding/MacRomanEncoding>>", "(L\\216a Dubois) Tj", nil},
	} {
		t.Run(name, func(t *testing.T) {
			b := page(text+"(avant ) Tj "+c.show+" ET", "", c.more...)
			b = []byte(strings.Replace(string(b), "/F2<<", "/F9 "+c.font+"/F2<<", 1))
			f := mustOpen(t, b)
			if s := f.Pages[0].Text(); !strings.HasSuffix(s, "Léa Dubois") {
				t.Fatalf("read as %q", s)
			}
			out := remove(t, b, "Léa Dubois")
			gone(t, out, "Dubois")
			if s := mustOpen(t, out).Pages[0].Text(); strings.ContainsAny(s, "Dé") {
				t.Errorf("left: %q", s)
			}
			if strings.Contains(string(mustOpen(t, out).Pages[0].content), "0708") {
				t.Error("the codes are left")
			}
		})
	}
}
