// Package odsql reads ODSQL, the query language of the Explore API v2.1 as
// Opendatasoft documents it: the clauses select, where, group_by and order_by,
// and the values of refine and exclude.
//
// It is pure: text comes in, a tree goes out, nothing is looked up. What a
// field is, and whether an operator suits it, is for whoever answers the query.
// Every node knows where it stands in the text, and what cannot be read is an
// *Error with the clause, the place and what to do, in French and English.
//
// Deliberate choices where the documentation is silent or allows two ways:
// keywords and functions are read in any case; a name may be written in
// back-quotes whatever it holds; "=", ":" and "==" are one operator; BETWEEN
// is IN with both ends; the older names distance, geometry, polygon and bbox
// are read as within_distance, intersects/disjoint/within, within and in_bbox.
//
// Limits (MaxLength, MaxDepth, MaxNodes) hold before any work is done.
package odsql

// Limits of a clause.
const (
	MaxLength = 20_000 // bytes
	MaxDepth  = 50     // expressions within expressions
	MaxNodes  = 2_000  // fields, literals and operators
)
