// Package rdf reads graphs that others have written, in Turtle (and so in
// N-Triples), in RDF/XML and in JSON-LD, into memory.
//
// It reads foreign bytes: every reader has limits (depth, statements), fetches
// nothing, and answers what is broken with the line where it stands. Contexts of
// JSON-LD that lie elsewhere are replaced by those of contexts.go, which hold
// the names that catalogues use; an unknown one is an error that names it.
package rdf
