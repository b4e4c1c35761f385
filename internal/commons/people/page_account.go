package people

import (
	"context"
	"net/http"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/user"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

type accountView struct {
	accountRow
	Sharing  []user.User // who has the same e-mail address
	Lent     []lentRow
	Acted    []access.Acting
	MayAdmin bool
	MayAct   bool
	// MaySupport shows where a code from the telephone goes.
	MaySupport bool
	Form       *form.Form
}

// actedSince is how far back pages show who acted for somebody.
const actedSince = 365 * 24 * time.Hour

// account shows one person to the operator's people.
func (p *Pages) account(w http.ResponseWriter, r *http.Request) error {
	return p.showAccount(w, r, http.StatusOK, nil)
}

func (p *Pages) showAccount(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	ctx := r.Context()
	scope := access.From(ctx)
	v := accountView{Form: f, MayAdmin: scope.Has(access.Administrator), MaySupport: scope.Has(access.Support, access.Administrator)}
	err := p.Doors.Read(ctx, scope, func(tx access.Tx) error {
		u, err := user.Get(ctx, tx, r.PathValue("id"))
		if err != nil {
			return err
		}
		rows, err := withPlaces(tx, r, []user.User{u})
		if err != nil {
			return err
		}
		v.accountRow = rows[0]
		if v.Sharing, err = user.Sharing(ctx, tx, u); err != nil {
			return err
		}
		list, err := access.DelegationsOf(ctx, tx, u.ID)
		if err != nil {
			return err
		}
		if v.Lent, err = p.lentRows(ctx, tx, list); err != nil {
			return err
		}
		if v.Acted, err = access.ActedFor(ctx, tx, u.ID, p.Clock.Now().Add(-actedSince)); err != nil {
			return err
		}
		v.MayAct, err = mayActFor(ctx, tx, u)
		return err
	})
	if err != nil {
		return err
	}
	return p.Desk.ShowStatus(w, r, status, p.personPage(ctx, v.Name), accountBody(v))
}

func (p *Pages) personPage(ctx context.Context, name string) console.Page {
	return console.Page{Title: name, Crumbs: []ui.Link{{Label: i18n.Say(ctx, "Personnes", "People"), Href: operatorPath}, {Label: name}}}
}

// mayActFor tells whether the scope may act for a person: support and
// administrators for whoever is not of the operator and whose account is open.
func mayActFor(ctx context.Context, tx access.Tx, u user.User) (bool, error) {
	if s := tx.Scope(); !s.Has(access.Support, access.Administrator) || !u.Disabled.IsZero() || s.Actor().ID == u.ID {
		return false, nil
	}
	theirs, err := access.ScopeOf(ctx, tx, u.Actor())
	return !theirs.OfOperator() && len(theirs.Members()) > 0, err
}

// atMember leads to a person's page at another member, where roles are given.
func (p *Pages) atMember(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	typed := f.Required("member", 200, i18n.T("Indiquez une collectivité.", "Give a member."))
	siren := ""
	if f.OK() {
		err = p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
			m, err := memberNamed(ctx, tx, typed)
			siren = m.Siren
			return err
		})
		if err = refuse(f, err, "member"); err != nil {
			return err
		}
	}
	if !f.OK() {
		return p.showAccount(w, r, http.StatusUnprocessableEntity, f)
	}
	return web.Redirect(w, r, personAt(siren, r.PathValue("id")))
}

func (p *Pages) disable(w http.ResponseWriter, r *http.Request) error {
	path := operatorPath + "/" + r.PathValue("id")
	return p.close(w, r, path, path)
}

func (p *Pages) enable(w http.ResponseWriter, r *http.Request) error {
	return p.reopen(w, r, operatorPath+"/"+r.PathValue("id"))
}

// close disables the account of the address and leads back; path is that of
// the page whose "enable" takes it back.
func (p *Pages) close(w http.ResponseWriter, r *http.Request, path, back string) error {
	ctx := r.Context()
	var u user.User
	err := p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if err = user.Disable(ctx, tx, r.PathValue("id")); err != nil {
			return err
		}
		u, err = user.Get(ctx, tx, r.PathValue("id"))
		return err
	})
	if said(p, ctx, err) {
		return web.Redirect(w, r, back)
	}
	if err != nil {
		return err
	}
	p.Desk.FlashUndo(ctx, ui.Good, i18n.T("Le compte de %[1]s est désactivé\u202f: ses connexions sont fermées.", "%[1]s’s account is disabled: the log-ins are closed.", u.Name), path+"/enable")
	return web.Redirect(w, r, back)
}

func (p *Pages) reopen(w http.ResponseWriter, r *http.Request, back string) error {
	ctx := r.Context()
	err := p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error { return user.Enable(ctx, tx, r.PathValue("id")) })
	if said(p, ctx, err) {
		return web.Redirect(w, r, back)
	}
	if err != nil {
		return err
	}
	p.Desk.Flash(ctx, ui.Good, i18n.T("Le compte est de nouveau ouvert.", "The account is open again."))
	return web.Redirect(w, r, back)
}

// said tells the next page what a rule refuses, for acts that have no form of
// their own to show it.
func said(p *Pages, ctx context.Context, err error) bool {
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) || fault.Is(err, fault.Forbidden) {
		p.Desk.Flash(ctx, ui.Bad, fault.Message(err))
		return true
	}
	return false
}
