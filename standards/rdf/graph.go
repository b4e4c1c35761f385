package rdf

import (
	"errors"
	"strings"
)

// Kind says what a term is.
type Kind uint8

// The kinds of term.
const (
	IRI Kind = iota
	Blank
	Literal
)

// Term is a node of the graph: an address, a blank node, or a text with its
// language or datatype.
type Term struct {
	Kind     Kind
	Value    string // the address, the blank node's label, or the text
	Lang     string // in lower case
	Datatype string // "" for a plain text
}

// Resource makes the term of an address.
func Resource(iri string) Term { return Term{Kind: IRI, Value: iri} }

// IsText tells a literal.
func (t Term) IsText() bool { return t.Kind == Literal }

// Statement is a property of a subject with its value.
type Statement struct {
	Name  string // address of the property
	Value Term
}

// Graph is a set of statements by subject, in the order in which subjects and
// statements were read.
type Graph struct {
	Subjects []Term
	about    map[Term][]Statement
	size     int
}

// MostStatements bounds a graph: a million statements take some 200 MB.
const MostStatements = 1_000_000

// ErrTooLarge is the error of a document with more than MostStatements.
var ErrTooLarge = errors.New("rdf: more than a million statements in one document")

// NewGraph makes an empty graph.
func NewGraph() *Graph { return &Graph{about: map[Term][]Statement{}} }

// Len is the number of statements.
func (g *Graph) Len() int { return g.size }

// Add adds a statement, once.
func (g *Graph) Add(subject Term, name string, value Term) error {
	list, known := g.about[subject]
	if !known {
		g.Subjects = append(g.Subjects, subject)
	}
	if len(list) < 64 { // a long list is not looked through: saying a thing twice harms nobody
		for _, s := range list {
			if s.Name == name && s.Value == value {
				return nil
			}
		}
	}
	if g.size++; g.size > MostStatements {
		return ErrTooLarge
	}
	g.about[subject] = append(list, Statement{name, value})
	return nil
}

// About are the statements of a subject.
func (g *Graph) About(t Term) []Statement { return g.about[t] }

// All are the values of the first of the properties that the subject has.
func (g *Graph) All(t Term, names ...string) (out []Term) {
	for _, name := range names {
		for _, s := range g.about[t] {
			if s.Name == name {
				out = append(out, s.Value)
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}

// One is the first value of the first of the properties that the subject has.
func (g *Graph) One(t Term, names ...string) (Term, bool) {
	if all := g.All(t, names...); len(all) > 0 {
		return all[0], true
	}
	return Term{}, false
}

// Text is the text of the first of the properties that the subject has: in the
// language if there is one in it, else without language, else the first.
func (g *Graph) Text(t Term, lang string, names ...string) string {
	best, rank := "", 9
	for _, v := range g.All(t, names...) {
		r := 3
		switch {
		case v.Kind == Blank:
			continue
		case v.Lang == lang || strings.HasPrefix(v.Lang, lang+"-"):
			r = 0
		case v.Lang == "":
			r = 1
		}
		if v.Kind == IRI {
			r += 4
		}
		if r < rank {
			best, rank = v.Value, r
		}
	}
	return best
}

// Type is the property that names the class of a subject.
const Type = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

// Is tells whether the subject is of one of the classes.
func (g *Graph) Is(t Term, classes ...string) bool {
	for _, s := range g.about[t] {
		if s.Name != Type {
			continue
		}
		for _, c := range classes {
			if s.Value.Value == c {
				return true
			}
		}
	}
	return false
}

// Of are the subjects of one of the classes, in the order of the document.
func (g *Graph) Of(classes ...string) (out []Term) {
	for _, t := range g.Subjects {
		if g.Is(t, classes...) {
			out = append(out, t)
		}
	}
	return out
}
