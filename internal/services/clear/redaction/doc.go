// Package redaction is the page “Caviarder un document”: anybody who may log in
// drops a document, sees what is proposed to be taken out, corrects it, and
// takes the redacted copy away with its report. Nothing is published.
//
// What the room promises:
//
//   - A document is seen by the person who brought it and by nobody else.
//   - It is kept sealed, under a key that is not in the database, for an hour at
//     most, and for ten minutes once the copy was taken; then its rows are
//     deleted. Rows of this room are in no backup and move nowhere.
//   - The report says how much of what was taken out, and names files by their
//     digests. It never says what was taken out. The journal is told nothing.
//   - Pages work without a script; with one, boxes are drawn by mouse.
//
// Scanned pages are read, and pages shown, by programs that may be installed
// beside ours (letters); without them the pages say what is missing.
package redaction
