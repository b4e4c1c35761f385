package organisation_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/platform/fault"
)

func add(t *testing.T, g *organisationtest.Ground, s access.Scope, m organisation.Member) (out organisation.Member, err error) {
	t.Helper()
	err = g.Try(t, s, func(tx access.Tx) (err error) {
		out, err = organisation.Add(t.Context(), tx, m)
		return err
	})
	return out, err
}

func TestAdd(t *testing.T) {
	organisationtest.Each(t, nil, func(t *testing.T, g *organisationtest.Ground) {
		admin := organisationtest.At("a", g.Operator, access.Administrator)
		good := organisation.Member{Siren: "214000036", Name: "Belin-en-Born", Kind: organisation.CommuneNouvelle, Population: 2412, Postcode: "40200"}
		m, err := add(t, g, admin, good)
		if err != nil || m.Slug != "belin-en-born" {
			t.Errorf("%+v, %v", m, err)
		}
		with := func(change func(*organisation.Member)) organisation.Member {
			m := good
			m.Siren = "264000019"
			change(&m)
			return m
		}
		for name, c := range map[string]struct {
			scope  access.Scope
			member organisation.Member
			want   fault.Kind
		}{
			"an officer":       {organisationtest.At("o", g.Operator, access.OpenDataOfficer), good, fault.Forbidden},
			"a manager":        {organisationtest.At("m", g.Village, access.Manager), good, fault.Forbidden},
			"nobody":           {access.Public(), good, fault.Forbidden},
			"a SIREN taken":    {admin, with(func(*organisation.Member) {}), fault.Conflict},
			"a wrong check":    {admin, with(func(m *organisation.Member) { m.Siren = "214000037" }), fault.Invalid},
			"a SIRET":          {admin, with(func(m *organisation.Member) { m.Siren = "21400003600011" }), fault.Invalid},
			"no name":          {admin, with(func(m *organisation.Member) { m.Name = " " }), fault.Invalid},
			"no such kind":     {admin, with(func(m *organisation.Member) { m.Kind = "duchy" }), fault.Invalid},
			"without any kind": {admin, with(func(m *organisation.Member) { m.Kind = "" }), fault.Invalid},
		} {
			if _, err := add(t, g, c.scope, c.member); !fault.Is(err, c.want) {
				t.Errorf("%s: %v, want %s", name, err, c.want)
			}
		}
		g.Read(t, access.Public(), func(tx access.Tx) error {
			list, err := organisation.History(t.Context(), tx, m.ID)
			want := []organisation.Dated{{From: "2026-10-05", Attributes: m.Attributes(), Recorder: "Mme a", By: "a", Recorded: m.Created, Applied: true}}
			if diff := cmp.Diff(want, list); diff != "" {
				t.Errorf("history (-want +got):\n%s", diff)
			}
			return err
		})
	})
}

func TestSlugsNeverCollide(t *testing.T) {
	organisationtest.Each(t, nil, func(t *testing.T, g *organisationtest.Ground) {
		for _, c := range []struct{ siren, name, postcode, want string }{
			{"214000036", "Saint-Elix", "40300", "saint-elix-40300"},
			{"200000172", "SAINT ÉLIX", "40300", "saint-elix-200000172"},
			{"200040715", "日本", "", "200040715"},
			{"213000011", "214 000 044", "", "214-000-044"},
			{"264000027", "214000044", "", "214000044-264000027"},
		} {
			m, err := add(t, g, access.System("test"), organisation.Member{Siren: c.siren, Name: c.name, Kind: organisation.Commune, Postcode: c.postcode})
			if err != nil {
				t.Fatal(err)
			}
			if m.Slug != c.want {
				t.Errorf("%s: %q, want %q", c.name, m.Slug, c.want)
			}
			g.Read(t, access.Public(), func(tx access.Tx) error {
				for _, address := range []string{c.siren, c.want} {
					got, err := organisation.ByAddress(t.Context(), tx, address)
					if err != nil || got.ID != m.ID {
						t.Errorf("address %q leads to %q, %v", address, got.Name, err)
					}
				}
				return nil
			})
		}
	})
}

func TestList(t *testing.T) {
	organisationtest.Each(t, nil, func(t *testing.T, g *organisationtest.Ground) {
		welfare, operator, village, town := g.Welfare.Name, g.Operator.Name, g.Village.Name, g.Town.Name
		for name, c := range map[string]struct {
			filter        organisation.Filter
			limit, offset int
			want          []string
			total         int
		}{
			"all":             {organisation.Filter{}, 10, 0, []string{welfare, operator, village, town}, 4},
			"a page":          {organisation.Filter{}, 2, 1, []string{operator, village}, 4},
			"none wanted":     {organisation.Filter{}, 0, 0, nil, 4},
			"words":           {organisation.Filter{Query: "ELIX saint"}, 10, 0, []string{welfare, village}, 2},
			"a postcode":      {organisation.Filter{Query: "40160"}, 10, 0, []string{town}, 1},
			"beginnings":      {organisation.Filter{Query: "sai él"}, 10, 0, []string{welfare, village}, 2},
			"within a word":   {organisation.Filter{Query: "lix"}, 10, 0, nil, 0},
			"part of a SIREN": {organisation.Filter{Query: "21400"}, 10, 0, []string{village, town}, 2},
			"an endless word": {organisation.Filter{Query: strings.Repeat("saint", 1000)}, 10, 0, nil, 0},
			"a query’s signs": {organisation.Filter{Query: "saint & !elix:* | 'x"}, 10, 0, nil, 0},
			"a wild card":     {organisation.Filter{Query: "_____"}, 10, 0, nil, 0},
			"a kind":          {organisation.Filter{Kind: organisation.CCAS}, 10, 0, []string{welfare}, 1},
			"a group":         {organisation.Filter{Group: g.Village.ID}, 10, 0, []string{welfare}, 1},
			"some":            {organisation.Filter{IDs: []string{g.Town.ID, "nothing"}}, 10, 0, []string{town}, 1},
			"some of none":    {organisation.Filter{IDs: []string{}}, 10, 0, nil, 0},
			"words in a kind": {organisation.Filter{Query: "elix", Kind: organisation.Commune}, 10, 0, []string{village}, 1},
		} {
			g.Read(t, access.Public(), func(tx access.Tx) error {
				list, total, err := organisation.List(t.Context(), tx, c.filter, c.limit, c.offset)
				var got []string
				for _, m := range list {
					got = append(got, m.Name)
				}
				if diff := cmp.Diff(c.want, got); diff != "" || total != c.total {
					t.Errorf("%s: total %d, want %d (-want +got):\n%s", name, total, c.total, diff)
				}
				return err
			})
		}
	})
}

func TestLookups(t *testing.T) {
	organisationtest.Each(t, nil, func(t *testing.T, g *organisationtest.Ground) {
		g.Read(t, access.Public(), func(tx access.Tx) error {
			ctx := t.Context()
			byID, err1 := organisation.Get(ctx, tx, g.Village.ID)
			bySiren, err2 := organisation.BySiren(ctx, tx, g.Village.Siren)
			operator, err3 := organisation.Operator(ctx, tx)
			if byID != g.Village || bySiren != g.Village || operator != g.Operator || err1 != nil || err2 != nil || err3 != nil {
				t.Errorf("%+v, %+v, %+v (%v, %v, %v)", byID, bySiren, operator, err1, err2, err3)
			}
			some, err := organisation.ByIDs(ctx, tx, []string{g.Town.ID, "nothing"})
			if diff := cmp.Diff(map[string]organisation.Member{g.Town.ID: g.Town}, some); diff != "" || err != nil {
				t.Errorf("ByIDs: %v (-want +got):\n%s", err, diff)
			}
			for _, address := range []string{"", "nothing", "213999999"} {
				if _, err := organisation.ByAddress(ctx, tx, address); !fault.Is(err, fault.NotFound) {
					t.Errorf("address %q: %v", address, err)
				}
			}
			return nil
		})
	})
}

func TestEveryKindHasAName(t *testing.T) {
	for _, k := range organisation.Kinds() {
		if !k.Known() || k.Label().Fr == "" || k.Label().En == "" {
			t.Errorf("kind %q: %+v", k, k.Label())
		}
	}
	if organisation.Kind("").Known() {
		t.Error("no kind is none")
	}
}
