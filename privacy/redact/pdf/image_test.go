package pdf

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"strings"
	"testing"
)

// picturePage shows a picture of 20 by 10 pixels on 200 by 100 points.
func picturePage(dict string, data []byte) []byte {
	return page("q 200 0 0 100 100 500 cm /X Do Q", "/XObject<</X 5 0 R>>", str("/Type/XObject/Subtype/Image/Width 20/Height 10"+dict, string(data)))
}

// shownPicture is the picture that a file of one page shows.
func shownPicture(t *testing.T, b []byte) (*File, Picture) {
	t.Helper()
	f := mustOpen(t, b)
	if n := len(f.Pages[0].Pictures); n != 1 {
		t.Fatalf("%d pictures are shown", n)
	}
	return f, f.Pages[0].Pictures[0]
}

// under is a box above the pixels 4 to 7 of the rows 2 to 4.
var under = map[int][]Rect{0: {{140, 550, 180, 580}}}

func inBox(x, y int) bool { return x >= 4 && x < 8 && y >= 2 && y < 5 }

func TestPixelsUnderABox(t *testing.T) {
	for name, c := range map[string]struct {
		dict    string
		n, bits int
		black   []int
	}{
		"gray":     {"/ColorSpace/DeviceGray/BitsPerComponent 8", 1, 8, []int{0}},
		"gray 16":  {"/ColorSpace/DeviceGray/BitsPerComponent 16", 1, 16, []int{0}},
		"inverted": {"/ColorSpace/DeviceGray/BitsPerComponent 8/Decode[1 0]", 1, 8, []int{255}},
		"rgb":      {"/ColorSpace/DeviceRGB/BitsPerComponent 8", 3, 8, []int{0, 0, 0}},
		"cmyk":     {"/ColorSpace/DeviceCMYK/BitsPerComponent 8", 4, 8, []int{0, 0, 0, 255}},
		"one bit":  {"/ColorSpace/DeviceGray/BitsPerComponent 1", 1, 1, []int{0}},
		"four":     {"/ColorSpace/DeviceGray/BitsPerComponent 4", 1, 4, []int{0}},
		"stencil":  {"/ImageMask true", 1, 1, []int{0}},
		"palette":  {"/ColorSpace[/Indexed/DeviceRGB 3<ffffff 808080 010101 ff0000>]/BitsPerComponent 2", 1, 2, []int{2}},
		"icc":      {"/ColorSpace[/ICCBased<</N 3>>]/BitsPerComponent 8", 3, 8, []int{0, 0, 0}},
	} {
		t.Run(name, func(t *testing.T) {
			row := (20*c.n*c.bits + 7) / 8
			data := bytes.Repeat([]byte{0x55}, row*10)
			f, _ := shownPicture(t, picturePage(c.dict, data))
			out, counts, err := f.Redact(under, nil)
			if err != nil || counts.Pictures != 1 {
				t.Fatalf("%+v, %v", counts, err)
			}
			f, p := shownPicture(t, out)
			got, err := f.o.decoded(p.source)
			if err != nil || len(got) != len(data) {
				t.Fatalf("%d bytes of %d, %v", len(got), len(data), err)
			}
			sample := func(line []byte, at int) (v int) {
				for b := range c.bits {
					v = v<<1 | int(line[(at*c.bits+b)/8]>>(7-(at*c.bits+b)%8)&1)
				}
				return v
			}
			for y := range 10 {
				for x := range 20 {
					for i := range c.n {
						want := sample(data[y*row:], x*c.n+i)
						if inBox(x, y) {
							want = c.black[i]
						}
						if v := sample(got[y*row:], x*c.n+i); v != want {
							t.Fatalf("pixel %d,%d component %d is %d, want %d", x, y, i, v, want)
						}
					}
				}
			}
		})
	}
}

// What no picture has is not drawn where a box touches it, and is read by nobody.
func TestPicturesThatCannotBe(t *testing.T) {
	for _, dict := range []string{
		"/ColorSpace/DeviceGray/BitsPerComponent 0", "/ColorSpace/DeviceGray/BitsPerComponent 3", "/ColorSpace/DeviceGray/BitsPerComponent -8",
		"/ColorSpace[/ICCBased<</N -3>>]/BitsPerComponent 8", "/ColorSpace[/ICCBased<</N 100000000000>>]/BitsPerComponent 8", "/BitsPerComponent 8",
	} {
		f, p := shownPicture(t, picturePage(dict, bytes.Repeat([]byte{0x55}, 600)))
		if b, err := p.Encode(); b != nil || err != nil {
			t.Errorf("%s: read as %d bytes, %v", dict, len(b), err)
		}
		out, _, err := f.Redact(under, nil)
		if err != nil {
			t.Errorf("%s: %v", dict, err)
			continue
		}
		if n := len(mustOpen(t, out).Pages[0].Pictures); n != 0 {
			t.Errorf("%s: is still drawn", dict)
		}
	}
}

func TestPhotographs(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 20, 10))
	for i := range img.Pix {
		img.Pix[i] = 200
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	f, _ := shownPicture(t, picturePage("/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode", b.Bytes()))
	out, _, err := f.Redact(under, nil)
	if err != nil {
		t.Fatal(err)
	}
	f, p := shownPicture(t, out)
	got, err := jpeg.Decode(bytes.NewReader(f.o.streamOf(p.source).Raw))
	if err != nil {
		t.Fatal(err)
	}
	light := func(x, y int) uint8 { return color.GrayModel.Convert(got.At(x, y)).(color.Gray).Y }
	if light(5, 3) > 60 || light(15, 8) < 180 {
		t.Errorf("light under the box %d, beside it %d", light(5, 3), light(15, 8))
	}
}

// A picture that cannot be unpacked is not shown at all when a box touches it.
func TestPicturesThatCannotBeUnpacked(t *testing.T) {
	f, _ := shownPicture(t, picturePage("/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/JPXDecode", []byte("visage")))
	out, _, err := f.Redact(under, nil)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(out, []byte("visage")) || len(mustOpen(t, out).Pages[0].Pictures) != 0 {
		t.Error("the picture is still there")
	}
	out, _, err = f.Redact(map[int][]Rect{0: {{0, 0, 50, 50}}}, nil)
	if err != nil || !bytes.Contains(out, []byte("visage")) {
		t.Errorf("a picture that no box touches is gone, %v", err)
	}
}

func TestInlinePictures(t *testing.T) {
	f := mustOpen(t, page("q 200 0 0 100 100 500 cm BI /W 2/H 2/BPC 8/CS/G ID abEI EI Q BT /F1 12 Tf 50 300 Td (fin) Tj ET", ""))
	if s := f.Pages[0].Text(); s != "fin" || len(f.Pages[0].Pictures) != 1 {
		t.Fatalf("read %q and %d pictures", s, len(f.Pages[0].Pictures))
	}
	out, _, err := f.Redact(under, nil)
	if err != nil {
		t.Fatal(err)
	}
	if again := mustOpen(t, out); strings.Contains(string(again.Pages[0].content), "abEI") || again.Pages[0].Text() != "fin" {
		t.Errorf("left: %s", again.Pages[0].content)
	}
}

// A picture that stands on two pages is black on one of them alone.
func TestAPictureThatIsSharedBetweenPages(t *testing.T) {
	b := made("<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2/MediaBox[0 0 600 800]/Resources<</XObject<</X 6 0 R>>>>>>",
		"<</Type/Page/Parent 2 0 R/Contents 5 0 R>>", "<</Type/Page/Parent 2 0 R/Contents 5 0 R/Rotate 90>>",
		str("", "q 200 0 0 100 100 500 cm /X Do Q"),
		str("/Type/XObject/Subtype/Image/Width 20/Height 10/ColorSpace/DeviceGray/BitsPerComponent 8", strings.Repeat("U", 200)))
	out, _, err := mustOpen(t, b).Redact(map[int][]Rect{1: under[0]}, nil)
	if err != nil {
		t.Fatal(err)
	}
	f := mustOpen(t, out)
	var black [2]int
	for i, p := range f.Pages {
		pixels, err := f.o.decoded(p.Pictures[0].source)
		if err != nil {
			t.Fatal(err)
		}
		black[i] = bytes.Count(pixels, []byte{0})
	}
	if fmt.Sprint(black) != "[0 12]" || f.Pages[1].Turn != 90 {
		t.Errorf("black pixels: %v", black)
	}
}
