package redact

import (
	"bytes"
	"encoding/xml"
	"io"
	"slices"
	"strings"
)

// xmlPart is a part of XML whose text can be redacted without touching the rest:
// what is not redacted is written byte for byte as it was.
type xmlPart struct {
	src    []byte
	pieces []piece
	plain  strings.Builder
}

// piece is a stretch of the source.
type piece struct {
	start, end int
	kind       pieceKind
	// Of text: its place in the part's plain text. It is written again only
	// where something is taken out of it.
	from, to int
	code     bool // the instruction of a field: nobody reads it, and half of one is worth nothing
}

type pieceKind uint8

const (
	markup  pieceKind = iota // an opening tag, whose attributes are looked at
	other                    // taken along as it is
	letters                  // text
)

// rules say what becomes of elements, by their name without prefix, or by
// "prefix:name" where that is not enough.
type rules struct {
	drop   map[string]bool   // with all that they hold
	unwrap map[string]bool   // the tags go, what they hold stays
	text   map[string]bool   // their characters are text of the document; nil for all
	code   map[string]bool   // of these: instructions to a program
	breaks map[string]string // what stands for them in the plain text, before what they hold
	ends   map[string]bool   // a new line follows
	refs   func(start xml.StartElement) bool
}

type span struct{ start, end int }

// mostNested bounds how deep elements stand in each other.
const mostNested = 512

// readXML cuts a part into pieces.
func readXML(src []byte, r *rules) (*xmlPart, error) {
	p := &xmlPart{src: src}
	d := xml.NewDecoder(bytes.NewReader(src))
	d.Strict = true
	var open []xml.Name
	var textual, code []bool
	dropped := 0 // depth of what is dropped
	for {
		start := int(d.InputOffset())
		token, err := d.RawToken()
		if err == io.EOF {
			if len(open) != 0 {
				return nil, ErrDamaged
			}
			return p, nil
		}
		if err != nil {
			return nil, ErrDamaged
		}
		end := int(d.InputOffset())
		switch t := token.(type) {
		case xml.StartElement:
			if len(open) >= mostNested {
				return nil, ErrDamaged
			}
			open = append(open, t.Name)
			textual = append(textual, r.text == nil || is(r.text, t.Name))
			code = append(code, is(r.code, t.Name))
			if dropped > 0 || is(r.drop, t.Name) || r.refs != nil && r.refs(t) {
				dropped++
				continue
			}
			if s, ok := r.breaks[t.Name.Local]; ok {
				p.plain.WriteString(s)
			}
			// A tag that is its own end comes as two tokens of one place: the
			// second one adds nothing.
			if !is(r.unwrap, t.Name) {
				p.pieces = append(p.pieces, piece{start: start, end: end, kind: markup})
			}
		case xml.EndElement:
			if len(open) == 0 || open[len(open)-1] != t.Name {
				return nil, ErrDamaged
			}
			open, textual, code = open[:len(open)-1], textual[:len(textual)-1], code[:len(code)-1]
			if dropped > 0 {
				dropped--
				continue
			}
			if r.ends[t.Name.Local] {
				p.newLine()
			}
			if !is(r.unwrap, t.Name) {
				p.pieces = append(p.pieces, piece{start: start, end: end, kind: other})
			}
		case xml.CharData:
			if dropped > 0 {
				continue
			}
			if len(textual) == 0 || !textual[len(textual)-1] {
				p.pieces = append(p.pieces, piece{start: start, end: end, kind: other})
				continue
			}
			from := p.plain.Len()
			p.plain.WriteString(unseen.Replace(string(t)))
			p.pieces = append(p.pieces, piece{start: start, end: end, kind: letters, from: from, to: p.plain.Len(), code: code[len(code)-1]})
		case xml.Comment:
			// nobody sees them
		case xml.ProcInst:
			if dropped == 0 && t.Target == "xml" {
				p.pieces = append(p.pieces, piece{start: start, end: end, kind: other})
			}
		case xml.Directive:
			return nil, ErrDamaged // neither format has document types
		}
	}
}

func is(set map[string]bool, n xml.Name) bool {
	return set[n.Local] || set[n.Space+":"+n.Local]
}

func (p *xmlPart) newLine() {
	if s := p.plain.String(); s != "" && !strings.HasSuffix(s, "\n") {
		p.plain.WriteByte('\n')
	}
}

func (p *xmlPart) text() string { return p.plain.String() }

// merged puts spans in order, those that overlap together.
func merged(spans []span) []span {
	spans = slices.Clone(spans)
	slices.SortFunc(spans, func(a, b span) int { return a.start - b.start })
	var out []span
	for _, s := range spans {
		if n := len(out); n > 0 && s.start <= out[n-1].end {
			out[n-1].end = max(out[n-1].end, s.end)
		} else {
			out = append(out, s)
		}
	}
	return out
}

var entities = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// unseen takes out what nobody sees, and what would cut a name in two for whoever
// looks for it: soft hyphens, blanks without width.
var unseen = strings.NewReplacer("\u00ad", "", "\u200b", "", "\u200c", "", "\u200d", "", "\u2060", "", "\ufeff", "")

// write gives the part without the spans of its text; attributes with a text
// that is gone lose it.
func (p *xmlPart) write(spans []span, gone *gone) []byte {
	spans = merged(spans)
	var out bytes.Buffer
	for _, x := range p.pieces {
		raw := p.src[x.start:x.end]
		switch x.kind {
		case other:
			out.Write(raw)
		case markup:
			out.Write(gone.clean(raw))
		case letters:
			if text, changed := p.cut(x, spans, gone); changed {
				out.WriteString(entities.Replace(text))
			} else {
				out.Write(raw)
			}
		}
	}
	return out.Bytes()
}

// cut is the text of a piece without the spans. The mark stands where a span
// begins; what is left of it in later pieces just goes.
func (p *xmlPart) cut(x piece, spans []span, gone *gone) (string, bool) {
	plain := p.plain.String()
	if x.code && (gone.in(plain[x.from:x.to]) || slices.ContainsFunc(spans, func(s span) bool { return s.start < x.to && x.from < s.end })) {
		return "", true
	}
	var b strings.Builder
	at, changed := x.from, false
	for _, s := range spans {
		if s.end <= x.from || s.start >= x.to {
			continue
		}
		changed = true
		b.WriteString(plain[at:max(at, s.start)])
		if s.start >= x.from {
			b.WriteString(blot)
		}
		at = min(s.end, x.to)
	}
	b.WriteString(plain[at:x.to])
	return b.String(), changed
}

// without is the plain text that the part is to have once written.
func (p *xmlPart) without(spans []span, gone *gone) string {
	spans = merged(spans)
	plain := p.plain.String()
	var b strings.Builder
	at := 0
	for _, x := range p.pieces {
		if x.kind != letters {
			continue
		}
		b.WriteString(plain[at:x.from]) // breaks
		text, _ := p.cut(x, spans, gone)
		b.WriteString(text)
		at = x.to
	}
	b.WriteString(plain[at:])
	return b.String()
}
