package redact

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"airial/privacy"
	"airial/privacy/person"
	"airial/privacy/redact/pdf"
)

// Formats of documents.
const (
	PDF  = "pdf"
	DOCX = "docx"
	ODT  = "odt"
	PNG  = "png"
	JPEG = "jpeg"
)

// Picture is the kind of a mark upon a picture, which privacy knows nothing of;
// Word is that of a text that a person has named.
const (
	Picture privacy.Kind = "picture"
	Word    privacy.Kind = "word"
)

// Rect is a place on a page as it is looked at: fractions of its width and
// height from the upper left corner.
type Rect struct{ X0, Y0, X1, Y1 float64 }

// Mark is one place that may be taken out.
type Mark struct {
	ID    int
	Kind  privacy.Kind
	Level privacy.Level
	Role  privacy.Role
	// Page goes from 1; 0 in a document that has no pages of its own.
	Page int
	// Text is what stands there, Before and After what stands around it.
	Text, Before, After string
	// Boxes are where it stands, one for each line; none in text documents.
	Boxes []Rect
	// On tells whether it is proposed to be taken out.
	On bool

	part, start, end int // text documents: its place
}

// Page is a page of a document.
type Page struct {
	// Width and Height are in points, or in pixels of a picture.
	Width, Height float64
	// Scanned tells that the page is a picture, Read that its letters were read
	// all the same. Unknown counts the glyphs of which it is not known what
	// they stand for.
	Scanned, Read bool
	Unknown       int
}

// Document is one that was read.
type Document struct {
	Format string
	Pages  []Page // none for text documents
	Marks  []Mark
	// Pictures counts those that stand in it, which are not looked at.
	Pictures int
	inner    inner
}

// inner is what differs between formats.
type inner interface {
	// find gives the places where a text stands.
	find(words string) []Mark
	// write makes the document without these marks and boxes.
	write(marks []Mark, boxes []Box) ([]byte, Done, error)
}

// Box is a rectangle that a person has drawn.
type Box struct {
	Page int
	Rect Rect
}

// Choice is what is to be taken out.
type Choice struct {
	On    map[int]bool // by Mark.ID
	Words []string     // texts, wherever they stand; case and kind of blanks do not matter
	Boxes []Box
}

// Proposed is the choice of the marks that are on.
func (d *Document) Proposed() Choice {
	c := Choice{On: map[int]bool{}}
	for _, m := range d.Marks {
		c.On[m.ID] = m.On
	}
	return c
}

// Done counts what was taken out.
type Done struct {
	Marks    int            `json:"marks"`
	ByKind   map[string]int `json:"by_kind"`
	Boxes    int            `json:"boxes"`
	Glyphs   int            `json:"glyphs,omitempty"`
	Pictures int            `json:"pictures,omitempty"`
	Shapes   int            `json:"shapes,omitempty"`
	// Parts names what was left out of the file: metadata, comments…
	Parts []string `json:"parts,omitempty"`
	// NotFound are words of the choice that stand nowhere; as they are names,
	// mostly, no report has them.
	NotFound []string `json:"-"`
}

// Reader reads the letters of a picture of a page.
type Reader interface {
	// Read gives the words of a PNG or JPEG in reading order.
	Read(ctx context.Context, picture []byte) ([]ReadWord, error)
}

// ReadWord is a word on a picture. Line tells words of one line.
type ReadWord struct {
	Text string
	Box  Rect
	Line int
}

// Options say how to open a document.
type Options struct {
	Reader Reader // nil where none is installed
	Strict bool
}

// Refusals. Those of a PDF are *pdf.RefusedError.
var (
	ErrFormat     = errors.New("redact: no format that is redacted")
	ErrEncrypted  = errors.New("redact: the document is encrypted")
	ErrDamaged    = errors.New("redact: the document cannot be read")
	ErrTooLarge   = errors.New("redact: the document is too large")
	ErrUnverified = errors.New("redact: something was left after writing")
	// ErrNotRead is what a Reader says of a picture that it could not read: the
	// document goes on without.
	ErrNotRead = errors.New("redact: the letters were not read")
)

// MostBytes is the size of a document.
const MostBytes = pdf.MostBytes

// Redact writes the document without what is chosen.
func (d *Document) Redact(c Choice) ([]byte, Done, error) {
	var marks []Mark
	for _, m := range d.Marks {
		if c.On[m.ID] {
			marks = append(marks, m)
		}
	}
	var absent []string
	for _, w := range c.Words {
		if strings.TrimSpace(w) == "" {
			continue
		}
		found := d.inner.find(w)
		if len(found) == 0 {
			absent = append(absent, w)
		}
		marks = append(marks, found...)
	}
	out, done, err := d.inner.write(marks, c.Boxes)
	if err != nil {
		return nil, done, err
	}
	done.Marks, done.Boxes, done.NotFound, done.ByKind = len(marks), len(c.Boxes), absent, map[string]int{}
	for _, m := range marks {
		done.ByKind[string(m.Kind)]++
	}
	return out, done, nil
}

// Open reads a document. Its name only tells a DOCX from an ODT that begin
// alike.
func Open(ctx context.Context, b []byte, opts Options) (*Document, error) {
	if len(b) > MostBytes {
		return nil, ErrTooLarge
	}
	d, err := (*Document)(nil), ErrFormat
	switch format := sniff(b); format {
	case PDF:
		d, err = openPDF(ctx, b, opts)
	case PNG, JPEG:
		d, err = openPicture(ctx, b, format, opts)
	case DOCX, ODT:
		d, err = openZip(b, format, opts)
	case "ole":
		err = ErrEncrypted
	}
	if err != nil {
		return nil, err
	}
	d.repeat()
	return d, nil
}

// mostRepeated bounds how many family names of a document are looked for again.
const mostRepeated = 200

// repeat proposes the family names of those who are named in full somewhere,
// wherever they stand alone: on another page, in a header, in a note.
func (d *Document) repeat() {
	var words []string
	for _, m := range d.Marks {
		if m.Kind != privacy.PersonName || !m.On {
			continue
		}
		for _, w := range strings.Fields(m.Text) {
			if len(words) < mostRepeated && person.Distinct(w) && !slices.Contains(words, w) {
				words = append(words, w)
			}
		}
	}
	for _, w := range words {
		for _, m := range d.inner.find(w) {
			before, _ := utf8.DecodeLastRuneInString(m.Before)
			after, _ := utf8.DecodeRuneInString(m.After)
			first, _ := utf8.DecodeRuneInString(m.Text)
			if unicode.IsLetter(before) || unicode.IsLetter(after) || !unicode.IsUpper(first) || d.marked(m) {
				continue
			}
			m.Kind, m.Role = privacy.PersonName, privacy.Private
			d.Marks = append(d.Marks, m)
		}
	}
	slices.SortStableFunc(d.Marks, func(a, b Mark) int { return cmp.Compare(a.Page, b.Page) })
	number(d.Marks)
}

// marked tells whether a place is marked already.
func (d *Document) marked(m Mark) bool {
	return slices.ContainsFunc(d.Marks, func(o Mark) bool {
		return o.Kind != Picture && o.Page == m.Page && o.part == m.part && o.start < m.end && m.start < o.end
	})
}

func sniff(b []byte) string {
	head := string(b[:min(len(b), 4096)])
	switch {
	case strings.Contains(head[:min(len(head), 1024)], "%PDF-"):
		return PDF
	case strings.HasPrefix(head, "\x89PNG\r\n\x1a\n"):
		return PNG
	case strings.HasPrefix(head, "\xff\xd8\xff"):
		return JPEG
	case strings.HasPrefix(head, "\xd0\xcf\x11\xe0"): // an encrypted DOCX, or a DOC
		return "ole"
	case strings.HasPrefix(head, "PK\x03\x04"):
		return zipFormat(b)
	}
	return ""
}
