package access_test

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/platform/database"
)

// world is who was given what, in plain rows: what the rule is asked about.
type world struct {
	grants   []given // by whom is not kept
	lent     []given
	mandates []given
	tokens   []given
}

type given struct {
	user, from, member string // from is who lends; "" otherwise
	role               access.Role
	first, last        string // days; last "" is open
	over               bool   // revoked
}

// plainly is the table of who may do what, written a second time for the
// tests, in words.
var plainly = map[access.Role]struct{ own, free, mandated string }{
	access.Manager:           {own: "see deposit publish decide approve withdraw erase manage listen register"},
	access.Official:          {own: "see decide approve withdraw"},
	access.Depositor:         {own: "see deposit publish withdraw register"},
	access.Approver:          {own: "see deposit publish decide approve withdraw erase"},
	access.Reader:            {own: "see"},
	access.Administrator:     {free: "see manage listen"},
	access.ProtectionOfficer: {free: "see advise register", mandated: "decide withdraw erase"},
	access.OpenDataOfficer:   {free: "see", mandated: "deposit publish decide approve withdraw erase"},
	access.SecurityOfficer:   {free: "see"},
	access.Support:           {free: "see"},
}

// may answers for the world, without asking the rule.
func (w world) may(who, right, member, operator, today string) bool {
	mandated := slices.ContainsFunc(w.mandates, func(m given) bool {
		return m.member == member && m.first <= today && (m.last == "" || m.last >= today)
	})
	has := func(list string) bool { return slices.Contains(strings.Fields(list), right) }
	counts := func(g given) bool {
		p := plainly[g.role]
		return g.member == member && has(p.own) ||
			g.member == operator && (has(p.free) || mandated && has(p.mandated))
	}
	for _, g := range w.grants {
		if g.user == who && counts(g) {
			return true
		}
	}
	for _, d := range w.lent {
		still := slices.ContainsFunc(w.grants, func(g given) bool {
			return g.user == d.from && g.member == d.member && g.role == d.role
		})
		if d.user == who && still && !d.over && d.first <= today && d.last >= today && counts(d) {
			return true
		}
	}
	for _, k := range w.tokens {
		if k.user == who && !k.over && k.member == member && has(plainly[k.role].own) {
			return true
		}
	}
	return false
}

func draw(t *rapid.T, members []string) (w world) {
	users := []string{"u0", "u1", "u2", "u3", "u4"}
	roles := []access.Role{access.Manager, access.Official, access.Depositor, access.Approver, access.Reader,
		access.Administrator, access.ProtectionOfficer, access.OpenDataOfficer, access.SecurityOfficer, access.Support}
	days := []string{"2026-10-03", "2026-10-04", "2026-10-05", "2026-10-06", "2026-10-07"}
	pick := func(name string, list []string) string { return rapid.SampledFrom(list).Draw(t, name) }
	some := func(name string, most int) int { return rapid.IntRange(0, most).Draw(t, name) }
	for range some("grants", 8) {
		w.grants = append(w.grants, given{user: pick("user", users), member: pick("member", members), role: rapid.SampledFrom(roles).Draw(t, "role")})
	}
	for range some("delegations", 5) {
		d := given{user: pick("taker", users), first: pick("first", days), last: pick("last", days), over: rapid.Bool().Draw(t, "revoked")}
		if len(w.grants) > 0 && rapid.IntRange(0, 4).Draw(t, "lends what she has") > 0 {
			g := rapid.SampledFrom(w.grants).Draw(t, "of")
			d.from, d.member, d.role = g.user, g.member, g.role
		} else {
			d.from, d.member, d.role = pick("giver", users), pick("member", members), rapid.SampledFrom(roles).Draw(t, "role")
		}
		w.lent = append(w.lent, d)
	}
	for range some("mandates", 4) {
		w.mandates = append(w.mandates, given{member: pick("member", members), first: pick("first", days), last: pick("last", append([]string{""}, days...))})
	}
	for i := range some("tokens", 3) {
		w.tokens = append(w.tokens, given{user: fmt.Sprintf("t%d", i), member: pick("member", members), over: rapid.Bool().Draw(t, "revoked"),
			role: rapid.SampledFrom([]access.Role{access.Depositor, access.Approver}).Draw(t, "role")})
	}
	return w
}

// make writes a world down, in place of the one before.
func (w world) make(ctx context.Context, tx access.Tx) error {
	do := func(query string, args ...any) error {
		_, err := database.Exec(ctx, tx, "test", query, args...)
		return err
	}
	for _, table := range []string{"role_grant", "delegation", "mandate", "token"} {
		if err := do("delete from " + table); err != nil {
			return err
		}
	}
	for _, g := range w.grants {
		if err := do(`insert into role_grant (user_id, member_id, role) values ($1,$2,$3) on conflict do nothing`, g.user, g.member, string(g.role)); err != nil {
			return err
		}
	}
	for i, d := range w.lent {
		if err := do(`insert into delegation values ($1,$2,$3,$4,$5,$6,$7,'order','',0,'',$8,'')`, fmt.Sprint("d", i), d.member, string(d.role),
			d.from, d.user, d.first, d.last, database.Bool(d.over)); err != nil {
			return err
		}
	}
	for i, m := range w.mandates {
		if err := do(`insert into mandate values ($1,$2,$3,$4,'','',0,'','')`, fmt.Sprint("m", i), m.member, m.first, m.last); err != nil {
			return err
		}
	}
	for _, k := range w.tokens {
		if err := do(`insert into token (id, member_id, name, role, hash, created_at, last_used_at, revoked_at)
			values ($1,$2,'',$3,$4,0,0,$5)`, k.user, k.member, string(k.role), k.user, database.Bool(k.over)); err != nil {
			return err
		}
	}
	return nil
}

// people are all that act in a world: persons and tokens.
var people = []string{"u0", "u1", "u2", "u3", "u4", "t0", "t1", "t2"}

// scope is what one of them has who comes to the door.
func (w world) scope(ctx context.Context, tx access.Tx, who string) (access.Scope, error) {
	if strings.HasPrefix(who, "u") {
		return access.ScopeOf(ctx, tx, access.Actor{Kind: access.Person, ID: who})
	}
	for _, k := range w.tokens {
		if k.user == who && !k.over {
			return access.For(access.Actor{Kind: access.Machine, ID: who}, map[string][]access.Role{k.member: {k.role}}, nil), nil
		}
	}
	return access.Public(), nil
}

// TestThePageSaysWhatTheDoorsDo compares, for worlds of any kind, four answers
// to who may do what: that of Holders, which the page shows, that of May, that
// of the conditions in queries, and one worked out here from the plain rows.
func TestThePageSaysWhatTheDoorsDo(t *testing.T) {
	all := []access.Right{access.See, access.Deposit, access.Publish, access.Advise, access.Decide, access.Approve, access.Withdraw, access.Erase, access.Register, access.Listen, access.Manage}
	organisationtest.Each(t, nil, func(t *testing.T, g *organisationtest.Ground) {
		members := []string{g.Operator.ID, g.Town.ID, g.Village.ID}
		today := access.Today(g.Clock)
		rapid.Check(t, func(rt *rapid.T) {
			w := draw(rt, members)
			held, may, only, plain := map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
			line := func(who string, right access.Right, member string) string {
				return who + " " + string(right) + " " + member
			}
			err := g.Doors.Write(t.Context(), access.System("test"), func(tx access.Tx) error {
				clear(held)
				clear(may)
				clear(only)
				if err := w.make(t.Context(), tx); err != nil {
					return err
				}
				for _, member := range members {
					list, err := access.Holders(t.Context(), tx, member)
					if err != nil {
						return err
					}
					for _, h := range list {
						for right, why := range h.Rights {
							held[line(h.Actor.ID, right, member)] = len(why) > 0
						}
					}
				}
				for _, who := range people {
					s, err := w.scope(t.Context(), tx, who)
					if err != nil {
						return err
					}
					inside := g.Doors.As(tx, s)
					for _, right := range all {
						for _, member := range members {
							yes, err := inside.Allowed(t.Context(), right, member)
							if err != nil {
								return err
							}
							if yes {
								may[line(who, right, member)] = true
							}
							if w.may(who, string(right), member, g.Operator.ID, today) {
								plain[line(who, right, member)] = true
							}
						}
						where, args := inside.OnlyWith(right, "id", nil)
						if right == access.See {
							where, args = inside.Only("id", nil)
						}
						ids, err := database.All(t.Context(), tx, "test", func(r database.Row) (id string, err error) { return id, r.Scan(&id) },
							`select id from member where id <> '`+g.Welfare.ID+`' and `+where, args...)
						if err != nil {
							return err
						}
						for _, id := range ids {
							only[line(who, right, id)] = true
						}
					}
				}
				return nil
			})
			if err != nil {
				rt.Fatal(err)
			}
			want := sorted(plain)
			for name, got := range map[string]map[string]bool{"Holders": held, "May": may, "Only": only} {
				if diff := cmp.Diff(want, sorted(got)); diff != "" {
					rt.Fatalf("%s differs from the plain rows (-want +got):\n%s\n%+v", name, diff, w)
				}
			}
		})
	})
}

func sorted(set map[string]bool) []string {
	out := make([]string, 0, len(set))
	for s := range set {
		out = append(out, s)
	}
	sort.Strings(out)
	return out
}
