package opendata

import (
	"context"
	"io"

	"github.com/a-h/templ"

	"airial/internal/commons/access"
	"airial/internal/platform/i18n"
)

// Gates is what this room's pages show of the gates, in the gates' own words.
type Gates interface {
	// Schemas lists the schemas to choose from, in the order they are shown.
	Schemas() []SchemaChoice
	// Recognise looks at the head of a file.
	Recognise(file io.Reader) (Guess, error)
	// Correction returns where a version can be corrected in the page, and how
	// it was made of another one.
	Correction(ctx context.Context, tx access.Tx, version string) (Correction, error)
	// NothingPath is where it is declared that there is nothing to publish.
	NothingPath() string
	// CopiesPath is where copies of a dataset elsewhere are followed; "" where
	// nobody does.
	CopiesPath(dataset string) string
	// ChartsPath is where the charts of a dataset's public page are chosen; ""
	// where nobody does.
	ChartsPath(dataset string) string
	// QualityPath is where the quality of a published dataset is told, with what to
	// do to raise it; "" where nobody does.
	QualityPath(dataset string) string
	// StartPath is where a table is begun from its schema.
	StartPath() string
	// Report returns what the gate of form found, nil while it has not run.
	Report(ctx context.Context, tx access.Tx, version string) (*Report, error)
	// Findings shows what the gate of personal data found, nil where it found
	// nothing or has not run. It shows no datum, only masked forms.
	Findings(ctx context.Context, tx access.Tx, version string) (templ.Component, error)
}

// Report is what the gate of form found in a version.
type Report struct {
	Schema   SchemaRef // both parts "" for none
	Rows     int
	Errors   int
	Warnings int
	Valid    bool
	// View shows it to people. It has no heading.
	View templ.Component
	// Write writes it for a spreadsheet ("csv") or a program ("json").
	Write func(w io.Writer, format string, lang i18n.Lang) error
}

// Correction is what is done in the page to a version, and was done to make it.
type Correction struct {
	Begin string // takes a form with "piece" and "number"
	Draft string // address of the correction under way, "" for none
	// How the version was made: of which one, with how many cells mended by
	// rule and written by people, and rows left out. From is 0 for a file that
	// came as it is.
	From, Mended, Written, Removed int
	Evidence                       string // address of the list
}

// SchemaChoice is a schema to choose from.
type SchemaChoice struct {
	Name   string // of the catalogue: "scdl/subventions"
	Title  i18n.Text
	Fields int
}

// Guess is what the head of a file says of it.
type Guess struct {
	// Problem says, to people, why the file is no table; empty for a table.
	Problem i18n.Text `json:"problem"`
	Columns int       `json:"columns"`
	Best    Likeness  `json:"best"`
	Next    Likeness  `json:"next"` // the runner-up
	// Format is what kind of file it is, "" for a CSV; Sheets are those of a
	// workbook, and Sheet is the one that was looked at.
	Format string   `json:"format,omitempty"`
	Sheet  string   `json:"sheet,omitempty"`
	Sheets []string `json:"sheets,omitempty"`
}

// Likeness is a schema that a file may follow. Its zero value is none.
type Likeness struct {
	Schema  string `json:"schema"` // a name of the catalogue
	Matched int    `json:"matched"`
	Fields  int    `json:"fields"` // of the schema
	// Score says how near it is, from 0 to 1.
	Score float64 `json:"score,omitempty"`
}
