package tableschema

import (
	"strconv"

	"airial/standards/tabular"
)

// Level is how much a finding weighs.
type Level string

// Levels. A table is valid when nothing is of level Error.
const (
	Error   Level = "error"
	Warning Level = "warning"
	Info    Level = "info"
)

// Report is what a check found. Encoded with encoding/json it loses nothing
// and can be decoded again, to be shown in another language later; the form
// that scripts read is made by [Report.JSON].
type Report struct {
	File    string    `json:"file"`
	Schema  SchemaRef `json:"schema"`
	Dialect Dialect   `json:"dialect"`
	// Rows counts the records of data that are not blank.
	Rows  int  `json:"rows"`
	Valid bool `json:"valid"`
	// Unreadable is why the file is no table, one of tabular's reasons; "" for
	// a table.
	Unreadable string    `json:"unreadable,omitempty"`
	Errors     int       `json:"errors"`
	Warnings   int       `json:"warnings"`
	Infos      int       `json:"infos,omitempty"`
	Summary    []Summary `json:"summary"`
	// Findings are at most Options.Limit, those about the structure first.
	Findings []Finding `json:"findings"`
	// Columns are the columns of the file, in its order.
	Columns []Column `json:"columns"`
}

// SchemaRef names the schema that a table was checked against; "none" when
// only the structure was.
type SchemaRef struct {
	Name    string `json:"name"`
	Version string `json:"version,omitempty"`
}

// None is the name of the schema that says nothing of the columns.
const None = "none"

// Dialect is how the file is written. Delimiter and Quote are single
// characters; all is empty when the file is no table.
type Dialect struct {
	Encoding  string `json:"encoding"`
	Delimiter string `json:"delimiter"`
	Quote     string `json:"quote"`
	HeaderRow int    `json:"header_row"`
	// Format is the kind of file where it is no CSV, Sheet the sheet of a
	// workbook, Packed how the file was packed (see standards/source).
	Format string `json:"format,omitempty"`
	Sheet  string `json:"sheet,omitempty"`
	Packed string `json:"packed,omitempty"`
}

// Options read the same bytes once more, in the same way.
func (d Dialect) Options() tabular.Options {
	if d.Format != "" { // no text
		return tabular.Options{HeaderRow: d.HeaderRow}
	}
	text := tabular.Dialect{Encoding: d.Encoding, HeaderRow: d.HeaderRow}
	if d.Delimiter != "" {
		text.Delimiter = d.Delimiter[0]
	}
	if d.Quote != "" {
		text.Quote = d.Quote[0]
	}
	return text.Options()
}

// Summary counts the findings of one code about one field.
type Summary struct {
	Level    Level    `json:"level"`
	Code     string   `json:"code"`
	Field    string   `json:"field"`
	HasField bool     `json:"has_field,omitempty"`
	Count    int      `json:"count"`
	FirstRow int      `json:"first_row"` // 0 when the findings have no row
	Examples []string `json:"examples"`  // up to three values that differ
}

// Finding is something that the check has seen, with its place.
type Finding struct {
	Level Level  `json:"level"`
	Code  string `json:"code"`
	// Detail tells apart the findings of one code: which constraint, what is
	// wrong with the value. It chooses the message.
	Detail string `json:"detail,omitempty"`
	Row    int    `json:"row,omitempty"` // 0 when the finding has no row
	Field  string `json:"field,omitempty"`
	// HasField and HasValue tell an empty text from none at all.
	HasField bool   `json:"has_field,omitempty"`
	Value    string `json:"value,omitempty"`
	HasValue bool   `json:"has_value,omitempty"`
	// Args are what the message needs to be written in any language.
	Args map[string]string `json:"args,omitempty"`
	// Repair is the value that would be right, when there is no doubt.
	Repair    string `json:"repair,omitempty"`
	HasRepair bool   `json:"has_repair,omitempty"`
}

// arg adds an argument to the message.
func (f *Finding) arg(name, value string) *Finding {
	if f.Args == nil {
		f.Args = map[string]string{}
	}
	f.Args[name] = value
	return f
}

func (f *Finding) argInt(name string, n int) *Finding { return f.arg(name, strconv.Itoa(n)) }

// maxShown bounds the values kept in a report, in bytes.
const maxShown = 500

// shown cuts a value that is too long to be kept, at a character.
func shown(cell []byte) string {
	if len(cell) <= maxShown {
		return string(cell)
	}
	return string(cell[:shownBytes(cell)]) + "…"
}

func shownBytes(cell []byte) int {
	n := maxShown
	for n > 0 && cell[n]&0xC0 == 0x80 {
		n--
	}
	return n
}

// appendShown appends what shown gives.
func appendShown(b, cell []byte) []byte {
	if len(cell) <= maxShown {
		return append(b, cell...)
	}
	return append(append(b, cell[:shownBytes(cell)]...), "…"...)
}
