package report

import (
	"io"
	"strconv"
	"strings"

	"airial/standards/tableschema"
	"airial/standards/tabular"
)

// writeCSV writes one line for each finding.
func writeCSV(w io.Writer, rep *tableschema.Report, opts Options) error {
	l, err := NewLines(w, opts)
	if err != nil {
		return err
	}
	for i := range rep.Findings {
		if err := l.Write(&rep.Findings[i]); err != nil {
			return err
		}
	}
	return l.Flush()
}

// Lines writes findings as CSV while they are found.
type Lines struct {
	out  *tabular.Writer
	lang string
}

// NewLines writes the header.
func NewLines(w io.Writer, opts Options) (*Lines, error) {
	l := &Lines{out: tabular.NewWriter(w, tabular.WriterOptions{}), lang: opts.Lang}
	return l, l.out.WriteStrings([]string{"level", "code", "row", "field", "value", "message", "fix"})
}

// promptly is how many lines go out at once, each: who waits sees the first
// findings without delay.
const promptly = 20

// Write writes one finding.
func (l *Lines) Write(f *tableschema.Finding) error {
	row := ""
	if f.Row > 0 {
		row = strconv.Itoa(f.Row)
	}
	err := l.out.WriteStrings([]string{string(f.Level), f.Code, row, inert(f.Field), inert(f.Value),
		inert(f.Message(l.lang)), inert(f.Fix(l.lang))})
	if err != nil || l.out.Rows() > promptly {
		return err
	}
	return l.out.Flush()
}

// Flush hands on what is held back.
func (l *Lines) Flush() error { return l.out.Flush() }

// inert keeps a spreadsheet from taking a value of the file for a formula.
// Numbers are left as they are.
func inert(cell string) string {
	if cell == "" || !strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return cell
	}
	if strings.Trim(cell[1:], "0123456789., \u00a0\u202f") == "" && cell[0] != '=' && cell[0] != '@' {
		return cell
	}
	return "'" + cell
}
