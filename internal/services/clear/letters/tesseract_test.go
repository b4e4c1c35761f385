package letters

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"strings"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"airial/standards/standardstest"
)

func TestWhatTesseractWrites(t *testing.T) {
	const tsv = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n" +
		"1\t1\t0\t0\t0\t0\t0\t0\t200\t100\t-1\t\n5\t1\t1\t1\t1\t1\t20\t10\t40\t20\t96.1\tMme\n5\t1\t1\t1\t1\t2\t70\t10\t40\t20\t93\t\"Léa\n5\t1\t1\t1\t2\t1\t20\t50\t40\t20\t93\tDax\n5\t1\t1\t1\t2\t2\t20\t50\t40\t20\t93\t \n"
	words, err := parse(strings.NewReader(tsv))
	if err != nil || len(words) != 3 || words[0].Box.X0 != .1 || words[0].Box.Y1 != .3 || words[1].Text != `"Léa` || words[1].Line == words[2].Line {
		t.Errorf("%+v, %v", words, err)
	}
}

func TestAPageIsRead(t *testing.T) {
	r := Installed()
	if r == nil {
		standardstest.Missing(t, "tesseract is not installed: no page is read")
	}
	f, err := opentype.Parse(goregular.TTF)
	if err != nil {
		t.Fatal(err)
	}
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: 40, DPI: 72})
	if err != nil {
		t.Fatal(err)
	}
	img := image.NewGray(image.Rect(0, 0, 900, 120))
	draw.Draw(img, img.Bounds(), image.White, image.Point{}, draw.Src)
	d := font.Drawer{Dst: img, Src: image.NewUniform(color.Black), Face: face, Dot: fixed.P(40, 75)}
	d.DrawString("Secours accordé à Mme Léa Dubois")
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	words, err := r.Read(t.Context(), b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range words {
		if strings.Contains(w.Text, "Dubois") {
			if w.Box.X0 < .5 || w.Box.X1 > .9 || w.Box.Y0 < .2 || w.Box.Y1 > .8 {
				t.Errorf("it stands at %+v", w.Box)
			}
			return
		}
	}
	t.Errorf("read %+v", words)
}
