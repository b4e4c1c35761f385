package opendata

import (
	"context"
	"net/http"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/commons/piece"
	"airial/internal/platform/i18n"
	"airial/internal/platform/ident"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

// bulkLine is one dataset of an act on many.
type bulkLine struct {
	Told
	Member organisation.Member
}

type bulkView struct {
	Act   Act
	Back  string
	Form  *form.Form
	Lines []bulkLine // what was chosen, or what was done
	Left  []bulkLine // what was not done, and why
}

func (v bulkView) ids() []string {
	out := make([]string, len(v.Lines))
	for i, l := range v.Lines {
		out[i] = l.PieceID
	}
	return out
}

// bulk does an act with the chosen datasets. Acts that need a reason ask for
// it on a page of their own first.
func (p *Pages) bulk(w http.ResponseWriter, r *http.Request) error {
	ctx, scope := r.Context(), access.From(r.Context())
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	v := bulkView{Act: Act(f.Raw("act")), Back: safeBack(f.Raw("back")), Form: f}
	var ids []string
	for _, id := range f.All("id") {
		if ident.Valid(id) && len(ids) < listSize {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		p.desk.Flash(ctx, ui.Wait, i18n.T("Cochez d’abord une ou plusieurs lignes.", "Tick one or more lines first."))
		return web.Redirect(w, r, v.Back)
	}
	reason, note := v.reason(f)
	if v.Act.asks() && (!f.Checked("said") || !f.OK()) {
		if !f.Checked("said") {
			f.Errors = nil // the page is only opening
		}
		return p.askBulk(w, r, v, ids)
	}
	told, err := p.Many(ctx, scope, v.Act, ids, reason, note)
	if err != nil {
		return err
	}
	lines, err := p.bulkLines(ctx, scope, told)
	if err != nil {
		return err
	}
	for _, l := range lines {
		if l.Err == nil {
			v.Lines = append(v.Lines, l)
		} else {
			v.Left = append(v.Left, l)
		}
	}
	title := doneWords(ctx, v)
	return p.desk.Show(w, r, console.Page{Title: title, Crumbs: crumbs(ctx, ui.Link{Label: title})}, bulkDone(v))
}

// asks tells whether an act needs a reason.
func (a Act) asks() bool { return a == ActRefuse || a == ActWithdraw }

// reason reads what the act needs to be told.
func (v bulkView) reason(f *form.Form) (reason, note string) {
	switch v.Act {
	case ActRefuse:
		return f.Required("reason", 2000, i18n.T("Dites pourquoi vous refusez\u202f: les déposants liront votre raison.",
			"Say why you refuse: the depositors will read your reason.")), ""
	case ActWithdraw:
		return readReason(f)
	}
	return f.Text("reason", 2000), ""
}

func (p *Pages) askBulk(w http.ResponseWriter, r *http.Request, v bulkView, ids []string) error {
	ctx, scope := r.Context(), access.From(r.Context())
	var told []Told
	err := p.doors.Read(ctx, scope, func(tx access.Tx) error {
		found, err := piece.ByIDs(ctx, tx, ids)
		for _, id := range ids {
			if one, ok := found[id]; ok {
				told = append(told, Told{PieceID: id, MemberID: one.MemberID, Title: one.Title})
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	if v.Lines, err = p.bulkLines(ctx, scope, told); err != nil {
		return err
	}
	status := http.StatusOK
	if !v.Form.OK() {
		status = http.StatusUnprocessableEntity
	}
	title := askWords(ctx, v)
	return p.desk.ShowStatus(w, r, status, console.Page{Title: title, Crumbs: crumbs(ctx, ui.Link{Label: title})}, bulkAsk(v))
}

func (p *Pages) bulkLines(ctx context.Context, scope access.Scope, told []Told) (out []bulkLine, err error) {
	ids := make([]string, len(told))
	for i, t := range told {
		ids[i] = t.MemberID
	}
	err = p.doors.Read(ctx, scope, func(tx access.Tx) error {
		members, err := organisation.ByIDs(ctx, tx, ids)
		for _, t := range told {
			out = append(out, bulkLine{t, members[t.MemberID]})
		}
		return err
	})
	return out, err
}

// safeBack keeps an address to come back to within the list of deposits.
func safeBack(address string) string {
	_, bare, _ := i18n.CutPrefix(address)
	if bare == listPath || strings.HasPrefix(bare, listPath+"?") {
		return bare
	}
	return listPath
}

func askWords(ctx context.Context, v bulkView) string {
	if v.Act == ActWithdraw {
		return i18n.Count(ctx, len(v.Lines), "jeu de données à retirer", "jeux de données à retirer", "dataset to withdraw", "datasets to withdraw")
	}
	return i18n.Count(ctx, len(v.Lines), "dépôt à refuser", "dépôts à refuser", "deposit to refuse", "deposits to refuse")
}

func doneWords(ctx context.Context, v bulkView) string {
	n := len(v.Lines)
	switch v.Act {
	case ActApprove:
		return i18n.Count(ctx, n, "dépôt approuvé", "dépôts approuvés", "deposit approved", "deposits approved")
	case ActRefuse:
		return i18n.Count(ctx, n, "dépôt refusé", "dépôts refusés", "deposit refused", "deposits refused")
	case ActWithdraw:
		return i18n.Count(ctx, n, "jeu de données retiré", "jeux de données retirés", "dataset withdrawn", "datasets withdrawn")
	case ActRestore:
		return i18n.Count(ctx, n, "jeu de données rétabli", "jeux de données rétablis", "dataset brought back", "datasets brought back")
	}
	return i18n.Count(ctx, n, "décision annulée", "décisions annulées", "decision undone", "decisions undone")
}
