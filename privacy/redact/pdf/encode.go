package pdf

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
)

// Encode gives the picture as a PNG or JPEG file, for who reads pictures; nil
// for one that cannot be unpacked here.
func (p Picture) Encode() ([]byte, error) {
	m := &imageMaker{o: p.page.o}
	s := m.o.streamOf(p.source)
	if s == nil {
		return nil, nil
	}
	if len(s.FilterPipeline) == 1 && s.FilterPipeline[0].Name == "DCTDecode" {
		return s.Raw, nil
	}
	w, h := int(m.o.numberOr(s.Dict["Width"], 0)), int(m.o.numberOr(s.Dict["Height"], 0))
	n, bits, ok := m.samples(s.Dict)
	raw, err := m.o.decoded(*s)
	if w <= 0 || h <= 0 || w > mostPixels/h || !ok || err != nil || opaque(s) && s.FilterPipeline[0].Name != "CCITTFaxDecode" || bits > 8 {
		return nil, nil // a picture that cannot be read is no fault of the document
	}
	row := (w*n*bits + 7) / 8
	if len(raw) < row*h {
		return nil, nil
	}
	decode := m.o.numbers(s.Dict["Decode"])
	inverted := len(decode) >= 2 && decode[0] > decode[1]
	img := image.NewGray(image.Rect(0, 0, w, h))
	sample := func(y, at int) int {
		line, v := raw[y*row:], 0
		for b := range bits {
			v = v<<1 | int(line[(at*bits+b)/8]>>(7-(at*bits+b)%8)&1)
		}
		v = v * 255 / (1<<bits - 1)
		if inverted {
			v = 255 - v
		}
		return v
	}
	for y := range h {
		for x := range w {
			light := 0
			for c := range n {
				light += sample(y, x*n+c)
			}
			light /= n
			if n == 4 {
				light = 255 - light
			}
			img.SetGray(x, y, color.Gray{Y: uint8(light)})
		}
	}
	var b bytes.Buffer
	err = png.Encode(&b, img)
	return b.Bytes(), err
}
