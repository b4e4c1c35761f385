package people

import (
	"context"
	"net/http"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/commons/user"
	"airial/internal/platform/clock"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/text"
	"airial/internal/platform/web"
	"airial/internal/platform/web/ui"
)

// The addresses of this room.
const (
	operatorPath = console.Home + "/operator/people"
	mandatesPath = console.Home + "/operator/mandates"
	loginPath    = user.LoginPath
	minePath     = console.Home + "/account/access"
	actingPath   = console.Home + "/acting"
)

// Sessions is what this room needs of the sessions of the console.
type Sessions interface {
	access.Sessions
	// Key names the session of a request.
	Key(ctx context.Context) string
}

// Entrance is what this room needs of the one that knows how people log in.
// user.Service is one.
type Entrance interface {
	// Invite makes the link by which a person chooses her first password, Reset
	// that of one who lost hers: sent by mail, or to be handed over.
	Invite(ctx context.Context, tx access.Tx, account string, handOver bool) (user.Handed, error)
	Reset(ctx context.Context, tx access.Tx, account string, handOver bool) (user.Handed, error)
	// DropFactors takes away the second factors of who lost her device.
	DropFactors(ctx context.Context, tx access.Tx, account string) error
	// Unlock forgets the wrong tries that make an account wait.
	Unlock(ctx context.Context, tx access.Tx, account string) error
}

// Parts are what the pages stand on.
type Parts struct {
	Doors    *access.Doors
	Desk     *console.Console
	Sessions Sessions
	Entrance Entrance
	Clock    clock.Clock
	// Callers is where several processes tell each other who asks for codes;
	// nil for one alone.
	Callers web.Ledger
}

// Pages are the pages of this room.
type Pages struct {
	Parts
	codes *web.Limiter
}

// New returns the pages, with their entries in the rail and their tabs on the
// pages of members.
func New(p Parts) *Pages {
	p.Desk.Add(
		console.Entry{Icon: ui.IconUser, Label: i18n.T("Personnes", "People"), Href: operatorPath, Order: 810,
			Visible: access.Scope.OfOperator},
		console.Entry{Icon: ui.IconCalendar, Label: i18n.T("Mandats", "Mandates"), Href: mandatesPath, Order: 820,
			Visible: access.Scope.OfOperator, Count: countEnding, CountOf: i18n.T("mandats se terminent bientôt", "mandates end soon")},
	)
	for _, t := range []console.Tab{
		{Label: i18n.T("Personnes", "People"), Path: "people", Manage: true},
		{Label: i18n.T("Délégations", "Delegations"), Path: "delegations"},
		{Label: i18n.T("Qui voit quoi", "Who sees what"), Path: "access"},
	} {
		p.Desk.AddTab(t)
	}
	return &Pages{p, web.NewLimiter(p.Clock, codesPerSecond, codesBurst).Share(p.Callers, 1)}
}

// Register adds the pages to the list of routes.
func (p *Pages) Register(routes *web.Routes) {
	const member = console.Home + "/members/{siren}"
	anyone, operator, admin := p.Desk.SignedIn(), p.Desk.OperatorOnly(), p.Desk.OperatorOnly(access.Administrator)
	support := p.Desk.OperatorOnly(access.Support, access.Administrator)
	get, post := http.MethodGet, http.MethodPost
	for _, r := range []web.Route{
		{Method: get, Pattern: operatorPath, Guard: operator, Handler: p.accounts},
		{Method: get, Pattern: operatorPath + "/new", Guard: admin, Handler: p.newAccount},
		{Method: post, Pattern: operatorPath + "/new", Guard: admin, Handler: p.openAccount},
		{Method: get, Pattern: operatorPath + "/{id}", Guard: operator, Handler: p.account},
		{Method: post, Pattern: operatorPath + "/{id}/member", Guard: admin, Handler: p.atMember},
		{Method: post, Pattern: operatorPath + "/{id}/disable", Guard: admin, Handler: p.disable},
		{Method: post, Pattern: operatorPath + "/{id}/enable", Guard: admin, Handler: p.enable},
		{Method: post, Pattern: operatorPath + "/{id}/link", Guard: admin, Handler: p.newLink},
		{Method: post, Pattern: operatorPath + "/{id}/factors", Guard: admin, Handler: p.dropFactors},
		{Method: post, Pattern: operatorPath + "/{id}/unlock", Guard: support, Handler: p.unlock},
		{Method: get, Pattern: loginPath + "/code", Guard: web.Everyone, Handler: p.codePage},
		{Method: post, Pattern: loginPath + "/code", Guard: web.Everyone, Handler: p.makeCode},
		{Method: get, Pattern: operatorPath + "/{id}/act", Guard: support, Handler: p.askAct},
		{Method: post, Pattern: operatorPath + "/{id}/act", Guard: support, Handler: p.act},
		{Method: post, Pattern: actingPath + "/end", Guard: anyone, Handler: p.endAct},
		{Method: get, Pattern: mandatesPath, Guard: operator, Handler: p.mandates},
		{Method: get, Pattern: mandatesPath + "/export", Guard: operator, Handler: p.mandatesTable},
		{Method: get, Pattern: minePath, Guard: anyone, Handler: p.mine},
		{Method: post, Pattern: minePath + "/delegations", Guard: anyone, Handler: p.lend},
		{Method: get, Pattern: member + "/people", Guard: anyone, Handler: p.colleagues},
		{Method: get, Pattern: member + "/people/new", Guard: anyone, Handler: p.newColleague},
		{Method: post, Pattern: member + "/people/new", Guard: anyone, Handler: p.openColleague},
		{Method: post, Pattern: member + "/people/existing", Guard: anyone, Handler: p.addExisting},
		{Method: get, Pattern: member + "/people/{id}", Guard: anyone, Handler: p.colleague},
		{Method: post, Pattern: member + "/people/{id}", Guard: anyone, Handler: p.saveRoles},
		{Method: post, Pattern: member + "/people/{id}/link", Guard: anyone, Handler: p.newLinkHere},
		{Method: post, Pattern: member + "/people/{id}/factors", Guard: anyone, Handler: p.dropFactorsHere},
		{Method: post, Pattern: member + "/people/{id}/disable", Guard: anyone, Handler: p.disableHere},
		{Method: post, Pattern: member + "/people/{id}/enable", Guard: anyone, Handler: p.enableHere},
		{Method: get, Pattern: member + "/delegations", Guard: anyone, Handler: p.delegations},
		{Method: post, Pattern: member + "/delegations", Guard: anyone, Handler: p.addDelegation},
		{Method: get, Pattern: member + "/delegations/{id}/revoke", Guard: anyone, Handler: p.askRevoke},
		{Method: post, Pattern: member + "/delegations/{id}/revoke", Guard: anyone, Handler: p.revoke},
		{Method: get, Pattern: member + "/access", Guard: anyone, Handler: p.whoSees},
		{Method: get, Pattern: member + "/access/export", Guard: anyone, Handler: p.accessTable},
	} {
		r.Kind = web.Page
		routes.Add(r)
	}
}

// managed finds the member of the address, for somebody who manages it.
func (p *Pages) managed(ctx context.Context, tx access.Tx, r *http.Request, tab string) (console.Face, error) {
	v, err := p.Desk.FaceOf(ctx, tx, r, tab)
	if err == nil {
		err = tx.May(ctx, access.Manage, v.Member.ID)
	}
	return v, err
}

// memberNamed finds the member that somebody means by a SIREN or a name.
func memberNamed(ctx context.Context, tx access.Tx, typed string) (organisation.Member, error) {
	const op = "people.memberNamed"
	digits := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \u00a0\u202f.", r) {
			return -1
		}
		return r
	}, typed)
	m, err := organisation.BySiren(ctx, tx, digits)
	if !fault.Is(err, fault.NotFound) {
		return m, err
	}
	list, total, err := organisation.List(ctx, tx, organisation.Filter{Query: typed}, 20, 0)
	if err != nil {
		return m, err
	}
	for _, one := range list {
		if total == 1 || text.Fold(one.Name) == text.Fold(typed) {
			return one, nil
		}
	}
	if total == 0 {
		return m, fault.New(fault.Invalid, op, "Aucun adhérent ne porte ce nom ni ce SIREN. Vérifiez la saisie.",
			"No member has this name or SIREN. Check what was typed.")
	}
	var names []string
	for _, one := range list[:min(5, len(list))] {
		names = append(names, one.Name+" ("+one.Siren+")")
	}
	return m, fault.New(fault.Invalid, op, "Plusieurs adhérents correspondent\u202f: %[1]s. Indiquez le SIREN.",
		"Several members match: %[1]s. Give the SIREN.", strings.Join(names, ", "))
}

// refuse puts what a rule refuses beside a field of a form, or gives the error
// back.
func refuse(f interface{ Fail(string, i18n.Text) }, err error, field string) error {
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) {
		f.Fail(field, fault.Message(err))
		return nil
	}
	return err
}

// noSuchLogin says of a login that nobody has what to do.
func noSuchLogin(err error) error {
	if !fault.Is(err, fault.NotFound) {
		return err
	}
	return fault.New(fault.Invalid, "people.existing", "Aucun compte n’a cet identifiant. Vérifiez-le, ou ouvrez un compte.",
		"No account has this login. Check it, or open an account.")
}

// personAt is the page of a person at one member.
func personAt(siren, id string) string { return console.MemberPath(siren) + "/people/" + id }
