// Package remove is "airial anonymise" and "airial redact": they take personal
// data out of one file, a table or a document, at a person's own terminal.
// Nothing is kept but what she asks to be written.
package remove
