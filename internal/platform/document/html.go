package document

import (
	"io"
)

// writeHTML writes the document as part of a page: an article whose text is all
// escaped.
func (d *Document) writeHTML(w io.Writer) error {
	lang, _ := d.locale()
	h := &hypertext{}
	h.put(`<article class="paper" lang="`, lang, `">`)
	h.blocks(d.Blocks)
	h.put(`</article>`)
	_, err := h.WriteTo(w)
	return err
}

type hypertext struct{ markup }

func (h *hypertext) blocks(blocks Blocks) {
	for _, b := range blocks {
		switch b.Kind {
		case PageBreak:
			h.put(`<hr>`)
		case Heading:
			h.element("h"+number(b.Level), b.Text)
		case Paragraph:
			h.element("p", b.Text)
		case Quote:
			h.put(`<blockquote>`)
			h.blocks(b.Items[0])
			h.put(`</blockquote>`)
		case List:
			list := "ul"
			if b.Ordered {
				list = "ol"
			}
			h.put(`<`, list, `>`)
			for _, item := range b.Items {
				h.put(`<li>`)
				h.blocks(item)
				h.put(`</li>`)
			}
			h.put(`</`, list, `>`)
		case Table:
			// Who scrolls by keyboard comes to it.
			h.put(`<div class="table-scroll" tabindex="0"><table>`)
			for i, row := range b.Rows {
				h.put(`<tr>`)
				for _, c := range row {
					cell := "td"
					if i == 0 && Plain(c) != "" { // a head that says nothing is none
						cell = "th"
					}
					h.element(cell, c)
				}
				h.put(`</tr>`)
			}
			h.put(`</table></div>`)
		}
	}
}

func (h *hypertext) element(name string, spans []Span) {
	h.put(`<`, name, `>`)
	for _, s := range spans {
		open, end := "", ""
		wrap := func(start, name string) { open, end = open+`<`+start+`>`, `</`+name+`>`+end }
		if s.Break {
			h.put(`<br>`)
		}
		if s.Link != "" {
			wrap(`a href="`+escaped(s.Link)+`"`, "a")
		}
		if s.Bold {
			wrap("strong", "strong")
		}
		if s.Italic {
			wrap("em", "em")
		}
		h.put(open)
		h.text(s.Text)
		h.put(end)
	}
	h.put(`</`, name, `>`)
}
