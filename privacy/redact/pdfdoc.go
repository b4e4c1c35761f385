package redact

import (
	"context"
	"errors"
	"slices"

	"airial/privacy"
	"airial/privacy/redact/pdf"
)

// pdfDocument is a PDF with the letters that were read on its scanned pages.
type pdfDocument struct {
	file  *pdf.File
	read  map[int]readText // by page, from 0
	pages []Page
}

// A page is taken for a scan when pictures fill this share of it and it has
// fewer glyphs than that.
const (
	scannedShare  = .5
	scannedGlyphs = 40
)

func openPDF(ctx context.Context, b []byte, opts Options) (*Document, error) {
	f, err := pdf.Open(b)
	if err != nil {
		return nil, err
	}
	d := &pdfDocument{file: f, read: map[int]readText{}}
	out := &Document{Format: PDF, inner: d}
	for i, p := range f.Pages {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		page := Page{Unknown: p.Unknown, Scanned: p.Filled > scannedShare && len(p.Text()) < scannedGlyphs}
		page.Width, page.Height = p.Size()
		if page.Scanned && opts.Reader != nil {
			if page.Read, err = d.readPage(ctx, i, opts.Reader); err != nil {
				return nil, err
			}
		}
		d.pages = append(d.pages, page)
		marks := marksOf(p.Text(), opts.Strict)
		for j := range marks {
			marks[j].Boxes = shown(p, p.Boxes(marks[j].start, marks[j].end))
		}
		if r, ok := d.read[i]; ok {
			marks = append(marks, r.place(marksOf(r.text, opts.Strict))...)
		}
		for _, x := range p.Pictures {
			out.Pictures++
			marks = append(marks, Mark{Kind: Picture, Level: privacy.Info, Boxes: shown(p, []pdf.Rect{x.Box})})
		}
		for _, m := range marks {
			m.Page = i + 1
			out.Marks = append(out.Marks, m)
		}
	}
	out.Pages, out.Marks = d.pages, number(out.Marks)
	return out, nil
}

func shown(p *pdf.Page, boxes []pdf.Rect) []Rect {
	var out []Rect
	for _, b := range boxes {
		out = append(out, Rect(p.Shown(b)))
	}
	return out
}

// readPage reads the letters of the largest picture of a page.
func (d *pdfDocument) readPage(ctx context.Context, i int, r Reader) (bool, error) {
	p := d.file.Pages[i]
	largest := slices.MaxFunc(p.Pictures, func(a, b pdf.Picture) int { return int(a.Box.X1-a.Box.X0) - int(b.Box.X1-b.Box.X0) })
	b, err := largest.Encode()
	if err != nil || b == nil {
		return false, err
	}
	words, err := r.Read(ctx, b)
	if errors.Is(err, ErrNotRead) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	for j := range words {
		words[j].Box = Rect(p.Shown(largest.Placed(pdf.Rect(words[j].Box))))
	}
	d.read[i] = joined(words)
	return true, nil
}

func (d *pdfDocument) find(words string) []Mark {
	var out []Mark
	for i, p := range d.file.Pages {
		marks := wordMarks(p.Text(), words)
		for j := range marks {
			marks[j].Boxes = shown(p, p.Boxes(marks[j].start, marks[j].end))
		}
		if r, ok := d.read[i]; ok {
			marks = append(marks, r.place(wordMarks(r.text, words))...)
		}
		for _, m := range marks {
			m.Page = i + 1
			out = append(out, m)
		}
	}
	return out
}

func (d *pdfDocument) write(marks []Mark, boxes []Box) ([]byte, Done, error) {
	places := map[int][]pdf.Rect{}
	add := func(page int, r Rect) {
		if page >= 1 && page <= len(d.file.Pages) {
			places[page-1] = append(places[page-1], d.file.Pages[page-1].Placed(pdf.Rect(r)))
		}
	}
	var gone []string
	for _, m := range marks {
		for _, b := range m.Boxes {
			add(m.Page, b)
		}
		if m.Kind != Picture {
			gone = append(gone, m.Text)
		}
	}
	for _, b := range boxes {
		add(b.Page, b.Rect)
	}
	out, counts, err := d.file.Redact(places, gone)
	return out, Done{Glyphs: counts.Glyphs, Pictures: counts.Pictures, Shapes: counts.Shapes, Parts: []string{"metadata", "attachments", "annotations", "scripts", "structure", "revisions"}}, err
}
