package access_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/journal"
)

// notes keeps what the journal is told: kind and actor.
type notes struct{ lines []string }

func (n *notes) Append(_ context.Context, _ database.Tx, e journal.Entry) (string, error) {
	n.lines = append(n.lines, e.Kind+" "+e.By)
	return "", nil
}

func TestMandateHoldsFromItsFirstDayToItsLast(t *testing.T) {
	organisationtest.Each(t, nil, func(t *testing.T, g *organisationtest.Ground) {
		mandate(t, g, g.Village, "2026-10-06", "2026-10-07")
		officer := organisationtest.At("x", g.Operator, access.OpenDataOfficer)
		for _, c := range []struct {
			at   time.Time
			want bool
		}{
			{time.Date(2026, 10, 5, 21, 59, 0, 0, time.UTC), false}, // 23:59 in Paris
			{time.Date(2026, 10, 5, 22, 0, 0, 0, time.UTC), true},   // midnight in Paris
			{time.Date(2026, 10, 7, 21, 59, 0, 0, time.UTC), true},
			{time.Date(2026, 10, 7, 22, 0, 0, 0, time.UTC), false},
		} {
			g.Clock.Set(c.at)
			g.Read(t, officer, func(tx access.Tx) error {
				may, err := tx.Allowed(t.Context(), access.Approve, g.Village.ID)
				if err != nil {
					return err
				}
				in, err := access.Mandated(t.Context(), tx, []string{g.Village.ID, g.Town.ID})
				if may != c.want || in[g.Village.ID] != c.want || in[g.Town.ID] {
					t.Errorf("%v: may %t, mandated %v, want %t", c.at, may, in, c.want)
				}
				return err
			})
		}
	})
}

func TestMandateIsKeptWhenItEnds(t *testing.T) {
	organisationtest.Each(t, nil, func(t *testing.T, g *organisationtest.Ground) {
		ctx := t.Context()
		kept := &notes{}
		g.Doors.Tell(kept)
		m := mandate(t, g, g.Village, "2026-01-01", "")
		admin := organisationtest.At("a", g.Operator, access.Administrator)
		end := func(s access.Scope, id, until string) error {
			return g.Try(t, s, func(tx access.Tx) error { return access.EndMandate(ctx, tx, id, until) })
		}
		for _, c := range []struct {
			name  string
			scope access.Scope
			id    string
			until string
			want  fault.Kind
		}{
			{"another member's manager", organisationtest.At("x", g.Town, access.Manager), m.ID, "2026-12-31", fault.NotFound},
			{"an officer", organisationtest.At("x", g.Operator, access.OpenDataOfficer), m.ID, "2026-12-31", fault.Forbidden},
			{"no such mandate", admin, "nothing", "2026-12-31", fault.NotFound},
			{"no date", admin, m.ID, "demain", fault.Invalid},
			{"before it began", admin, m.ID, "2025-12-31", fault.Invalid},
			{"in the past", admin, m.ID, "2026-10-03", fault.Invalid},
		} {
			if err := end(c.scope, c.id, c.until); !fault.Is(err, c.want) {
				t.Errorf("%s: %v, want %s", c.name, err, c.want)
			}
		}
		if err := end(admin, m.ID, "2026-10-04"); err != nil {
			t.Fatal(err)
		}
		g.Clock.Advance(48 * time.Hour)
		if err := end(admin, m.ID, "2027-01-01"); !fault.Is(err, fault.Conflict) {
			t.Errorf("to revive an ended mandate: %v", err)
		}
		g.Read(t, organisationtest.At("x", g.Village, access.Reader), func(tx access.Tx) error {
			list, err := access.Mandates(ctx, tx, g.Village.ID)
			want := []access.Mandate{{ID: m.ID, MemberID: g.Village.ID, From: "2026-01-01", Until: "2026-10-04",
				Signatory: "Le maire", Recorded: organisationtest.Start, Recorder: "test"}}
			if diff := cmp.Diff(want, list); diff != "" {
				t.Errorf("mandates (-want +got):\n%s", diff)
			}
			return err
		})
		err := g.Try(t, organisationtest.At("x", g.Town, access.Manager), func(tx access.Tx) error {
			_, err := access.Mandates(ctx, tx, g.Village.ID)
			return err
		})
		if !fault.Is(err, fault.NotFound) {
			t.Errorf("another member's mandates: %v", err)
		}
		if diff := cmp.Diff([]string{"mandate.recorded system:test", "mandate.ended user:a"}, kept.lines); diff != "" {
			t.Errorf("journal (-want +got):\n%s", diff)
		}
	})
}

func TestAddMandate(t *testing.T) {
	organisationtest.Each(t, nil, func(t *testing.T, g *organisationtest.Ground) {
		manager := organisationtest.At("m", g.Village, access.Manager)
		for _, c := range []struct {
			name    string
			scope   access.Scope
			mandate access.Mandate
			want    fault.Kind
		}{
			{"no first day", manager, access.Mandate{MemberID: g.Village.ID, Signatory: "X"}, fault.Invalid},
			{"a day that is none", manager, access.Mandate{MemberID: g.Village.ID, From: "2026-02-30", Signatory: "X"}, fault.Invalid},
			{"an end that is none", manager, access.Mandate{MemberID: g.Village.ID, From: "2026-02-01", Until: "9999", Signatory: "X"}, fault.Invalid},
			{"ends before it begins", manager, access.Mandate{MemberID: g.Village.ID, From: "2026-02-02", Until: "2026-02-01", Signatory: "X"}, fault.Invalid},
			{"nobody signed", manager, access.Mandate{MemberID: g.Village.ID, From: "2026-02-01"}, fault.Invalid},
			{"another member's", manager, access.Mandate{MemberID: g.Town.ID, From: "2026-02-01", Signatory: "X"}, fault.NotFound},
			{"a depositor", organisationtest.At("m", g.Village, access.Depositor), access.Mandate{MemberID: g.Village.ID, From: "2026-02-01", Signatory: "X"}, fault.Forbidden},
		} {
			err := g.Try(t, c.scope, func(tx access.Tx) error { _, err := access.AddMandate(t.Context(), tx, c.mandate); return err })
			if !fault.Is(err, c.want) {
				t.Errorf("%s: %v, want %s", c.name, err, c.want)
			}
		}
	})
}
