package cockpit

import (
	"context"
	"net/http"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/commons/user"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

type homeView struct {
	Board
	*Service
	Filter  Filter
	Shown   []Standing // of the page
	Pager   ui.Pages
	Agents  []user.User
	Groups  []organisation.Member
	MayAct  bool
	HasMine bool
	Form    *form.Form
}

func (p *Pages) home(w http.ResponseWriter, r *http.Request) error {
	return p.showHome(w, r, http.StatusOK, nil)
}

func (p *Pages) showHome(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	v := homeView{Service: p.Service, Filter: filterOf(r.URL.Query().Get), Form: f, Pager: ui.Pages{Page: pageNumber(r), Size: pageSize}}
	if f != nil {
		v.Filter = filterOf(f.Raw)
	}
	err := p.reading(r, func(ctx context.Context, tx access.Tx) error { return p.fillHome(ctx, tx, &v) })
	if err != nil {
		return err
	}
	return p.Desk.ShowStatus(w, r, status, console.Page{Title: i18n.Say(r.Context(), "Tableau de bord RGPD", "GDPR cockpit")}, homeBody(v))
}

func (p *Pages) fillHome(ctx context.Context, tx access.Tx, v *homeView) (err error) {
	if v.Board, err = p.Board(ctx, tx, v.Filter); err != nil {
		return err
	}
	v.Pager.Total = int64(len(v.All))
	from := min((v.Pager.Page-1)*pageSize, len(v.All))
	v.Shown = v.All[from:min(from+pageSize, len(v.All))]
	v.MayAct = tx.Scope().Has(access.ProtectionOfficer)
	if v.Agents, err = agents(ctx, tx); err != nil {
		return err
	}
	mine, err := Portfolio(ctx, tx, tx.Scope().Actor().ID)
	if err != nil {
		return err
	}
	v.HasMine = len(mine) > 0
	v.Groups, _, err = organisation.List(ctx, tx, organisation.Filter{Kind: organisation.EPCI}, 300, 0)
	return err
}

type progressView struct {
	Lines   []Line
	Courses []Course
	Board   Board
}

func (p *Pages) progress(w http.ResponseWriter, r *http.Request) error {
	v, err := p.readProgress(r)
	if err != nil {
		return err
	}
	return p.Desk.Show(w, r, page(r.Context(), i18n.Say(r.Context(), "Progrès par année", "Progress by year")), progressBody(v))
}

func (p *Pages) readProgress(r *http.Request) (v progressView, err error) {
	v.Courses = p.Courses
	err = p.reading(r, func(ctx context.Context, tx access.Tx) error {
		if v.Lines, err = p.Progress(ctx, tx); err != nil {
			return err
		}
		v.Board, err = p.Board(ctx, tx, Filter{Order: "name"})
		return err
	})
	return v, err
}
