package letters

import (
	"bytes"
	"image/color"
	"image/png"
	"os/exec"
	"testing"

	"codeberg.org/go-pdf/fpdf"
)

func TestAPageIsDrawn(t *testing.T) {
	p := fpdf.New("P", "mm", "A4", "")
	p.AddPage()
	p.AddPage()
	p.SetFillColor(0, 0, 0)
	p.Rect(0, 0, 210, 100, "F")
	var b bytes.Buffer
	if err := p.Output(&b); err != nil {
		t.Fatal(err)
	}
	drawn := 0
	for name, d := range map[string]Drawer{"pdftoppm": poppler{"pdftoppm"}, "mutool": mupdf{"mutool"}} {
		if _, err := exec.LookPath(name); err != nil {
			t.Logf("%s is not installed", name)
			continue
		}
		drawn++
		out, err := d.Draw(t.Context(), b.Bytes(), 2)
		if err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(bytes.NewReader(out))
		if err != nil {
			t.Fatal(err)
		}
		light := func(y int) uint8 { return color.GrayModel.Convert(img.At(200, y)).(color.Gray).Y }
		if light(50) > 20 || light(900) < 230 {
			t.Errorf("%s: light %d above, %d below", name, light(50), light(900))
		}
	}
	if drawn > 0 && DrawerInstalled() == nil {
		t.Error("a drawer that is installed is not found")
	}
}
