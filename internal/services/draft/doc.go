// Package draft is where tables are written in the page: a deposited file that
// is being corrected, or a table that is begun from its schema because there is
// no file.
//
// A draft of a deposited file never holds the file: it holds which proposed
// corrections were accepted, and the cells that people have written over, by
// row and column of the file as it came. Reading it is reading the original
// once more with both laid over, at any size. A draft that is begun from a
// schema is its cells.
//
// It promises that nothing is invented: only what tableschema mends beyond
// doubt, and what a person typed; that two people who write into one cell are
// both answered; that every writing can be undone; and that what is deposited
// carries the list of its corrections, which names rows, columns and rules, and
// no value. The values are where they were: in the two files.
package draft
