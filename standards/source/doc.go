// Package source reads tables out of whatever file people send: CSV in any
// dialect, plain or packed (gzip, zip), workbooks (XLSX, ODS), JSON (records,
// one a line or in a list, GeoJSON), Parquet. [Open] finds out which and gives
// a [Table]: a header and records of text, as [tabular.Reader] does.
//
// Values that have a type in the file come as text in the one form that Table
// Schema reads: numbers with a full stop and without exponent, days as
// 2006-01-02, instants as 2006-01-02T15:04:05, booleans true and false, lists
// and objects as JSON. Rows are numbered as a spreadsheet shows them; records
// of JSON and Parquet are numbered as if a header stood in row 1.
//
// Everything streams but shared strings of XLSX, which stand in memory, and
// files that must be read from their end (zip, workbooks, Parquet), for which
// the caller gives room on disk. [Limits] bound what a small file may unpack
// to.
//
// Workbooks of Excel before 2007 (XLS) are refused with a word on what to do:
// no library that reads them is kept up.
package source
