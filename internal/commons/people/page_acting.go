package people

import (
	"context"
	"net/http"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/user"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

type actView struct {
	User    user.User
	Places  []place
	Form    *form.Form
	Mandate map[string]bool // members at which acts may be done
}

// askAct asks why somebody of the operator acts for a person.
func (p *Pages) askAct(w http.ResponseWriter, r *http.Request) error {
	return p.showAct(w, r, http.StatusOK, form.New())
}

func (p *Pages) showAct(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	ctx := r.Context()
	v := actView{Form: f}
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v.User, err = actFor(ctx, tx, r.PathValue("id")); err != nil {
			return err
		}
		rows, err := withPlaces(tx, r, []user.User{v.User})
		if err != nil {
			return err
		}
		v.Places = rows[0].Places
		var ids []string
		for _, place := range v.Places {
			ids = append(ids, place.Member.ID)
		}
		v.Mandate, err = access.Mandated(ctx, tx, ids)
		return err
	})
	if err != nil {
		return err
	}
	return p.Desk.ShowStatus(w, r, status, p.personPage(ctx, v.User.Name), actBody(v))
}

// actFor finds a person for whom the scope may act.
func actFor(ctx context.Context, tx access.Tx, id string) (user.User, error) {
	u, err := user.Get(ctx, tx, id)
	if err != nil {
		return u, err
	}
	yes, err := mayActFor(ctx, tx, u)
	if err == nil && !yes {
		err = fault.New(fault.Forbidden, "people.actFor", "On n’agit pas à la place de cette personne\u202f: elle est de l’opérateur, son compte est fermé, ou elle n’a aucun rôle.",
			"Nobody acts for this person: she is of the operator, her account is closed, or she has no role.")
	}
	return u, err
}

func (p *Pages) act(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	reason := f.Required("reason", 500, i18n.T("Dites pourquoi vous agissez pour cette personne\u202f: elle le lira.", "Say why you act for this person: she will read it."))
	if f.OK() {
		err = p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
			u, err := actFor(ctx, tx, r.PathValue("id"))
			if err != nil {
				return err
			}
			_, err = access.BeginActing(ctx, tx, p.Sessions.Key(ctx), u.Actor(), reason)
			return err
		})
		if err = refuse(f, err, "reason"); err != nil {
			return err
		}
	}
	if !f.OK() {
		return p.showAct(w, r, http.StatusUnprocessableEntity, f)
	}
	return web.Redirect(w, r, console.Home)
}

// endAct ends it, from the banner that stands on every page meanwhile.
func (p *Pages) endAct(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	a, acts := access.From(ctx).Acting()
	if !acts {
		return web.Redirect(w, r, console.Home)
	}
	if err := p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error { return access.EndActing(ctx, tx) }); err != nil {
		return err
	}
	p.Desk.Flash(ctx, ui.Good, i18n.T("Vous n’agissez plus pour %[1]s. Elle le verra dans ses accès.", "You no longer act for %[1]s. It stands among her access.", a.UserName))
	return web.Redirect(w, r, operatorPath+"/"+a.UserID)
}
