package dcat_test

import (
	"slices"
	"sort"
	"strings"
	"testing"
)

// term is a node of a graph: an address "<...>", a blank node "_:...", or a
// literal with its language or datatype, spelled so that equal terms are equal
// strings.
type term string

func iriTerm(iri string) term { return term("<" + iri + ">") }

const (
	xsdString  = "http://www.w3.org/2001/XMLSchema#string"
	langString = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
	rdfType    = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
)

func literalTerm(text, lang, datatype string) term {
	if datatype == "" {
		datatype = xsdString
	}
	if lang != "" {
		datatype = langString
	}
	return term("\"" + text + "\"\x00" + lang + "\x00" + datatype)
}

func (t term) isIRI() bool     { return strings.HasPrefix(string(t), "<") }
func (t term) isBlank() bool   { return strings.HasPrefix(string(t), "_:") }
func (t term) isLiteral() bool { return strings.HasPrefix(string(t), "\"") }

func (t term) datatype() string { return string(t[strings.LastIndexByte(string(t), 0)+1:]) }

// text is what a literal says, or an address without its brackets.
func (t term) text() string {
	if t.isLiteral() {
		return string(t[1 : strings.IndexByte(string(t), 0)-1])
	}
	return strings.Trim(string(t), "<>")
}

// graph is a set of statements, by subject and then by property.
type graph map[term]map[string][]term

func (g graph) add(s term, p string, o term) {
	if g[s] == nil {
		g[s] = make(map[string][]term)
	}
	if !slices.Contains(g[s][p], o) {
		g[s][p] = append(g[s][p], o)
	}
}

// objects are the values of a property.
func (g graph) objects(s term, p string) []term { return g[s][p] }

// instances are the subjects of a class.
func (g graph) instances(class string) []term {
	var out []term
	for s, props := range g {
		if slices.Contains(props[rdfType], iriTerm(class)) {
			out = append(out, s)
		}
	}
	slices.Sort(out)
	return out
}

// lines spells the graph so that equal graphs are equal, whatever their blank
// nodes are called: ours are trees, so that a blank node is what is said of it.
func (g graph) lines(t testing.TB) []string {
	t.Helper()
	memo := make(map[term]string)
	var spell func(term) string
	spell = func(x term) string {
		if !x.isBlank() {
			return string(x)
		}
		if s, ok := memo[x]; ok {
			return s
		}
		memo[x] = "[cycle]"
		var parts []string
		for p, objects := range g[x] {
			for _, o := range objects {
				parts = append(parts, p+" "+spell(o))
			}
		}
		sort.Strings(parts)
		memo[x] = "[" + strings.Join(parts, "; ") + "]"
		return memo[x]
	}
	var out []string
	for s, props := range g {
		if s.isBlank() {
			continue
		}
		for p, objects := range props {
			for _, o := range objects {
				out = append(out, string(s)+" "+p+" "+spell(o))
			}
		}
	}
	sort.Strings(out)
	return out
}
