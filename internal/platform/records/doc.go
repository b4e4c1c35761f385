// Package records carries the rows of tables from one database to another, or
// to a file and back, in one form whichever database they come from.
//
// A record is a line of JSON: an array of the values of a row, in the order of
// the columns' names. Text is a string, whole numbers and measures are numbers,
// bytes are {"b":"<base64>"}, null is null. The records of a table come in the
// order of its primary key, text by its bytes: the same rows give the same
// lines, on both databases.
package records
