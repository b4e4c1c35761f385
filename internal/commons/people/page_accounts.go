package people

import (
	"net/http"
	"strconv"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/commons/user"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
)

const pageSize = 50

// place is where somebody has roles.
type place struct {
	Member organisation.Member
	Roles  []access.Role
}

type accountRow struct {
	user.User
	Places []place
}

type accountsView struct {
	Rows   []accountRow
	Pages  ui.Pages
	Filter user.Filter
	Member string // as typed
	MayAdd bool
}

func (v accountsView) filtered() bool {
	return v.Filter.Query != "" || v.Filter.Role != "" || v.Filter.State != "" || v.Member != ""
}

// accounts lists everybody who has an account, for the operator's people.
func (p *Pages) accounts(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	scope := access.From(ctx)
	q := r.URL.Query()
	v := accountsView{MayAdd: scope.Has(access.Administrator), Member: q.Get("at"),
		Filter: user.Filter{Query: q.Get("q"), State: user.State(q.Get("state"))}}
	if role := access.Role(q.Get("role")); role.Known() {
		v.Filter.Role = role
	}
	page, _ := strconv.Atoi(q.Get("page"))
	page = min(max(page, 1), 100_000)
	err := p.Doors.Read(ctx, scope, func(tx access.Tx) error {
		if v.Member != "" {
			m, err := memberNamed(ctx, tx, v.Member)
			if err != nil && !fault.Is(err, fault.Invalid) {
				return err
			}
			v.Filter.Member = m.ID
			if m.ID == "" {
				v.Filter.Member = "-" // nobody
			}
		}
		list, total, err := user.List(ctx, tx, v.Filter, pageSize, (page-1)*pageSize)
		if err != nil {
			return err
		}
		v.Pages = ui.Pages{Page: page, Size: pageSize, Total: int64(total)}
		v.Rows, err = withPlaces(tx, r, list)
		return err
	})
	if err != nil {
		return err
	}
	return p.Desk.Show(w, r, console.Page{Title: i18n.Say(ctx, "Personnes", "People")}, accountsBody(v))
}

// withPlaces adds to accounts where they have roles.
func withPlaces(tx access.Tx, r *http.Request, list []user.User) ([]accountRow, error) {
	ctx := r.Context()
	out := make([]accountRow, len(list))
	ids := make([]string, len(list))
	at := map[string]int{}
	for i, u := range list {
		out[i].User, ids[i], at[u.ID] = u, u.ID, i
	}
	grants, err := access.GrantsOf(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	var members []string
	for _, g := range grants {
		members = append(members, g.MemberID)
	}
	named, err := organisation.ByIDs(ctx, tx, members)
	if err != nil {
		return nil, err
	}
	for _, g := range grants {
		row := &out[at[g.UserID]]
		if n := len(row.Places); n > 0 && row.Places[n-1].Member.ID == g.MemberID {
			row.Places[n-1].Roles = append(row.Places[n-1].Roles, g.Role)
			continue
		}
		row.Places = append(row.Places, place{Member: named[g.MemberID], Roles: []access.Role{g.Role}})
	}
	return out, nil
}
