package access_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// TestRights asks, for every role, for every right at the person's own member
// and at another one.
func TestRights(t *testing.T) {
	all := []access.Right{access.See, access.Deposit, access.Publish, access.Advise, access.Decide, access.Approve, access.Withdraw, access.Erase, access.Manage}
	// For each role: rights at her own member; then, for the operator's, with
	// a mandate of the member besides.
	own := map[access.Role]string{
		access.Manager:   "see deposit publish decide approve withdraw erase manage",
		access.Official:  "see decide approve withdraw",
		access.Depositor: "see deposit publish withdraw",
		access.Approver:  "see deposit publish decide approve withdraw erase",
		access.Reader:    "see",
	}
	free := map[access.Role]string{
		access.Administrator: "see manage", access.ProtectionOfficer: "see advise", access.OpenDataOfficer: "see",
		access.SecurityOfficer: "see", access.Support: "see",
	}
	mandated := map[access.Role]string{
		access.Administrator: "see manage", access.SecurityOfficer: "see", access.Support: "see",
		access.OpenDataOfficer:   "see deposit publish decide approve withdraw erase",
		access.ProtectionOfficer: "see advise decide withdraw erase",
	}
	organisationtest.Each(t, nil, func(t *testing.T, g *organisationtest.Ground) {
		mandate(t, g, g.Village, "2026-01-01", "")
		granted := func(s access.Scope, m organisation.Member) string {
			var out string
			for _, right := range all {
				err := g.Try(t, s, func(tx access.Tx) error { return tx.May(t.Context(), right, m.ID) })
				if err == nil {
					out += " " + string(right)
				} else if want := refusal(s, m); !fault.Is(err, want) {
					t.Errorf("%s at %s: %v, want %s", right, m.Name, err, want)
				}
			}
			if out == "" {
				return ""
			}
			return out[1:]
		}
		check := func(what string, s access.Scope, m organisation.Member, want string) {
			if diff := cmp.Diff(want, granted(s, m)); diff != "" {
				t.Errorf("%s at %s (-want +got):\n%s", what, m.Name, diff)
			}
		}
		for role, want := range own {
			s := organisationtest.At("x", g.Village, role)
			check(string(role), s, g.Village, want)
			check(string(role), s, g.Town, "")
		}
		for role := range free {
			s := organisationtest.At("x", g.Operator, role)
			check(string(role), s, g.Town, free[role])
			check(string(role)+" with a mandate", s, g.Village, mandated[role])
		}
		check("the public", access.Public(), g.Village, "")
		check("the system", access.System("test"), g.Village, strings.Replace(own[access.Manager], "decide", "advise decide", 1))
		check("a person without a role", access.For(access.Actor{Kind: access.Person, ID: "x"}, nil, nil), g.Village, "")
	})
}

// refusal is the kind of the error with which a right is refused: what one may
// not see does not exist.
func refusal(s access.Scope, m organisation.Member) fault.Kind {
	if s.Sees(m.ID) {
		return fault.Forbidden
	}
	return fault.NotFound
}

func mandate(t *testing.T, g *organisationtest.Ground, m organisation.Member, from, until string) (out access.Mandate) {
	t.Helper()
	g.Write(t, access.System("test"), func(tx access.Tx) (err error) {
		out, err = access.AddMandate(t.Context(), tx, access.Mandate{MemberID: m.ID, From: from, Until: until, Signatory: "Le maire"})
		return err
	})
	return out
}

func TestOnlyShowsWhatTheScopeMaySee(t *testing.T) {
	organisationtest.Each(t, nil, func(t *testing.T, g *organisationtest.Ground) {
		mandate(t, g, g.Village, "2026-01-01", "")
		two := access.For(access.Actor{Kind: access.Person, ID: "x"}, map[string][]access.Role{
			g.Village.ID: {access.Depositor}, g.Welfare.ID: {access.Reader}}, nil)
		officer := organisationtest.At("x", g.Operator, access.OpenDataOfficer)
		everything := []string{g.Welfare.Name, g.Operator.Name, g.Village.Name, g.Town.Name}
		for _, c := range []struct {
			name                string
			scope               access.Scope
			only, approve, owns []string
		}{
			{"the public", access.Public(), nil, nil, nil},
			{"a depositor and reader", two, []string{g.Welfare.Name, g.Village.Name}, nil, nil},
			{"a manager", organisationtest.At("x", g.Town, access.Manager), []string{g.Town.Name}, []string{g.Town.Name}, []string{g.Town.Name}},
			{"an open-data officer", officer, everything, []string{g.Village.Name}, nil},
			{"a supporter", organisationtest.At("x", g.Operator, access.Support), everything, nil, nil},
			{"the system", access.System("test"), everything, everything, everything},
		} {
			g.Read(t, c.scope, func(tx access.Tx) error {
				// An argument in front shows that the numbers go on.
				names := func(where string, args []any) []string {
					list, err := database.All(t.Context(), tx, "names", func(r database.Row) (s string, err error) { return s, r.Scan(&s) },
						`select name from member m where name <> $1 and `+where+` order by sort_key`, args...)
					if err != nil {
						t.Error(err)
					}
					return list
				}
				where, args := tx.Only("m.id", []any{"nobody"})
				if diff := cmp.Diff(c.only, names(where, args)); diff != "" {
					t.Errorf("Only for %s (-want +got):\n%s", c.name, diff)
				}
				where, args = tx.OnlyWith(access.Approve, "m.id", []any{"nobody"})
				if diff := cmp.Diff(c.approve, names(where, args)); diff != "" {
					t.Errorf("OnlyWith for %s (-want +got):\n%s", c.name, diff)
				}
				where, args = tx.OnlyOwn(access.Approve, "m.id", []any{"nobody"})
				if diff := cmp.Diff(c.owns, names(where, args)); diff != "" {
					t.Errorf("OnlyOwn for %s (-want +got):\n%s", c.name, diff)
				}
				return nil
			})
		}
	})
}

func TestElevatedAndAs(t *testing.T) {
	organisationtest.Each(t, nil, func(t *testing.T, g *organisationtest.Ground) {
		ctx := t.Context()
		reader := organisationtest.At("x", g.Village, access.Reader)
		err := g.Doors.Platform("jobs").Write(ctx, func(tx database.Tx) error {
			own := g.Doors.As(tx, reader)
			if err := own.May(ctx, access.Erase, g.Village.ID); !fault.Is(err, fault.Forbidden) {
				t.Errorf("as a reader: %v", err)
			}
			up := own.Elevated("test")
			if got := up.Scope().Actor(); got.Ref() != "system:test" {
				t.Errorf("elevated actor %+v", got)
			}
			if got := g.Doors.As(tx, access.System("x")).Scope().Actor().Ref(); got != "system:x" {
				t.Errorf("As: %s", got)
			}
			return up.May(ctx, access.Erase, g.Village.ID)
		})
		if err != nil {
			t.Error(err)
		}
	})
}

func TestWriteRollsBack(t *testing.T) {
	organisationtest.Each(t, nil, func(t *testing.T, g *organisationtest.Ground) {
		stop := errors.New("stop")
		err := g.Try(t, access.System("test"), func(tx access.Tx) error {
			if err := access.Grant(t.Context(), tx, "u", g.Town.ID, access.Reader); err != nil {
				return err
			}
			return stop
		})
		if !errors.Is(err, stop) {
			t.Error(err)
		}
		if s := scopeOf(t, g, "u"); len(s.Members()) != 0 {
			t.Errorf("roles at %v", s.Members())
		}
	})
}

func scopeOf(t *testing.T, g *organisationtest.Ground, id string) (s access.Scope) {
	t.Helper()
	g.Read(t, access.System("test"), func(tx access.Tx) (err error) {
		s, err = access.ScopeOf(t.Context(), tx, access.Actor{Kind: access.Person, ID: id})
		return err
	})
	return s
}

func TestScopeTravelsInAContext(t *testing.T) {
	if s := access.From(context.Background()); !s.IsPublic() {
		t.Errorf("scope of an empty context: %+v", s)
	}
	ctx := access.With(context.Background(), access.System("x"))
	if s := access.From(ctx); !s.IsSystem() {
		t.Errorf("scope %+v", s)
	}
}
