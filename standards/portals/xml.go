package portals

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"airial/standards/rdf"
)

// element is an element of XML with what is in it.
type element struct {
	name     xml.Name
	attrs    []xml.Attr
	content  string
	children []*element
}

const (
	mostElements = 3_000_000
	mostDeep     = 100
)

// parseXML reads a document into a tree. Nothing outside it is read.
func parseXML(doc []byte) (*element, error) {
	d := rdf.NewXMLDecoder(bytes.NewReader(doc))
	var stack []*element
	root, count := (*element)(nil), 0
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			if root == nil {
				return nil, errors.New("no element")
			}
			return root, nil
		}
		if err != nil {
			return nil, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if count++; count > mostElements || len(stack) >= mostDeep {
				return nil, errors.New("too many elements, or too deep in one another")
			}
			e := &element{name: t.Name, attrs: t.Copy().Attr}
			if len(stack) > 0 {
				up := stack[len(stack)-1]
				up.children = append(up.children, e)
			} else if root == nil {
				root = e
			}
			stack = append(stack, e)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			if len(stack) > 0 {
				stack[len(stack)-1].content += string(t)
			}
		}
	}
}

// each are the elements at a path of local names; "*" stands for any.
func (e *element) each(path string) []*element {
	if e == nil {
		return nil
	}
	at := []*element{e}
	for step := range strings.SplitSeq(path, "/") {
		var next []*element
		for _, x := range at {
			for _, c := range x.children {
				if step == "*" || c.name.Local == step {
					next = append(next, c)
				}
			}
		}
		at = next
	}
	return at
}

func (e *element) find(path string) *element {
	if all := e.each(path); len(all) > 0 {
		return all[0]
	}
	return nil
}

// all are the elements of that name at any depth, not within one another.
func (e *element) all(local string) (out []*element) {
	for _, c := range e.children {
		if c.name.Local == local {
			out = append(out, c)
		} else {
			out = append(out, c.all(local)...)
		}
	}
	return out
}

// text is the text of the first element at a path that has one: its own, or that
// of the elements in it (gco:CharacterString, gmx:Anchor).
func (e *element) text(path string) string {
	for _, x := range e.each(path) {
		if s := x.words(); s != "" {
			return s
		}
	}
	return ""
}

func (e *element) words() string {
	s := strings.TrimSpace(e.content)
	for _, c := range e.children {
		if c.name.Local == "PT_FreeText" { // the same in another language
			continue
		}
		if w := c.words(); w != "" {
			s = strings.TrimSpace(s + " " + w)
		}
	}
	return s
}

// own is an attribute of the element.
func (e *element) own(local string) string {
	for _, a := range e.attrs {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

func (e *element) attr(path, local string) string {
	for _, x := range e.each(path) {
		if v := x.own(local); v != "" {
			return v
		}
	}
	return ""
}
