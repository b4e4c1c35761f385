package access_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/platform/fault"
)

func grant(t *testing.T, g *organisationtest.Ground, user, member string, roles ...access.Role) {
	t.Helper()
	g.Write(t, access.System("test"), func(tx access.Tx) error {
		for _, role := range roles {
			if err := access.Grant(t.Context(), tx, user, member, role); err != nil {
				return err
			}
		}
		return nil
	})
}

// signedIn is what a person has who signs in now.
func signedIn(t *testing.T, g *organisationtest.Ground, user string) (s access.Scope) {
	t.Helper()
	g.Read(t, access.System("test"), func(tx access.Tx) (err error) {
		s, err = access.ScopeOf(t.Context(), tx, access.Actor{Kind: access.Person, ID: user, Name: "Mme " + user})
		return err
	})
	return s
}

func TestADelegationHoldsBetweenItsDays(t *testing.T) {
	organisationtest.Each(t, nil, func(t *testing.T, g *organisationtest.Ground) {
		kept := &notes{}
		g.Doors.Tell(kept)
		grant(t, g, "mayor", g.Village.ID, access.Official)
		grant(t, g, "deputy", g.Village.ID, access.Reader)
		kept.lines = nil
		var d access.Delegation
		lend := func(tx access.Tx) (err error) {
			made, err := access.Delegate(t.Context(), tx, access.Delegation{MemberID: g.Village.ID, Role: access.Official, GiverID: "mayor", TakerID: "deputy",
				From: "2026-10-06", Until: "2026-10-07", Reason: access.ByOrder, Reference: "Arrêté 2026-12"})
			if err == nil {
				d = made
			}
			return err
		}
		g.Write(t, signedIn(t, g, "mayor"), lend)
		approves := func() bool {
			s, yes := signedIn(t, g, "deputy"), false
			g.Read(t, s, func(tx access.Tx) (err error) {
				yes, err = tx.Allowed(t.Context(), access.Approve, g.Village.ID)
				return err
			})
			return yes
		}
		for _, c := range []struct {
			at   time.Time
			want bool
		}{
			{time.Date(2026, 10, 5, 21, 59, 0, 0, time.UTC), false}, // 23:59 in Paris
			{time.Date(2026, 10, 5, 22, 0, 0, 0, time.UTC), true},
			{time.Date(2026, 10, 7, 21, 59, 0, 0, time.UTC), true},
			{time.Date(2026, 10, 7, 22, 0, 0, 0, time.UTC), false},
		} {
			g.Clock.Set(c.at)
			if approves() != c.want {
				t.Errorf("%v: the deputy approves: %t", c.at, !c.want)
			}
		}
		g.Clock.Set(time.Date(2026, 10, 6, 10, 0, 0, 0, time.UTC))
		if err := g.Try(t, signedIn(t, g, "mayor"), lend); !fault.Is(err, fault.Conflict) {
			t.Errorf("the same once more: %v", err)
		}
		// What was lent cannot be lent on.
		err := g.Try(t, signedIn(t, g, "deputy"), func(tx access.Tx) error {
			_, err := access.Delegate(t.Context(), tx, access.Delegation{MemberID: g.Village.ID, Role: access.Official, GiverID: "deputy", TakerID: "x",
				From: "2026-10-06", Until: "2026-10-07", Reason: access.ByOrder})
			return err
		})
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("lent on: %v", err)
		}
		// The mayor resigns: nobody approves in her place any more.
		g.Write(t, access.System("test"), func(tx access.Tx) error {
			return access.Revoke(t.Context(), tx, "mayor", g.Village.ID, access.Official)
		})
		if approves() {
			t.Error("a role that nobody has any more is still lent")
		}
		grant(t, g, "mayor", g.Village.ID, access.Official)
		if !approves() {
			t.Error("the role came back, and the delegation did not")
		}
		revoke := func(s access.Scope) error {
			return g.Try(t, s, func(tx access.Tx) error { return access.Undelegate(t.Context(), tx, d.ID) })
		}
		for want, s := range map[fault.Kind]access.Scope{
			fault.Forbidden: signedIn(t, g, "deputy"), fault.NotFound: organisationtest.At("x", g.Town, access.Manager)} {
			if err := revoke(s); !fault.Is(err, want) {
				t.Errorf("revoked by %s: %v, want %s", s.Actor().ID, err, want)
			}
		}
		for range 2 {
			if err := revoke(organisationtest.At("clerk", g.Village, access.Manager)); err != nil {
				t.Error(err)
			}
		}
		if approves() {
			t.Error("revoked, and still in force")
		}
		want := []string{"delegation.recorded user:mayor", "role.revoked system:test", "role.granted system:test", "delegation.revoked user:clerk"}
		if diff := cmp.Diff(want, kept.lines); diff != "" {
			t.Errorf("journal (-want +got):\n%s", diff)
		}
		g.Read(t, signedIn(t, g, "deputy"), func(tx access.Tx) error {
			list, err := access.DelegationsOf(t.Context(), tx, "deputy")
			if len(list) != 1 || list[0].Reference != "Arrêté 2026-12" || list[0].Revoked.IsZero() || list[0].InForce("2026-10-06") {
				t.Errorf("the deputy's delegations: %+v", list)
			}
			return err
		})
	})
}

func TestDelegateRefusesWhatMakesNoSense(t *testing.T) {
	organisationtest.Each(t, nil, func(t *testing.T, g *organisationtest.Ground) {
		grant(t, g, "mayor", g.Village.ID, access.Official)
		grant(t, g, "boss", g.Operator.ID, access.ProtectionOfficer)
		manager := organisationtest.At("clerk", g.Village, access.Manager)
		fit := access.Delegation{MemberID: g.Village.ID, Role: access.Official, GiverID: "mayor", TakerID: "deputy",
			From: "2026-10-05", Until: "2026-12-31", Reason: access.Replacement}
		with := func(change func(*access.Delegation)) access.Delegation {
			d := fit
			change(&d)
			return d
		}
		ofOperator := with(func(d *access.Delegation) {
			d.MemberID, d.Role, d.GiverID = g.Operator.ID, access.ProtectionOfficer, "boss"
		})
		for name, c := range map[string]struct {
			scope access.Scope
			d     access.Delegation
			want  fault.Kind
		}{
			"no first day":           {manager, with(func(d *access.Delegation) { d.From = "" }), fault.Invalid},
			"no date":                {manager, with(func(d *access.Delegation) { d.Until = "demain" }), fault.Invalid},
			"backwards":              {manager, with(func(d *access.Delegation) { d.From = "2027-01-01" }), fault.Invalid},
			"over":                   {manager, with(func(d *access.Delegation) { d.From, d.Until = "2026-01-01", "2026-10-04" }), fault.Invalid},
			"to herself":             {manager, with(func(d *access.Delegation) { d.TakerID = "mayor" }), fault.Invalid},
			"to nobody":              {manager, with(func(d *access.Delegation) { d.TakerID = "" }), fault.Invalid},
			"for no reason":          {manager, with(func(d *access.Delegation) { d.Reason = "" }), fault.Invalid},
			"a role that is not":     {manager, with(func(d *access.Delegation) { d.Role = "king" }), fault.Invalid},
			"a role she has not":     {manager, with(func(d *access.Delegation) { d.Role = access.Approver }), fault.Invalid},
			"by a colleague":         {organisationtest.At("x", g.Village, access.Approver), fit, fault.Forbidden},
			"by a stranger":          {organisationtest.At("x", g.Town, access.Manager), fit, fault.NotFound},
			"by support":             {organisationtest.At("x", g.Operator, access.Support), fit, fault.Forbidden},
			"the operator's, by her": {signedIn(t, g, "boss"), ofOperator, fault.Forbidden},
		} {
			err := g.Try(t, c.scope, func(tx access.Tx) error { _, err := access.Delegate(t.Context(), tx, c.d); return err })
			if !fault.Is(err, c.want) {
				t.Errorf("%s: %v, want %s", name, err, c.want)
			}
		}
		for _, d := range []access.Delegation{fit, ofOperator} {
			admin := organisationtest.At("a", g.Operator, access.Administrator)
			if err := g.Try(t, admin, func(tx access.Tx) error { _, err := access.Delegate(t.Context(), tx, d); return err }); err != nil {
				t.Error(err)
			}
		}
		if !signedIn(t, g, "deputy").Has(access.ProtectionOfficer) {
			t.Error("the operator’s role that was lent does not count")
		}
	})
}
