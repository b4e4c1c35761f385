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
	out := tabular.NewWriter(w, tabular.WriterOptions{})
	header := []string{"level", "code", "row", "field", "value", "message", "fix"}
	if err := out.WriteStrings(header); err != nil {
		return err
	}
	for i := range rep.Findings {
		f := &rep.Findings[i]
		row := ""
		if f.Row > 0 {
			row = strconv.Itoa(f.Row)
		}
		err := out.WriteStrings([]string{string(f.Level), f.Code, row, inert(f.Field), inert(f.Value),
			inert(f.Message(opts.Lang)), inert(f.Fix(opts.Lang))})
		if err != nil {
			return err
		}
	}
	return out.Flush()
}

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
