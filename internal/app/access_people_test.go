package app

import (
	"maps"
	"net/url"

	"airial/internal/commons/access"
	"airial/internal/commons/help"
	"airial/internal/commons/organisation"
	"airial/internal/commons/user"
)

// accessPeople are people of a member and what they have there: somebody with a
// role, a role lent to her, a question that she asked.
type accessPeople struct {
	person     string
	giver      string
	delegation string
	question   string
}

func (w *accessWorld) peopleOf(m organisation.Member) (p accessPeople) {
	ctx := w.t.Context()
	var asker user.User
	w.write(access.System("test"), func(tx access.Tx) error {
		for login, roles := range map[string][]access.Role{"person": {access.Depositor}, "giver": {access.Official, access.Manager}} {
			u, err := user.OpenAt(ctx, tx, m.ID, user.Account{Login: login + "-" + m.Siren, Name: "Une personne"}, roles)
			if err != nil {
				return err
			}
			if login == "person" {
				p.person, asker = u.ID, u
			} else {
				p.giver = u.ID
			}
		}
		d, err := access.Delegate(ctx, tx, access.Delegation{MemberID: m.ID, Role: access.Official, GiverID: p.giver, TakerID: p.person,
			From: access.Today(tx.Clock()), Until: "2030-12-31", Reason: access.Absence})
		p.delegation = d.ID
		return err
	})
	w.write(access.For(asker.Actor(), map[string][]access.Role{m.ID: {access.Depositor}}, nil), func(tx access.Tx) error {
		q, err := help.Ask(ctx, tx, help.Question{MemberID: m.ID, Page: "/console"}, "Comment faire ?")
		p.question = q.ID
		return err
	})
	return p
}

// The requests about people go to the others.
func init() {
	accessParams["/people/{id}"] = func(p *accessPlace) string { return p.person }
	accessParams["/delegations/{id}"] = func(p *accessPlace) string { return p.delegation }
	accessParams["/help/{id}"] = func(p *accessPlace) string { return p.question }
	of := func(pairs func(p *accessPlace) []string) func(p *accessPlace) url.Values {
		return func(p *accessPlace) url.Values { return values(pairs(p)...)(p) }
	}
	lent := of(func(p *accessPlace) []string {
		return []string{"giver", p.giver + " manager", "taker", p.person, "from", "2029-01-01", "until", "2029-12-31", "reason", "absence"}
	})
	maps.Copy(accessSamples, map[string][]accessSample{
		"POST /console/operator/people/new": {{form: of(func(p *accessPlace) []string {
			return []string{"name", "Une Nouvelle", "member", p.member.Siren, "role-reader", "1"}
		}), want: []int{422}}}, // at a member that has left
		"POST /console/operator/people/{id}/member":  {{form: of(func(p *accessPlace) []string { return []string{"member", p.member.Siren} })}},
		"POST /console/operator/people/{id}/disable": {{}},
		"POST /console/operator/people/{id}/enable":  {{}},
		"POST /console/operator/people/{id}/act":     {{form: values("reason", "Aide")}},
		"POST /console/operator/people/{id}/link":    {{form: values("hand", "1")}},
		"POST /console/operator/people/{id}/factors": {{}},
		"POST /console/operator/people/{id}/unlock":  {{form: values("code", "1234 5678"), want: []int{422}}}, // not one that was made
		"POST /console/login/code":                   {{form: values("login", "manager")}},
		"POST /console/acting/end":                   {{}},
		"POST /console/members/{siren}/people/new":   {{form: values("name", "Une Nouvelle", "role-reader", "1"), want: []int{422}}},
		"POST /console/members/{siren}/people/existing": {{form: of(func(p *accessPlace) []string {
			return []string{"existing", "person-" + p.member.Siren}
		})}},
		"POST /console/members/{siren}/people/{id}":             {{form: values("role-reader", "1"), want: []int{422}}},
		"POST /console/members/{siren}/people/{id}/link":        {{form: values("hand", "1")}},
		"POST /console/members/{siren}/people/{id}/factors":     {{}},
		"POST /console/members/{siren}/people/{id}/disable":     {{}},
		"POST /console/members/{siren}/people/{id}/enable":      {{}},
		"POST /console/members/{siren}/delegations":             {{form: lent, want: []int{422}}},
		"POST /console/members/{siren}/delegations/{id}/revoke": {{}},
		// Whoever has no role to lend is told so in the form; the member is hers or is not there.
		"POST /console/account/access/delegations": {{query: func(p *accessPlace) url.Values { return url.Values{"at": {p.member.Siren}} },
			form: lent, want: []int{422}}},
		"POST /console/help/new":                {{form: values("from", "/console", "words", "Comment faire ?")}},
		"POST /console/help/{id}":               {{form: values("words", "Et ensuite ?")}},
		"POST /console/help/{id}/close":         {{}},
		"POST /console/help/{id}/reopen":        {{}},
		"POST /console/operator/help/{id}/take": {{}},
	})
}
