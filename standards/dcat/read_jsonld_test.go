package dcat_test

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// readJSONLD reads the part of JSON-LD that we write: a context of prefixes,
// nested node objects, value objects. A member that stands twice in an object
// is an error, which encoding/json would hide.
func readJSONLD(doc string) (graph, error) {
	dec := json.NewDecoder(strings.NewReader(doc))
	dec.UseNumber()
	root, err := readJSON(dec)
	if err != nil {
		return nil, err
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, fmt.Errorf("something follows the document")
	}
	object, ok := root.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("the document is no object")
	}
	r := jsonldReader{g: make(graph), prefix: make(map[string]string)}
	context, _ := object["@context"].(map[string]any)
	for name, space := range context {
		r.prefix[name], _ = space.(string)
	}
	delete(object, "@context")
	_, err = r.node(object)
	return r.g, err
}

func readJSON(dec *json.Decoder) (any, error) {
	token, err := dec.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('{'):
		object := make(map[string]any)
		for dec.More() {
			key, err := dec.Token()
			if err != nil {
				return nil, err
			}
			if _, twice := object[key.(string)]; twice {
				return nil, fmt.Errorf("member %q stands twice", key)
			}
			if object[key.(string)], err = readJSON(dec); err != nil {
				return nil, err
			}
		}
		_, err := dec.Token()
		return object, err
	case json.Delim('['):
		array := []any{}
		for dec.More() {
			x, err := readJSON(dec)
			if err != nil {
				return nil, err
			}
			array = append(array, x)
		}
		_, err := dec.Token()
		return array, err
	}
	return token, nil
}

type jsonldReader struct {
	g      graph
	prefix map[string]string
	blanks int
}

// expand makes a name with a known prefix an address; "//" after the colon
// means that it is one already.
func (r *jsonldReader) expand(name string) string {
	prefix, local, ok := strings.Cut(name, ":")
	if space, known := r.prefix[prefix]; ok && known && !strings.HasPrefix(local, "//") {
		return space + local
	}
	return name
}

func list(x any) []any {
	if l, ok := x.([]any); ok {
		return l
	}
	return []any{x}
}

func (r *jsonldReader) node(object map[string]any) (term, error) {
	var s term
	if id, ok := object["@id"].(string); ok {
		s = iriTerm(r.expand(id))
	} else {
		r.blanks++
		s = term("_:j" + strconv.Itoa(r.blanks))
	}
	for name, values := range object {
		switch {
		case name == "@id":
			continue
		case name == "@type":
			for _, t := range list(values) {
				class, ok := t.(string)
				if !ok {
					return s, fmt.Errorf("type %v", t)
				}
				r.g.add(s, rdfType, iriTerm(r.expand(class)))
			}
			continue
		case strings.HasPrefix(name, "@"):
			return s, fmt.Errorf("keyword %q", name)
		case r.expand(name) == name:
			return s, fmt.Errorf("property %q has no known prefix", name)
		}
		for _, v := range list(values) {
			o, err := r.value(v)
			if err != nil {
				return s, err
			}
			r.g.add(s, r.expand(name), o)
		}
	}
	return s, nil
}

func (r *jsonldReader) value(v any) (term, error) {
	switch v := v.(type) {
	case string:
		return literalTerm(v, "", ""), nil
	case map[string]any:
		text, ok := v["@value"].(string)
		if !ok {
			return r.node(v)
		}
		lang, _ := v["@language"].(string)
		datatype, _ := v["@type"].(string)
		return literalTerm(text, lang, r.expand(datatype)), nil
	}
	return "", fmt.Errorf("value %v", v)
}
