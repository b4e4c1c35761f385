package template

import (
	"fmt"
	"io"
	"strings"

	"airial/standards/tableschema"
	"airial/standards/tabular"
)

// Formats of a template.
const (
	XLSX = "xlsx"
	ODS  = "ods"
	CSV  = "csv"
)

// Formats lists them, the usual one first.
var Formats = []string{XLSX, ODS, CSV}

// Options of a template.
type Options struct {
	Lang string // of the explanations: "fr" or "en"
	Own  Own
	// Rows stand in the table already, each with its cells in the order of the
	// schema's fields.
	Rows [][]string
}

// prepared is how many empty rows have the form of their columns.
const prepared = 500

// Write writes a template in a format.
func Write(w io.Writer, format string, s *tableschema.Schema, o Options) error {
	b := newBook(s, o)
	switch format {
	case XLSX:
		return b.xlsx(w)
	case ODS:
		return b.ods(w)
	case CSV:
		return b.csv(w)
	}
	return fmt.Errorf("template: there is no format %q", format)
}

// FileName names a template: "subventions-modele.xlsx".
func FileName(s *tableschema.Schema, format, lang string) string {
	_, short, found := strings.Cut(s.Name, "/")
	if !found {
		short = s.Name
	}
	return strings.TrimPrefix(short, "schema-") + "-" + pick(lang, "modele", "template") + "." + format
}

func pick(lang, fr, en string) string {
	if lang == "en" {
		return en
	}
	return fr
}

// book is a template, whatever its format.
type book struct {
	schema  *tableschema.Schema
	lang    string
	columns []column
	rows    [][]string
}

// column is a column of the table.
type column struct {
	*tableschema.Field
	kind kind
	list []string // the only values allowed; nil for any
	own  string   // what stands in each row that is begun; "" for nothing
}

// kind is the form of a column's cells.
type kind int

const (
	text kind = iota
	whole
	decimal
	day
)

func newBook(s *tableschema.Schema, o Options) *book {
	b := &book{schema: s, lang: o.Lang, rows: o.Rows}
	for i := range s.Fields {
		f := &s.Fields[i]
		c := column{Field: f, list: f.Constraints.Enum, own: o.Own.Cell(f)}
		switch f.Type {
		case tableschema.Integer, tableschema.Year:
			c.kind = whole
		case tableschema.Number:
			c.kind = decimal
			if f.DecimalChar != "" && f.DecimalChar != "." || f.GroupChar != "" {
				c.kind = text // a spreadsheet would write it otherwise
			}
		case tableschema.Date:
			if f.WholeDay() && (f.Format == "" || f.Format == "default" || f.Format == "any" || f.Format == "%Y-%m-%d") {
				c.kind = day
			}
		case tableschema.Boolean:
			if c.list == nil {
				c.list = []string{first(f.TrueValues, "true"), first(f.FalseValues, "false")}
			}
		}
		if c.list != nil {
			c.kind = text
		}
		b.columns = append(b.columns, c)
	}
	return b
}

func first(list []string, otherwise string) string {
	if len(list) > 0 {
		return list[0]
	}
	return otherwise
}

// last is the number of the last prepared row.
func (b *book) last() int { return 1 + len(b.rows) + prepared }

// cell is what stands in a row that is filled in, counted from 0.
func (b *book) cell(row, col int) string {
	if cells := b.rows[row]; col < len(cells) {
		return cells[col]
	}
	return ""
}

// filled gives the ranges of a row that a person fills in: the columns beside
// her body's own. ref writes a range from a column to a column.
func (b *book) filled(ref func(from, to int) string, between string) string {
	var parts []string
	for i := 0; i < len(b.columns); i++ {
		if b.columns[i].own != "" {
			continue
		}
		j := i
		for j+1 < len(b.columns) && b.columns[j+1].own == "" {
			j++
		}
		parts = append(parts, ref(i, j))
		i = j
	}
	return strings.Join(parts, between)
}

// letter names a column as a spreadsheet does.
func letter(i int) string {
	out := ""
	for n := i + 1; n > 0; n = (n - 1) / 26 {
		out = string(rune('A'+(n-1)%26)) + out
	}
	return out
}

// csv writes the header, and the rows that stand already. French spreadsheets
// open it as it is: semicolons, and the mark that says UTF-8.
func (b *book) csv(w io.Writer) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	lines := append([][]string{b.schema.Labels()}, b.rows...)
	for _, cells := range lines {
		parts := make([]string, len(b.columns))
		for i := range parts {
			if i < len(cells) {
				parts[i] = quoted(cells[i])
			}
		}
		if _, err := io.WriteString(w, strings.Join(parts, ";")+"\r\n"); err != nil {
			return err
		}
	}
	return nil
}

func quoted(cell string) string {
	if !strings.ContainsAny(cell, ";\"\r\n") {
		return cell
	}
	return `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
}

// bare is a label as names are compared.
func bare(label string) string { return tabular.Fold(label) }
