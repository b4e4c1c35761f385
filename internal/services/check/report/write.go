package report

import (
	"fmt"
	"io"

	"airial/standards/tableschema"
)

// Format is a form in which a report is written.
type Format string

// The formats.
const (
	Text Format = "text"
	JSON Format = "json"
	CSV  Format = "csv"
	HTML Format = "html"
	PDF  Format = "pdf"
)

// Formats are their names, as they are asked for.
var Formats = []Format{Text, JSON, JSONL, CSV, HTML, PDF}

// Options of a report.
type Options struct {
	Lang  string // "fr" or "en"
	Color bool   // text only: for a terminal
	// Recognised says that the schema was found from the header; RunnerUp
	// names the one that came next, if any.
	Recognised bool
	RunnerUp   string
}

// Write writes the report in the format.
func Write(w io.Writer, rep *tableschema.Report, format Format, opts Options) error {
	switch format {
	case Text:
		return writeText(w, rep, opts)
	case JSON:
		b, err := rep.IndentedJSON(opts.Lang)
		if err != nil {
			return err
		}
		_, err = w.Write(append(b, '\n'))
		return err
	case JSONL:
		return writeJSONL(w, rep, opts)
	case CSV:
		return writeCSV(w, rep, opts)
	case HTML:
		return writeHTML(w, rep, opts)
	case PDF:
		return writePDF(w, rep, opts)
	}
	return fmt.Errorf("report: the format %q is unknown", format)
}

// pick chooses between the two languages.
func pick(lang, fr, en string) string {
	if lang == "en" {
		return en
	}
	return fr
}
