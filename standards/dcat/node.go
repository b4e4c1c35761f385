package dcat

import (
	"fmt"
	"strconv"
	"time"
)

// node is a subject of the graph with all that is said of it. Names of classes
// and properties are written with the prefixes of prefixes.go.
type node struct {
	iri   string // "" for a blank node
	types []string
	props []property
}

// property is one statement. Those of one name stand together in a node.
type property struct {
	name  string
	value value
}

// value is a literal, an address, or a node.
type value struct {
	iri      string
	node     *node
	text     string
	lang     string
	datatype string
}

func (n *node) add(name string, v value) {
	if n.props == nil {
		n.props = make([]property, 0, 8)
	}
	n.props = append(n.props, property{name, v})
}

// link points at an address of which nothing more is said.
func (n *node) link(name, iri string) {
	if iri != "" {
		n.add(name, value{iri: cleanIRI(iri)})
	}
}

// child points at a node.
func (n *node) child(name string, c *node) {
	if c == nil {
		return
	}
	if len(c.types) == 0 && len(c.props) == 0 {
		n.link(name, c.iri)
		return
	}
	n.add(name, value{node: c})
}

// document points at a page of the web.
func (n *node) document(name, iri string) {
	if iri != "" {
		n.child(name, &node{iri: cleanIRI(iri), types: []string{"foaf:Document"}})
	}
}

// resource points at something of which the shapes want to know that it is one.
func (n *node) resource(name, iri string) {
	if iri != "" {
		n.child(name, &node{iri: cleanIRI(iri), types: []string{"rdfs:Resource"}})
	}
}

func (n *node) literal(name, text, datatype string) {
	if text = cleanText(text); text != "" {
		n.add(name, value{text: text, datatype: datatype})
	}
}

// texts writes every text with something in it; the same one is written once.
func (n *node) texts(name string, texts Texts) {
	first := len(n.props)
	for _, t := range texts {
		v := value{text: cleanText(t.Value), lang: cleanLang(t.Lang)}
		if v.text == "" {
			continue
		}
		known := false
		for _, p := range n.props[first:] {
			known = known || p.value == v
		}
		if !known {
			n.add(name, v)
		}
	}
}

func (n *node) integer(name string, i int64, datatype string) {
	n.add(name, value{text: strconv.FormatInt(i, 10), datatype: datatype})
}

// instant writes an instant in UTC, to the second, and never one after now.
func (n *node) instant(name string, t, now time.Time) {
	if t.IsZero() {
		return
	}
	if t.After(now) {
		t = now
	}
	n.add(name, value{text: t.UTC().Format("2006-01-02T15:04:05Z"), datatype: "xsd:dateTime"})
}

func (n *node) day(name string, t time.Time) {
	if !t.IsZero() {
		n.add(name, value{text: t.Format("2006-01-02"), datatype: "xsd:date"})
	}
}

// wkt writes the area in longitude and latitude, as udata reads it.
func (b BBox) wkt() string {
	f := func(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
	w, s, e, n := f(b.West), f(b.South), f(b.East), f(b.North)
	return fmt.Sprintf("POLYGON((%s %s,%s %s,%s %s,%s %s,%s %s))", w, s, e, s, e, n, w, n, w, s)
}
