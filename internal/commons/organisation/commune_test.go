package organisation_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/commons/organisation/organisationtest"
)

func TestCommunes(t *testing.T) {
	organisationtest.Each(t, nil, func(t *testing.T, g *organisationtest.Ground) {
		admin := organisationtest.At("a", g.Operator, access.Administrator)
		for _, m := range []organisation.Member{
			{Siren: "214000036", Name: "Belin-en-Born", Kind: organisation.CommuneNouvelle, Insee: "40003", Postcode: "40200"},
			{Siren: "212104624", Name: "Montigny-le-Clos", Kind: organisation.Commune, Insee: "2A462", Postcode: "21400"},
			{Siren: "224000018", Name: "Département des Landes", Kind: organisation.Departement, Postcode: "40000"},
			{Siren: "223300013", Name: "Département de la Gironde", Kind: organisation.Departement, Postcode: "33000"},
		} {
			if _, err := add(t, g, admin, m); err != nil {
				t.Fatal(err)
			}
		}
		g.Read(t, access.Public(), func(tx access.Tx) error {
			for query, want := range map[string][]string{
				"belin BORN": {"Belin-en-Born"}, "40003": {"Belin-en-Born"}, "landes": nil,
				// 21400 begins the SIREN of each commune of the Landes, and is a postcode elsewhere.
				"21400": {"Montigny-le-Clos"}, " 2a462 ": {"Montigny-le-Clos"}, "40200": {"Belin-en-Born", "Saint-Élix"},
				"214000036": {"Belin-en-Born"}, "clo monti": {"Montigny-le-Clos"}, "tigny": nil, "4020": {"Belin-en-Born", "Saint-Élix"}, "%": nil, "": nil,
			} {
				list, err := organisation.Communes(t.Context(), tx, query, 9)
				var got []string
				for _, m := range list {
					got = append(got, m.Name)
				}
				if diff := cmp.Diff(want, got); diff != "" || err != nil {
					t.Errorf("%q: %v\n%s", query, err, diff)
				}
			}
			for code, want := range map[string]int{"40003": 1, "33063": 1, "2A004": 0, "": 0} {
				list, err := organisation.DepartementsOf(t.Context(), tx, organisation.Member{Kind: organisation.Commune, Insee: code})
				if len(list) != want || err != nil {
					t.Errorf("%s: %v, %v", code, list, err)
				}
			}
			return nil
		})
	})
}
