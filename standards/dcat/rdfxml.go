package dcat

import "strings"

// rdfxml writes RDF 1.1 XML: each subject an element named by its first class,
// the nodes that it holds inside it, in stripes. The datasets stand beside the
// catalogue, each after the statement that joins it.
type rdfxml struct{}

func (rdfxml) open(b []byte, catalog *node) []byte {
	b = append(b, `<?xml version="1.0" encoding="UTF-8"?>`+"\n<rdf:RDF"...)
	for _, p := range prefixes {
		b = append(b, "\n  xmlns:"...)
		b = append(b, p.name...)
		b = append(b, `="`...)
		b = append(b, p.space...)
		b = append(b, '"')
	}
	b = append(b, ">\n"...)
	return xmlNode(b, catalog, 1)
}

func (rdfxml) member(b []byte, catalog, dataset *node, _ bool) []byte {
	b = append(b, `  <rdf:Description rdf:about="`...)
	b = xmlEscape(b, catalog.iri)
	b = append(b, `"><dcat:dataset rdf:resource="`...)
	b = xmlEscape(b, dataset.iri)
	b = append(b, "\"/></rdf:Description>\n"...)
	return xmlNode(b, dataset, 1)
}

func (rdfxml) close(b []byte) []byte { return append(b, "</rdf:RDF>\n"...) }

// xmlNode writes a node's element. Every node has a class at least.
func xmlNode(b []byte, n *node, depth int) []byte {
	name := n.types[0]
	b = indent(b, depth)
	b = append(b, '<')
	b = append(b, name...)
	if n.iri != "" {
		b = append(b, ` rdf:about="`...)
		b = xmlEscape(b, n.iri)
		b = append(b, '"')
	}
	if len(n.types) == 1 && len(n.props) == 0 {
		return append(b, "/>\n"...)
	}
	b = append(b, ">\n"...)
	for _, t := range n.types[1:] {
		b = indent(b, depth+1)
		b = append(b, `<rdf:type rdf:resource="`...)
		b = xmlEscape(b, expand(t))
		b = append(b, "\"/>\n"...)
	}
	for _, p := range n.props {
		b = xmlProperty(b, p, depth+1)
	}
	b = indent(b, depth)
	b = append(b, "</"...)
	b = append(b, name...)
	return append(b, ">\n"...)
}

func xmlProperty(b []byte, p property, depth int) []byte {
	b = indent(b, depth)
	b = append(b, '<')
	b = append(b, p.name...)
	switch v := p.value; {
	case v.node != nil:
		b = append(b, ">\n"...)
		b = xmlNode(b, v.node, depth+1)
		b = indent(b, depth)
	case v.iri != "":
		b = append(b, ` rdf:resource="`...)
		b = xmlEscape(b, v.iri)
		return append(b, "\"/>\n"...)
	default:
		if v.lang != "" {
			b = append(b, ` xml:lang="`...)
			b = append(b, v.lang...)
			b = append(b, '"')
		} else if v.datatype != "" {
			b = append(b, ` rdf:datatype="`...)
			b = xmlEscape(b, expand(v.datatype))
			b = append(b, '"')
		}
		b = append(b, '>')
		b = xmlEscape(b, v.text)
	}
	b = append(b, "</"...)
	b = append(b, p.name...)
	return append(b, ">\n"...)
}

// expand gives the address of a name with a prefix.
func expand(name string) string {
	prefix, local, _ := strings.Cut(name, ":")
	for _, p := range prefixes {
		if p.name == prefix {
			return p.space + local
		}
	}
	return name
}

// xmlEscape writes a text that cleanText or cleanIRI has gone over, into an
// element or an attribute.
func xmlEscape(b []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '&':
			b = append(b, "&amp;"...)
		case '<':
			b = append(b, "&lt;"...)
		case '>':
			b = append(b, "&gt;"...)
		case '"':
			b = append(b, "&quot;"...)
		default:
			b = append(b, c)
		}
	}
	return b
}
