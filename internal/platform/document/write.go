package document

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"strconv"

	"airial/internal/platform/fault"
)

// Format is what a document can be written as.
type Format string

// The formats.
const (
	ODT  Format = "odt"
	DOCX Format = "docx"
	PDF  Format = "pdf"
	HTML Format = "html"
)

// Formats are those that people take away, the open one first.
var Formats = []Format{ODT, DOCX, PDF}

var types = map[Format]string{
	ODT:  "application/vnd.oasis.opendocument.text",
	DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	PDF:  "application/pdf",
	HTML: "text/html; charset=utf-8",
}

// Type is the media type of a format.
func (f Format) Type() string { return types[f] }

// Known tells whether f is one of the formats.
func (f Format) Known() bool { return types[f] != "" }

// Write writes a document.
func (d *Document) Write(w io.Writer, f Format) error {
	const op = "document.Write"
	switch f {
	case ODT:
		return fault.Wrap(op, d.writeODT(w))
	case DOCX:
		return fault.Wrap(op, d.writeDOCX(w))
	case PDF:
		return fault.Wrap(op, d.writePDF(w))
	case HTML:
		return fault.Wrap(op, d.writeHTML(w))
	}
	return fault.New(fault.Invalid, op, "Ce format n’est pas connu\u202f: odt, docx ou pdf.", "This format is not known: odt, docx or pdf.")
}

// part is a file of a package.
type part struct {
	name, content string
	stored        bool // uncompressed
}

func writeParts(w io.Writer, parts []part) error {
	z := zip.NewWriter(w)
	for _, p := range parts {
		header := &zip.FileHeader{Name: p.name, Method: zip.Deflate}
		if p.stored {
			header.Method = zip.Store
		}
		f, err := z.CreateHeader(header)
		if err == nil {
			_, err = io.WriteString(f, p.content)
		}
		if err != nil {
			return err
		}
	}
	return z.Close()
}

const prolog = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"

// markup gathers XML.
type markup struct{ bytes.Buffer }

// put writes markup.
func (m *markup) put(parts ...string) {
	for _, p := range parts {
		m.WriteString(p)
	}
}

// text writes text, signs that XML cannot hold as U+FFFD.
func (m *markup) text(s string) { _ = xml.EscapeText(&m.Buffer, []byte(s)) }

// escaped is a text to be put between markup or quotes.
func escaped(s string) string {
	var m markup
	m.text(s)
	return m.String()
}

func number(n int) string { return strconv.Itoa(n) }

// locale returns the country of a language: "fr" is France's.
func (d *Document) locale() (lang, country string) {
	if d.Lang == "en" {
		return "en", "GB"
	}
	return "fr", "FR"
}
