package breach

import (
	"context"
	"net/http"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

func (p *Pages) askSpread(w http.ResponseWriter, r *http.Request) error {
	return p.showSpread(w, r, http.StatusOK, nil)
}

// mostMembers is how many members a page offers to tick.
const mostMembers = 1000

func (p *Pages) showSpread(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	ctx := r.Context()
	v := newView{Form: f}
	if f == nil {
		v.Form = form.New("aware", localMinute(p.desk.Clock.Now()), "who", "all")
	}
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		v.Members, err = served(ctx, tx, mostMembers)
		return err
	})
	if err != nil {
		return err
	}
	title := i18n.Say(ctx, "Violation chez l’opérateur, sous-traitant", "Breach at the operator, as processor")
	return p.desk.ShowStatus(w, r, status, console.Page{Title: title, Crumbs: []ui.Link{
		{Label: i18n.Say(ctx, "Violations de données", "Personal-data breaches"), Href: operatorPath}, {Label: title}}}, spreadBody(v))
}

// served lists the members that are served, without the operator.
func served(ctx context.Context, tx access.Tx, most int) ([]organisation.Member, error) {
	list, _, err := organisation.List(ctx, tx, organisation.Filter{}, most, 0)
	var out []organisation.Member
	for _, m := range list {
		if !m.IsOperator && m.Closed.IsZero() {
			out = append(out, m)
		}
	}
	return out, err
}

func (p *Pages) spread(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	o := opening(f)
	var own Breach
	var siren string
	n := 0
	if f.OK() {
		err = p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
			all, err := served(ctx, tx, 100_000)
			if err != nil {
				return err
			}
			var chosen []organisation.Member
			for _, m := range all {
				if f.Raw("who") == "all" || contains(f.All("member"), m.Siren) {
					chosen = append(chosen, m)
				}
			}
			operator, err := organisation.Operator(ctx, tx)
			if err != nil {
				return err
			}
			siren, n = operator.Siren, len(chosen)
			own, err = p.Spread(ctx, tx, o, chosen)
			return err
		})
		if err != nil && !refused(f, err) {
			return err
		}
	}
	if !f.OK() {
		return p.showSpread(w, r, http.StatusUnprocessableEntity, f)
	}
	p.desk.Flash(ctx, ui.Good, i18n.T("Dossier ouvert chez %[1]d collectivités, dont les gestionnaires sont prévenus.", "File opened at %[1]d bodies, whose managers are told.", n))
	return web.Redirect(w, r, Path(siren, own.ID))
}

func contains(list []string, s string) bool {
	for _, one := range list {
		if one == s {
			return true
		}
	}
	return false
}
