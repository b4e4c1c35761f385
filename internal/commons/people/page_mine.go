package people

import (
	"context"
	"net/http"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

type minePlace struct {
	Member organisation.Member
	Held   []access.Held
}

type mineView struct {
	Operator []access.Held
	Places   []minePlace
	Lent     []lentRow
	Acted    []access.Acting
	// Choices are the members at which she may lend a role; Member is the
	// chosen one.
	Choices []ui.Option
	Member  organisation.Member
	Form    delegationsView
}

// mine shows a person her own access: her roles, what is lent to her and by
// her, and who acted in her place.
func (p *Pages) mine(w http.ResponseWriter, r *http.Request) error {
	return p.showMine(w, r, http.StatusOK, form.New("from", access.Today(p.Clock), "reason", string(access.ByOrder)))
}

func (p *Pages) showMine(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	ctx := r.Context()
	scope := access.From(ctx)
	if err := herself(scope); err != nil {
		return err
	}
	v := mineView{Operator: scope.HeldAtOperator(), Form: delegationsView{Form: f}}
	err := p.Doors.Read(ctx, scope, func(tx access.Tx) error {
		named, err := organisation.ByIDs(ctx, tx, scope.Members())
		if err != nil {
			return err
		}
		for _, id := range scope.Members() {
			v.Places = append(v.Places, minePlace{named[id], scope.HeldAt(id)})
			if lends(scope.HeldAt(id)) {
				v.Choices = append(v.Choices, ui.Option{Value: named[id].Siren, Label: named[id].Name})
				if v.Member.ID == "" || r.URL.Query().Get("at") == named[id].Siren {
					v.Member = named[id]
				}
			}
		}
		list, err := access.DelegationsOf(ctx, tx, scope.Actor().ID)
		if err != nil {
			return err
		}
		if v.Lent, err = p.lentRows(ctx, tx, list); err != nil {
			return err
		}
		for i := range v.Lent {
			if row := &v.Lent[i]; row.GiverID == scope.Actor().ID && !row.over() && !row.Role.OfOperator() {
				row.Revoke = console.MemberPath(row.Member.Siren) + "/delegations/" + row.ID + "/revoke"
			}
		}
		if v.Acted, err = access.ActedFor(ctx, tx, scope.Actor().ID, p.Clock.Now().Add(-actedSince)); err != nil {
			return err
		}
		if v.Member.ID != "" {
			v.Form.Givers, v.Form.Takers, err = parties(ctx, tx, v.Member, scope.Actor().ID)
		}
		return err
	})
	if err != nil {
		return err
	}
	title := i18n.Say(ctx, "Mes accès", "My access")
	return p.Desk.ShowStatus(w, r, status, console.Page{Title: title, Crumbs: []ui.Link{
		{Label: i18n.Say(ctx, "Mon compte", "My account"), Href: console.Home + "/account"}, {Label: title}}}, mineBody(v))
}

// lends tells whether there is a role of one's own that is worth lending.
func lends(held []access.Held) bool {
	for _, h := range held {
		if h.Lent.ID == "" && h.Role != access.Reader && !h.Role.OfOperator() {
			return true
		}
	}
	return false
}

// herself refuses who acts for somebody: what is a person's own stays hers.
func herself(s access.Scope) error {
	if _, acts := s.Acting(); !acts {
		return nil
	}
	return fault.New(fault.Forbidden, "people.herself",
		"Vous agissez pour quelqu’un d’autre\u202f: son compte, ses mots de passe et ses délégations restent à elle.",
		"You act for somebody else: her account, passwords and delegations remain her own.")
}

// lend records a delegation of one's own role.
func (p *Pages) lend(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	scope := access.From(ctx)
	if err := herself(scope); err != nil {
		return err
	}
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	d := readDelegation(f, scope.Actor().ID)
	if f.OK() {
		err = p.Doors.Write(ctx, scope, func(tx access.Tx) error {
			m, err := mineAt(ctx, tx, r)
			if err != nil {
				return err
			}
			d.MemberID = m.ID
			if err := knownThere(ctx, tx, d); err != nil {
				return err
			}
			_, err = access.Delegate(ctx, tx, d)
			return err
		})
		if err = refuse(f, err, "giver"); err != nil {
			return err
		}
	}
	if !f.OK() {
		return p.showMine(w, r, http.StatusUnprocessableEntity, f)
	}
	p.Desk.Flash(ctx, ui.Good, i18n.T("Votre délégation est enregistrée.", "Your delegation is recorded."))
	return web.Redirect(w, r, minePath)
}

// mineAt is the member of the address at which the person has a role.
func mineAt(ctx context.Context, tx access.Tx, r *http.Request) (organisation.Member, error) {
	m, err := organisation.BySiren(ctx, tx, r.URL.Query().Get("at"))
	if err == nil && len(tx.Scope().HeldAt(m.ID)) == 0 {
		err = fault.Missing("people.mineAt")
	}
	return m, err
}
