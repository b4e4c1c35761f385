package console_test

import (
	"testing"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation/organisationtest"
)

func TestChangeAMembersRecord(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		admin, officer := organisationtest.At("a", d.Operator, access.Administrator), organisationtest.At("o", d.Operator, access.OpenDataOfficer)
		one := "/console/members/" + d.Village.Siren
		for _, page := range []string{one + "/edit", one + "/history/2026-10-05/correct"} {
			if status, _, _ := d.as(officer, page); status != 404 {
				t.Errorf("%s for an officer: %d", page, status)
			}
			if status, _, _ := d.as(admin, page); status != 200 {
				t.Errorf("%s: %d", page, status)
			}
		}
		fields := func(name string, more ...string) []string {
			return append([]string{"siren", d.Village.Siren, "name", name, "kind", "commune", "population", "120", "insee", "40002", "postcode", "40200"}, more...)
		}
		status, body, _ := d.as(admin, one+"/edit", fields("", "from", "")...)
		says(t, "a wrong form", body, "À corriger", "nom de la collectivité", "date d’effet")
		if status != 422 {
			t.Errorf("a wrong form: %d", status)
		}
		status, body, _ = d.as(admin, one+"/edit", fields(d.Village.Name, "from", "2026-10-05")...)
		says(t, "nothing", body, "Rien ne change")
		if status != 422 {
			t.Errorf("nothing: %d", status)
		}
		if status, _, header := d.as(admin, one+"/edit", fields("Saint-Élix-le-Neuf", "from", "2026-10-05", "why", "décret 12", "staff", "4")...); status != 303 || header.Get("Location") != one {
			t.Errorf("a change: %d to %s", status, header.Get("Location"))
		}
		if status, _, _ := d.as(admin, one+"/edit", fields("Grand-Élix", "from", "2027-01-01", "staff", "4", "siren", "214000036")...); status != 303 {
			t.Errorf("a change to come: %d", status)
		}
		_, body, _ = d.as(admin, one)
		says(t, "the card", body, "4 agents", "Historique", "Saint-Élix-le-Neuf → Grand-Élix", "prévu", "Annuler", "Enregistrer un changement")
		if status, body, _ := d.as(admin, one+"/history/2026-10-05/correct", fields("Saint-Élix", "staff", "4")...); status != 422 {
			t.Errorf("a correction without a word: %d", status)
		} else {
			says(t, "a correction without a word", body, "d’où venait l’erreur")
		}
		if status, _, _ := d.as(admin, one+"/history/2026-10-05/correct", fields("Saint-Élix", "staff", "4", "why", "faute")...); status != 303 {
			t.Errorf("a correction: %d", status)
		}
		if status, _, _ := d.as(admin, one+"/history/2027-01-01/cancel", "go", "1"); status != 303 {
			t.Errorf("the end of the plan: %d", status)
		}
		_, body, _ = d.as(admin, one)
		says(t, "the card after all", body, "Saint-Élix", "corrigé le 5 octobre 2026", "!prévu", "!Grand-Élix")
		// An earlier SIREN leads to today's.
		if status, _, _ := d.as(admin, one+"/edit", "siren", "214000036", "name", "Saint-Élix", "kind", "commune", "population", "120", "staff", "4",
			"insee", "40002", "postcode", "40200", "from", "2026-10-05"); status != 303 {
			t.Errorf("another SIREN: %d", status)
		}
		status, _, header := d.as(admin, one+"/mandates")
		if status != 307 || header.Get("Location") != "/console/members/214000036/mandates" {
			t.Errorf("the page at the earlier SIREN: %d to %s", status, header.Get("Location"))
		}
	})
}
