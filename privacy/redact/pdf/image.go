package pdf

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"math"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// imageMaker makes pictures again with a part of them black.
type imageMaker struct{ o *objects }

// quality of pictures that are compressed again as JPEG.
const quality = 92

// blacken makes the picture again, with the pixels under the boxes black. A
// picture that cannot be unpacked here (JPEG 2000, JBIG2) comes back as nil: it
// is not drawn at all.
func (m *imageMaker) blacken(v types.Object, place matrix, boxes []Rect) (*stream, error) {
	s := m.o.streamOf(v)
	if s == nil {
		return nil, nil
	}
	back, ok := place.inverse()
	if !ok {
		return nil, nil // it has no area
	}
	w, h := int(m.o.numberOr(s.Dict["Width"], 0)), int(m.o.numberOr(s.Dict["Height"], 0))
	if w <= 0 || h <= 0 || w > mostPixels/h {
		return nil, nil
	}
	var parts []image.Rectangle
	for _, b := range boxes {
		// The unit square's lower left corner is the picture's.
		u := back.around(b)
		r := image.Rect(int(math.Floor(u.X0*float64(w))), int(math.Floor((1-u.Y1)*float64(h))), int(math.Ceil(u.X1*float64(w))), int(math.Ceil((1-u.Y0)*float64(h))))
		if r = r.Intersect(image.Rect(0, 0, w, h)); !r.Empty() {
			parts = append(parts, r)
		}
	}
	out := m.pixels(s, w, h, parts)
	if out == nil {
		return nil, nil
	}
	// What makes a part of it transparent must not show what was there.
	for _, key := range []string{"SMask", "Mask"} {
		mask := m.o.streamOf(s.Dict[key])
		if mask == nil {
			if s.Dict[key] != nil && key == "Mask" {
				delete(out.Dict, key) // colours that are not painted: black might be one
			}
			continue
		}
		made, err := m.blacken(s.Dict[key], place, boxes)
		if err != nil {
			return nil, err
		}
		if made == nil {
			return nil, nil
		}
		made.Dict["Type"], made.Dict["Subtype"] = types.Name("XObject"), types.Name("Image")
		out.Dict[key] = made
	}
	return out, nil
}

// keptOfImage are the keys of a picture that are taken along.
var keptOfImage = []string{"Type", "Subtype", "Width", "Height", "ColorSpace", "BitsPerComponent", "Decode", "ImageMask", "Interpolate", "Intent", "SMask", "Mask"}

func (m *imageMaker) pixels(s *types.StreamDict, w, h int, parts []image.Rectangle) *stream {
	d := types.Dict{}
	for _, key := range keptOfImage {
		if s.Dict[key] != nil {
			d[key] = s.Dict[key]
		}
	}
	pipeline := s.FilterPipeline
	if n := len(pipeline); n > 0 {
		switch pipeline[n-1].Name {
		case "DCTDecode", "DCT":
			return m.jpeg(s, d, parts)
		case "JPXDecode", "JBIG2Decode":
			return nil
		}
	}
	raw, err := m.o.decoded(*s)
	if err != nil {
		return nil
	}
	n, bits, ok := m.samples(d)
	row := (w*n*bits + 7) / 8
	if !ok || len(raw) < row*h {
		return nil
	}
	stencil := m.stencil(d)
	raw = bytes.Clone(raw[:row*h])
	dark := m.dark(d, n, bits, stencil)
	for _, r := range parts {
		for y := r.Min.Y; y < r.Max.Y; y++ {
			line := raw[y*row : (y+1)*row]
			for x := r.Min.X; x < r.Max.X; x++ {
				for c := range n {
					set(line, (x*n+c)*bits, bits, dark[c])
				}
			}
		}
	}
	delete(d, "DecodeParms")
	return packed(d, raw)
}

func (m *imageMaker) stencil(d types.Dict) bool {
	return m.o.get(d["ImageMask"]) == types.Boolean(true)
}

const mostComponents = 32 // ISO 32000-1, annex C

// samples tells how many each pixel has, and their bits; false for what no
// picture has (ISO 32000-1, 8.9.5.1).
func (m *imageMaker) samples(d types.Dict) (n, bits int, ok bool) {
	if m.stencil(d) {
		return 1, 1, true
	}
	n, bits = m.components(d["ColorSpace"]), int(m.o.numberOr(d["BitsPerComponent"], 1))
	return n, bits, n >= 1 && n <= mostComponents && (bits == 1 || bits == 2 || bits == 4 || bits == 8 || bits == 16)
}

// set writes one sample.
func set(line []byte, at, bits int, v uint16) {
	switch bits {
	case 8:
		line[at/8] = byte(v)
	case 16:
		line[at/8], line[at/8+1] = byte(v>>8), byte(v)
	default:
		shift := 8 - bits - at%8
		mask := byte(1<<bits-1) << shift
		line[at/8] = line[at/8]&^mask | byte(v)<<shift&mask
	}
}

// dark is the sample of black: no light, or all ink.
func (m *imageMaker) dark(d types.Dict, n, bits int, stencil bool) []uint16 {
	out := make([]uint16, n)
	full := uint16(1<<bits - 1)
	if n == 4 {
		out[3] = full
	}
	decode := m.o.numbers(d["Decode"])
	if n == 1 && len(decode) == 2 && decode[0] > decode[1] {
		out[0] = full
	}
	if stencil { // 0 paints, unless turned round
		return out
	}
	if a := m.o.array(d["ColorSpace"]); len(a) == 4 && m.o.name(a[0]) == "Indexed" {
		out[0] = m.darkest(a, full)
	}
	return out
}

// darkest is the entry of a palette with the least light, as far as three
// components tell; the box that is drawn above is black in any case.
func (m *imageMaker) darkest(indexed types.Array, full uint16) uint16 {
	n := m.components(indexed[1])
	var table []byte
	switch t := m.o.get(indexed[3]).(type) {
	case types.StringLiteral:
		table, _ = types.Unescape(string(t))
	case types.HexLiteral:
		table, _ = t.Bytes()
	default:
		table, _ = m.o.decoded(indexed[3])
	}
	best, at := math.MaxInt, 0
	for i := 0; n > 0 && (i+1)*n <= len(table) && i <= int(full); i++ {
		light := 0
		for _, c := range table[i*n : (i+1)*n] {
			light += int(c)
		}
		if n == 4 {
			light = -light
		}
		if light < best {
			best, at = light, i
		}
	}
	return uint16(at)
}

// components counts those of a colour space; 0 when it is not known.
func (m *imageMaker) components(v types.Object) int {
	name := m.o.name(v)
	a := m.o.array(v)
	if len(a) > 0 {
		name = m.o.name(a[0])
	}
	switch name {
	case "DeviceGray", "CalGray", "Indexed", "Separation", "G":
		return 1
	case "DeviceRGB", "CalRGB", "Lab", "RGB":
		return 3
	case "DeviceCMYK", "CMYK":
		return 4
	case "ICCBased":
		if len(a) > 1 {
			return int(m.o.numberOr(m.o.dict(a[1])["N"], 0))
		}
	case "DeviceN":
		if len(a) > 1 {
			return len(m.o.array(a[1]))
		}
	}
	return 0
}

// jpeg unpacks a photograph, blackens it and compresses it again.
func (m *imageMaker) jpeg(s *types.StreamDict, d types.Dict, parts []image.Rectangle) *stream {
	data := s.Raw
	if len(s.FilterPipeline) > 1 {
		c := *s
		c.FilterPipeline = s.FilterPipeline[:len(s.FilterPipeline)-1]
		if err := c.DecodeWithLimit(mostDecoded); err != nil {
			return nil
		}
		data = c.Content
	}
	conf, err := jpeg.DecodeConfig(bytes.NewReader(data))
	if err != nil || conf.Width*conf.Height > mostPixels {
		return nil
	}
	src, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	var canvas draw.Image
	switch src.(type) {
	case *image.Gray:
		canvas = image.NewGray(src.Bounds())
	default: // four inks become light
		canvas = image.NewRGBA(src.Bounds())
	}
	draw.Draw(canvas, canvas.Bounds(), src, src.Bounds().Min, draw.Src)
	for _, r := range parts {
		draw.Draw(canvas, r, image.NewUniform(color.Black), image.Point{}, draw.Src)
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, canvas, &jpeg.Options{Quality: quality}); err != nil {
		return nil
	}
	switch src.(type) {
	case *image.Gray:
		if m.components(d["ColorSpace"]) != 1 {
			d["ColorSpace"] = types.Name("DeviceGray")
		}
	case *image.CMYK:
		d["ColorSpace"] = types.Name("DeviceRGB")
		delete(d, "Decode")
	default:
		if m.components(d["ColorSpace"]) != 3 {
			d["ColorSpace"] = types.Name("DeviceRGB")
		}
	}
	d["Width"], d["Height"], d["BitsPerComponent"] = types.Integer(canvas.Bounds().Dx()), types.Integer(canvas.Bounds().Dy()), types.Integer(8)
	d["Filter"] = types.Name("DCTDecode")
	return &stream{Dict: d, data: b.Bytes()}
}

// Placed is the place on the page of a part of the picture, which is given in
// fractions of it from its upper left corner.
func (p Picture) Placed(r Rect) Rect {
	return p.place.around(Rect{r.X0, 1 - r.Y1, r.X1, 1 - r.Y0})
}
