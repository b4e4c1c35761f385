package redact

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"slices"
	"strings"
	"testing"

	"codeberg.org/go-pdf/fpdf"
	"pgregory.net/rapid"

	"airial/privacy"
)

var bg = context.Background()

func zipped(parts ...string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		h := &zip.FileHeader{Name: parts[i], Method: zip.Deflate}
		if parts[i] == "mimetype" {
			h.Method = zip.Store
		}
		w, _ := z.CreateHeader(h)
		_, _ = io.WriteString(w, parts[i+1])
	}
	_ = z.Close()
	return b.Bytes()
}

const docxTypesPart = `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="d"/><Override PartName="/word/comments.xml" ContentType="c"/><Override PartName="/docProps/core.xml" ContentType="p"/></Types>`

func docx(body string, more ...string) []byte {
	return zipped(append([]string{"[Content_Types].xml", docxTypesPart, "_rels/.rels", `<Relationships/>`,
		"word/document.xml", `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="w"><w:body>` + body + `</w:body></w:document>`}, more...)...)
}

func odt(body string, more ...string) []byte {
	return zipped(append([]string{"mimetype", "application/vnd.oasis.opendocument.text", "META-INF/manifest.xml", "<m/>",
		"content.xml", `<?xml version="1.0"?><office:document-content xmlns:office="o"><office:body>` + body + `</office:body></office:document-content>`}, more...)...)
}

func para(runs ...string) string {
	var b strings.Builder
	b.WriteString(`<w:p>`)
	for _, r := range runs {
		b.WriteString(`<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">` + r + `</w:t></w:r>`)
	}
	return b.String() + `</w:p>`
}

func opened(t *testing.T, b []byte) *Document {
	t.Helper()
	d, err := Open(bg, b, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// everything is all that a zip file holds, unpacked.
func everything(t *testing.T, b []byte) string {
	t.Helper()
	parts, names, err := unpack(b)
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, n := range names {
		all.WriteString(n + "\n" + string(parts[n]) + "\n")
	}
	return all.String()
}

func TestDOCX(t *testing.T) {
	b := docx(para("Secours à ", "Mme Lé", "a Dub", "ois, née le 3 mai ", "1985.")+
		`<w:p><w:del w:author="Dubois"><w:r><w:delText>Aide à Paul Garcia</w:delText></w:r></w:del><w:ins w:author="Dubois"><w:r><w:t>Reste &amp; demeure</w:t></w:r></w:ins>`+
		`<w:commentRangeStart w:id="0"/><w:r><w:commentReference w:id="0"/></w:r><w:hyperlink r:id="rId1" w:tooltip="Dubois"><w:r><w:t>écrire</w:t></w:r></w:hyperlink></w:p>`+
		`<w:p><w:r><w:drawing><wp:docPr id="1" name="photo de Dubois.jpg" descr="Léa Dubois"/><a:blip r:embed="rId2"/></w:drawing></w:r><w:r><w:object><o:OLEObject r:id="rId3"/></w:object></w:r></w:p>`,
		"word/comments.xml", `<w:comments><w:comment w:author="Dubois"><w:p/></w:comment></w:comments>`,
		"word/_rels/document.xml.rels", `<Relationships><Relationship Id="rId1" Type="x/hyperlink" TargetMode="External" Target="mailto:lea.dubois@free.fr"/><Relationship Id="rId2" Type="x/image" Target="media/image1.png"/><Relationship Id="rId3" Type="x/ole" Target="embeddings/a.bin"/><Relationship Id="rId4" Type="x/comments" Target="comments.xml"/></Relationships>`,
		"word/media/image1.png", string(pngOf(3, 2, "Dubois")), "word/embeddings/a.bin", "Dubois", "docProps/core.xml", "<c>Dubois</c>", "word/people.xml", "Dubois", "customXml/item1.xml", "Dubois")
	d := opened(t, b)
	out, done, err := d.Redact(d.Proposed())
	if err != nil {
		t.Fatal(err)
	}
	all := everything(t, out)
	for _, secret := range []string{"Dubois", "dubois", "Dub", "Léa", "1985", "Garcia", "comments", "docProps", "OLEObject", "rId3"} {
		if strings.Contains(all, secret) {
			t.Errorf("%q is left in\n%s", secret, all)
		}
	}
	for _, text := range []string{"Secours à ", "Reste &amp; demeure", "écrire", `r:embed="rId2"`, "word/media/image1.png", "<w:b/>", "about:blank"} {
		if !strings.Contains(all, text) {
			t.Errorf("%q is gone from\n%s", text, all)
		}
	}
	if got := opened(t, out).inner.(*zipDocument).parts[0].text(); !strings.HasPrefix(got, "Secours à Mme █████, née le █████.\n") {
		t.Errorf("says %q", got)
	}
	for _, part := range []string{"comments", "metadata", "tracked changes", "embedded files"} {
		if !slices.Contains(done.Parts, part) {
			t.Errorf("%s is not told of: %v", part, done.Parts)
		}
	}
	again, _, err := opened(t, b).Redact(d.Proposed())
	if err != nil || !bytes.Equal(again, out) {
		t.Errorf("the same choice gives other bytes, %v", err)
	}
}

func pngOf(w, h int, comment string) []byte {
	img := image.NewGray(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	var b bytes.Buffer
	_ = png.Encode(&b, img)
	p := b.Bytes()
	chunk := append([]byte{0, 0, 0, byte(len(comment))}, "tEXt"+comment+"crc!"...)
	return slices.Concat(p[:33], chunk, p[33:])
}

func TestODT(t *testing.T) {
	b := odt(`<text:tracked-changes><text:deletion><text:p>Paul Garcia</text:p></text:deletion></text:tracked-changes><text:h>Objet</text:h>`+
		`<text:p>Aide à <text:span>Mme Léa</text:span><text:s/>Du<text:change text:id="1"/>bois<office:annotation><dc:creator>Dubois</dc:creator><text:p>voir Dubois</text:p></office:annotation>, 200 €.</text:p>`+
		`<text:p><text:a xlink:href="mailto:lea.dubois@free.fr">écrire</text:a><draw:frame><draw:image xlink:href="Pictures/a.png"/><svg:title>Dubois</svg:title></draw:frame></text:p>`,
		"styles.xml", `<s><text:p>Pied de page, dossier de Mme Léa Dubois</text:p></s>`, "meta.xml", "Dubois", "Thumbnails/thumbnail.png", "Dubois", "Pictures/a.png", string(pngOf(2, 2, "Dubois")), "Basic/x.xml", "Dubois")
	d := opened(t, b)
	c := d.Proposed()
	c.Words = []string{"aide  À", "absent"}
	out, done, err := d.Redact(c)
	if err != nil {
		t.Fatal(err)
	}
	all := everything(t, out)
	for _, secret := range []string{"Dubois", "dubois", "bois", "Léa", "Garcia", "Aide", "meta.xml", "Thumbnails", "Basic"} {
		if strings.Contains(all, secret) {
			t.Errorf("%q is left in\n%s", secret, all)
		}
	}
	if !strings.Contains(all, "200 €.") || !strings.Contains(all, "Pied de page, dossier de Mme █████") || !strings.HasPrefix(all, "mimetype\n") {
		t.Errorf("wrote %s", all)
	}
	if !slices.Equal(done.NotFound, []string{"absent"}) {
		t.Errorf("not found: %v", done.NotFound)
	}
}

func TestPicturesInDocuments(t *testing.T) {
	b := docx(para("x"), "word/media/a.png", string(pngOf(3, 2, "")))
	d := opened(t, b)
	if d.Pictures != 1 || len(d.Marks) != 1 || d.Marks[0].On {
		t.Fatalf("marks %+v", d.Marks)
	}
	out, done, err := d.Redact(Choice{On: map[int]bool{d.Marks[0].ID: true}})
	if err != nil || done.Pictures != 1 {
		t.Fatalf("%+v, %v", done, err)
	}
	parts, _, _ := unpack(out)
	img, err := png.Decode(bytes.NewReader(parts["word/media/a.png"]))
	if err != nil || img.Bounds().Dx() != 3 || color.GrayModel.Convert(img.At(1, 1)).(color.Gray).Y != 0 {
		t.Errorf("the picture is %v, %v", img, err)
	}
}

// Whatever the runs a text is cut into, the words that are chosen are gone and
// the others are there.
func TestWordsAcrossRuns(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching(`[a-zé&<]{3,9}`), 2, 12).Draw(rt, "words")
		text := strings.Join(words, " ")
		var runs []string
		for rest := []rune(text); len(rest) > 0; {
			n := min(len(rest), rapid.IntRange(1, 8).Draw(rt, "run"))
			runs = append(runs, entities.Replace(string(rest[:n])))
			rest = rest[n:]
		}
		b := docx(para(runs...))
		if rapid.Bool().Draw(rt, "odt") {
			b = odt(`<text:p><text:span>` + strings.Join(runs, "</text:span><text:span>") + `</text:span></text:p>`)
		}
		d, err := Open(bg, b, Options{})
		if err != nil {
			rt.Fatal(err)
		}
		secret := words[rapid.IntRange(0, len(words)-1).Draw(rt, "which")]
		out, done, err := d.Redact(Choice{Words: []string{secret}})
		if err != nil || done.Marks == 0 {
			rt.Fatalf("%+v, %v", done, err)
		}
		again, err := Open(bg, out, Options{})
		if err != nil {
			rt.Fatal(err)
		}
		got := strings.TrimSpace(again.inner.(*zipDocument).parts[0].text())
		if want := strings.ReplaceAll(text, secret, blot); got != want {
			rt.Fatalf("%q without %q is %q, want %q", text, secret, got, want)
		}
	})
}

func TestAPDFIsMarked(t *testing.T) {
	p := fpdf.New("P", "mm", "A4", "")
	tr := p.UnicodeTranslatorFromDescriptor("cp1252")
	p.AddPage()
	p.SetFont("Helvetica", "", 11)
	p.MultiCell(0, 6, tr("Le conseil accorde un secours de 200 euros à Mme Léa Dubois, joignable au 06 12 34 56 78."), "", "L", false)
	var b bytes.Buffer
	if err := p.Output(&b); err != nil {
		t.Fatal(err)
	}
	d := opened(t, b.Bytes())
	on := map[string]bool{}
	for _, m := range d.Marks {
		on[m.Text] = m.On
		if m.Page != 1 || len(m.Boxes) == 0 || m.Boxes[0].X0 < 0 || m.Boxes[0].Y1 > .2 {
			t.Errorf("mark %+v", m)
		}
	}
	if !on["06 12 34 56 78"] || !slices.ContainsFunc(d.Marks, func(m Mark) bool { return strings.Contains(m.Text, "Dubois") && m.On }) {
		t.Errorf("marks: %v", on)
	}
	out, done, err := d.Redact(d.Proposed())
	if err != nil || done.Glyphs < 20 || done.ByKind[string(privacy.Phone)] != 1 {
		t.Fatalf("%+v, %v", done, err)
	}
	for _, m := range opened(t, out).Marks {
		if m.On {
			t.Errorf("still found: %+v", m)
		}
	}
	out, _, err = d.Redact(Choice{Boxes: []Box{{1, Rect{0, 0, 1, 1}}}})
	if err != nil || len(opened(t, out).Marks) != 0 {
		t.Errorf("a box over the whole page: %v", err)
	}
}

// knownWords is a reader that knows what stands on the picture.
type knownWords []ReadWord

func (l knownWords) Read(context.Context, []byte) ([]ReadWord, error) { return l, nil }

func TestScans(t *testing.T) {
	img := image.NewGray(image.Rect(0, 0, 100, 50))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	var b bytes.Buffer
	_ = jpeg.Encode(&b, img, nil)
	words := knownWords{{"Secours", Rect{0, 0, .3, .2}, 1}, {"à", Rect{.3, 0, .4, .2}, 1}, {"Mme", Rect{.4, 0, .5, .2}, 1}, {"Léa", Rect{.5, 0, .7, .2}, 1}, {"Dubois,", Rect{.7, 0, .9, .2}, 1}, {"Dax", Rect{0, .5, .2, .7}, 2}}
	d, err := Open(bg, b.Bytes(), Options{Reader: words})
	if err != nil || len(d.Marks) != 1 || !d.Pages[0].Read || d.Marks[0].Boxes[0].X0 > .5 {
		t.Fatalf("%+v, %v", d, err)
	}
	out, _, err := d.Redact(d.Proposed())
	if err != nil {
		t.Fatal(err)
	}
	got, err := jpeg.Decode(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	light := func(x, y int) uint8 { return color.GrayModel.Convert(got.At(x, y)).(color.Gray).Y }
	if light(65, 4) > 40 || light(10, 4) < 200 {
		t.Errorf("light under the box %d, beside it %d", light(65, 4), light(10, 4))
	}
	// The same picture as the only thing on a page of a PDF.
	p := fpdf.New("P", "mm", "A4", "")
	p.AddPage()
	p.RegisterImageOptionsReader("scan", fpdf.ImageOptions{ImageType: "JPG"}, bytes.NewReader(b.Bytes()))
	p.ImageOptions("scan", 0, 0, 210, 297, false, fpdf.ImageOptions{ImageType: "JPG"}, 0, "")
	var file bytes.Buffer
	if err := p.Output(&file); err != nil {
		t.Fatal(err)
	}
	d, err = Open(bg, file.Bytes(), Options{Reader: words})
	if err != nil || !d.Pages[0].Scanned || !d.Pages[0].Read {
		t.Fatalf("%+v, %v", d, err)
	}
	i := slices.IndexFunc(d.Marks, func(m Mark) bool { return m.On })
	if i < 0 || d.Marks[i].Boxes[0].X0 < .35 || d.Marks[i].Boxes[0].Y1 > .25 {
		t.Fatalf("marks %+v", d.Marks)
	}
	if _, done, err := d.Redact(d.Proposed()); err != nil || done.Pictures != 1 {
		t.Errorf("%+v, %v", done, err)
	}
	if d = opened(t, file.Bytes()); !d.Pages[0].Scanned || d.Pages[0].Read {
		t.Errorf("without a reader: %+v", d.Pages)
	}
}

func TestWhatIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		b   []byte
		err error
	}{
		"nothing":       {nil, ErrFormat},
		"text":          {[]byte("Léa Dubois"), ErrFormat},
		"zip":           {zipped("a.txt", "x"), ErrFormat},
		"doc":           {[]byte("\xd0\xcf\x11\xe0 and so on"), ErrEncrypted},
		"encrypted odt": {zipped("mimetype", "application/vnd.oasis.opendocument.text", "META-INF/manifest.xml", "<manifest:encryption-data/>", "content.xml", "xx"), ErrEncrypted},
		"other prefix":  {zipped("[Content_Types].xml", docxTypesPart, "word/document.xml", "<x:document><x:t>Dubois</x:t></x:document>"), ErrDamaged},
		"broken":        {docx("<w:p>"), ErrDamaged},
		"entity":        {docx(`<w:p>&lea;</w:p>`), ErrDamaged},
		"twice":         {docx("", "word/document.xml", "<w:document/>"), ErrDamaged},
		"broken png":    {[]byte("\x89PNG\r\n\x1a\nxxxx"), ErrDamaged},
	} {
		if _, err := Open(bg, c.b, Options{}); !errors.Is(err, c.err) {
			t.Errorf("%s: %v, want %v", name, err, c.err)
		}
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(docx(para("Secours à Mme Léa Dubois")))
	f.Add(odt("<text:p>Aide à Mme Léa<text:s/>Dubois</text:p>"))
	f.Add(pngOf(2, 2, "x"))
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := Open(bg, b, Options{})
		if err != nil {
			return
		}
		if _, _, err := d.Redact(d.Proposed()); errors.Is(err, ErrUnverified) {
			t.Fatal(err)
		}
	})
}
