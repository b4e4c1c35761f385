package draft

import (
	"context"
	"net/http"
	"strconv"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

// How many rows a page of a grid shows.
const (
	rowsPage  = 20
	rowsBegun = 50
)

// draftView is a draft as its page shows it.
type draftView struct {
	*desk
	Member   organisation.Member
	Form     *form.Form
	Columns  []gridColumn
	Lines    []gridRow
	Page     int
	From     int  // the row that was asked for; 0 for the rows with findings
	All      bool // all columns are shown
	CanUndo  bool
	CanRedo  bool
	Anyway   bool // a deposit was stopped, and may be made anyway
	NewTitle string
}

// perPage is how many rows a page shows.
func (v draftView) perPage() int {
	if v.Corrects() {
		return rowsPage
	}
	return rowsBegun
}

// many is how many rows there are to page through.
func (v draftView) many() int {
	if v.Corrects() {
		return len(v.Found.Rows)
	}
	return v.Rows
}

// stale tells whether something was written since the whole was checked.
func (v draftView) stale() bool { return v.Found.Revision != v.Revision }

func (p *Pages) draft(w http.ResponseWriter, r *http.Request) error {
	id, err := idOf(r)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	return p.show(w, r, http.StatusOK, id, form.New("page", q.Get("page"), "row", q.Get("row"), "all", q.Get("all")), false)
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request, status int, id string, f *form.Form, anyway bool) error {
	ctx := r.Context()
	v := draftView{Form: f, Anyway: anyway, Page: 1}
	err := p.doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v.desk, err = p.layOut(ctx, tx, id); err != nil {
			return err
		}
		if v.Member, err = organisation.Get(ctx, tx, v.MemberID); err != nil {
			return err
		}
		undo, err := lastStep(ctx, tx, id, false)
		if err != nil {
			return err
		}
		redo, err := lastStep(ctx, tx, id, true)
		v.CanUndo, v.CanRedo = undo != nil, redo != nil
		return err
	})
	if err != nil {
		return err
	}
	if !v.Corrects() {
		if v.Found, err = p.examine(ctx, v.desk); err != nil {
			return err
		}
	}
	if err := p.fillLines(ctx, &v); err != nil {
		return err
	}
	return p.desk.ShowStatus(w, r, status, console.Page{Title: v.title(ctx), Crumbs: p.crumbs(ctx, v)}, draftBody(p, v))
}

// fillLines reads the rows that the page shows.
func (p *Pages) fillLines(ctx context.Context, v *draftView) error {
	if n, err := strconv.Atoi(v.Form.Raw("page")); err == nil {
		v.Page = min(max(n, 1), max(1, (v.many()+v.perPage()-1)/v.perPage()))
	}
	if n, err := strconv.Atoi(v.Form.Raw("row")); err == nil && n >= 1 && v.Corrects() {
		v.From = max(n, v.dialect.HeaderRow+1)
	}
	v.All = !v.Corrects() || v.Form.Raw("all") == "1" || v.From > 0
	var rows []int
	for i := (v.Page - 1) * v.perPage(); i < min(v.many(), v.Page*v.perPage()); i++ {
		if v.Corrects() {
			rows = append(rows, v.Found.Rows[i])
		} else {
			rows = append(rows, firstRow+i)
		}
	}
	if v.From > 0 {
		rows = rows[:0]
		for i := range rowsPage {
			rows = append(rows, v.From+i)
		}
	}
	if len(rows) == 0 || !v.Decided {
		return nil
	}
	lines, err := p.lines(ctx, v.desk, rows)
	if err != nil {
		return err
	}
	for _, l := range lines {
		g, err := v.gridRow(ctx, l, nil)
		if err != nil {
			return err
		}
		v.Lines = append(v.Lines, g)
	}
	v.Columns = v.gridColumns(v.Lines, v.All)
	return nil
}

func (v draftView) title(ctx context.Context) string {
	if v.Corrects() {
		return i18n.Sayf(ctx, "Corriger «\u00a0%s\u00a0»", "Correct “%s”", v.Title)
	}
	return v.Title
}

func (p *Pages) crumbs(ctx context.Context, v draftView) []ui.Link {
	out := []ui.Link{{Label: i18n.Say(ctx, "Dépôts", "Deposits"), Href: console.Home + "/deposits"}}
	if v.Corrects() {
		return append(out, ui.Link{Label: v.Title, Href: p.piece(v.PieceID)}, ui.Link{Label: i18n.Say(ctx, "Corriger", "Correct")})
	}
	return append(out, ui.Link{Label: i18n.Say(ctx, "Écrire un tableau", "Write a table"), Href: newPath}, ui.Link{Label: v.Title})
}
