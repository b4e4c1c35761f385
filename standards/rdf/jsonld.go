package rdf

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/piprate/json-gold/ld"
)

// ReadJSONLD reads JSON-LD 1.1. Named graphs count as one with the default one.
func ReadJSONLD(doc []byte, base string) (*Graph, error) {
	if n := deepest(doc); n > mostDeep {
		return nil, errors.New("rdf: JSON-LD: objects stand too deep in one another")
	}
	d := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(doc, []byte("\ufeff"))))
	d.UseNumber() // json-gold takes numbers of both kinds; this one keeps identifiers whole
	var tree any
	if err := d.Decode(&tree); err != nil {
		return nil, fmt.Errorf("rdf: JSON-LD: %w", err)
	}
	options := ld.NewJsonLdOptions(base)
	options.DocumentLoader = contexts{}
	out, err := convert(plainNumbers(tree), options)
	if err != nil {
		return nil, fmt.Errorf("rdf: JSON-LD: %w", err)
	}
	g := NewGraph()
	names := make([]string, 0, len(out.Graphs))
	for name := range out.Graphs {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, q := range out.Graphs[name] {
			if err := g.Add(term(q.Subject), q.Predicate.GetValue(), term(q.Object)); err != nil {
				return nil, err
			}
		}
	}
	return g, nil
}

// convert makes statements of a tree. The library gives its errors back, but
// panics on some input that is no JSON-LD; that is an error of the document.
func convert(tree any, options *ld.JsonLdOptions) (out *ld.RDFDataset, err error) {
	defer func() {
		if e := recover(); e != nil {
			err = fmt.Errorf("not JSON-LD: %v", e)
		}
	}()
	raw, err := ld.NewJsonLdProcessor().ToRDF(tree, options)
	if err != nil {
		return nil, err
	}
	out, ok := raw.(*ld.RDFDataset)
	if !ok {
		return nil, errors.New("no statements")
	}
	return out, nil
}

// plainNumbers writes numbers as texts: what catalogues count and measure is
// read as text anyway, and nothing is rounded.
func plainNumbers(v any) any {
	switch v := v.(type) {
	case json.Number:
		return v.String()
	case map[string]any:
		for k, x := range v {
			if k != "@context" {
				v[k] = plainNumbers(x)
			} else {
				v[k] = contextNumbers(x)
			}
		}
	case []any:
		for i, x := range v {
			v[i] = plainNumbers(x)
		}
	}
	return v
}

// contextNumbers leaves a context's version a number.
func contextNumbers(v any) any {
	switch v := v.(type) {
	case json.Number:
		f, _ := v.Float64()
		return f
	case map[string]any:
		for k, x := range v {
			v[k] = contextNumbers(x)
		}
	case []any:
		for i, x := range v {
			v[i] = contextNumbers(x)
		}
	}
	return v
}

// deepest is how deep brackets stand in one another.
func deepest(doc []byte) (most int) {
	depth, text := 0, false
	for i := 0; i < len(doc); i++ {
		switch c := doc[i]; {
		case text && c == '\\':
			i++
		case c == '"':
			text = !text
		case text:
		case c == '{' || c == '[':
			depth++
			most = max(most, depth)
		case c == '}' || c == ']':
			depth--
		}
	}
	return most
}

func term(n ld.Node) Term {
	switch n := n.(type) {
	case ld.IRI:
		return Resource(n.Value)
	case *ld.IRI:
		return Resource(n.Value)
	case ld.BlankNode:
		return Term{Kind: Blank, Value: n.Attribute}
	case *ld.BlankNode:
		return Term{Kind: Blank, Value: n.Attribute}
	case ld.Literal:
		return literal(n)
	case *ld.Literal:
		return literal(*n)
	}
	return Term{Kind: Literal, Value: n.GetValue()}
}

func literal(l ld.Literal) Term {
	t := Term{Kind: Literal, Value: l.Value, Lang: strings.ToLower(l.Language), Datatype: l.Datatype}
	if t.Lang != "" || t.Datatype == ld.XSDString {
		t.Datatype = ""
	}
	return t
}

// contexts stands for what a document would have fetched.
type contexts struct{}

// LoadDocument gives the one context that we hold for the addresses that
// catalogues are known to name.
func (contexts) LoadDocument(address string) (*ld.RemoteDocument, error) {
	for _, known := range []string{"project-open-data.cio.gov/", "semiceu.github.io/", "/DCAT-AP/", "/dcat-ap/", "/dcat-ap.jsonld", "/dcat.jsonld", "/ns/dcat"} {
		if strings.Contains(address, known) {
			return &ld.RemoteDocument{DocumentURL: address, Document: map[string]any{"@context": catalogueContext()}}, nil
		}
	}
	return nil, ld.NewJsonLdError(ld.LoadingRemoteContextFailed, "the context "+address+" is not known here, and nothing is fetched")
}
