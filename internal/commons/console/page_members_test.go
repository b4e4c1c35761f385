package console_test

import (
	"regexp"
	"strings"
	"testing"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/commons/user"
)

// TestWhoOpensAMembersPages asks for each page of a member, for each who may
// come.
func TestWhoOpensAMembersPages(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		one := "/console/members/" + d.Village.Siren
		pages := []string{"/console/members", "/console/members/new", one, one + "/mandates", one + "/tokens"}
		for name, c := range map[string]struct {
			scope  access.Scope
			status []int
		}{
			"nobody":            {access.Public(), []int{303, 303, 303, 303, 303}},
			"administrator":     {organisationtest.At("a", d.Operator, access.Administrator), []int{200, 200, 200, 200, 200}},
			"officer":           {organisationtest.At("o", d.Operator, access.OpenDataOfficer), []int{200, 404, 200, 200, 403}},
			"its manager":       {organisationtest.At("m", d.Village, access.Manager), []int{303, 404, 200, 200, 200}},
			"its depositor":     {organisationtest.At("d", d.Village, access.Depositor), []int{303, 404, 200, 200, 403}},
			"another's manager": {organisationtest.At("x", d.Town, access.Manager), []int{303, 404, 404, 404, 404}},
		} {
			for i, page := range pages {
				if status, _, _ := d.as(c.scope, page); status != c.status[i] {
					t.Errorf("%s for %s: %d, want %d", page, name, status, c.status[i])
				}
			}
		}
	})
}

func TestMembersList(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		d.mandate(d.Village)
		officer := organisationtest.At("o", d.Operator, access.OpenDataOfficer)
		_, body, _ := d.as(officer, "/console/members")
		says(t, "the list", body, "4 collectivités", "CCAS de Saint-Élix", "aucun", "Saint-Élix", "en cours", "Ychoux-sur-Lande", "30\u202f000", "aucun", "!Ajouter")
		_, body, _ = d.as(officer, "/console/members?q=saint+elix&kind=commune")
		says(t, "the filtered list", body, "1 collectivité trouvée", "Tout afficher", "Saint-Élix", "Commune", "!Ychoux")
		_, body, _ = d.as(officer, "/console/members?q=nowhere")
		says(t, "the empty list", body, "Aucun adhérent trouvé")
		two := person(map[string][]access.Role{d.Village.ID: {access.Manager}, d.Welfare.ID: {access.Manager}, d.Town.ID: {access.Reader}})
		_, body, _ = d.as(two, "/console/members")
		says(t, "a manager's list", body, "Mes collectivités", "CCAS de Saint-Élix", "Saint-Élix", "Ychoux", "!Ajouter")
	})
}

func TestAddMember(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		admin := organisationtest.At("a", d.Operator, access.Administrator)
		status, body, _ := d.as(admin, "/console/members/new", "siren", "214 000 037", "name", "", "kind", "duchy", "population", "beaucoup")
		if status != 422 || !strings.Contains(body, `value="214 000 037"`) {
			t.Errorf("a wrong form: %d", status)
		}
		says(t, "a wrong form", body, "À corriger", "SIREN n’est pas valable", "nom de la collectivité", "Choisissez un type", "nombre d’habitants",
			"SIREN n’est pas valable")
		status, body, _ = d.as(admin, "/console/members/new", "siren", d.Village.Siren, "name", "X", "kind", "commune")
		says(t, "a SIREN that is taken", body, "déjà celui d’un adhérent")
		if status != 422 {
			t.Errorf("a SIREN that is taken: %d", status)
		}
		if status, _, _ := d.as(admin, "/console/members/new", "siren", "214000036", "name", "X", "kind", "operateur"); status != 422 {
			t.Errorf("a second operator: %d", status)
		}
		_, body, _ = d.as(admin, "/console/members/new", "siren", "214000036", "name", "X", "kind", "commune", "group", "213999999")
		says(t, "a group that is no member", body, "Aucun adhérent n’a ce SIREN")
		status, _, header := d.as(admin, "/console/members/new", "siren", "214 000 036", "name", "Belin", "kind", "commune-nouvelle",
			"population", "2\u202f412", "postcode", "40200", "insee", "40003", "group", d.Town.Siren)
		if status != 303 || header.Get("Location") != "/console/members/214000036" {
			t.Errorf("%d to %s", status, header.Get("Location"))
		}
		d.Read(t, admin, func(tx access.Tx) error {
			m, err := organisation.BySiren(t.Context(), tx, "214000036")
			if m.Name != "Belin" || m.Population != 2412 || m.Kind != organisation.CommuneNouvelle || m.GroupID != d.Town.ID || m.Postcode != "40200" {
				t.Errorf("%+v", m)
			}
			return err
		})
		if _, body, _ := d.as(admin, header.Get("Location")); !strings.Contains(body, "est maintenant adhérent") {
			t.Error("no word of success")
		}
		if status, _, _ := d.as(organisationtest.At("o", d.Operator, access.OpenDataOfficer), "/console/members/new", "siren", "x"); status != 404 {
			t.Errorf("added by an officer: %d", status)
		}
	})
}

func TestMemberCard(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		d.Write(t, access.System("test"), func(tx access.Tx) error {
			u, err := user.Create(t.Context(), tx, user.Account{Login: "claire", Name: "Claire Dupuy"})
			if err != nil {
				return err
			}
			return access.Grant(t.Context(), tx, u.ID, d.Welfare.ID, access.Depositor)
		})
		_, body, _ := d.as(organisationtest.At("o", d.Operator, access.Support), "/console/members/"+d.Welfare.Siren)
		says(t, "the card", body, "CCAS de Saint-Élix", "Fiche", "Mandats", "!Jetons", "Rattachée à", "Saint-Élix", "Claire Dupuy", "claire", "déposant", "jamais",
			"Historique", "5 octobre 2026")
	})
}

func TestMandates(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		manager := organisationtest.At("m", d.Village, access.Manager)
		page := "/console/members/" + d.Village.Siren + "/mandates"
		status, body, _ := d.as(manager, page, "from", "2026-10-05", "until", "2026-01-01", "signatory", "", "reference", "Délibération 12")
		if status != 422 || !strings.Contains(body, `value="Délibération 12"`) {
			t.Errorf("a wrong form: %d", status)
		}
		says(t, "a wrong form", body, "À corriger", "qui a signé", "avant le premier")
		if status, _, _ := d.as(manager, page, "from", "2026-10-05", "signatory", "Jean Lafitte, maire", "reference", "Délibération 12"); status != 303 {
			t.Errorf("a mandate: %d", status)
		}
		_, body, _ = d.as(manager, page)
		says(t, "the mandates", body, "depuis le 5 octobre 2026", "en cours", "Jean Lafitte, maire", "Délibération 12", "Terminer")
		end := regexp.MustCompile(`href="(/console/members/[0-9]+/mandates/[^"]+/end)"`).FindStringSubmatch(body)[1]
		officer := organisationtest.At("o", d.Operator, access.OpenDataOfficer)
		if _, body, _ := d.as(officer, page); strings.Contains(body, "/end") || strings.Contains(body, "<form class=\"stack\"") {
			t.Error("an officer is offered what she may not do")
		}
		for name, c := range map[string]struct {
			scope  access.Scope
			at     string
			status int
		}{
			"an officer": {officer, end, 403}, "another's manager": {organisationtest.At("x", d.Town, access.Manager), end, 404},
			"at another member": {organisationtest.At("a", d.Operator, access.Administrator), strings.Replace(end, d.Village.Siren, d.Town.Siren, 1), 404},
			"in the far past":   {manager, end, 422},
		} {
			until := "2026-12-31"
			if c.status == 422 {
				until = "2020-01-01"
			}
			if status, _, _ := d.as(c.scope, c.at, "until", until); status != c.status {
				t.Errorf("ended by %s: %d, want %d", name, status, c.status)
			}
		}
		if status, body, _ := d.as(manager, end); status != 200 || !strings.Contains(body, `value="2026-10-05"`) {
			t.Errorf("the question: %d", status)
		}
		if status, _, _ := d.as(manager, end, "until", "2026-10-05"); status != 303 {
			t.Errorf("the end: %d", status)
		}
		_, body, _ = d.as(manager, page)
		says(t, "the mandates at their end", body, "du 5 octobre 2026 au 5 octobre 2026", "Jean Lafitte, maire")
	})
}

func TestTokens(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		manager := organisationtest.At("m", d.Village, access.Manager)
		page := "/console/members/" + d.Village.Siren + "/tokens"
		if status, _, _ := d.as(manager, page, "name", "", "right", "king", "days", "0"); status != 422 {
			t.Errorf("a wrong form: %d", status)
		}
		status, body, header := d.as(manager, page, "name", "Comptabilité", "right", "deposit", "right", "publish", "days", "365")
		secret := regexp.MustCompile(`airial_[A-Za-z0-9_-]+`).FindString(body)
		if status != 200 || secret == "" || header.Get("Cache-Control") != "no-store" {
			t.Fatalf("the new token: %d, %q, %s", status, secret, header.Get("Cache-Control"))
		}
		_, body, _ = d.as(manager, page)
		says(t, "the tokens", body, "Comptabilité", "lire, déposer, publier", "jamais", "actif", "Révoquer")
		if strings.Contains(body, secret) {
			t.Error("the secret is shown twice")
		}
		revoke := regexp.MustCompile(`href="(/console/members/[0-9]+/tokens/[^"]+/revoke)"`).FindStringSubmatch(body)[1]
		if status, _, _ := d.as(organisationtest.At("x", d.Town, access.Manager), revoke, "go", "1"); status != 404 {
			t.Errorf("revoked by another's manager: %d", status)
		}
		if status, _, _ := d.as(organisationtest.At("a", d.Operator, access.Administrator), strings.Replace(revoke, d.Village.Siren, d.Town.Siren, 1), "go", "1"); status != 404 {
			t.Errorf("revoked at another member: %d", status)
		}
		if status, _, _ := d.as(manager, revoke); status != 200 {
			t.Errorf("the question: %d", status)
		}
		_, body, _ = d.as(manager, page)
		says(t, "the tokens after the question", body, "actif")
		if status, _, _ := d.as(manager, revoke, "go", "1"); status != 303 {
			t.Errorf("the revocation: %d", status)
		}
		_, body, _ = d.as(manager, page)
		says(t, "the tokens at their end", body, "révoqué le 5 octobre 2026", "!actif")
	})
}
