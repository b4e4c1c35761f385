package opendata

import (
	"context"
	"net/http"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/here"
	"airial/internal/platform/web/ui"
)

const (
	listSize = 50
	// fewMembers is how many members a list offers to choose from; beyond it
	// one types a name.
	fewMembers = 60
)

type listLine struct {
	Line
	Member organisation.Member
	Schema string
	State  ui.State
	Words  string
	Still  string // which version the public sees meanwhile
	Stops  []ui.Stop
	When   string
}

type listView struct {
	Lines   []listLine
	Asked   Listing
	Chosen  organisation.Member
	Pages   ui.Pages
	Several bool
	Members []organisation.Member // for the filter; nil when there is nothing to choose
	Many    bool                  // too many for a list to choose from
	Schemas []ui.Option
	Deposit string // where to deposit; "" for who may not
	Approve bool   // the bulk bar approves and refuses
	Remove  bool   // the bulk bar withdraws
	Rules   bool
}

func (v listView) filtered() bool {
	return v.Asked.Query != "" || v.Asked.MemberID != "" || v.Asked.Standing != "" || v.Asked.Schema != ""
}

func (v listView) bulk() bool { return (v.Approve || v.Remove) && len(v.Lines) > 0 }

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	scope := access.From(ctx)
	if to, err := p.named(ctx, r); err != nil || to != "" {
		if err != nil {
			return err
		}
		return web.Redirect(w, r, to)
	}
	v := listView{Several: several(scope), Schemas: p.schemaOptions(ctx, i18n.Say(ctx, "Tous", "All")),
		Approve: may(scope, access.Approve), Remove: may(scope, access.Approve) || scope.OfOperator() && may(scope, access.Withdraw),
		Rules: scope.Has(access.Administrator) || len(scope.MembersWith(access.Manage)) > 0}
	err := p.doors.Read(ctx, scope, func(tx access.Tx) error { return p.fillList(ctx, tx, r, &v) })
	if err != nil {
		return err
	}
	if may(scope, access.Deposit) {
		v.Deposit = console.ForMember(depositPath, v.Chosen.Siren)
	}
	return p.desk.Show(w, r, console.Page{Title: i18n.Say(ctx, "Dépôts", "Deposits")}, listBody(v))
}

// asked reads from the address what a list is to show.
func (p *Pages) asked(ctx context.Context, tx access.Tx, r *http.Request) (Listing, organisation.Member, error) {
	q := r.URL.Query()
	a := Listing{Query: strings.TrimSpace(q.Get("q")), Sort: q.Get("sort")}
	if s := Standing(q.Get("state")); s.condition() != "" {
		a.Standing = s
	}
	if _, err := p.checks.Known(q.Get("schema")); err == nil {
		a.Schema = q.Get("schema")
	}
	m, _, err := console.Chosen(ctx, tx, r)
	a.MemberID = m.ID
	return a, m, err
}

func (p *Pages) fillList(ctx context.Context, tx access.Tx, r *http.Request, v *listView) (err error) {
	if v.Asked, v.Chosen, err = p.asked(ctx, tx, r); err != nil {
		return err
	}
	page := pageNumber(r)
	v.Asked.Limit, v.Asked.Offset = listSize, (page-1)*listSize
	lines, total, err := List(ctx, tx, v.Asked)
	if err != nil {
		return err
	}
	v.Pages = ui.Pages{Page: page, Size: listSize, Total: int64(total)}
	if v.Lines, err = p.lines(ctx, tx, lines); err != nil || !v.Several {
		return err
	}
	filter := organisation.Filter{}
	if !tx.Scope().OfOperator() {
		filter.IDs = tx.Scope().Members()
	}
	members, all, err := organisation.List(ctx, tx, filter, maxMembers, 0)
	v.Members, v.Many = members, all > fewMembers
	return err
}

// maxMembers is the longest list of names that a page proposes while one types.
const maxMembers = 1000

// lines adds to lines what the list shows of them.
func (p *Pages) lines(ctx context.Context, tx access.Tx, lines []Line) ([]listLine, error) {
	ids := make([]string, 0, len(lines))
	for _, l := range lines {
		ids = append(ids, l.MemberID)
	}
	members, err := organisation.ByIDs(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	now := tx.Clock().Now()
	out := make([]listLine, len(lines))
	for i, l := range lines {
		s := l.Standing()
		out[i] = listLine{Line: l, Member: members[l.MemberID], Schema: p.schemaTitle(ctx, l.Schema), State: chipState(s, l.Life),
			Words: standingWords(ctx, s, l.Life, l.Number), Still: stillPublic(ctx, l.State, l.Number, l.Latest),
			Stops: p.desk.Tiny(ctx, l.Life), When: i18n.Ago(ctx, now, l.Life.Updated)}
	}
	return out, nil
}

// named turns a member's name in the address into its SIREN: where members are
// many, one types a name. It returns the address to go to, "" when the address
// is right as it is. What no member is called is searched in the titles.
func (p *Pages) named(ctx context.Context, r *http.Request) (string, error) {
	q := r.URL.Query()
	name := strings.TrimSpace(q.Get("member"))
	if name == "" || isSiren(name) {
		return "", nil
	}
	if i := strings.LastIndexByte(name, '('); i > 0 && isSiren(strings.TrimSuffix(name[i+1:], ")")) {
		q.Set("member", strings.TrimSuffix(name[i+1:], ")"))
		return here.From(ctx).Path + "?" + q.Encode(), nil
	}
	var found []organisation.Member
	err := p.doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		found, _, err = organisation.List(ctx, tx, organisation.Filter{Query: name}, 20, 0)
		return err
	})
	if err != nil {
		return "", err
	}
	q.Del("member")
	for _, m := range found {
		if len(found) == 1 || strings.EqualFold(m.Name, name) {
			q.Set("member", m.Siren)
			break
		}
	}
	if q.Get("member") == "" {
		q.Set("q", strings.TrimSpace(q.Get("q")+" "+name))
	}
	return here.From(ctx).Path + "?" + q.Encode(), nil
}

func isSiren(s string) bool { return len(s) == 9 && strings.Trim(s, "0123456789") == "" }

// memberChoice is how a member is proposed while one types its name: names are
// not unique, so the SIREN goes with it.
func memberChoice(m organisation.Member) string {
	if m.ID == "" {
		return ""
	}
	return m.Name + " (" + m.Siren + ")"
}
