// Package ods speaks the Explore API v2.1 as Opendatasoft documents it, so that
// clients written for that API work here unchanged: the catalogue, its datasets,
// their records, facets, attachments and exports, with ODSQL in select, where,
// group_by and order_by.
//
// It promises:
//
//   - A query reads the table of its dataset and nothing else: ODSQL is read into
//     a tree (standards/odsql), each node of which becomes a typed node of
//     platform/tables. No text of a query is ever part of a statement.
//   - What cannot be answered says where it is wrong, in the shape that such
//     clients expect: {"error_code", "message"}.
//   - Exports stream at flat memory, whatever their size.
//
// Where its documentation is silent, or this server's data differ: a dataset_id
// is our identifier, "address@member" leads to the same; field names are the
// columns' own (another case will do); a like or a search finds words within
// words, without accents; what has no value comes last in every order.
package ods
