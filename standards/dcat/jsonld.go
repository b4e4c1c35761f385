package dcat

// jsonld writes JSON-LD 1.1 as one tree: the datasets are nested in the
// catalogue, which comes last of its properties. The context is in the document,
// so that nobody has to fetch one.
type jsonld struct{}

func (jsonld) open(b []byte, catalog *node) []byte {
	b = append(b, `{"@context":{`...)
	for i, p := range prefixes {
		if i > 0 {
			b = append(b, ',')
		}
		b = jsonString(b, p.name)
		b = append(b, ':')
		b = jsonString(b, p.space)
	}
	b = append(b, "},\n"...)
	b = jsonBody(b, catalog)
	return append(b, ",\n\"dcat:dataset\":["...)
}

func (jsonld) member(b []byte, _, dataset *node, first bool) []byte {
	if !first {
		b = append(b, ',')
	}
	b = append(b, '\n')
	return jsonNode(b, dataset)
}

func (jsonld) close(b []byte) []byte { return append(b, "]}\n"...) }

func jsonNode(b []byte, n *node) []byte {
	b = append(b, '{')
	b = jsonBody(b, n)
	return append(b, '}')
}

// jsonBody writes the members of a node's object. Every node has a type at least.
func jsonBody(b []byte, n *node) []byte {
	if n.iri != "" {
		b = append(b, `"@id":`...)
		b = jsonString(b, n.iri)
		b = append(b, ',')
	}
	b = append(b, `"@type":`...)
	if len(n.types) == 1 {
		b = jsonString(b, n.types[0])
	} else {
		for i, t := range n.types {
			b = append(b, "[,"[min(i, 1)])
			b = jsonString(b, t)
		}
		b = append(b, ']')
	}
	for i := 0; i < len(n.props); {
		name := n.props[i].name
		b = append(b, ',')
		b = jsonString(b, name)
		b = append(b, ':')
		end := i + 1
		for end < len(n.props) && n.props[end].name == name {
			end++
		}
		if end-i > 1 {
			b = append(b, '[')
		}
		for k := i; k < end; k++ {
			if k > i {
				b = append(b, ',')
			}
			b = jsonValue(b, n.props[k].value)
		}
		if end-i > 1 {
			b = append(b, ']')
		}
		i = end
	}
	return b
}

func jsonValue(b []byte, v value) []byte {
	switch {
	case v.node != nil:
		return jsonNode(b, v.node)
	case v.iri != "":
		b = append(b, `{"@id":`...)
		b = jsonString(b, v.iri)
	case v.lang != "":
		b = append(b, `{"@language":`...)
		b = jsonString(b, v.lang)
		b = append(b, `,"@value":`...)
		b = jsonString(b, v.text)
	case v.datatype != "":
		b = append(b, `{"@type":`...)
		b = jsonString(b, v.datatype)
		b = append(b, `,"@value":`...)
		b = jsonString(b, v.text)
	default:
		return jsonString(b, v.text)
	}
	return append(b, '}')
}

// jsonString writes a string that is valid UTF-8. "<" is escaped so that the
// document may stand in a page.
func jsonString(b []byte, s string) []byte {
	b = append(b, '"')
	from := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' && c != '<' {
			continue
		}
		b = append(b, s[from:i]...)
		from = i + 1
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\n':
			b = append(b, '\\', 'n')
		case '\t':
			b = append(b, '\\', 't')
		default:
			b = append(b, '\\', 'u', '0', '0', "0123456789abcdef"[c>>4], "0123456789abcdef"[c&15])
		}
	}
	return append(append(b, s[from:]...), '"')
}
