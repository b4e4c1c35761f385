package console

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/here"
	"airial/internal/platform/web/ui"
)

// Page is what a page says of itself to the frame.
type Page struct {
	Title  string
	Crumbs []ui.Link
	// Query is what the search box shows.
	Query string
}

// maxSwitch is the longest list of members that the switcher shows; beyond it
// one looks a member up.
const maxSwitch = 60

// Show writes a page inside the frame; a part of a page, which htmx asked for,
// without it. Call it outside any transaction.
func (c *Console) Show(w http.ResponseWriter, r *http.Request, p Page, body templ.Component) error {
	return c.ShowStatus(w, r, http.StatusOK, p, body)
}

// ShowStatus is Show with another status: 422 for a refused form.
func (c *Console) ShowStatus(w http.ResponseWriter, r *http.Request, status int, p Page, body templ.Component) error {
	if web.IsFragment(r) {
		return web.RenderStatus(w, r, status, body)
	}
	page, err := c.Frame(r, p, body)
	if err != nil {
		return err
	}
	return web.RenderStatus(w, r, status, page)
}

// Frame returns a page inside the frame.
func (c *Console) Frame(r *http.Request, p Page, body templ.Component) (templ.Component, error) {
	shell, err := c.shell(r, p)
	if err != nil {
		return nil, err
	}
	if c.Overlay != nil {
		if over := c.Overlay(r); over != nil {
			body = templ.Join(body, over)
		}
	}
	return framed(shell, body), nil
}

// Desk is Frame for pages that know nothing of this room: the account page.
func (c *Console) Desk(r *http.Request, title string, body templ.Component) (templ.Component, error) {
	return c.Frame(r, Page{Title: title}, body)
}

// Gate dresses a page of the console for somebody who is not signed in.
func (c *Console) Gate(_ context.Context, title string, body templ.Component) templ.Component {
	return gate(ui.Gate{Page: ui.Page{Title: title, NoIndex: true}, Brand: ui.Brand{Name: c.Brand.Name, Logo: c.Brand.Logo}}, body)
}

func (c *Console) shell(r *http.Request, p Page) (ui.Console, error) {
	ctx := r.Context()
	scope := access.From(ctx)
	out := ui.Console{
		Page:  ui.Page{Title: p.Title, NoIndex: true},
		Brand: c.Brand, Crumbs: p.Crumbs,
		Search: &ui.Search{Action: searchPath, Value: p.Query,
			Label:       i18n.Say(ctx, "Rechercher un dépôt ou une collectivité", "Search for a deposit or a member"),
			Placeholder: i18n.Say(ctx, "Rechercher", "Search")},
		User: &ui.User{Name: scope.Actor().Name, Role: roleWords(ctx, scope), Logout: Home + "/logout",
			Links: []ui.Link{{Label: i18n.Say(ctx, "Mon compte", "My account"), Href: Home + "/account"},
				{Label: i18n.Say(ctx, "Mes accès", "My access"), Href: Home + "/account/access"},
				{Label: i18n.Say(ctx, "Voir le portail public", "See the public portal"), Href: "/"}}},
	}
	if c.help != nil {
		out.Help = c.help(ctx)
	}
	if a, acts := scope.Acting(); acts {
		out.Acting = actingBar(ctx, a)
		out.User.Links = out.User.Links[2:] // the account is not hers to open
		out.User.Logout = ""
	}
	err := c.Doors.Read(ctx, scope, func(tx access.Tx) (err error) {
		chosen, _, err := Chosen(ctx, tx, r)
		if err != nil {
			return err
		}
		if out.Members, err = switcher(ctx, tx, chosen); err != nil {
			return err
		}
		out.Rail, err = c.rail(ctx, tx, chosen)
		return err
	})
	out.Flash = c.Sessions.Flashes(ctx)
	return out, err
}

// rail lists the entries that the scope sees. Links keep the chosen member.
func (c *Console) rail(ctx context.Context, tx access.Tx, chosen organisation.Member) ([]ui.NavItem, error) {
	path := here.From(ctx).Path
	var out []ui.NavItem
	longest, present := -1, -1
	for _, e := range c.entries {
		if e.Visible != nil && !e.Visible(tx.Scope()) {
			continue
		}
		n := 0
		if e.Count != nil {
			var err error
			if n, err = e.Count(ctx, tx); err != nil {
				return nil, err
			}
		}
		item := ui.NavItem{Icon: e.Icon, Label: i18n.Read(ctx, e.Label), Href: ForMember(e.Href, chosen.Siren), Count: n, CountOf: i18n.Read(ctx, e.CountOf)}
		for _, page := range append([]string{e.Href}, e.Also...) {
			if n := len(page); n > longest && (path == page || page != Home && strings.HasPrefix(path, page+"/")) {
				longest, present = n, len(out)
			}
		}
		out = append(out, item)
	}
	if present >= 0 {
		out[present].Current = true
	}
	return out, nil
}

// switcher offers the members that a person serves, when there are several. It
// keeps the page and changes the member in its address.
func switcher(ctx context.Context, tx access.Tx, chosen organisation.Member) (*ui.Switcher, error) {
	ids := tx.Scope().Members()
	all := i18n.Say(ctx, "Toutes mes collectivités", "All my organisations")
	if tx.Scope().OfOperator() {
		all = i18n.Say(ctx, "Toutes les collectivités", "All members")
		if chosen.ID == "" && len(ids) == 0 {
			return nil, nil
		}
		ids = append(ids, chosen.ID)
	} else if len(ids) < 2 {
		return nil, nil
	}
	path := here.From(ctx).Path
	if path == membersPath || strings.HasPrefix(path, membersPath+"/") {
		return nil, nil // these pages are about the members themselves
	}
	list, _, err := organisation.List(ctx, tx, organisation.Filter{IDs: ids}, maxSwitch, 0)
	if err != nil {
		return nil, err
	}
	out := &ui.Switcher{Label: i18n.Say(ctx, "Collectivité", "Member"), Current: all,
		Options: []ui.NavItem{{Label: all, Href: path, Current: chosen.ID == ""}}}
	for _, m := range list {
		out.Options = append(out.Options, ui.NavItem{Label: m.Name, Href: ForMember(path, m.Siren), Current: m.ID == chosen.ID})
		if m.ID == chosen.ID {
			out.Current = m.Name
		}
	}
	if tx.Scope().OfOperator() {
		out.Options = append(out.Options, ui.NavItem{Label: i18n.Say(ctx, "Choisir dans la liste…", "Choose from the list…"), Href: membersPath})
	}
	return out, nil
}

// Chosen returns the member that the address of the request chooses
// (?member=SIREN), and whether it chooses one. A member that the scope does
// not see is NotFound.
func Chosen(ctx context.Context, tx access.Tx, r *http.Request) (organisation.Member, bool, error) {
	siren := r.URL.Query().Get("member")
	if siren == "" {
		return organisation.Member{}, false, nil
	}
	m, err := organisation.ByAddress(ctx, tx, siren)
	if err == nil {
		err = tx.Sees("console.Chosen", m.ID)
	}
	return m, err == nil, err
}

// ForMember adds the chosen member to an address of the console; "" adds
// nothing.
func ForMember(path, siren string) string {
	if siren == "" {
		return path
	}
	sep := "?"
	if strings.Contains(path, "?") {
		sep = "&"
	}
	return path + sep + "member=" + url.QueryEscape(siren)
}

// roleWords says in a few words what a person is: her roles at the operator,
// else those at her members.
func roleWords(ctx context.Context, s access.Scope) string {
	roles := s.OperatorRoles()
	if len(roles) == 0 {
		seen := map[access.Role]bool{}
		for _, m := range s.Members() {
			for _, role := range s.RolesAt(m) {
				if !seen[role] {
					seen[role] = true
					roles = append(roles, role)
				}
			}
		}
	}
	return roleList(ctx, roles)
}

func roleList(ctx context.Context, roles []access.Role) string {
	var words []string
	for _, role := range roles {
		words = append(words, i18n.Read(ctx, role.Label()))
	}
	return strings.Join(words, ", ")
}
