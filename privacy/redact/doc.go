// Package redact takes what a person chooses out of a document: a PDF (see
// privacy/redact/pdf), a DOCX or ODT, or a picture of a page.
//
// [Open] reads a document and proposes marks: the names and identifiers that
// privacy finds in its text, with those of private persons switched on. What
// finally goes is a [Choice]: marks switched on or off, more words, rectangles
// drawn on a page. [Document.Redact] writes a new document without it and
// without what nobody sees (metadata, comments, tracked changes, embedded
// files, thumbnails, macros), reads it again, and fails rather than give one in
// which something is left.
//
// The package is pure: it reads no file and starts no program. Reading the
// letters of a scanned page is for a [Reader] that is handed in.
package redact
