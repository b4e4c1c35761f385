package portal

import (
	"context"
	"net/http"
	"strings"

	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/tables"
	"airial/internal/platform/web"
	"airial/internal/platform/web/ui"
	"airial/internal/services/portal/picture"
)

// explorer is a table as its reader looks at it.
type explorer struct {
	view
	Path    string // of the page it stands on
	Columns []Field
	Writing []rendering // one for each column
	Rows    [][]cell
	Total   int64   // rows of the view
	All     int64   // rows of the table
	Problem string  // what in the view could not be understood
	Machine string  // address of the same view for machines
	Fields  []Field // all columns, the hidden ones too
	Exports []file  // the same view as files
	Embed   string  // where the view stands for pages of others; empty for nowhere
	Title   string  // of the dataset
}

// exports are the files of the view.
func (e explorer) exports(d Shown) (out []file) {
	for _, f := range []string{"csv", "xlsx", "json"} {
		out = append(out, file{Name: strings.ToUpper(f), Path: e.exportAddress(d.ID, f, d.Version.Number, d.Latest, d.Columns)})
	}
	return out
}

// veil takes the hidden columns out of what is shown.
func (e *explorer) veil() {
	if len(e.Hidden) == 0 {
		return
	}
	columns, writing := e.Columns, e.Writing
	e.Columns, e.Writing = nil, nil
	for i, c := range columns {
		if !e.hides(c.Name) {
			e.Columns, e.Writing = append(e.Columns, c), append(e.Writing, writing[i])
		}
	}
	for n, row := range e.Rows {
		kept := make([]cell, 0, len(e.Columns))
		for i, c := range columns {
			if !e.hides(c.Name) {
				kept = append(kept, row[i])
			}
		}
		e.Rows[n] = kept
	}
}

// explore answers the view that the address asks for.
func (s *Service) explore(r *http.Request, d Shown, path string) (explorer, error) {
	e, err := s.looked(r, d, path)
	e.Fields, e.Exports = d.Columns, e.exports(d)
	e.Embed, e.Title = e.address(embedAddress(d.ID, "")), d.Title
	e.veil()
	return e, err
}

// looked finds the rows. The first view is answered from those kept beside the
// version, without a query.
func (s *Service) looked(r *http.Request, d Shown, path string) (explorer, error) {
	ctx := r.Context()
	e := explorer{view: readView(r.URL.Query(), d.Columns), Path: path, Columns: d.Columns, All: d.Version.Rows}
	if spec, ok := picture.Read(r.URL.Query(), pictureColumns(ctx, d.Columns)); ok {
		e.Picture = spec.Values()
	}
	e.Machine = e.interfaceAddress(d.ID, d.Version.Number, d.Latest, d.Columns)
	if e.first() {
		e.fill(ctx, d.Preview, d.Version.Rows)
		return e, nil
	}
	page, err := s.p.Rows.Rows(tables.WithAsker(ctx, web.Address(r)), d.ID, d.Version.Number, e.query(d.Columns))
	switch {
	case fault.Is(err, fault.Invalid), fault.Is(err, fault.Unavailable):
		e.Problem = i18n.Read(ctx, fault.Message(err))
		e.Page = 1
		e.fill(ctx, d.Preview, d.Version.Rows)
		return e, nil
	case err != nil:
		return e, err
	}
	rows := make([][]string, len(page.Rows))
	for i, row := range page.Rows {
		rows[i] = make([]string, len(row))
		for k, value := range row {
			rows[i][k] = textOf(value)
		}
	}
	e.fill(ctx, rows, page.Total)
	return e, nil
}

func (e *explorer) fill(ctx context.Context, rows [][]string, total int64) {
	e.Total = total
	rows = rows[:min(len(rows), rowsPage)]
	e.Rows = make([][]cell, len(rows))
	for i := range rows {
		e.Rows[i] = make([]cell, len(e.Columns))
	}
	for k, c := range e.Columns {
		values := make([]string, len(rows))
		for i, row := range rows {
			if k < len(row) {
				values[i] = row[k]
			}
		}
		writing := render(c, values)
		e.Writing = append(e.Writing, writing)
		for i, value := range values {
			e.Rows[i][k] = writing.cell(ctx, value)
		}
	}
}

// label is what people call a column.
func (f Field) label(ctx context.Context) string {
	if t := i18n.Read(ctx, f.Title); t != "" {
		return t
	}
	return f.Name
}

// way tells how the view sorts by a column, as aria-sort has it.
func (e explorer) way(f Field) string {
	switch e.Sort {
	case f.Name:
		return "ascending"
	case "-" + f.Name:
		return "descending"
	}
	return "none"
}

// summary says which rows are shown.
func (e explorer) summary(ctx context.Context) string {
	if e.Total == 0 {
		return i18n.Say(ctx, "Aucune ligne ne correspond", "No row matches")
	}
	shown := i18n.Count(ctx, e.Total, "ligne", "lignes", "row", "rows")
	if e.narrowed() && e.Problem == "" {
		return i18n.Sayf(ctx, "%s sur %s", "%s of %s", shown, i18n.Number(ctx, e.All))
	}
	return shown
}

func (e explorer) pages() ui.Pages {
	return ui.Pages{Page: e.Page, Size: rowsPage, Total: e.Total}
}

// hint says what can be typed above a column.
func (f Field) hint(ctx context.Context) string {
	switch f.Type {
	case "integer", "number":
		return i18n.Say(ctx, "> 1000", "> 1000")
	case "date", "datetime":
		return i18n.Say(ctx, "> 31/01/2025", "> 31/01/2025")
	}
	return ""
}

func choiceLabel(ctx context.Context, f Field, value string) string {
	if f.Type == "boolean" {
		return truth(ctx, value)
	}
	return value
}
