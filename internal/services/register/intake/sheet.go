package intake

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/model"
	"airial/standards/source"
	"airial/standards/tabular"
)

// The most that a table may have.
const (
	MaxFile    = 20 << 20
	maxRecords = 5000
	maxColumns = 200
	maxSheets  = 300
)

// A Sheet is a table as a person sees it, with the row numbers of her program.
type Sheet struct {
	Format  string
	Sheets  []string
	Name    string
	Columns []string
	Rows    []Line
	// Ready are records that need no mapping: those of our own JSON.
	Ready []model.Record
	// Targets are the fields that the columns mean, where the file says so: the
	// CNIL's workbook.
	Targets []string
}

// A Line is a row of a sheet.
type Line struct {
	Number int
	Cells  []string
}

func (l Line) cell(n int) string {
	if n < len(l.Cells) {
		return l.Cells[n]
	}
	return ""
}

// ReadSheet reads a file: a text, a workbook, our own JSON, or the workbook of
// the CNIL's model. sheet is "" for the first one that holds something.
func ReadSheet(file []byte, sheet string) (Sheet, error) {
	if s, ok, err := ownJSON(file); ok || err != nil {
		return s, err
	}
	t, err := source.Open(bytes.NewReader(file), source.Options{Sheet: sheet, Limits: source.Limits{Unpacked: 512 << 20, Cells: 2_000_000}})
	if err != nil {
		return Sheet{}, unreadable(err)
	}
	defer t.Close()
	if sheet == "" && len(t.Sheets) > 1 {
		if s, ok, err := cnil(file, t.Sheets); ok || err != nil {
			return s, err
		}
	}
	s := Sheet{Format: t.Format, Sheets: t.Sheets, Name: t.Sheet, Columns: t.Header()}
	if len(s.Columns) > maxColumns {
		return s, fault.New(fault.Invalid, "intake.ReadSheet", "Ce tableau a plus de %[1]d colonnes.", "This table has more than %[1]d columns.", maxColumns)
	}
	for {
		r, err := t.Next()
		if err == io.EOF {
			return s, nil
		}
		if err != nil {
			return s, unreadable(err)
		}
		if r.Blank() {
			continue
		}
		if len(s.Rows) == maxRecords {
			return s, fault.New(fault.Invalid, "intake.ReadSheet", "Ce tableau a plus de %[1]d lignes. Coupez-le en plusieurs fichiers.",
				"This table has more than %[1]d rows. Cut it into several files.", maxRecords)
		}
		s.Rows = append(s.Rows, lineOf(r))
	}
}

func lineOf(r *tabular.Record) Line {
	l := Line{Number: r.Row, Cells: make([]string, len(r.Cells))}
	for n, c := range r.Cells {
		s := string(c)
		if len(s) > 1 && s[0] == '\'' && bytes.ContainsRune([]byte("=+-@"), rune(s[1])) { // as our own export guards it
			s = s[1:]
		}
		l.Cells[n] = s
	}
	return l
}

func unreadable(err error) error {
	say := i18n.T("Ce fichier ne se lit pas comme un tableau. Envoyez un CSV, un classeur XLSX ou ODS, ou l’export JSON d’un registre.",
		"This file cannot be read as a table. Send a CSV, an XLSX or ODS workbook, or the JSON export of a register.")
	if reason, ok := tabular.Unreadable(err); ok && reason == tabular.Empty {
		say = i18n.T("Ce fichier est vide.", "This file is empty.")
	} else if errors.Is(err, source.ErrTooLarge) {
		say = i18n.T("Ce fichier est trop grand une fois décompressé.", "This file is too large once unpacked.")
	}
	return &fault.Error{Kind: fault.Invalid, Op: "intake.read", Cause: err, Say: say}
}

// ownJSON reads the export of a register.
func ownJSON(file []byte) (s Sheet, ok bool, err error) {
	trimmed := bytes.TrimLeft(bytes.TrimPrefix(file, []byte("\xef\xbb\xbf")), " \r\n\t")
	if len(trimmed) == 0 || trimmed[0] != '{' || !bytes.Contains(trimmed, []byte(`"activities"`)) {
		return s, false, nil
	}
	var e activity.Exported
	if err := json.Unmarshal(trimmed, &e); err != nil || e.Activities == nil {
		return s, false, nil
	}
	if len(e.Activities) > maxRecords {
		return s, true, fault.New(fault.Invalid, "intake.ownJSON", "Cet export a plus de %[1]d traitements.", "This export has more than %[1]d activities.", maxRecords)
	}
	s = Sheet{Format: "json", Columns: []string{"name"}}
	for n, a := range e.Activities {
		r := model.Record{}
		if a.Record != nil {
			r = a.Record.Tidy()
		}
		s.Ready = append(s.Ready, r)
		s.Rows = append(s.Rows, Line{Number: n + 1, Cells: []string{a.Name}})
	}
	return s, true, nil
}

// grid is all rows of a sheet, titles and header too.
func grid(file []byte, sheet string) ([][]string, error) {
	t, err := source.Open(bytes.NewReader(file), source.Options{Sheet: sheet, Limits: source.Limits{Unpacked: 512 << 20, Cells: 2_000_000}})
	if reason, ok := tabular.Unreadable(err); ok && reason == tabular.Empty {
		return nil, nil
	}
	if err != nil {
		return nil, unreadable(err)
	}
	defer t.Close()
	rows := append([][]string{}, t.Titles()...)
	rows = append(rows, t.Header())
	for {
		r, err := t.Next()
		if err == io.EOF {
			return rows, nil
		}
		if err != nil {
			return nil, unreadable(err)
		}
		if len(rows) > maxRecords {
			return nil, unreadable(fmt.Errorf("more than %d rows", maxRecords))
		}
		rows = append(rows, lineOf(r).Cells)
	}
}
