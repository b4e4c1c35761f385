package people

import (
	"context"
	"net/http"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/commons/user"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

// lentRow is a delegation with its names, for a list.
type lentRow struct {
	access.LentRole
	Giver, Taker string
	Member       organisation.Member
	InForce      bool
	Today        string
	Revoke       string // address that asks whether to revoke it; "" when the reader may not
}

// over tells whether a delegation has no days left.
func (l lentRow) over() bool { return !l.Revoked.IsZero() || l.Until < l.Today }

// lentRows names the people and members of delegations.
func (p *Pages) lentRows(ctx context.Context, tx access.Tx, list []access.LentRole) ([]lentRow, error) {
	var users, members []string
	for _, d := range list {
		users, members = append(users, d.GiverID, d.TakerID), append(members, d.MemberID)
	}
	people, err := user.ByIDs(ctx, tx, users)
	if err != nil {
		return nil, err
	}
	named, err := organisation.ByIDs(ctx, tx, members)
	today := access.Today(p.Clock)
	out := make([]lentRow, len(list))
	for i, d := range list {
		out[i] = lentRow{LentRole: d, Giver: people[d.GiverID].Name, Taker: people[d.TakerID].Name,
			Member: named[d.MemberID], InForce: d.InForce(today), Today: today}
	}
	return out, err
}

type delegationsView struct {
	Face   console.Face
	Rows   []lentRow
	Givers []ui.Option // "id role": who may lend what
	Takers []ui.Option
	Form   *form.Form
}

// delegations shows a member's delegations; who manages it records others.
func (p *Pages) delegations(w http.ResponseWriter, r *http.Request) error {
	return p.showDelegations(w, r, http.StatusOK, form.New("from", access.Today(p.Clock), "reason", string(access.ByOrder)))
}

func (p *Pages) showDelegations(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	ctx := r.Context()
	v := delegationsView{Form: f}
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v.Face, err = p.Desk.FaceOf(ctx, tx, r, "delegations"); err != nil {
			return err
		}
		list, err := access.Delegations(ctx, tx, v.Face.Member.ID)
		if err != nil {
			return err
		}
		if v.Rows, err = p.lentRows(ctx, tx, list); err != nil {
			return err
		}
		me := tx.Scope().Actor().ID
		for i := range v.Rows {
			row := &v.Rows[i]
			if !row.over() && (v.Face.MayManage || row.GiverID == me) {
				row.Revoke = console.MemberPath(v.Face.Member.Siren) + "/delegations/" + row.ID + "/revoke"
			}
		}
		if v.Face.MayManage {
			v.Givers, v.Takers, err = parties(ctx, tx, v.Face.Member, "")
		}
		return err
	})
	if err != nil {
		return err
	}
	return p.Desk.ShowMember(w, r, status, v.Face, delegationsBody(v))
}

// parties lists who may lend which role at a member, and to whom. of narrows
// the lenders to one person, who lends her own roles.
func parties(ctx context.Context, tx access.Tx, m organisation.Member, of string) (givers, takers []ui.Option, err error) {
	people, err := user.OfMember(ctx, tx, m.ID)
	givers = []ui.Option{{Value: "", Label: i18n.Say(ctx, "Choisir…", "Choose…")}}
	takers = givers
	for _, one := range people {
		for _, role := range one.Roles {
			ours := role.OfOperator() && !tx.Scope().Has(access.Administrator) // lent by the administrator alone
			if role != access.Reader && !ours && (of == "" || of == one.ID) {
				givers = append(givers, ui.Option{Value: one.ID + " " + string(role), Label: one.Name + " – " + roleWord(ctx, role)})
			}
		}
		if one.Disabled.IsZero() && one.ID != of {
			takers = append(takers, ui.Option{Value: one.ID, Label: one.Name})
		}
	}
	return givers, takers, err
}

// readDelegation reads the form that lends a role. giver is who lends; "" takes
// it from the form.
func readDelegation(f *form.Form, giver string) access.Delegation {
	d := access.Delegation{
		From:      f.Required("from", 10, i18n.T("Indiquez le premier jour.", "Give the first day.")),
		Until:     f.Required("until", 10, i18n.T("Indiquez le dernier jour\u202f: une délégation a toujours une fin.", "Give the last day: a delegation always has an end.")),
		Reason:    access.Reason(f.Raw("reason")),
		Reference: f.Text("reference", 300),
		TakerID:   f.Required("taker", 100, i18n.T("Choisissez à qui.", "Choose to whom.")),
		GiverID:   giver,
	}
	id, role, _ := cutRole(f.Required("giver", 200, i18n.T("Choisissez le rôle délégué.", "Choose the role that is lent.")))
	d.Role = access.Role(role)
	if giver == "" {
		d.GiverID = id
	}
	if d.From != "" && d.Until != "" && d.Until < d.From {
		f.Fail("until", i18n.T("Le dernier jour vient avant le premier. Corrigez l’une des deux dates.", "The last day comes before the first. Correct one of the two dates."))
	}
	if d.Reason == access.ByOrder && d.Reference == "" {
		f.Fail("reference", i18n.T("Indiquez le numéro et la date de l’arrêté.", "Give the number and date of the order."))
	}
	return d
}

func (p *Pages) addDelegation(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	d := readDelegation(f, "")
	var face console.Face
	if f.OK() {
		err = p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
			if face, err = p.managed(ctx, tx, r, "delegations"); err != nil {
				return err
			}
			d.MemberID = face.Member.ID
			if err := knownThere(ctx, tx, d); err != nil {
				return err
			}
			_, err := access.Delegate(ctx, tx, d)
			return err
		})
		if err = refuse(f, err, "giver"); err != nil {
			return err
		}
	}
	if !f.OK() {
		return p.showDelegations(w, r, http.StatusUnprocessableEntity, f)
	}
	p.Desk.Flash(ctx, ui.Good, i18n.T("La délégation est enregistrée. Les deux personnes la voient dans leurs accès.", "The delegation is recorded. Both people see it among their access."))
	return web.Redirect(w, r, console.MemberPath(face.Member.Siren)+"/delegations")
}

// knownThere refuses to lend to somebody who has no role at the member: forms
// offer her colleagues alone.
func knownThere(ctx context.Context, tx access.Tx, d access.Delegation) error {
	roles, err := user.RolesAt(ctx, tx, d.TakerID, d.MemberID)
	if err == nil && len(roles) == 0 {
		err = fault.New(fault.Invalid, "people.delegate", "On délègue à une personne qui a déjà un rôle dans la collectivité, au moins «\u00a0lecteur\u00a0».",
			"One delegates to a person who already has a role at the body, “reader” at least.")
	}
	return err
}

type revokeView struct {
	Row  lentRow
	Path string
	Back string
}

func (p *Pages) askRevoke(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var face console.Face
	var v revokeView
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if face, err = p.Desk.FaceOf(ctx, tx, r, "delegations"); err != nil {
			return err
		}
		v.Row, err = p.lentOf(ctx, tx, face, r.PathValue("id"))
		return err
	})
	if err != nil {
		return err
	}
	v.Back = console.MemberPath(face.Member.Siren) + "/delegations"
	v.Path = v.Back + "/" + v.Row.ID + "/revoke"
	return p.Desk.ShowMember(w, r, http.StatusOK, face, revokeBody(v))
}

// lentOf finds a delegation of a member, for somebody who may revoke it.
func (p *Pages) lentOf(ctx context.Context, tx access.Tx, face console.Face, id string) (lentRow, error) {
	list, err := access.Delegations(ctx, tx, face.Member.ID)
	if err != nil {
		return lentRow{}, err
	}
	rows, err := p.lentRows(ctx, tx, list)
	if err != nil {
		return lentRow{}, err
	}
	for _, row := range rows {
		if row.ID == id && (face.MayManage || row.GiverID == tx.Scope().Actor().ID) {
			return row, nil
		}
	}
	return lentRow{}, fault.Missing("people.lentOf")
}

func (p *Pages) revoke(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var siren string
	err := p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		face, err := p.Desk.FaceOf(ctx, tx, r, "delegations")
		if err != nil {
			return err
		}
		siren = face.Member.Siren
		row, err := p.lentOf(ctx, tx, face, r.PathValue("id"))
		if err != nil {
			return err
		}
		return access.Undelegate(ctx, tx, row.ID)
	})
	if err != nil && !said(p, ctx, err) {
		return err
	}
	if err == nil {
		p.Desk.Flash(ctx, ui.Good, i18n.T("La délégation est révoquée\u202f: elle ne vaut plus.", "The delegation is revoked: it no longer holds."))
	}
	return web.Redirect(w, r, console.MemberPath(siren)+"/delegations")
}
