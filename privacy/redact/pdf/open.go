package pdf

import (
	"bytes"
	"math"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// File is a PDF that was read.
type File struct {
	Pages []*Page
	o     *objects
	root  types.Dict
	lay   *layers
	work  int
}

// Page is one of its pages. Places are in its own coordinates, in points from
// the lower left corner, before it is turned.
type Page struct {
	// View is what is shown of it; Turn how far it is turned clockwise, in
	// degrees: 0, 90, 180 or 270.
	View Rect
	Turn int
	// Unknown counts the glyphs of which it is not known what they stand for,
	// Pictures and Filled the pictures and the share of the page that they
	// fill, from 0 to 1.
	Unknown  int
	Pictures []Picture
	Filled   float64

	glyphs  []glyph
	text    text
	o       *objects
	dict    types.Dict
	content []byte
	res     types.Dict
}

// Picture is a picture on a page.
type Picture struct {
	Box    Rect
	page   *Page
	place  matrix
	source types.Object
}

// Open reads a file. It returns a *RefusedError for one that it does not
// redact.
func Open(b []byte) (*File, error) {
	o, err := readObjects(b)
	if err != nil {
		return nil, err
	}
	root, err := o.ctx.Catalog()
	if err != nil || root == nil {
		return nil, refused(Damaged, err)
	}
	f := &File{o: o, root: root, lay: o.loadLayers(root)}
	seen := map[int]bool{}
	if err := f.tree(root["Pages"], types.Dict{}, seen, 0); err != nil {
		return nil, refused(Damaged, err)
	}
	if len(f.Pages) == 0 {
		return nil, refused(NoPages, nil)
	}
	for _, p := range f.Pages {
		w := f.walker(p, nil)
		c, err := w.run(p.content, p.res, state{ctm: identity, th: 1}, 0)
		if err != nil {
			return nil, refused(Damaged, err)
		}
		f.work = w.work
		p.take(c.walker)
	}
	return f, nil
}

func (f *File) walker(p *Page, boxes []Rect) *walker {
	return &walker{o: f.o, layers: f.lay, boxes: boxes, view: p.View, tiles: map[int]bool{}, fonts: map[int]*font{}, forms: map[int]*stream{}, images: &imageMaker{o: f.o}, work: f.work}
}

// take keeps what the page shows.
func (p *Page) take(w *walker) {
	p.glyphs, p.text = w.glyphs, assemble(w.glyphs)
	for _, g := range p.glyphs {
		if g.text == "" {
			p.Unknown++
		}
	}
	for _, x := range w.pictures {
		p.Pictures = append(p.Pictures, Picture{Box: x.box, page: p, place: x.place, source: x.source})
		p.Filled = max(p.Filled, x.box.common(p.View).area()/max(1, p.View.area()))
	}
}

// tree gathers the pages in their order.
func (f *File) tree(v types.Object, inherited types.Dict, seen map[int]bool, depth int) error {
	if n := refOf(v); n != 0 {
		if seen[n] {
			return errDepth
		}
		seen[n] = true
	}
	d := f.o.dict(v)
	if d == nil {
		return nil // viewers go on without it
	}
	if depth > 64 || len(f.Pages) > MostPages {
		return errTooMuch
	}
	here := types.Dict{}
	for _, key := range []string{"Resources", "MediaBox", "CropBox", "Rotate"} {
		if d[key] != nil {
			here[key] = d[key]
		} else if inherited[key] != nil {
			here[key] = inherited[key]
		}
	}
	if kids := f.o.array(d["Kids"]); kids != nil && f.o.name(d["Type"]) != "Page" {
		for _, k := range kids {
			if err := f.tree(k, here, seen, depth+1); err != nil {
				return err
			}
		}
		return nil
	}
	p, err := f.page(d, here)
	if err == nil {
		f.Pages = append(f.Pages, p)
	}
	return err
}

func (f *File) page(d, here types.Dict) (*Page, error) {
	o := f.o
	p := &Page{o: o, dict: types.Dict{"Type": types.Name("Page")}, res: o.dict(here["Resources"])}
	if p.res == nil {
		p.res = types.Dict{}
	}
	media, ok := o.rect(here["MediaBox"])
	if !ok || media.area() == 0 {
		media = Rect{0, 0, 612, 792}
	}
	p.View = media
	p.dict["MediaBox"] = array(media)
	if crop, ok := o.rect(here["CropBox"]); ok && crop.common(media).area() > 0 {
		p.View = crop.common(media)
		p.dict["CropBox"] = array(p.View)
	}
	turn := int(o.numberOr(here["Rotate"], 0)) % 360
	p.Turn = (turn + 360) % 360 / 90 * 90
	if p.Turn != 0 {
		p.dict["Rotate"] = types.Integer(p.Turn)
	}
	for _, key := range []string{"UserUnit", "Group"} {
		if d[key] != nil {
			p.dict[key] = d[key]
		}
	}
	parts := o.array(d["Contents"])
	if parts == nil && d["Contents"] != nil {
		parts = types.Array{d["Contents"]}
	}
	var all bytes.Buffer
	for _, v := range parts {
		if o.streamOf(v) == nil {
			continue // a reference to nothing is nothing
		}
		b, err := o.decoded(v)
		if err != nil {
			return nil, err
		}
		all.Write(b)
		all.WriteByte('\n')
		if all.Len() > mostDecoded {
			return nil, errTooMuch
		}
	}
	p.content = all.Bytes()
	f.fields(p, d)
	return p, nil
}

// fields makes what was filled into forms, and stamps, a part of the page.
func (f *File) fields(p *Page, d types.Dict) {
	o := f.o
	var extra bytes.Buffer
	forms := types.Dict{}
	for i, v := range o.array(d["Annots"]) {
		a := o.dict(v)
		kind, flags := o.name(a["Subtype"]), int(o.numberOr(a["F"], 0))
		if kind != "Widget" && kind != "Stamp" || flags&(2|32) != 0 || f.lay.hidden(a["OC"]) {
			continue
		}
		look := o.dict(a["AP"])["N"]
		if o.streamOf(look) == nil {
			look = o.dict(look)[o.name(a["AS"])] // one look for each state
		}
		if o.streamOf(look) == nil {
			continue
		}
		form := o.dict(look)
		box, ok1 := o.rect(form["BBox"])
		rect, ok2 := o.rect(a["Rect"])
		if !ok1 || !ok2 {
			continue
		}
		// ISO 32000-1, 12.5.5: the box, as its matrix places it, is fitted in
		// the rectangle of the annotation.
		placed := o.matrix(form["Matrix"]).around(box)
		if placed.area() == 0 {
			continue
		}
		sx, sy := (rect.X1-rect.X0)/(placed.X1-placed.X0), (rect.Y1-rect.Y0)/(placed.Y1-placed.Y0)
		name := "ArField" + numeral(float64(i))
		forms[name] = look
		extra.WriteString("q " + numeral(sx) + " 0 0 " + numeral(sy) + " " + numeral(rect.X0-sx*placed.X0) + " " + numeral(rect.Y0-sy*placed.Y0) + " cm /" + name + " Do Q\n")
	}
	if len(forms) == 0 {
		return
	}
	for k, v := range o.dict(p.res["XObject"]) {
		forms[k] = v
	}
	res := types.Dict{}
	for k, v := range p.res {
		res[k] = v
	}
	res["XObject"], p.res = forms, res
	p.content = balanced(p.content, extra.Bytes())
}

// balanced puts b behind a, in the graphics state of the page.
func balanced(a, b []byte) []byte {
	l, open := &lexer{b: a}, 0
	for {
		op, more, err := l.next()
		if err != nil || !more {
			break
		}
		switch op.name {
		case "q":
			open++
		case "Q":
			open = max(0, open-1)
		}
	}
	out := append([]byte("q\n"), a...)
	return append(append(out, bytes.Repeat([]byte("Q "), open+1)...), b...)
}

func array(r Rect) types.Array {
	var out types.Array
	for _, v := range [4]float64{r.X0, r.Y0, r.X1, r.Y1} {
		if v == math.Trunc(v) {
			out = append(out, types.Integer(int(v)))
		} else {
			out = append(out, types.Float(v))
		}
	}
	return out
}
