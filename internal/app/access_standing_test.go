package app

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/adhesion"
	"airial/internal/commons/organisation"
	"airial/internal/commons/succession"
	"airial/internal/commons/user"
)

// standings makes those whose standing is not a role of their own at a member
// that is served: roles lent, somebody of the operator who acts for a person,
// people of a member whose service has ended and of one that has left.
func (w *accessWorld) standings() {
	w.ended, w.left = w.endedPlace(), w.place(w.member("214000044", "Onesse-la-Vieille", organisation.Commune))
	w.lent("lent official", access.Official, "", "").sees = [2]bool{true, false}
	w.lent("lent manager", access.Manager, "", "").sees = [2]bool{true, false}
	w.lent("lent over", access.Manager, "2026-01-01", "2026-11-19")
	w.lent("lent later", access.Manager, "2026-11-21", "2026-12-31")

	w.acting("acts mandated", w.town, access.Manager).sees = [2]bool{true, false}
	unmandated := w.acting("acts unmandated", w.village, access.Manager)
	unmandated.sees, unmandated.at = [2]bool{true, false}, &[2]*accessPlace{w.places[1], w.places[0]}

	for _, role := range []access.Role{access.Depositor, access.Manager} {
		a := w.signIn("ended "+string(role), w.ended.member, role)
		a.sees, a.at = [2]bool{true, false}, &[2]*accessPlace{w.ended, w.places[1]}
	}
	_, secret := w.made(w.ended.member, access.TokenRights())
	w.actors = append(w.actors, &accessActor{name: "ended token", bearer: secret, sees: [2]bool{true, false}, at: &[2]*accessPlace{w.ended, w.places[1]}})
	manager := w.signIn("left manager", w.left.member, access.Manager)
	token, secret := w.made(w.left.member, access.TokenRights())
	machine := &accessActor{name: "left token", bearer: secret}
	for _, a := range []*accessActor{manager, machine} {
		a.at = &[2]*accessPlace{w.left, w.places[1]}
	}
	w.left.token = token.ID
	w.leave()
	for _, role := range []access.Role{access.OpenDataOfficer, access.Administrator} {
		a := w.signIn(string(role)+" there", w.operator, role)
		a.sees, a.at = [2]bool{true, true}, &[2]*accessPlace{w.ended, w.left}
	}
	w.actors = append(w.actors, machine)
}

// endedPlace is a member whose subscription has ended: what it has stays to be
// read and taken along.
func (w *accessWorld) endedPlace() *accessPlace {
	m := w.member("214000069", "Luglon-le-Bas", organisation.Commune)
	w.write(access.System("test"), func(tx access.Tx) error {
		_, err := access.AddMandate(w.t.Context(), tx, access.Mandate{MemberID: m.ID, From: "2026-01-01", Signatory: "Une maire"})
		return err
	})
	p := w.place(m)
	w.write(access.System("test"), func(tx access.Tx) error { return adhesion.End(w.t.Context(), tx, p.subscription, "2026-10-31") })
	return p
}

// leave has the last member leave, which gave the operator a mandate once.
func (w *accessWorld) leave() {
	ctx, s := w.t.Context(), w.app.succession()
	var act succession.Act
	w.write(access.System("test"), func(tx access.Tx) (err error) {
		_, err = access.AddMandate(ctx, tx, access.Mandate{MemberID: w.left.member.ID, From: "2026-01-01", Until: "2026-12-31", Signatory: "Une maire"})
		if err == nil {
			err = s.Cancel(ctx, tx, w.left.act)
		}
		if err == nil {
			act, err = s.Record(ctx, tx, succession.Leaving, succession.Plan{Members: []string{w.left.member.ID}, EraseAfter: 90}, "2026-11-20", "")
		}
		return err
	})
	if err := s.Carry(ctx, act.ID); err != nil {
		w.t.Fatal(err)
	}
	w.left.act = act.ID
}

// lent signs somebody in who has no role at the town but one that is lent to
// her, from today on when no day is given.
func (w *accessWorld) lent(name string, role access.Role, from, until string) *accessActor {
	a := w.signIn(name, w.town)
	ctx := w.t.Context()
	w.write(access.System("test"), func(tx access.Tx) error {
		today := access.Today(tx.Clock())
		d, err := access.Delegate(ctx, tx, access.Delegation{MemberID: w.town.ID, Role: role, GiverID: w.places[0].giver, TakerID: a.id,
			From: today, Until: today, Reason: access.Absence})
		if err == nil && from != "" {
			_, err = tx.Exec(ctx, `update delegation set from_date = $1, until_date = $2 where id = $3`, from, until, d.ID)
		}
		return err
	})
	return a
}

// acting signs an administrator in who works as a person with a role at a member
// sees it.
func (w *accessWorld) acting(name string, m organisation.Member, role access.Role) *accessActor {
	a := w.signIn(name, w.operator, access.Administrator)
	ctx := w.t.Context()
	var person user.User
	w.write(access.System("test"), func(tx access.Tx) (err error) {
		person, err = user.OpenAt(ctx, tx, m.ID, user.Account{Login: "for-" + a.id, Name: "Une personne"}, []access.Role{role})
		return err
	})
	r := httptest.NewRequest(http.MethodPost, "/fr/console/operator/people/"+person.ID+"/act", strings.NewReader(url.Values{"reason": {"Aide"}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Cookie", a.cookie)
	answer := httptest.NewRecorder()
	w.site.ServeHTTP(answer, r)
	if answer.Code != http.StatusSeeOther {
		w.t.Fatalf("%s: status %d\n%s", name, answer.Code, answer.Body)
	}
	return a
}
