package access_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/platform/fault"
)

// inSession is what somebody has in one of her sessions.
func inSession(t *testing.T, g *organisationtest.Ground, s access.Scope, session string) (out access.Scope) {
	t.Helper()
	g.Read(t, access.System("test"), func(tx access.Tx) (err error) {
		out, err = access.InSession(t.Context(), tx, s, session)
		return err
	})
	return out
}

func TestWhoActsForAnotherReadsAndNeedsAMandateToDoMore(t *testing.T) {
	organisationtest.Each(t, nil, func(t *testing.T, g *organisationtest.Ground) {
		kept := &notes{}
		g.Doors.Tell(kept)
		grant(t, g, "clerk", g.Village.ID, access.Manager, access.Depositor)
		grant(t, g, "clerk", g.Town.ID, access.Depositor)
		grant(t, g, "lucie", g.Operator.ID, access.Support)
		mandate(t, g, g.Village, "2026-10-01", "2026-10-31")
		kept.lines = nil
		lucie := signedIn(t, g, "lucie")
		clerk := access.Actor{Kind: access.Person, ID: "clerk", Name: "Mme clerk"}
		g.Write(t, lucie, func(tx access.Tx) error {
			_, err := access.BeginActing(t.Context(), tx, "here", clerk, "Le dépôt ne part pas")
			return err
		})
		if other := inSession(t, g, lucie, "elsewhere"); other.Actor() != lucie.Actor() {
			t.Errorf("another session acts too: %+v", other.Actor())
		}
		s := inSession(t, g, lucie, "here")
		if want := (access.Actor{Kind: access.Person, ID: "clerk/by:lucie", Name: "Mme lucie (p/o Mme clerk)"}); s.Actor() != want {
			t.Errorf("actor %+v, want %+v", s.Actor(), want)
		}
		if s.OfOperator() || s.Sees(g.Welfare.ID) || !cmp.Equal(s.MandatedRights(), []access.Right{access.Approve, access.Decide,
			access.Deposit, access.Erase, access.Publish, access.Register, access.Withdraw}) {
			t.Errorf("scope %+v, rights %v", s, s.MandatedRights())
		}
		for _, c := range []struct {
			right  access.Right
			member string
			want   fault.Kind
		}{
			{access.See, g.Village.ID, ""}, {access.Deposit, g.Village.ID, ""}, {access.Erase, g.Village.ID, ""},
			{access.Manage, g.Village.ID, fault.Forbidden},
			{access.See, g.Town.ID, ""}, {access.Deposit, g.Town.ID, fault.Forbidden}, {access.Approve, g.Town.ID, fault.Forbidden},
			{access.See, g.Welfare.ID, fault.NotFound},
		} {
			err := g.Try(t, s, func(tx access.Tx) error { return tx.May(t.Context(), c.right, c.member) })
			if err == nil && c.want != "" || err != nil && !fault.Is(err, c.want) {
				t.Errorf("%s at %s: %v, want %q", c.right, c.member, err, c.want)
			}
		}
		g.Read(t, s, func(tx access.Tx) error {
			where, args := tx.OnlyWith(access.Deposit, "id", nil)
			var name string
			err := tx.QueryRow(t.Context(), `select name from member where `+where, args...).Scan(&name)
			if name != g.Village.Name {
				t.Errorf("deposits at %q", name)
			}
			return err
		})
		for range 2 {
			if err := g.Try(t, s, func(tx access.Tx) error { return access.EndActing(t.Context(), tx) }); err != nil {
				t.Error(err)
			}
		}
		if s := inSession(t, g, lucie, "here"); s.Actor() != lucie.Actor() {
			t.Errorf("ended, and still %+v", s.Actor())
		}
		want := []string{"acting.begun user:lucie", "acting.ended user:clerk/by:lucie"}
		if diff := cmp.Diff(want, kept.lines); diff != "" {
			t.Errorf("journal (-want +got):\n%s", diff)
		}
		told := 0
		for range 2 {
			g.Write(t, signedIn(t, g, "clerk"), func(tx access.Tx) error {
				list, err := access.Unshown(t.Context(), tx)
				told += len(list)
				return err
			})
		}
		if told != 1 {
			t.Errorf("the person was told %d times", told)
		}
		g.Read(t, signedIn(t, g, "clerk"), func(tx access.Tx) error {
			list, err := access.ActedFor(t.Context(), tx, "clerk", time.Time{})
			if len(list) != 1 || list[0].AgentName != "Mme lucie" || list[0].Reason != "Le dépôt ne part pas" || list[0].Ended.IsZero() {
				t.Errorf("acted for: %+v", list)
			}
			return err
		})
	})
}

func TestActingEndsByItself(t *testing.T) {
	organisationtest.Each(t, nil, func(t *testing.T, g *organisationtest.Ground) {
		grant(t, g, "clerk", g.Village.ID, access.Depositor)
		grant(t, g, "lucie", g.Operator.ID, access.Support)
		lucie := signedIn(t, g, "lucie")
		g.Write(t, lucie, func(tx access.Tx) error {
			_, err := access.BeginActing(t.Context(), tx, "here", access.Actor{Kind: access.Person, ID: "clerk"}, "Aide")
			return err
		})
		g.Clock.Advance(access.ActingFor - time.Second)
		if _, acts := inSession(t, g, lucie, "here").Acting(); !acts {
			t.Error("it ended too early")
		}
		if _, acts := inSession(t, g, signedIn(t, g, "nobody"), "here").Acting(); acts {
			t.Error("without the role it goes on")
		}
		g.Clock.Advance(time.Second)
		if _, acts := inSession(t, g, lucie, "here").Acting(); acts {
			t.Error("its time is over, and it goes on")
		}
	})
}

func TestForWhomNobodyActs(t *testing.T) {
	organisationtest.Each(t, nil, func(t *testing.T, g *organisationtest.Ground) {
		grant(t, g, "clerk", g.Village.ID, access.Depositor)
		grant(t, g, "lucie", g.Operator.ID, access.Support)
		grant(t, g, "boss", g.Operator.ID, access.Administrator)
		for name, c := range map[string]struct {
			who, whom, reason string
			want              fault.Kind
		}{
			"a colleague":          {"lucie", "boss", "Aide", fault.Forbidden},
			"herself":              {"lucie", "lucie", "Aide", fault.Forbidden},
			"without a reason":     {"lucie", "clerk", "", fault.Invalid},
			"by a member's person": {"clerk", "lucie", "Aide", fault.Forbidden},
		} {
			err := g.Try(t, signedIn(t, g, c.who), func(tx access.Tx) error {
				_, err := access.BeginActing(t.Context(), tx, "here", access.Actor{Kind: access.Person, ID: c.whom}, c.reason)
				return err
			})
			if !fault.Is(err, c.want) {
				t.Errorf("%s: %v, want %s", name, err, c.want)
			}
		}
	})
}

func TestSamePersonKnowsBoth(t *testing.T) {
	p := func(id string) access.Actor { return access.Actor{Kind: access.Person, ID: id} }
	for _, c := range []struct {
		a, b access.Actor
		want bool
	}{
		{p("a"), p("a"), true}, {p("a"), p("b"), false}, {p("a/by:x"), p("a"), true}, {p("x"), p("a/by:x"), true},
		{p("a/by:x"), p("b/by:x"), true}, {p("a/by:x"), p("b/by:y"), false},
		{access.Actor{Kind: access.Machine, ID: "a"}, p("a"), false},
	} {
		if access.SamePerson(c.a, c.b) != c.want {
			t.Errorf("%s and %s: %t", c.a.ID, c.b.ID, !c.want)
		}
	}
}
