package pdf

import (
	"strings"

	corefont "github.com/pdfcpu/pdfcpu/pkg/font"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
	"golang.org/x/text/encoding/charmap"
)

// font reads the codes of strings that are shown in it.
type font struct {
	composite bool
	codes     *cmap // how a composite font cuts strings
	toUnicode *cmap
	texts     [256]string // what the codes of a simple font stand for
	widths    map[uint32]float64
	missing   float64 // width of what has none
	core      string  // name of a standard font, whose widths are known
	ascent    float64
	descent   float64
	err       error
}

// loadFont reads a font's dictionary; what is missing in it is guessed as
// viewers do.
func (o *objects) loadFont(v types.Object) *font {
	d := o.dict(v)
	f := &font{widths: map[uint32]float64{}, ascent: .85, descent: -.22}
	if d == nil {
		f.missing = .5
		return f
	}
	if o.streamOf(d["ToUnicode"]) != nil {
		if b, err := o.decoded(d["ToUnicode"]); err == nil {
			f.toUnicode = parseCMap(b)
		}
	}
	if o.name(d["Subtype"]) == "Type0" {
		o.loadComposite(f, d)
	} else {
		o.loadSimple(f, d)
	}
	return f
}

func (o *objects) loadComposite(f *font, d types.Dict) {
	f.composite = true
	enc := o.name(d["Encoding"])
	switch {
	case o.streamOf(d["Encoding"]) != nil:
		b, err := o.decoded(d["Encoding"])
		if err != nil {
			f.err = errContent
		}
		f.codes = parseCMap(b)
		if s := o.dict(d["Encoding"]); o.numberOr(s["WMode"], 0) == 1 {
			f.err = errVertical
		}
	default:
		f.codes = &cmap{spaces: []codeRange{{2, 0, 0xffff}}, cids: []cidRange{{codeRange{2, 0, 0xffff}, 0}}}
		if strings.HasSuffix(enc, "-V") || enc == "V" {
			f.err = errVertical
		}
	}
	var child types.Dict
	if a := o.array(d["DescendantFonts"]); len(a) > 0 {
		child = o.dict(a[0])
	}
	f.missing = o.numberOr(child["DW"], 1000) / 1000
	w := o.array(child["W"])
	for i := 0; i+1 < len(w); {
		first, _ := o.number(w[i])
		if list := o.array(w[i+1]); list != nil {
			for j, x := range list {
				f.widths[uint32(first)+uint32(j)] = o.numberOr(x, 0) / 1000
			}
			i += 2
			continue
		}
		if i+2 >= len(w) {
			break
		}
		last := o.numberOr(w[i+1], 0)
		width := o.numberOr(w[i+2], 0) / 1000
		for c := first; c <= last && c-first < mostRange; c++ {
			f.widths[uint32(c)] = width
		}
		i += 3
	}
	o.heights(f, o.dict(child["FontDescriptor"]))
}

func (o *objects) loadSimple(f *font, d types.Dict) {
	scale := .001
	if o.name(d["Subtype"]) == "Type3" {
		scale = o.matrix(d["FontMatrix"])[0]
		f.ascent, f.descent = 1, -.3
	}
	descriptor := o.dict(d["FontDescriptor"])
	first := uint32(o.numberOr(d["FirstChar"], 0))
	for i, w := range o.array(d["Widths"]) {
		f.widths[first+uint32(i)] = o.numberOr(w, 0) * scale
	}
	base := o.name(d["BaseFont"])
	if i := strings.IndexByte(base, '+'); i == 6 {
		base = base[7:]
	}
	f.missing = o.numberOr(descriptor["MissingWidth"], 0) * scale
	if len(f.widths) == 0 {
		f.core = coreName(base)
		f.missing = .5
	}
	encoding := o.name(d["Encoding"])
	e := o.dict(d["Encoding"])
	if e != nil {
		encoding = o.name(e["BaseEncoding"])
	}
	if encoding == "" && o.name(d["Subtype"]) == "TrueType" {
		encoding = "WinAnsiEncoding"
	}
	if base != "Symbol" && base != "ZapfDingbats" && o.name(d["Subtype"]) != "Type3" {
		for c := range f.texts {
			f.texts[c] = baseText(encoding, byte(c))
		}
	}
	at := 0
	for _, x := range o.array(e["Differences"]) {
		if n, ok := o.number(x); ok {
			at = int(n)
			continue
		}
		if at >= 0 && at < 256 {
			f.texts[at] = glyphText(o.name(x))
		}
		at++
	}
	o.heights(f, descriptor)
}

// heights takes those of the descriptor where they can be.
func (o *objects) heights(f *font, descriptor types.Dict) {
	if a := o.numberOr(descriptor["Ascent"], 0) / 1000; a > .5 && a < 1.3 {
		f.ascent = a
	}
	if d := o.numberOr(descriptor["Descent"], 0) / 1000; d < -.1 && d > -.6 {
		f.descent = d
	}
}

// coreName is the standard font that a name means.
func coreName(base string) string {
	base = strings.ReplaceAll(base, " ", "")
	if corefont.IsCoreFont(base) {
		return base
	}
	lower := strings.ToLower(base)
	bold, italic := strings.Contains(lower, "bold"), strings.Contains(lower, "italic") || strings.Contains(lower, "oblique")
	family, plain, slanted := "Helvetica", "", "Oblique"
	switch {
	case strings.Contains(lower, "courier"):
		family = "Courier"
	case strings.Contains(lower, "times"):
		family, plain, slanted = "Times", "Roman", "Italic"
	}
	style := ""
	if bold {
		style = "Bold"
	}
	if italic {
		style += slanted
	}
	if style == "" {
		style = plain
	}
	if style != "" {
		style = "-" + style
	}
	return family + style
}

// shown is one code of a string.
type shown struct {
	n     int     // bytes
	width float64 // of its glyph, in ems
	text  string  // "" when it is not known
	space bool    // word spacing applies
}

// read takes the first code of a string.
func (f *font) read(s []byte) shown {
	if !f.composite {
		out := shown{n: 1, text: f.texts[s[0]], space: s[0] == ' '}
		c := code{1, uint32(s[0])}
		if f.toUnicode != nil {
			if t, ok := f.toUnicode.text[c]; ok {
				out.text = t
			} else if t, ok := f.toUnicode.text[code{2, uint32(s[0])}]; ok {
				out.text = t
			}
		}
		w, ok := f.widths[uint32(s[0])]
		switch {
		case ok:
			out.width = w
		case f.core != "":
			out.width = f.coreWidth(s[0])
		default:
			out.width = f.missing
		}
		return out
	}
	c := f.codes.read(s)
	out := shown{n: c.n, space: c.n == 1 && c.v == ' '}
	if f.toUnicode != nil {
		out.text = f.toUnicode.text[c]
		if out.text == "" && c.n == 1 {
			out.text = f.toUnicode.text[code{2, c.v}]
		}
	}
	w, ok := f.widths[f.codes.cid(c)]
	if !ok {
		w = f.missing
	}
	out.width = w
	return out
}

func (f *font) coreWidth(c byte) float64 {
	for _, r := range f.texts[c] {
		b, ok := charmap.Windows1252.EncodeRune(r)
		if !ok {
			continue
		}
		if w, err := corefont.CharWidth(f.core, rune(b)); err == nil && w > 0 {
			return float64(w) / 1000
		}
	}
	return f.missing
}
