// Package picture makes charts and maps of published tables: it chooses them
// from the schema and the types of the columns, computes them, and lets the
// reader choose others.
//
// It promises that a picture is always a picture of one published version, that
// what it leaves out is said beside it (rows without a date, categories put
// together as "others"), and that a choice is nothing but an address: it can be
// shared, and works without a script.
//
// Small tables are counted in Go, large ones by the query engine; a property
// test holds the two together. Results are kept by the digest of the version,
// which never changes.
package picture
