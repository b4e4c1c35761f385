package people

import (
	"net/http"
	"net/url"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/user"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

type colleaguesView struct {
	Face   console.Face
	People []user.Colleague
	Lent   map[string][]lentRow // by the one who has the role for a time
}

// colleagues lists who has a role at a member, for who manages it.
func (p *Pages) colleagues(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var v colleaguesView
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v.Face, err = p.managed(ctx, tx, r, "people"); err != nil {
			return err
		}
		if v.People, err = user.OfMember(ctx, tx, v.Face.Member.ID); err != nil {
			return err
		}
		list, err := access.Delegations(ctx, tx, v.Face.Member.ID)
		if err != nil {
			return err
		}
		rows, err := p.lentRows(ctx, tx, list)
		v.Lent = map[string][]lentRow{}
		for _, row := range rows {
			if row.InForce {
				v.Lent[row.TakerID] = append(v.Lent[row.TakerID], row)
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	return p.Desk.ShowMember(w, r, http.StatusOK, v.Face, colleaguesBody(v))
}

type colleagueView struct {
	Face   console.Face
	User   user.User
	Roles  rolesView
	Here   bool // she has a role here
	MayEnd bool // the account may be disabled
}

// colleague shows a person's roles at a member, for who manages it.
func (p *Pages) colleague(w http.ResponseWriter, r *http.Request) error {
	return p.showColleague(w, r, http.StatusOK, nil)
}

func (p *Pages) showColleague(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	ctx := r.Context()
	scope := access.From(ctx)
	var v colleagueView
	err := p.Doors.Read(ctx, scope, func(tx access.Tx) (err error) {
		if v.Face, err = p.managed(ctx, tx, r, "people"); err != nil {
			return err
		}
		if v.User, err = user.Get(ctx, tx, r.PathValue("id")); err != nil {
			return err
		}
		had, err := user.RolesAt(ctx, tx, v.User.ID, v.Face.Member.ID)
		if err != nil {
			return err
		}
		v.Here = len(had) > 0
		if f == nil {
			f = rolesForm(had)
		}
		v.Roles = rolesView{Legend: i18n.Say(ctx, "Rôles dans cette collectivité", "Roles at this body"),
			Choice: choiceAt(scope, v.Face.Member.IsOperator), Form: f}
		v.MayEnd, err = user.MayClose(ctx, tx, v.User.ID)
		v.MayEnd = v.MayEnd && v.User.ID != scope.Actor().ID
		return err
	})
	if err != nil {
		return err
	}
	return p.Desk.ShowMember(w, r, status, v.Face, colleagueBody(v))
}

// saveRoles sets a person's roles at a member. What she had before can be
// brought back from the next page.
func (p *Pages) saveRoles(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	scope := access.From(ctx)
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	var had []access.Role
	var u user.User
	var face console.Face
	changed := false
	err = p.Doors.Write(ctx, scope, func(tx access.Tx) error {
		face, err = p.managed(ctx, tx, r, "people")
		if err != nil {
			return err
		}
		if u, err = user.Get(ctx, tx, r.PathValue("id")); err != nil {
			return err
		}
		choice := choiceAt(scope, face.Member.IsOperator)
		wanted := rolesIn(f, choice)
		before, err := user.RolesAt(ctx, tx, u.ID, face.Member.ID)
		if err != nil {
			return err
		}
		for _, role := range before { // what the form does not show stays
			if !slices.Contains(choice, role) {
				wanted = append(wanted, role)
			}
		}
		had, err = user.Roles(ctx, tx, u.ID, face.Member.ID, wanted)
		changed = !sameRoles(had, wanted)
		return err
	})
	if err = refuse(f, err, "roles"); err != nil && !fault.Is(err, fault.Forbidden) {
		return err
	}
	if err != nil {
		f.Fail("roles", fault.Message(err))
	}
	if !f.OK() {
		return p.showColleague(w, r, http.StatusUnprocessableEntity, f)
	}
	back := console.MemberPath(face.Member.Siren) + "/people"
	if changed {
		undo := url.Values{}
		for _, role := range had {
			undo.Set("role-"+string(role), "1")
		}
		p.Desk.FlashUndo(ctx, ui.Good, i18n.T("Les rôles de %[1]s sont enregistrés.", "%[1]s’s roles are saved.", u.Name),
			personAt(face.Member.Siren, u.ID)+"?"+undo.Encode())
	}
	return web.Redirect(w, r, back)
}

func sameRoles(a, b []access.Role) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(role access.Role) bool { return !slices.Contains(b, role) })
}

func (p *Pages) disableHere(w http.ResponseWriter, r *http.Request) error {
	siren, err := p.managedSiren(r)
	if err != nil {
		return err
	}
	path := personAt(siren, r.PathValue("id"))
	return p.close(w, r, path, path)
}

func (p *Pages) enableHere(w http.ResponseWriter, r *http.Request) error {
	siren, err := p.managedSiren(r)
	if err != nil {
		return err
	}
	return p.reopen(w, r, personAt(siren, r.PathValue("id")))
}

// managedSiren is that of the member of the address, for somebody who manages
// it.
func (p *Pages) managedSiren(r *http.Request) (siren string, err error) {
	ctx := r.Context()
	err = p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		face, err := p.managed(ctx, tx, r, "people")
		siren = face.Member.Siren
		return err
	})
	return siren, err
}
