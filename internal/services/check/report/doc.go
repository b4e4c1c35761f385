// Package report writes the report of a check for those who read it: as text
// for a person at a terminal, as JSON for a script, as CSV (one line for each
// finding) for a spreadsheet. All speak French and English.
//
// It knows reports and nothing else, so that the command, the API and the
// pages show the same words.
package report
