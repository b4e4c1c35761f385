package organisation_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/platform/database"
	"airial/internal/platform/database/databasetest"
	"airial/internal/platform/fault"
)

// edit changes a member's attributes as they were on a day.
func edit(t testing.TB, g *organisationtest.Ground, s access.Scope, id, from string, change func(*organisation.Attributes)) (m organisation.Member, err error) {
	t.Helper()
	err = g.Try(t, s, func(tx access.Tx) error {
		a, err := organisation.AsOf(t.Context(), tx, id, from)
		if err != nil {
			return err
		}
		change(&a)
		m, err = organisation.Change(t.Context(), tx, id, from, a, "arrêté du 2 mars")
		return err
	})
	return m, err
}

func TestChangesAreDated(t *testing.T) {
	organisationtest.Each(t, nil, func(t *testing.T, g *organisationtest.Ground) {
		ctx, admin := t.Context(), organisationtest.At("a", g.Operator, access.Administrator)
		id := g.Village.ID
		if _, err := edit(t, g, admin, id, "2024-01-01", func(a *organisation.Attributes) { a.Population = 99 }); err != nil {
			t.Fatal(err)
		}
		m, err := edit(t, g, admin, id, "2025-01-01", func(a *organisation.Attributes) { a.Name = "Saint-Élix-le-Neuf" })
		if err != nil || m.Slug != "saint-elix-le-neuf" || m.Name != "Saint-Élix-le-Neuf" {
			t.Fatalf("%+v, %v", m, err)
		}
		if m.Population != 99 {
			t.Errorf("a change in the past carries on until today: %d", m.Population)
		}
		m, err = edit(t, g, admin, id, "2027-01-01", func(a *organisation.Attributes) { a.Siren, a.Staff = "214000036", 7 })
		if err != nil || m.Siren != g.Village.Siren || m.Staff != 0 {
			t.Fatalf("a change to come has come already: %+v, %v", m, err)
		}
		g.Clock.Set(time.Date(2027, 1, 1, 6, 0, 0, 0, time.UTC))
		g.Write(t, access.System("test"), func(tx access.Tx) error {
			n, err := organisation.ApplyDue(ctx, tx)
			if n != 1 {
				t.Errorf("%d changes came due", n)
			}
			again, err2 := organisation.ApplyDue(ctx, tx)
			if again != 0 {
				t.Errorf("%d came due twice", again)
			}
			if err == nil {
				err = err2
			}
			return err
		})
		g.Read(t, access.Public(), func(tx access.Tx) error {
			for _, address := range []string{"214000028", "214000036", "saint-elix", "saint-elix-le-neuf"} {
				m, err := organisation.ByAddress(ctx, tx, address)
				if err != nil || m.ID != id || m.Siren != "214000036" || m.Staff != 7 {
					t.Errorf("%s leads to %+v, %v", address, m, err)
				}
			}
			then, err := organisation.AsOf(ctx, tx, id, "2024-06-01")
			if then.Name != "Saint-Élix" || then.Population != 99 || then.Siren != "214000028" {
				t.Errorf("in 2024 it was %+v", then)
			}
			return err
		})
	})
}

func TestCorrectionsLeaveOtherDaysAlone(t *testing.T) {
	organisationtest.Each(t, nil, func(t *testing.T, g *organisationtest.Ground) {
		ctx, admin := t.Context(), organisationtest.At("a", g.Operator, access.Administrator)
		if _, err := edit(t, g, admin, g.Village.ID, "2026-10-01", func(a *organisation.Attributes) { a.Population = 130 }); err != nil {
			t.Fatal(err)
		}
		g.Write(t, admin, func(tx access.Tx) error {
			a, err := organisation.AsOf(ctx, tx, g.Village.ID, "2026-10-01")
			if err != nil {
				return err
			}
			a.Population, a.Postcode = 131, "40201"
			m, err := organisation.Correct(ctx, tx, g.Village.ID, "2026-10-01", a, "faute de frappe")
			if m.Population != 131 || m.Postcode != "40201" {
				t.Errorf("%+v", m)
			}
			return err
		})
		g.Read(t, access.Public(), func(tx access.Tx) error {
			list, err := organisation.History(ctx, tx, g.Village.ID)
			if len(list) != 2 || list[1].Corrected.IsZero() || !list[0].Corrected.IsZero() {
				t.Errorf("%+v", list)
			}
			return err
		})
	})
}

func TestRefusedChanges(t *testing.T) {
	organisationtest.Each(t, nil, func(t *testing.T, g *organisationtest.Ground) {
		admin := organisationtest.At("a", g.Operator, access.Administrator)
		for name, c := range map[string]struct {
			scope  access.Scope
			from   string
			change func(*organisation.Attributes)
			want   fault.Kind
		}{
			"by a manager":     {organisationtest.At("m", g.Village, access.Manager), "2026-10-05", func(a *organisation.Attributes) { a.Name = "X" }, fault.Forbidden},
			"by an officer":    {organisationtest.At("o", g.Operator, access.OpenDataOfficer), "2026-10-05", func(a *organisation.Attributes) { a.Name = "X" }, fault.Forbidden},
			"nothing":          {admin, "2026-10-05", func(a *organisation.Attributes) {}, fault.Invalid},
			"no day":           {admin, "hier", func(a *organisation.Attributes) { a.Name = "X" }, fault.Invalid},
			"another's SIREN":  {admin, "2026-10-05", func(a *organisation.Attributes) { a.Siren = g.Town.Siren }, fault.Conflict},
			"a wrong postcode": {admin, "2026-10-05", func(a *organisation.Attributes) { a.Postcode = "4020" }, fault.Invalid},
			"a wrong code":     {admin, "2026-10-05", func(a *organisation.Attributes) { a.Insee = "4O002" }, fault.Invalid},
			"below zero":       {admin, "2026-10-05", func(a *organisation.Attributes) { a.Staff = -1 }, fault.Invalid},
			"an operator":      {admin, "2026-10-05", func(a *organisation.Attributes) { a.Kind = organisation.Operateur }, fault.Invalid},
			"its own group":    {admin, "2026-10-05", func(a *organisation.Attributes) { a.GroupID = g.Village.ID }, fault.Invalid},
			"its own's group":  {admin, "2026-10-05", func(a *organisation.Attributes) { a.GroupID = g.Welfare.ID }, fault.Invalid},
			"a group unknown":  {admin, "2026-10-05", func(a *organisation.Attributes) { a.GroupID = "nobody" }, fault.NotFound},
		} {
			if _, err := edit(t, g, c.scope, g.Village.ID, c.from, c.change); !fault.Is(err, c.want) {
				t.Errorf("%s: %v, want %s", name, err, c.want)
			}
		}
		if _, err := edit(t, g, admin, g.Village.ID, "2027-01-01", func(a *organisation.Attributes) { a.Name = "X" }); err != nil {
			t.Fatal(err)
		}
		cancel := func() error {
			return g.Try(t, admin, func(tx access.Tx) error { return organisation.Cancel(t.Context(), tx, g.Village.ID, "2027-01-01") })
		}
		if err := cancel(); err != nil {
			t.Error(err)
		}
		if err := cancel(); !fault.Is(err, fault.Conflict) {
			t.Errorf("cancelled twice: %v", err)
		}
	})
}

// TestHistoryIsWhatWasSaid compares a member's history with the plainest way to
// keep one: for each attribute, what was said of it and from which day.
func TestHistoryIsWhatWasSaid(t *testing.T) {
	databasetest.Each(t, []database.Schema{organisation.Schema, access.Schema}, func(t *testing.T, db *database.DB) {
		g := organisationtest.New(t, db)
		admin := organisationtest.At("a", g.Operator, access.Administrator)
		days := []string{"2026-10-05", "2027-01-01", "2028-01-01", "2029-01-01", "2030-01-01", "2031-01-01"}
		n := 0
		rapid.Check(t, func(rt *rapid.T) {
			n++
			var m organisation.Member
			g.Clock.Set(organisationtest.Start)
			g.Write(t, access.System("test"), func(tx access.Tx) (err error) {
				m, err = organisation.Add(t.Context(), tx, organisation.Member{Siren: siren(n), Name: fmt.Sprintf("Lieu %d", n), Kind: organisation.Commune, Population: 100})
				return err
			})
			type said struct {
				day   string
				value int
			}
			g.Clock.Set(time.Date(2029, 6, 1, 6, 0, 0, 0, time.UTC)) // two of the days are still to come
			population, staff := []said{{days[0], 100}}, []said{{days[0], 0}}
			at := func(list []said, day string) (v int) {
				for _, s := range list {
					if s.day <= day {
						v = s.value
					}
				}
				return v
			}
			say := func(list []said, day string, v int) []said {
				if at(list, day) == v {
					return list
				}
				list = slices.DeleteFunc(list, func(s said) bool { return s.day == day })
				list = append(list, said{day, v})
				slices.SortFunc(list, func(a, b said) int { return strings.Compare(a.day, b.day) })
				// What is said again by a later record says nothing.
				return slices.CompactFunc(list, func(a, b said) bool { return a.value == b.value })
			}
			for range rapid.IntRange(1, 6).Draw(rt, "changes") {
				day := rapid.SampledFrom(days).Draw(rt, "day")
				which := rapid.Bool().Draw(rt, "which")
				v := rapid.IntRange(1, 4).Draw(rt, "value")
				_, err := edit(t, g, admin, m.ID, day, func(a *organisation.Attributes) {
					if which {
						a.Population = v
					} else {
						a.Staff = v
					}
				})
				if err != nil && !fault.Is(err, fault.Invalid) {
					rt.Fatal(err)
				}
				if which {
					population = say(population, day, v)
				} else {
					staff = say(staff, day, v)
				}
			}
			g.Read(t, access.Public(), func(tx access.Tx) error {
				for _, day := range days {
					got, err := organisation.AsOf(t.Context(), tx, m.ID, day)
					if err != nil {
						return err
					}
					if got.Population != at(population, day) || got.Staff != at(staff, day) {
						rt.Errorf("on %s: %d inhabitants, %d agents; said were %v and %v", day, got.Population, got.Staff, population, staff)
					}
				}
				now, err := organisation.Get(t.Context(), tx, m.ID)
				if now.Population != at(population, "2029-06-01") || now.Staff != at(staff, "2029-06-01") {
					rt.Errorf("today: %+v; said were %v and %v", now, population, staff)
				}
				return err
			})
		})
	})
}

// siren makes the nth of a series of valid SIREN.
func siren(n int) string {
	base := fmt.Sprintf("21%06d", 500000+n)
	sum := 0
	for i := range base {
		d := int(base[len(base)-1-i] - '0')
		if i%2 == 0 {
			d *= 2
		}
		sum += d/10 + d%10
	}
	return fmt.Sprintf("%s%d", base, (10-sum%10)%10)
}
