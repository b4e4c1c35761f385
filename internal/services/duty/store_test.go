package duty_test

import (
	"context"
	"testing"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/services/duty"
)

// answers is what is published, by hand.
type answers struct{ list []duty.Published }

func (a answers) Published(_ context.Context, _ access.Tx, _ []string, member string) ([]duty.Published, error) {
	var out []duty.Published
	for _, p := range a.list {
		if member == "" || p.MemberID == member {
			out = append(out, p)
		}
	}
	return out, nil
}
func (answers) Declared(context.Context, access.Tx, string) ([]duty.Declared, error) { return nil, nil }
func (answers) Title(schema string) i18n.Text                                        { return i18n.T(schema, schema) }
func (answers) DepositPath(string, string) string                                    { return "" }
func (answers) KeptPath(string, string) (string, i18n.Text)                          { return "", i18n.Text{} }
func (answers) NilPath(string, string, string) string                                { return "" }

func statusOf(t *testing.T, g *organisationtest.Ground, s *duty.Service, as access.Scope, m organisation.Member, rule string) duty.Duty {
	t.Helper()
	var out duty.Duty
	if err := g.Doors.Read(t.Context(), as, func(tx access.Tx) error {
		list, err := s.Of(t.Context(), tx, m)
		for _, d := range list {
			if d.Rule.ID == rule && d.Period == "" {
				out = d
			}
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestElsewhere(t *testing.T) {
	organisationtest.Each(t, []database.Schema{duty.Schema}, func(t *testing.T, g *organisationtest.Ground) {
		ctx := t.Context()
		s := duty.New(g.Doors, answers{})
		clerk, reader := organisationtest.At("clerk", g.Village, access.Depositor), organisationtest.At("reader", g.Village, access.Reader)
		try := func(as access.Scope, rule, period, address string) (id string, err error) {
			err = g.Doors.Write(ctx, as, func(tx access.Tx) error {
				e, err := s.Say(ctx, tx, g.Village.ID, rule, period, address)
				id = e.ID
				return err
			})
			return id, err
		}
		if d := statusOf(t, g, s, clerk, g.Village, "addresses"); d.Status != duty.Late {
			t.Fatalf("a commune without addresses: %s", d.Status)
		}
		if _, err := try(reader, "addresses", "", "https://a.example"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a reader says: %v", err)
		}
		for _, c := range [][3]string{{"nothing", "", "https://a.example"}, {"addresses", "2025", "https://a.example"}, {"budget", "", "https://a.example"},
			{"budget", "1999", "https://a.example"}, {"addresses", "", "mon site"}, {"addresses", "", "javascript:alert(1)"}, {"addresses", "", "https://me:pass@a.example"}} {
			if _, err := try(clerk, c[0], c[1], c[2]); !fault.Is(err, fault.Invalid) {
				t.Errorf("%v: %v", c, err)
			}
		}
		first, err := try(clerk, "addresses", "", "https://a.example/bal")
		if err != nil {
			t.Fatal(err)
		}
		second, err := try(clerk, "addresses", "", "https://b.example/bal")
		if err != nil {
			t.Fatal(err)
		}
		if d := statusOf(t, g, s, clerk, g.Village, "addresses"); d.Status != duty.Done || d.What != "https://b.example/bal" || d.Said != second {
			t.Errorf("said: %+v", d)
		}
		undo := func(id string) error {
			return g.Doors.Write(ctx, clerk, func(tx access.Tx) error { return s.Unsay(ctx, tx, id) })
		}
		if err := undo(first); !fault.Is(err, fault.Conflict) {
			t.Errorf("what was said before: %v", err)
		}
		if err := undo(second); err != nil {
			t.Fatal(err)
		}
		if d := statusOf(t, g, s, clerk, g.Village, "addresses"); d.Status != duty.Late {
			t.Errorf("undone: %s", d.Status)
		}
		stranger := organisationtest.At("stranger", g.Town, access.Manager)
		if err := g.Doors.Write(ctx, stranger, func(tx access.Tx) error { return s.Unsay(ctx, tx, second) }); !fault.Is(err, fault.NotFound) {
			t.Errorf("a stranger undoes: %v", err)
		}
		g.Write(t, clerk, func(tx access.Tx) error { return s.Show(ctx, tx, g.Village.ID, true) })
		if err := g.Doors.Read(ctx, access.Public(), func(tx access.Tx) error {
			shown, err := duty.Shown(ctx, tx, g.Village.ID)
			if err == nil && !shown {
				t.Error("the public does not see that the page is shown")
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	})
}

// The operator's overview says of each member what its own page says.
func TestOverviewAgrees(t *testing.T) {
	organisationtest.Each(t, []database.Schema{duty.Schema}, func(t *testing.T, g *organisationtest.Ground) {
		ctx := t.Context()
		s := duty.New(g.Doors, answers{[]duty.Published{{MemberID: g.Village.ID, Schema: "etalab/schema-bal", Title: "BAL", Covers: func(int) bool { return true }}}})
		officer := organisationtest.At("officer", g.Operator, access.OpenDataOfficer)
		if err := g.Doors.Read(ctx, officer, func(tx access.Tx) error {
			b, err := s.Look(ctx, tx, duty.Filter{}, 0, 0)
			if err != nil {
				return err
			}
			if b.All < 3 {
				t.Errorf("%d members", b.All)
			}
			for _, l := range b.Lines {
				own, err := s.Of(ctx, tx, l.Member)
				if err != nil {
					return err
				}
				for i, d := range own {
					if l.Duties[i].Key() != d.Key() || l.Duties[i].Status != d.Status {
						t.Errorf("%s: %s %s, on its own page %s %s", l.Member.Name, l.Duties[i].Key(), l.Duties[i].Status, d.Key(), d.Status)
					}
				}
			}
			done, err := s.Look(ctx, tx, duty.Filter{Rule: "addresses", Status: duty.Done}, 10, 0)
			if err == nil && (done.Total != 1 || done.Lines[0].Member.ID != g.Village.ID) {
				t.Errorf("done: %+v", done.Total)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	})
}
