package pdf

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestTextOperators(t *testing.T) {
	for name, content := range map[string]string{
		"Tj":            "BT /F1 12 Tf 50 700 Td (Secours \\340 Mme L\\351a Dubois, 200 euros) Tj ET",
		"TJ":            "BT /F1 12 Tf 50 700 Td [(Secours \\340 Mme L) -20 (\\351a Dub) 15 (ois, 200) -200 (euros)] TJ ET",
		"hex":           "BT /F1 12 Tf 50 700 Td <5365636f75727320e0204d6d65204ce96120447562> Tj <6f69732c2032303020 6575726f73> Tj ET",
		"quote":         "BT /F1 12 Tf 14 TL 50 714 Td (Secours \\340 Mme L\\351a Dubois, 200 euros) ' ET",
		"double quote":  "BT /F1 12 Tf 14 TL 50 714 Td 1 .5 (Secours \\340 Mme L\\351a Dubois, 200 euros) \" ET",
		"spacing":       "BT /F1 12 Tf 2 Tc 5 Tw 80 Tz 3 Ts 50 700 Td (Secours \\340 Mme L\\351a Dubois, 200 euros) Tj ET",
		"one by one":    oneByOne("Secours \xe0 Mme L\xe9a Dubois, 200 euros"),
		"turned":        "q 0 1 -1 0 300 100 cm BT /F1 12 Tf 50 0 Td (Secours \\340 Mme L\\351a Dubois, 200 euros) Tj ET Q",
		"mirrored":      "q 1 0 0 -1 0 800 cm BT /F1 12 Tf 1 0 0 -1 50 100 Tm (Secours \\340 Mme L\\351a Dubois, 200 euros) Tj ET Q",
		"twice, bolder": "BT /F1 12 Tf 50 700 Td (Secours \\340 Mme L\\351a Dubois, 200 euros) Tj -.2 0 Td (Secours \\340 Mme L\\351a Dubois, 200 euros) Tj ET",
		"invisible":     "BT 3 Tr /F1 12 Tf 50 700 Td (Secours \\340 Mme L\\351a Dubois, 200 euros) Tj ET",
		"unbalanced":    "Q Q q q BT /F1 12 Tf 50 700 Td (Secours \\340 Mme L\\351a Dubois, 200 euros) Tj ET",
	} {
		t.Run(name, func(t *testing.T) {
			out := remove(t, page(content, ""), "Léa Dubois")
			gone(t, out, "Dubois")
			gone(t, out, "Léa")
			for program, s := range said(t, out) {
				s = strings.Join(strings.Fields(s), " ")
				if program == "qpdf" {
					continue
				}
				for _, word := range []string{"Secours", "Mme", "200", "euros"} {
					if !strings.Contains(s, word) {
						t.Errorf("%s no longer finds %q in %q", program, word, s)
					}
				}
			}
		})
	}
}

func oneByOne(s string) string {
	var b strings.Builder
	b.WriteString("BT /F2 12 Tf ")
	for i := range len(s) {
		fmt.Fprintf(&b, "1 0 0 1 %.1f 700 Tm <%02x> Tj ", 50+7.2*float64(i), s[i])
	}
	return b.String() + "ET"
}

// What follows a removed text stays where it was.
func TestTheRestStaysInPlace(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching(`[a-z]{2,9}`), 3, 8).Draw(rt, "words")
		var content strings.Builder
		fmt.Fprintf(&content, "BT /F1 %d Tf %d Tc %d Tw %d Tz 50 700 Td [", rapid.IntRange(6, 20).Draw(rt, "size"), rapid.IntRange(0, 3).Draw(rt, "tc"), rapid.IntRange(0, 5).Draw(rt, "tw"), rapid.IntRange(60, 120).Draw(rt, "tz"))
		for _, w := range words {
			fmt.Fprintf(&content, "(%s) %d ( ) ", w, rapid.IntRange(-300, 100).Draw(rt, "kern"))
		}
		content.WriteString("] TJ (end) Tj ET")
		f, err := Open(page(content.String(), ""))
		if err != nil {
			rt.Fatal(err)
		}
		p := f.Pages[0]
		i := rapid.IntRange(0, len(words)-1).Draw(rt, "which")
		at := len(strings.Join(words[:i], " "))
		at += min(at, 1)
		boxes := map[int][]Rect{0: p.Boxes(at, at+len(words[i]))}
		out, counts, err := f.Redact(boxes, nil)
		if err != nil {
			rt.Fatal(err)
		}
		again, err := Open(out)
		if err != nil {
			rt.Fatal(err)
		}
		kept := map[string]bool{}
		for _, g := range again.Pages[0].glyphs {
			kept[fmt.Sprintf("%s %.1f %.1f", g.text, g.x, g.y)] = true
		}
		lost := 0
		for _, g := range p.glyphs {
			near := false
			for _, d := range []float64{-.05, 0, .05} {
				near = near || kept[fmt.Sprintf("%s %.1f %.1f", g.text, g.x+d, g.y)]
			}
			if !near {
				lost++
			}
		}
		if lost != counts.Glyphs || counts.Glyphs < len(words[i]) {
			rt.Fatalf("%d glyphs are no longer where they were, %d were removed for %q in %q", lost, counts.Glyphs, words[i], p.Text())
		}
	})
}

func TestWhatIsAroundThePages(t *testing.T) {
	const secret = "Dubois"
	file := made(
		"<</Type/Catalog/Pages 2 0 R/Metadata 5 0 R/OpenAction<</S/JavaScript/JS(app.alert('Dubois'))>>/Names<</EmbeddedFiles<</Names[(Dubois.txt)<</Type/Filespec/F(Dubois.txt)/EF<</F 6 0 R>>>>]>>/JavaScript<</Names[(a)<</S/JavaScript/JS(Dubois)>>]>>>>"+
			"/Outlines<</First 7 0 R/Last 7 0 R>>/StructTreeRoot<</Type/StructTreeRoot/K<</S/P/Alt(Dubois)/ActualText(Dubois)>>>>/AcroForm<</Fields[8 0 R]>>/PieceInfo<</X<</Private(Dubois)>>>>/Lang(fr-FR)>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 600 800]>>",
		"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Thumb 6 0 R/Annots[8 0 R 9 0 R 12 0 R]/AA<</O<</S/JavaScript/JS(Dubois)>>>>/Resources<</Font<</F1 "+helvetica+">>/Properties<</MC0<</ActualText(Dubois)>>>>/XObject<</X 11 0 R>>>>>>",
		str("", "/Span<</ActualText(Madame Dubois)/Alt(Dubois)>>BDC BT /F1 12 Tf 50 700 Td (Secours \\340 Dubois) Tj ET EMC /P /MC0 BDC /X Do EMC"),
		str("/Type/Metadata/Subtype/XML", "<rdf>Dubois</rdf>"),
		str("/Type/EmbeddedFile", "Dubois"),
		"<</Title(Dubois)/Parent 1 0 R/Dest[3 0 R/Fit]>>",
		"<</Type/Annot/Subtype/Widget/FT/Tx/T(nom)/V(Dubois)/Rect[50 600 250 620]/AP<</N 10 0 R>>>>",
		"<</Type/Annot/Subtype/Text/Contents(Dubois)/Rect[10 10 20 20]>>",
		str("/Type/XObject/Subtype/Form/BBox[0 0 100 10]/Resources<</Font<</F1 "+helvetica+">>>>", "BT /F1 8 Tf 2 2 Td (Demande de Dubois) Tj ET"),
		str("/Type/XObject/Subtype/Form/BBox[0 0 100 10]/PieceInfo<</X(Dubois)>>/Metadata 5 0 R/Resources<</Font<</F1 "+helvetica+">>>>", "BT /F1 8 Tf 2 2 Td (Vu par Dubois, maire) Tj ET"),
		"<</Type/Annot/Subtype/Link/Rect[50 700 90 710]/A<</S/URI/URI(mailto:Dubois@free.fr)>>>>",
	)
	f := mustOpen(t, file)
	if got := f.Pages[0].Text(); got != "Secours à Dubois\nVu par Dubois, maire\nDemande de Dubois" {
		t.Errorf("the page says %q", got)
	}
	out := remove(t, file, secret)
	gone(t, out, secret)
	kept(t, out, "Secours à")
	kept(t, out, "Demande de")
	kept(t, out, "Vu par")
	for _, word := range []string{"JavaScript", "EmbeddedFile", "Metadata", "Annots", "Outlines", "StructTreeRoot", "AcroForm", "Thumb", "Span"} {
		gone(t, out, word)
	}
}

func TestEarlierRevisions(t *testing.T) {
	b := page("BT /F1 12 Tf 50 700 Td (Secours a Dubois) Tj ET", "")
	was := len(b)
	fresh := str("", "BT /F1 12 Tf 50 700 Td (Secours a une famille) Tj ET")
	b = append(b, fmt.Sprintf("4 0 obj\n%s\nendobj\n", fresh)...)
	x := len(b)
	old := strings.LastIndex(string(b[:was]), "startxref\n")
	var prev int
	fmt.Sscan(string(b[old+10:was]), &prev)
	b = append(b, fmt.Sprintf("xref\n4 1\n%010d 00000 n \ntrailer\n<</Size 5/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n", was, prev, x)...)
	out := remove(t, b, "famille")
	gone(t, out, "Dubois")
	gone(t, out, "famille")
	kept(t, out, "Secours a une")
}

func TestHiddenLayers(t *testing.T) {
	b := made("<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[5 0 R 6 0 R]/D<</OFF[5 0 R]>>>>>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 600 800]>>",
		"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 "+helvetica+">>/Properties<</Off 5 0 R/On 6 0 R>>>>>>",
		str("", "/OC /Off BDC BT /F1 12 Tf 50 700 Td (Caché) Tj 0 0 10 10 re f ET EMC /OC /On BDC BT /F1 12 Tf 50 600 Td (Visible, Dubois) Tj ET EMC"),
		"<</Type/OCG/Name(a)>>", "<</Type/OCG/Name(b)>>")
	out := remove(t, b, "Dubois")
	gone(t, out, "Cach")
	kept(t, out, "Visible,")
}

func TestShapesUnderABox(t *testing.T) {
	f := mustOpen(t, page("0 g 100 100 10 10 re 300 300 10 10 re f 100 100 m 400 400 l S 101 101 2 2 re W n", ""))
	out, counts, err := f.Redact(map[int][]Rect{0: {{95, 95, 120, 120}}}, nil)
	if err != nil || counts.Shapes != 1 {
		t.Fatalf("%+v, %v", counts, err)
	}
	again := mustOpen(t, out).Pages[0].content
	if s := string(again); strings.Contains(s, "100 100 10 10 re") || !strings.Contains(s, "300 300 10 10 re") || !strings.Contains(s, "400 400 l") || !strings.Contains(s, "W\nn") {
		t.Errorf("drawn: %s", s)
	}
}

func TestWhatIsRefused(t *testing.T) {
	vertical := page("BT /F2 12 Tf 50 700 Td <0001> Tj ET", "")
	vertical = []byte(strings.Replace(string(vertical), "/F2<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>", "/F2 <</Type/Font/Subtype/Type0/Encoding/Identity-V>>", 1))
	for name, c := range map[string]struct {
		file   []byte
		reason Reason
	}{
		"nothing":     {nil, Damaged},
		"no PDF":      {[]byte("hello"), Damaged},
		"cut":         {page("BT ET", "")[:80], NoPages},
		"encrypted":   {[]byte(strings.Replace(string(page("BT ET", "")), "/Root 1 0 R", "/Root 1 0 R/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<00>/U<00>>>/ID[<00><00>]", 1)), Encrypted},
		"a content":   {page("BT (unclosed Tj ET", ""), Damaged},
		"no page":     {made("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 0>>"), NoPages},
		"vertical":    {vertical, Vertical},
		"own parent":  {made("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R]/Count 1>>"), Damaged},
		"form in own": {page("/X Do", "/XObject<</X 5 0 R>>", str("/Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<</XObject<</X 5 0 R>>>>", "/X Do /X Do")), Damaged},
	} {
		_, err := Open(c.file)
		var told *RefusedError
		if !errors.As(err, &told) || told.Reason != c.reason {
			t.Errorf("%s: %v, want %s", name, err, c.reason)
		}
	}
}

// A fault in what was taken out is found before the file is given.
func TestWhatIsWrittenIsVerified(t *testing.T) {
	b := page("BT /F1 12 Tf 50 700 Td (Secours a Dubois) Tj ET", "")
	f := mustOpen(t, b)
	if err := f.verify(b, map[int][]Rect{0: f.Pages[0].Boxes(10, 16)}, nil); err == nil {
		t.Error("a glyph under a box is not seen")
	}
	if err := f.verify(b, nil, []string{"Dubois"}); err != nil {
		t.Errorf("what was to be left is complained of: %v", err)
	}
}

// A text in a cell that repeats itself, or in a mask, is taken out where one of
// its places stands under a box, and read like any other.
func TestPatternsAndMasks(t *testing.T) {
	font := "/Resources<</Font<</F1 " + helvetica + ">>>>"
	tiles := func(text string) string {
		return str("/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 99 40]/XStep 99/YStep 40/Matrix[1 0 0 1 7 3]"+font, "BT /F1 8 Tf 2 20 Td ("+text+") Tj ET")
	}
	mask := func(text string) string {
		return str("/Type/XObject/Subtype/Form/BBox[0 0 600 800]/PieceInfo<</X(Dubois)>>/Group<</S/Transparency/CS/DeviceGray>>"+font, "BT 1 g /F1 12 Tf 50 500 Td ("+text+") Tj ET")
	}
	for name, c := range map[string]struct {
		content, extra string
		more           []string
		removed, left  []string
	}{
		"a pattern": {"BT /F1 12 Tf 50 700 Td (Secours a Mme Dubois) Tj ET /Pattern cs /P1 scn 0 0 300 300 re f", "/Pattern<</P1 5 0 R>>",
			[]string{tiles("vu par Durand")}, []string{"Dubois", "Durand"}, []string{"Secours a", "vu par"}},
		"stroked and not used": {"BT /F1 12 Tf 50 700 Td (Secours a Mme Dubois) Tj ET /Pattern CS /P1 SCN 0 0 300 300 re S", "/Pattern<</P1 5 0 R/P2 6 0 R>>",
			[]string{tiles("Durand"), tiles("Lafitte, jamais vu")}, []string{"Dubois", "Durand"}, []string{"Secours a"}},
		"a turned pattern in a form": {"BT /F1 12 Tf 50 700 Td (Secours a Mme Dubois) Tj ET q .5 0 0 .5 100 100 cm /X Do Q", "/XObject<</X 6 0 R>>",
			[]string{strings.Replace(tiles("Durand"), "[1 0 0 1 7 3]", "[0 1 -1 0 7 3]", 1),
				str("/Type/XObject/Subtype/Form/BBox[0 0 300 300]/Resources<</Pattern<</P1 5 0 R>>>>", "/Pattern cs /P1 scn 0 0 300 300 re f")}, []string{"Durand"}, []string{"Dubois"}},
		"a mask": {"BT /F1 12 Tf 50 700 Td (Secours a Mme Dubois) Tj ET q /G1 gs 0 g 40 490 300 30 re f Q", "/ExtGState<</G1<</SMask<</Type/Mask/S/Luminosity/G 5 0 R>>>>>>",
			[]string{mask("remis a Durand")}, []string{"Dubois", "Durand"}, []string{"Secours a", "remis a"}},
		"a mask in a form in a mask": {"BT /F1 12 Tf 50 700 Td (Secours a Mme Dubois) Tj ET q /G1 gs 0 g 40 490 300 30 re f Q", "/ExtGState<</G1<</SMask<</S/Luminosity/G 6 0 R>>>>>>",
			[]string{mask("remis a Durand"), str("/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Group<</S/Transparency>>/Resources<</ExtGState<</G2<</SMask<</S/Alpha/G 5 0 R>>>>>>>>", "/G2 gs 1 g 0 0 600 800 re f")},
			[]string{"Dubois", "Durand"}, []string{"remis a"}},
	} {
		t.Run(name, func(t *testing.T) {
			out := remove(t, page(c.content, c.extra, c.more...), c.removed...)
			for _, text := range c.removed {
				gone(t, out, text)
			}
			gone(t, out, "Lafitte")
			for _, text := range c.left {
				if s := mustOpen(t, out).Pages[0].Text(); !strings.Contains(s, text) {
					t.Errorf("%q is no longer there: %q", text, s)
				}
			}
		})
	}
}

// A picture that is drawn as a pattern is a picture; a tile is a decoration.
func TestPicturesAsPatterns(t *testing.T) {
	img := str("/Type/XObject/Subtype/Image/Width 2/Height 2/BitsPerComponent 8/ColorSpace/DeviceGray", "\xff\xff\xff\xff")
	for size, pictures := range map[int]int{600: 1, 20: 0} {
		cell := str(fmt.Sprintf("/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 %[1]d %[2]d]/XStep %[1]d/YStep %[2]d/Resources<</XObject<</I 6 0 R>>>>", size, size*8/6), fmt.Sprintf("q %d 0 0 %d 0 0 cm /I Do Q", size, size*8/6))
		f := mustOpen(t, page("/Pattern cs /P1 scn 0 0 600 800 re f", "/Pattern<</P1 5 0 R>>", cell, img))
		if n := len(f.Pages[0].Pictures); n != pictures {
			t.Errorf("a cell of %d points: %d pictures, want %d", size, n, pictures)
		}
		out, counts, err := f.Redact(map[int][]Rect{0: {{100, 100, 200, 200}}}, nil)
		if err != nil || counts.Pictures != pictures {
			t.Errorf("a cell of %d points: %+v, %v", size, counts, err)
		}
		mustOpen(t, out)
	}
}

func TestTurnedPages(t *testing.T) {
	for _, turn := range []int{0, 90, 180, 270} {
		p := &Page{View: Rect{10, 20, 610, 820}, Turn: turn}
		r := Rect{100, 200, 150, 220}
		back := p.Placed(p.Shown(r))
		if !back.within(r) || !r.within(back) {
			t.Errorf("%d: %v comes back as %v", turn, r, back)
		}
	}
	// The upper left corner of a page turned clockwise is its lower left one.
	p := &Page{View: Rect{0, 0, 100, 200}, Turn: 90}
	if s := p.Shown(Rect{0, 0, 10, 20}); s.X0 != 0 || s.Y0 != 0 || s.X1 > .11 || s.Y1 > .11 {
		t.Errorf("shown at %v", s)
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(page("BT /F1 12 Tf 50 700 Td (Secours) Tj ET", ""))
	f.Add(page("q 1 0 0 1 0 0 cm BI /W 1/H 1/BPC 8/CS/G ID x EI Q", ""))
	f.Add(page("/X Do", "/XObject<</X 5 0 R>>", str("/Type/XObject/Subtype/Form/BBox[0 0 1 1]", "BT [(a) 1 <62>] TJ ET")))
	f.Fuzz(func(t *testing.T, b []byte) {
		file, err := Open(b)
		if err != nil {
			var told *RefusedError
			if !errors.As(err, &told) {
				t.Fatalf("refused without a reason: %v", err)
			}
			return
		}
		boxes := map[int][]Rect{0: {{0, 0, 300, 1000}}}
		out, _, err := file.Redact(boxes, nil)
		if err == nil {
			if _, err := Open(out); err != nil {
				t.Fatalf("what was written cannot be read: %v", err)
			}
		}
	})
}
