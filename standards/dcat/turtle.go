package dcat

// turtle writes RDF 1.1 Turtle: each subject in a block of its own, blank nodes
// in brackets where they are pointed at.
type turtle struct{}

func (turtle) open(b []byte, catalog *node) []byte {
	for _, p := range prefixes {
		b = append(b, "@prefix "...)
		b = append(b, p.name...)
		b = append(b, ": <"...)
		b = append(b, p.space...)
		b = append(b, "> .\n"...)
	}
	return turtleBlocks(b, catalog)
}

func (turtle) member(b []byte, catalog, dataset *node, _ bool) []byte {
	b = append(b, '\n')
	b = turtleIRI(b, catalog.iri)
	b = append(b, " dcat:dataset "...)
	b = turtleIRI(b, dataset.iri)
	b = append(b, " .\n"...)
	return turtleBlocks(b, dataset)
}

func (turtle) close(b []byte) []byte { return b }

// turtleBlocks writes a node and then the nodes with an address that it holds.
func turtleBlocks(b []byte, n *node) []byte {
	queue := []*node{n}
	for len(queue) > 0 {
		n, queue = queue[0], queue[1:]
		b = append(b, '\n')
		b = turtleIRI(b, n.iri)
		b = append(b, ' ')
		b, queue = turtleBody(b, n, 1, queue)
		b = append(b, " .\n"...)
	}
	return b
}

// turtleBody writes what is said of a node; the nodes with an address that it
// holds join the queue.
func turtleBody(b []byte, n *node, depth int, queue []*node) ([]byte, []*node) {
	for i, t := range n.types {
		if i == 0 {
			b = append(b, "a "...)
		} else {
			b = append(b, ", "...)
		}
		b = append(b, t...)
	}
	for i, p := range n.props {
		switch {
		case i > 0 && n.props[i-1].name == p.name:
			b = append(b, ",\n"...)
			b = indent(b, depth+1)
		default:
			if i > 0 || len(n.types) > 0 {
				b = append(b, " ;\n"...)
				b = indent(b, depth)
			}
			b = append(b, p.name...)
			b = append(b, ' ')
		}
		switch v := p.value; {
		case v.node == nil:
			b = turtleValue(b, v)
		case v.node.iri != "":
			b = turtleIRI(b, v.node.iri)
			queue = append(queue, v.node)
		default:
			b = append(b, "[ "...)
			b, queue = turtleBody(b, v.node, depth+1, queue)
			b = append(b, " ]"...)
		}
	}
	return b, queue
}

func turtleValue(b []byte, v value) []byte {
	if v.iri != "" {
		return turtleIRI(b, v.iri)
	}
	b = append(b, '"')
	for i := 0; i < len(v.text); i++ {
		switch c := v.text[i]; c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\n':
			b = append(b, '\\', 'n')
		case '\r':
			b = append(b, '\\', 'r')
		case '\t':
			b = append(b, '\\', 't')
		default:
			b = append(b, c)
		}
	}
	b = append(b, '"')
	switch {
	case v.lang != "":
		b = append(b, '@')
		b = append(b, v.lang...)
	case v.datatype != "":
		b = append(b, '^', '^')
		b = append(b, v.datatype...)
	}
	return b
}

// turtleIRI writes an address, which cleanIRI has made free of delimiters.
func turtleIRI(b []byte, iri string) []byte {
	b = append(b, '<')
	b = append(b, iri...)
	return append(b, '>')
}

func indent(b []byte, depth int) []byte {
	for range depth {
		b = append(b, "  "...)
	}
	return b
}
