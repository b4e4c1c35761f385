package people

import (
	"context"
	"net/http"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/user"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

func openedTitle(ctx context.Context, v openedView) string {
	if v.First {
		return i18n.Sayf(ctx, "Le compte de %s est ouvert", "%s’s account is open", v.User.Name)
	}
	return i18n.Sayf(ctx, "Un nouvel accès pour %s", "A new access for %s", v.User.Name)
}

// link makes the link by which a person gets in again, or for the first time.
func (p *Pages) link(r *http.Request, may func(access.Tx) error) (v openedView, err error) {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return v, err
	}
	err = p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if err = may(tx); err != nil {
			return err
		}
		if v.User, err = user.Get(ctx, tx, r.PathValue("id")); err != nil {
			return err
		}
		if v.User.LastLogin.IsZero() {
			v.Handed, err = p.Entrance.Invite(ctx, tx, v.User.ID, f.Checked("hand"))
		} else {
			v.Handed, err = p.Entrance.Reset(ctx, tx, v.User.ID, f.Checked("hand"))
		}
		return err
	})
	return v, err
}

func (p *Pages) newLink(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v, err := p.link(r, func(access.Tx) error { return nil })
	v.Back = operatorPath + "/" + r.PathValue("id")
	if said(p, ctx, err) {
		return web.Redirect(w, r, v.Back)
	}
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return p.Desk.Show(w, r, p.personPage(ctx, v.User.Name), openedBody(v))
}

func (p *Pages) newLinkHere(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	siren, err := p.managedSiren(r)
	if err != nil {
		return err
	}
	var face console.Face
	v, err := p.link(r, func(tx access.Tx) (err error) {
		face, err = p.managed(ctx, tx, r, "people")
		return err
	})
	v.Back = personAt(siren, r.PathValue("id"))
	if said(p, ctx, err) {
		return web.Redirect(w, r, v.Back)
	}
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return p.Desk.ShowMember(w, r, http.StatusOK, face, openedBody(v))
}

func (p *Pages) dropFactors(w http.ResponseWriter, r *http.Request) error {
	return p.drop(w, r, operatorPath+"/"+r.PathValue("id"))
}

func (p *Pages) dropFactorsHere(w http.ResponseWriter, r *http.Request) error {
	siren, err := p.managedSiren(r)
	if err != nil {
		return err
	}
	return p.drop(w, r, personAt(siren, r.PathValue("id")))
}

// drop takes away a person's second factors and leads back.
func (p *Pages) drop(w http.ResponseWriter, r *http.Request, back string) error {
	ctx := r.Context()
	err := p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		u, err := user.Get(ctx, tx, r.PathValue("id"))
		if err != nil {
			return err
		}
		return p.Entrance.DropFactors(ctx, tx, u.ID)
	})
	if said(p, ctx, err) {
		return web.Redirect(w, r, back)
	}
	if err != nil {
		return err
	}
	p.Desk.Flash(ctx, ui.Good, i18n.T("Les seconds facteurs sont retirés\u202f: la prochaine connexion ne demande que le mot de passe.", "The second factors are taken away: the next log-in asks for the password alone."))
	return web.Redirect(w, r, back)
}
