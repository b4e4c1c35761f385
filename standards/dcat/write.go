package dcat

import (
	"errors"
	"io"
	"iter"
	"strings"
	"time"
)

// Syntax is a way to write the graph.
type Syntax int

// The syntaxes that can be written.
const (
	JSONLD Syntax = iota
	Turtle
	RDFXML
)

// syntaxes say what each is called outside.
var syntaxes = map[Syntax]struct {
	extension, media string
	encoder          encoder
}{
	JSONLD: {".jsonld", "application/ld+json", jsonld{}},
	Turtle: {".ttl", "text/turtle", turtle{}},
	RDFXML: {".rdf", "application/rdf+xml", rdfxml{}},
}

// Extension is the end of a document's name, by which udata knows the syntax.
func (s Syntax) Extension() string { return syntaxes[s].extension }

// MediaType is the type to serve a document with. All syntaxes are UTF-8.
func (s Syntax) MediaType() string { return syntaxes[s].media }

// SyntaxOf finds a syntax by the end of a document's name, with or without the
// dot, or by its media type, whose parameters do not matter.
func SyntaxOf(name string) (Syntax, bool) {
	name, _, _ = strings.Cut(strings.ToLower(name), ";")
	name = strings.TrimSpace(name)
	for s, known := range syntaxes {
		if name == known.extension || "."+name == known.extension || name == known.media {
			return s, true
		}
	}
	return 0, false
}

// Options are what a document needs besides its content.
type Options struct {
	// Now is the present, required: no date after it is written.
	Now time.Time
	// Skip is told of each dataset that cannot be written, with the reason, and
	// lets the others through by returning nil. Without it the first one ends
	// the writing.
	Skip func(Dataset, error) error
}

// encoder spells nodes. Each method appends to b and gives it back, so that a
// document is made of: open, member for each dataset, close.
type encoder interface {
	open(b []byte, catalog *node) []byte
	member(b []byte, catalog, dataset *node, first bool) []byte
	close(b []byte) []byte
}

// Write writes a catalogue with its datasets, each as soon as the iterator gives
// it. The error is of the iterator, of the writer, of the catalogue, or of the
// first dataset that cannot be written; the document is then left unclosed.
func Write(w io.Writer, syntax Syntax, catalog Catalog, datasets iter.Seq2[Dataset, error], o Options) error {
	known, ok := syntaxes[syntax]
	if !ok {
		return errors.New("dcat: no such syntax")
	}
	if o.Now.IsZero() {
		return errors.New("dcat: Options.Now is missing")
	}
	if err := catalog.check(); err != nil {
		return err
	}
	enc := known.encoder
	walk := walker{now: o.Now, told: make(map[string]bool)}
	cat := walk.catalog(catalog)
	b := enc.open(make([]byte, 0, 2*flushAt), cat)
	first := true
	for d, err := range datasets {
		if err != nil {
			return err
		}
		if err := d.check(); err != nil {
			if o.Skip != nil {
				err = o.Skip(d, err)
			}
			if err != nil {
				return err
			}
			continue
		}
		b = enc.member(b, cat, walk.dataset(d), first)
		first = false
		if len(b) >= flushAt {
			if _, err := w.Write(b); err != nil {
				return err
			}
			b = b[:0]
		}
	}
	_, err := w.Write(enc.close(b))
	return err
}

// flushAt is how many bytes are gathered before they are written.
const flushAt = 32 << 10
