package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// Redact writes a new file without what stands under the boxes, which go by the
// page's number from 0. Of the texts in gone it makes sure that they are left
// nowhere but where the boxes left them on the pages. It returns a *RefusedError
// when something cannot be taken out; no file comes with it.
func (f *File) Redact(boxes map[int][]Rect, gone []string) ([]byte, Counts, error) {
	var total Counts
	var pages []types.Dict
	shared := map[int]*stream{}
	work := 0
	for i, p := range f.Pages {
		w := f.walker(p, boxes[i])
		w.forms, w.work = shared, work
		c, err := w.run(p.content, p.res, state{ctm: identity, th: 1}, 0)
		if err != nil {
			return nil, total, refused(Damaged, err)
		}
		work = w.work
		total.Glyphs += w.removed.Glyphs
		total.Pictures += w.removed.Pictures
		total.Shapes += w.removed.Shapes
		d := types.Dict{}
		for k, v := range p.dict {
			d[k] = v
		}
		if d["Resources"], err = c.resources(); err != nil {
			return nil, total, refused(Damaged, err)
		}
		var out bytes.Buffer
		out.WriteString("q\n")
		out.Write(c.out.Bytes())
		out.WriteString("Q\n")
		if len(boxes[i]) > 0 {
			out.WriteString("q 0 g\n")
			for _, b := range boxes[i] {
				fmt.Fprintf(&out, "%s %s %s %s re f\n", numeral(b.X0), numeral(b.Y0), numeral(b.X1-b.X0), numeral(b.Y1-b.Y0))
			}
			out.WriteString("Q\n")
		}
		d["Contents"] = packed(types.Dict{}, out.Bytes())
		pages = append(pages, d)
	}
	var lang types.Object
	switch l := f.o.get(f.root["Lang"]).(type) {
	case types.StringLiteral, types.HexLiteral:
		lang = l
	}
	b, err := writeFile(f.o, pages, lang)
	if err != nil {
		return nil, total, refused(Damaged, err)
	}
	if err := f.verify(b, boxes, gone); err != nil {
		return nil, total, refused(Unverified, err)
	}
	return b, total, nil
}

// verify reads what was written as if it came from elsewhere.
func (f *File) verify(b []byte, boxes map[int][]Rect, gone []string) error {
	again, err := Open(b)
	if err != nil {
		return err
	}
	if len(again.Pages) != len(f.Pages) {
		return fmt.Errorf("%d pages of %d are left", len(again.Pages), len(f.Pages))
	}
	var left, want strings.Builder
	for i, p := range again.Pages {
		for _, g := range p.glyphs {
			// A third of a point is what rounding may move.
			x, y := (g.box.X0+g.box.X1)/2, (g.box.Y0+g.box.Y1)/2
			for _, r := range boxes[i] {
				if strings.TrimSpace(g.text) != "" && x > r.X0+.3 && x < r.X1-.3 && y > r.Y0+.3 && y < r.Y1-.3 {
					return fmt.Errorf("a glyph is left under a box on page %d", i+1)
				}
			}
		}
		left.WriteString(plainWords(p.text.s) + "\n")
		want.WriteString(plainWords(f.without(i, boxes[i])) + "\n")
	}
	for _, text := range gone {
		text = strings.TrimSpace(plainWords(text))
		if len(text) < 4 {
			continue // letters and small numbers stand in any file
		}
		allowed := strings.Count(want.String(), text)
		if n := strings.Count(left.String(), text); n > allowed {
			return errors.New("a removed text is left on a page")
		}
		if allowed == 0 {
			if err := again.o.holds(text); err != nil {
				return err
			}
		}
	}
	return nil
}

// without is what a page says but for what stands under boxes.
func (f *File) without(i int, boxes []Rect) string {
	w := &walker{boxes: boxes}
	var kept []glyph
	for _, g := range f.Pages[i].glyphs {
		if !w.under(g.box) {
			kept = append(kept, g)
		}
	}
	return assemble(kept).s
}

// plainWords writes blanks alike.
func plainWords(s string) string { return strings.Join(strings.Fields(s), " ") }

// holds looks for a text in each string and each unpacked stream of a file, in
// the encodings that PDF writes text in.
func (o *objects) holds(text string) error {
	forms := [][]byte{[]byte(text)}
	var wide, narrow []byte
	plain := true
	for _, r := range text {
		wide = append(wide, byte(r>>8), byte(r))
		narrow = append(narrow, byte(r))
		plain = plain && r < 0x100
	}
	forms = append(forms, wide)
	if plain {
		forms = append(forms, narrow)
	}
	found := func(b []byte) bool {
		for _, form := range forms {
			if bytes.Contains(b, form) {
				return true
			}
		}
		return false
	}
	for n, e := range o.ctx.Table {
		if e == nil || e.Free || e.Object == nil {
			continue
		}
		if o.strings(e.Object, found, 0) {
			return fmt.Errorf("a removed text is left in object %d", n)
		}
		s := o.streamOf(e.Object)
		if s == nil || opaque(s) {
			continue
		}
		b, err := o.decoded(*s)
		if err != nil {
			return err
		}
		if found(b) {
			return fmt.Errorf("a removed text is left in stream %d", n)
		}
	}
	return nil
}

// opaque tells whether a stream is pixels of a picture that only a reader of
// pictures unpacks.
func opaque(s *types.StreamDict) bool {
	for _, f := range s.FilterPipeline {
		switch f.Name {
		case "DCTDecode", "JPXDecode", "JBIG2Decode", "CCITTFaxDecode":
			return true
		}
	}
	return false
}

func (o *objects) strings(v types.Object, found func([]byte) bool, depth int) bool {
	if depth > 100 {
		return false
	}
	switch x := v.(type) {
	case types.StringLiteral:
		b, err := types.Unescape(string(x))
		return err == nil && found(b)
	case types.HexLiteral:
		b, err := x.Bytes()
		return err == nil && found(b)
	case types.Name:
		return found([]byte(x))
	case types.Array:
		for _, e := range x {
			if o.strings(e, found, depth+1) {
				return true
			}
		}
	case types.Dict:
		for k, e := range x {
			if found([]byte(k)) || o.strings(e, found, depth+1) {
				return true
			}
		}
	case types.StreamDict:
		return o.strings(x.Dict, found, depth)
	case *types.StreamDict:
		return o.strings(x.Dict, found, depth)
	}
	return false
}
