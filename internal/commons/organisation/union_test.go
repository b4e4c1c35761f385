package organisation_test

import (
	"testing"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/platform/fault"
)

// A commune belongs to as many joint authorities as it likes, itself or through its
// EPCI, each for a time.
func TestUnions(t *testing.T) {
	organisationtest.Each(t, nil, func(t *testing.T, g *organisationtest.Ground) {
		ctx, system := t.Context(), access.System("test")
		var water, roads, epci organisation.Member
		g.Write(t, system, func(tx access.Tx) (err error) {
			for m, to := range map[organisation.Member]*organisation.Member{
				{Siren: "254000011", Name: "Syndicat des eaux", Kind: organisation.Syndicat}:           &water,
				{Siren: "254000029", Name: "Syndicat de voirie", Kind: organisation.Syndicat}:          &roads,
				{Siren: "200000032", Name: "Communauté de communes des Lacs", Kind: organisation.EPCI}: &epci,
			} {
				if *to, err = organisation.Add(ctx, tx, m); err != nil {
					return err
				}
			}
			if err := organisation.SetGroup(ctx, tx, g.Village.ID, epci.ID); err != nil {
				return err
			}
			if _, err := organisation.Join(ctx, tx, g.Village.ID, water.ID, "2014-01-01", ""); err != nil {
				return err
			}
			_, err = organisation.Join(ctx, tx, epci.ID, roads.ID, "2020-01-01", "")
			return err
		})
		of := func(m organisation.Member) (names []string) {
			g.Read(t, access.Public(), func(tx access.Tx) error {
				m, err := organisation.Get(ctx, tx, m.ID)
				if err != nil {
					return err
				}
				list, err := organisation.Unions(ctx, tx, m)
				for _, u := range list {
					names = append(names, u.Name)
				}
				return err
			})
			return names
		}
		wants := func(when string, m organisation.Member, want ...string) {
			t.Helper()
			got := of(m)
			if len(got) != len(want) {
				t.Errorf("%s: %s belongs to %q, want %q", when, m.Name, got, want)
				return
			}
			for i := range want {
				if got[i] != want[i] {
					t.Errorf("%s: %s belongs to %q, want %q", when, m.Name, got, want)
				}
			}
		}
		wants("joined", g.Village, "Syndicat de voirie", "Syndicat des eaux")
		wants("of its commune", g.Welfare, "Syndicat de voirie", "Syndicat des eaux")
		wants("the EPCI's own", epci, "Syndicat de voirie")
		wants("no member", g.Town)

		// Bad input is told what to do.
		for name, c := range map[string]struct {
			member, union, since, until string
			want                        fault.Kind
		}{
			"twice":          {g.Village.ID, water.ID, "2020-01-01", "", fault.Conflict},
			"no union":       {g.Village.ID, epci.ID, "2020-01-01", "", fault.Invalid},
			"a CCAS":         {g.Welfare.ID, water.ID, "2020-01-01", "", fault.Invalid},
			"itself":         {water.ID, water.ID, "2020-01-01", "", fault.Invalid},
			"no day":         {g.Town.ID, water.ID, "hier", "", fault.Invalid},
			"ends before":    {g.Town.ID, water.ID, "2020-01-01", "2019-12-31", fault.Invalid},
			"unknown member": {"nobody", water.ID, "2020-01-01", "", fault.NotFound},
		} {
			if err := g.Try(t, system, func(tx access.Tx) error {
				_, err := organisation.Join(ctx, tx, c.member, c.union, c.since, c.until)
				return err
			}); !fault.Is(err, c.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
		manager := organisationtest.At("manager", g.Village, access.Manager)
		if err := g.Try(t, manager, func(tx access.Tx) error {
			_, err := organisation.Join(ctx, tx, g.Village.ID, roads.ID, "2020-01-01", "")
			return err
		}); err == nil {
			t.Error("a member's manager records a joining")
		}

		// A merger: the heir belongs to what its predecessor did; undone, no more.
		g.Write(t, system, func(tx access.Tx) error {
			return organisation.Succeed(ctx, tx, g.Village, g.Town, "2026-10-01", "arrêté")
		})
		wants("heir", g.Town, "Syndicat des eaux")
		g.Write(t, system, func(tx access.Tx) error {
			_, err := organisation.Reopen(ctx, tx, g.Village.ID)
			return err
		})
		wants("merger undone", g.Town)
		wants("set up again", g.Village, "Syndicat de voirie", "Syndicat des eaux")

		// It leaves; and what was recorded by mistake is taken back.
		leave := func(until string) {
			g.Write(t, system, func(tx access.Tx) error {
				list, err := organisation.JoinedBy(ctx, tx, g.Village.ID)
				if err != nil {
					return err
				}
				return organisation.LeaveUnion(ctx, tx, g.Village.ID, list[0].ID, until)
			})
		}
		leave("2026-12-31")
		wants("until the end of the year", g.Village, "Syndicat de voirie", "Syndicat des eaux")
		leave("2026-10-04")
		wants("left", g.Village, "Syndicat de voirie")
		leave("2013-12-31")
		g.Read(t, access.Public(), func(tx access.Tx) error {
			list, err := organisation.JoinedBy(ctx, tx, g.Village.ID)
			if len(list) != 0 {
				t.Errorf("a mistake is still there: %+v", list)
			}
			return err
		})
	})
}
