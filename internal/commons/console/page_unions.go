package console

import (
	"context"
	"net/http"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

// unionLine is that a body belongs to a joint authority, with the other's name.
type unionLine struct {
	organisation.Joined
	Other organisation.Member
}

// unionsOf are the joint authorities to which a member belongs, or who belongs to
// it where it is one.
func unionsOf(ctx context.Context, tx access.Tx, m organisation.Member) ([]unionLine, error) {
	list, err := organisation.JoinedBy(ctx, tx, m.ID)
	if err != nil {
		return nil, err
	}
	theirs, err := organisation.JoinedTo(ctx, tx, m.ID)
	if err != nil {
		return nil, err
	}
	list = append(list, theirs...)
	ids := make([]string, len(list))
	other := func(j organisation.Joined) string {
		if j.MemberID == m.ID {
			return j.UnionID
		}
		return j.MemberID
	}
	for i, j := range list {
		ids[i] = other(j)
	}
	names, err := organisation.ByIDs(ctx, tx, ids)
	var out []unionLine
	for _, j := range list {
		if o, served := names[other(j)]; served {
			out = append(out, unionLine{Joined: j, Other: o})
		}
	}
	return out, err
}

// mayJoin tells whether a body of that kind can belong to a joint authority.
func mayJoin(k organisation.Kind) bool {
	switch k {
	case organisation.Commune, organisation.CommuneNouvelle, organisation.EPCI, organisation.Syndicat, organisation.Departement:
		return true
	}
	return false
}

// mostUnions is how many joint authorities the list to choose from holds.
const mostUnions = 500

func (c *Console) joinUnion(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	var m organisation.Member
	err = c.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		v, err := face(ctx, tx, r, "")
		if err != nil {
			return err
		}
		m = v.Member
		union, err := organisation.ByAddress(ctx, tx, digits(f.Text("union", 40)))
		if fault.Is(err, fault.NotFound) {
			return fault.New(fault.Invalid, "console.joinUnion", "Choisissez le syndicat.", "Choose the joint authority.")
		}
		if err != nil {
			return err
		}
		_, err = organisation.Join(ctx, tx, m.ID, union.ID, f.Text("since", 10), "")
		return err
	})
	if err = refused(f, err, "since"); err != nil {
		return err
	}
	if !f.OK() {
		return c.showMemberCard(w, r, http.StatusUnprocessableEntity, f)
	}
	c.Flash(ctx, ui.Good, i18n.T("L’adhésion est enregistrée.", "The joining is recorded."))
	return web.Redirect(w, r, memberPath(m.Siren))
}

func (c *Console) partUnion(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	var m organisation.Member
	err = c.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		v, err := face(ctx, tx, r, "")
		if err != nil {
			return err
		}
		m = v.Member
		return organisation.LeaveUnion(ctx, tx, m.ID, r.PathValue("joined"), f.Required("until", 10, i18n.T("Indiquez le dernier jour.", "Give the last day.")))
	})
	if fault.Is(err, fault.Invalid) {
		c.Flash(ctx, ui.Bad, fault.Message(err))
	} else if err != nil {
		return err
	} else {
		c.Flash(ctx, ui.Good, i18n.T("C’est enregistré.", "Recorded."))
	}
	return web.Redirect(w, r, memberPath(m.Siren))
}
