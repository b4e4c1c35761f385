package rdf

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/text/encoding/htmlindex"
)

const xmlSpace = "http://www.w3.org/XML/1998/namespace"

// ReadXML reads RDF 1.1 XML: the stripes of nodes and properties, property
// attributes, parseType Resource, Collection and Literal, xml:lang and xml:base.
// Nothing outside the document is read; entities are those that it declares.
func ReadXML(doc []byte, base string) (*Graph, error) {
	r := &xmlReader{d: NewXMLDecoder(bytes.NewReader(doc)), g: NewGraph(), nodes: map[string]Term{}}
	if err := r.document(base); err != nil {
		line, _ := r.d.InputPos()
		return nil, fmt.Errorf("rdf: XML, line %d: %w", line, err)
	}
	return r.g, nil
}

// NewXMLDecoder makes a decoder for foreign XML: of any encoding that the web
// knows, with the entities that the document declares, never nested in one
// another, and nothing from outside.
func NewXMLDecoder(in io.Reader) *xml.Decoder {
	d := xml.NewDecoder(in)
	d.CharsetReader = func(label string, in io.Reader) (io.Reader, error) {
		e, err := htmlindex.Get(label)
		if err != nil {
			return nil, fmt.Errorf("unknown encoding %.40q", label)
		}
		return e.NewDecoder().Reader(in), nil
	}
	d.Entity = map[string]string{}
	return d
}

var entity = regexp.MustCompile(`<!ENTITY\s+([\w.-]+)\s+(?:"([^"]*)"|'([^']*)')\s*>`)

// declare keeps the entities of a document type.
func declare(d *xml.Decoder, directive []byte) {
	for _, m := range entity.FindAllSubmatch(directive, 200) {
		if value := string(m[2]) + string(m[3]); len(value) < 1000 {
			d.Entity[string(m[1])] = value
		}
	}
}

type xmlReader struct {
	d      *xml.Decoder
	g      *Graph
	nodes  map[string]Term // by nodeID
	blanks int
	depth  int
}

// inherited is what an element passes to those inside it.
type inherited struct{ base, lang string }

// wrappers are the elements of others in which nodes may come: answers of
// catalogue services, and envelopes.
var wrappers = map[string]bool{"http://www.opengis.net/cat/csw/2.0.2": true, "http://www.opengis.net/cat/csw/3.0": true,
	"http://schemas.xmlsoap.org/soap/envelope/": true, "http://www.w3.org/2003/05/soap-envelope": true}

func (r *xmlReader) document(base string) error {
	in, elements := inherited{base: base}, 0
	for {
		token, err := r.d.Token()
		if errors.Is(err, io.EOF) && elements > 0 {
			return nil
		}
		if errors.Is(err, io.EOF) {
			return errors.New("no element")
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.Directive:
			declare(r.d, t)
		case xml.StartElement:
			elements++
			switch {
			case wrappers[t.Name.Space]:
			case t.Name.Space == rdfSpace && t.Name.Local == "RDF":
				err = r.inside(in.enter(t), func(e xml.StartElement, in inherited) error {
					_, err := r.node(e, in)
					return err
				})
			default:
				_, err = r.node(t, in)
			}
			if err != nil {
				return err
			}
		}
	}
}

func (i inherited) enter(e xml.StartElement) inherited {
	for _, a := range e.Attr {
		if a.Name.Space == xmlSpace || a.Name.Space == "xml" {
			switch a.Name.Local {
			case "lang":
				i.lang = strings.ToLower(a.Value)
			case "base":
				i.base = resolve(i.base, a.Value)
			}
		}
	}
	return i
}

// inside calls for each element within the one that was begun, up to its end.
func (r *xmlReader) inside(in inherited, each func(xml.StartElement, inherited) error) error {
	if r.depth++; r.depth > mostDeep {
		return errors.New("elements stand too deep in one another")
	}
	defer func() { r.depth-- }()
	for {
		token, err := r.d.Token()
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if err := each(t, in); err != nil {
				return err
			}
		case xml.EndElement:
			return nil
		}
	}
}

func (r *xmlReader) newBlank() Term {
	r.blanks++
	return Term{Kind: Blank, Value: "#" + strconv.Itoa(r.blanks)}
}

func (r *xmlReader) labelled(id string) Term {
	t, ok := r.nodes[id]
	if !ok {
		t = r.newBlank()
		r.nodes[id] = t
	}
	return t
}

func attr(e xml.StartElement, local string) (string, bool) {
	for _, a := range e.Attr {
		if a.Name.Local == local && (a.Name.Space == rdfSpace || a.Name.Space == "" && local != "type") {
			return a.Value, true
		}
	}
	return "", false
}

// node reads a node's element and gives its term.
func (r *xmlReader) node(e xml.StartElement, in inherited) (Term, error) {
	in = in.enter(e)
	var t Term
	if about, ok := attr(e, "about"); ok {
		t = Resource(resolve(in.base, about))
	} else if id, ok := attr(e, "ID"); ok {
		t = Resource(resolve(in.base, "#"+id))
	} else if id, ok := attr(e, "nodeID"); ok {
		t = r.labelled(id)
	} else {
		t = r.newBlank()
	}
	if e.Name.Space != rdfSpace || e.Name.Local != "Description" {
		if err := r.g.Add(t, Type, Resource(e.Name.Space+e.Name.Local)); err != nil {
			return t, err
		}
	}
	if err := r.attributes(t, e, in); err != nil {
		return t, err
	}
	count := 0
	return t, r.inside(in, func(p xml.StartElement, in inherited) error {
		name := p.Name.Space + p.Name.Local
		if name == rdfSpace+"li" {
			count++
			name = rdfSpace + "_" + strconv.Itoa(count)
		}
		return r.property(t, name, p, in)
	})
}

// attributes are properties written as attributes.
func (r *xmlReader) attributes(t Term, e xml.StartElement, in inherited) error {
	for _, a := range e.Attr {
		switch a.Name.Space {
		case "", "xmlns", "xml", xmlSpace:
			continue
		case rdfSpace:
			if a.Name.Local == "type" {
				if err := r.g.Add(t, Type, Resource(resolve(in.base, a.Value))); err != nil {
					return err
				}
			}
			continue
		}
		if err := r.g.Add(t, a.Name.Space+a.Name.Local, Term{Kind: Literal, Value: a.Value, Lang: in.lang}); err != nil {
			return err
		}
	}
	return nil
}

func (r *xmlReader) property(s Term, name string, e xml.StartElement, in inherited) error {
	in = in.enter(e)
	switch how, _ := attr(e, "parseType"); how {
	case "Resource":
		t := r.newBlank()
		if err := r.g.Add(s, name, t); err != nil {
			return err
		}
		return r.inside(in, func(p xml.StartElement, in inherited) error { return r.property(t, p.Name.Space+p.Name.Local, p, in) })
	case "Collection":
		return r.inside(in, func(n xml.StartElement, in inherited) error {
			t, err := r.node(n, in)
			if err != nil {
				return err
			}
			return r.g.Add(s, name, t) // who lists catalogues wants the members, not the list
		})
	case "Literal":
		var text struct {
			Inner string `xml:",innerxml"`
		}
		if err := r.d.DecodeElement(&text, &e); err != nil {
			return err
		}
		return r.g.Add(s, name, Term{Kind: Literal, Value: text.Inner, Datatype: rdfSpace + "XMLLiteral"})
	}
	if to, ok := attr(e, "resource"); ok {
		t := Resource(resolve(in.base, to))
		if err := r.g.Add(s, name, t); err != nil {
			return err
		}
		if err := r.attributes(t, e, inherited{in.base, in.lang}); err != nil {
			return err
		}
		return r.d.Skip()
	}
	if id, ok := attr(e, "nodeID"); ok {
		if err := r.g.Add(s, name, r.labelled(id)); err != nil {
			return err
		}
		return r.d.Skip()
	}
	return r.content(s, name, e, in)
}

// content reads a property whose value stands inside it: nodes, or a text.
func (r *xmlReader) content(s Term, name string, e xml.StartElement, in inherited) error {
	var text strings.Builder
	nodes := 0
	for {
		token, err := r.d.Token()
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.CharData:
			text.Write(t)
		case xml.StartElement:
			nodes++
			if r.depth++; r.depth > mostDeep {
				return errors.New("elements stand too deep in one another")
			}
			n, err := r.node(t, in)
			r.depth--
			if err != nil {
				return err
			}
			if err := r.g.Add(s, name, n); err != nil {
				return err
			}
		case xml.EndElement:
			if nodes > 0 {
				return nil
			}
			v := Term{Kind: Literal, Value: text.String(), Lang: in.lang}
			if datatype, ok := attr(e, "datatype"); ok && datatype != xsd+"string" {
				v.Datatype, v.Lang = datatype, ""
			}
			return r.g.Add(s, name, v)
		}
	}
}
