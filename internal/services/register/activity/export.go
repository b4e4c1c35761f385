package activity

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/model"
	"airial/internal/services/register/paper"
)

// Exported is a register as it leaves, for machines.
type Exported struct {
	Siren      string             `json:"siren"`
	Name       string             `json:"name"`
	Exported   time.Time          `json:"exported"`
	Activities []ExportedActivity `json:"activities"`
}

// ExportedActivity is an activity of an exported register.
type ExportedActivity struct {
	ID      string     `json:"id"`
	Model   string     `json:"model,omitempty" doc:"Code of the operator’s model that it follows"`
	Version int        `json:"version,omitempty" doc:"Version of the model"`
	Name    string     `json:"name"`
	State   string     `json:"state" enum:"draft,complete,checked"`
	Open    int        `json:"open" doc:"Differences with the model that are to be settled"`
	Changed time.Time  `json:"changed"`
	Checked *time.Time `json:"checked,omitempty" doc:"When the officer last checked it"`
	Shown   bool       `json:"public" doc:"Whether it stands on the public page"`
	// Record is what the activity says: fields, and lists of rows, by their
	// names. A text in two languages is an object with fr and en.
	Record *model.Record `json:"record,omitempty"`
}

func exported(f model.Instance, r *model.Record) ExportedActivity {
	out := ExportedActivity{ID: f.ID, Model: f.Code, Version: f.Version, Name: f.Name.Fr, State: string(f.State), Open: f.Open,
		Changed: f.Changed, Shown: f.Shown, Record: r}
	if !f.Checked.IsZero() {
		out.Checked = &f.Checked
	}
	return out
}

// columns are the heads of a register in a table: a column for each field and
// each list.
func columns(l i18n.Lang) []string {
	out := []string{i18n.T("Code", "Code").In(l), i18n.T("État", "State").In(l), i18n.T("Modifié le", "Changed on").In(l), i18n.T("Vérifié le", "Checked on").In(l)}
	for _, p := range ModelSpec.Parts {
		for _, f := range p.Fields {
			out = append(out, f.Label.In(l))
		}
		for _, x := range p.Lists {
			out = append(out, x.Label.In(l))
		}
	}
	return out
}

// line is an activity as a row of that table; rows of a list stand below each
// other in their cell.
func line(l i18n.Lang, terms model.Terms, f model.Full) []string {
	day := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return access.Day(t)
	}
	out := []string{f.Code, f.State.Label().In(l), day(f.Changed), day(f.Checked)}
	for _, p := range ModelSpec.Parts {
		for _, x := range p.Fields {
			out = append(out, Spec.Show(l, x, f.Record.Get(x.Name), terms))
		}
		for _, x := range p.Lists {
			var rows []string
			for _, row := range f.Record.Lists[x.Name] {
				rows = append(rows, RowText(l, terms, x, row))
			}
			out = append(out, strings.Join(rows, "\n"))
		}
	}
	return out
}

// plainCell keeps a spreadsheet from taking a text for a formula.
func plainCell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

func writeCSV(w io.Writer, lines [][]string) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.Comma, out.UseCRLF = ';', true
	for _, l := range lines {
		for n := range l {
			l[n] = plainCell(l[n])
		}
		if err := out.Write(l); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func writeXLSX(w io.Writer, sheet string, lines [][]string) error {
	const op = "activity.writeXLSX"
	book := excelize.NewFile()
	defer book.Close()
	err := book.SetSheetName("Sheet1", sheet)
	wrap, e := book.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err == nil {
		err = e
	}
	bold, e := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err == nil {
		err = e
	}
	for n, l := range lines {
		if err != nil {
			break
		}
		cells := make([]any, len(l))
		for i, v := range l {
			cells[i] = v
		}
		err = book.SetSheetRow(sheet, fmt.Sprintf("A%d", n+1), &cells)
	}
	if err == nil && len(lines) > 0 {
		last, e := excelize.ColumnNumberToName(len(lines[0]))
		if err = e; err == nil {
			err = book.SetCellStyle(sheet, "A1", fmt.Sprintf("%s%d", last, len(lines)), wrap)
		}
		if err == nil {
			err = book.SetCellStyle(sheet, "A1", last+"1", bold)
		}
		if err == nil {
			err = book.SetColWidth(sheet, "A", last, 32)
		}
		if err == nil {
			err = book.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
		}
	}
	if err != nil {
		return fault.Wrap(op, err)
	}
	_, err = book.WriteTo(w)
	return fault.Wrap(op, err)
}

var exportTypes = map[string]string{"csv": "text/csv; charset=utf-8", "json": "application/json", "ods": odsType,
	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}

func attach(w http.ResponseWriter, kind, name string) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
}

// export writes the whole register of a member.
func (p *Pages) export(w http.ResponseWriter, r *http.Request) error {
	format := r.PathValue("format")
	kind, ok := exportTypes[format]
	if !ok {
		return fault.Missing("activity.export")
	}
	ctx := r.Context()
	var m organisation.Member
	var list []model.Full
	var terms model.Terms
	var officer paper.Officer
	err := p.reading(r, func(ctx context.Context, tx access.Tx) error {
		v, err := p.view(ctx, tx, r)
		if err != nil {
			return err
		}
		if officer, err = Officer(ctx, tx, v.Member); err != nil {
			return err
		}
		m, terms = v.Member, v.Terms
		list, err = model.All(ctx, tx, model.Ask{Kind: Kind, Member: m.ID})
		return err
	})
	if err != nil {
		return err
	}
	attach(w, kind, "registre-"+m.Siren+"."+format)
	if format == "json" {
		return json.NewEncoder(w).Encode(exportOf(m, list, p.Clock.Now()))
	}
	if format == "ods" {
		return writeODS(w, cnilBook(ctx, m, officer, terms, list))
	}
	return writeTable(ctx, w, format, terms, list)
}

func exportOf(m organisation.Member, list []model.Full, now time.Time) Exported {
	out := Exported{Siren: m.Siren, Name: m.Name, Exported: now, Activities: []ExportedActivity{}}
	for _, f := range list {
		out.Activities = append(out.Activities, exported(f.Instance, &f.Record))
	}
	return out
}
