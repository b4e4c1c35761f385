package console_test

import (
	"strings"
	"testing"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation/organisationtest"
)

func TestHomeOfASecretaryOfTwoBodies(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		published := d.deposit(d.Village, "pass Menus")
		d.Clock.Advance(time.Hour)
		waits := d.deposit(d.Welfare, "publish Aides")
		d.Clock.Advance(time.Hour)
		d.deposit(d.Village, "refuse Budget")
		d.deposit(d.Village, "approve Marchés")
		d.deposit(d.Town, "publish Ailleurs")
		s := person(map[string][]access.Role{d.Village.ID: {access.Depositor}, d.Welfare.ID: {access.Depositor}})
		status, body, _ := d.as(s, "/console")
		if status != 200 {
			t.Fatal(status)
		}
		says(t, "home", body, "Ce qui vous attend", "Déposer un fichier",
			"publish Aides", "CCAS de Saint-Élix", "Parce que publish Aides", "5 octobre 2026", "Voir et publier",
			"refuse Budget", "Saint-Élix", "Parce que refuse Budget", "Corriger",
			"Ce qui avance sans vous", "approve Marchés", "Attend une approbation", "pass Menus", "Publié", "!Ailleurs")
		for _, want := range []string{link("/console/pieces/%s", waits.ID), link("/console/pieces/%s", published.ID), link("/console/deposit"),
			"Toutes mes collectivités", link("/console?member=%s", d.Welfare.Siren)} {
			if !strings.Contains(body, want) {
				t.Errorf("home lacks %s", want)
			}
		}
		_, body, _ = d.as(s, "/en/console?member="+d.Welfare.Siren)
		says(t, "home of one body", body, "What waits for you", "publish Aides", "Because publish Aides", "Review and publish", "!Budget", "!Menus")
		if !strings.Contains(body, link("/en/console/pieces?member=%s", d.Welfare.Siren)) || !strings.Contains(body, link("/en/console/deposit?member=%s", d.Welfare.Siren)) {
			t.Error("links do not keep the chosen member")
		}
		for _, siren := range []string{d.Town.Siren, "000000000", "x"} {
			if status, _, _ := d.as(s, "/console?member="+siren); status != 404 {
				t.Errorf("home of member %s: %d", siren, status)
			}
		}
	})
}

func TestHomeWithNothingToDo(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		status, body, _ := d.as(person(map[string][]access.Role{d.Village.ID: {access.Official}}), "/console")
		if status != 200 {
			t.Error(status)
		}
		says(t, "home", body, "Tout est fait", "!Déposer un fichier", "!avance sans vous")
		if strings.Contains(body, "Toutes mes collectivités") {
			t.Error("a switcher for who serves one member")
		}
	})
}

func TestHomeOfTheOperator(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		d.mandate(d.Village)
		d.deposit(d.Village, "approve Marchés")
		d.deposit(d.Village, "decide Secours")
		d.deposit(d.Village, "publish Menus")
		d.deposit(d.Town, "approve Sans mandat")
		officer := organisationtest.At("o", d.Operator, access.OpenDataOfficer)
		_, body, _ := d.as(officer, "/console")
		says(t, "home", body, "2 dépôts attendent", "Saint-Élix (2)", "approve Marchés", "decide Secours", "Décider",
			"Ce qui avance sans vous", "approve Sans mandat", "publish Menus", "Attend le déposant")
		_, body, _ = d.as(officer, "/console?right=decide")
		says(t, "home with a filter", body, "1 dépôt attend", "decide Secours", "Décider", "Ce qui avance")
		_, body, _ = d.as(officer, "/console?member="+d.Town.Siren)
		says(t, "home of a member without mandate", body, "Rien n’attend ici", "approve Sans mandat", "!Marchés")
		_, body, _ = d.as(organisationtest.At("s", d.Operator, access.Support), "/console")
		says(t, "home of the support", body, "Tout est fait", "!Déposer un fichier")
	})
}

func TestHomeIsPaged(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		for i := range 30 {
			d.deposit(d.Village, "publish "+string(rune('A'+i)))
		}
		s := person(map[string][]access.Role{d.Village.ID: {access.Depositor}})
		_, first, _ := d.as(s, "/console")
		_, second, _ := d.as(s, "/console?page=2")
		if a, b := strings.Count(words(first), "Voir et publier"), strings.Count(words(second), "Voir et publier"); a != 25 || b != 5 {
			t.Errorf("%d and %d rows", a, b)
		}
		says(t, "page 2", second, "26 à 30 sur 30")
	})
}

func TestFragmentHasNoFrame(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		s := person(map[string][]access.Role{d.Village.ID: {access.Depositor}})
		for _, d.fragment = range []bool{false, true} {
			if _, body, _ := d.as(s, "/console"); strings.Contains(body, "<html") == d.fragment || !strings.Contains(body, "Ce qui vous attend") {
				t.Errorf("asked by htmx %t: %.200s", d.fragment, body)
			}
		}
	})
}

func TestTitleIsEscaped(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		d.deposit(d.Village, `publish <script>alert("x")</script>`)
		_, body, _ := d.as(person(map[string][]access.Role{d.Village.ID: {access.Depositor}}), "/console")
		if strings.Contains(body, "<script>alert") || !strings.Contains(body, "&lt;script&gt;alert") {
			t.Error("markup of a title is in the page")
		}
	})
}

func TestSearch(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		d.deposit(d.Village, "pass Subventions 2025")
		d.deposit(d.Town, "pass Subventions ailleurs")
		for name, c := range map[string]struct {
			scope access.Scope
			query string
			want  []string
		}{
			"a depositor":     {person(map[string][]access.Role{d.Village.ID: {access.Depositor}}), "subvention", []string{"Subventions 2025", "Publié", "!ailleurs"}},
			"of a member":     {person(map[string][]access.Role{d.Village.ID: {access.Depositor}}), "elix", []string{"Saint-Élix", "!CCAS"}},
			"of another":      {person(map[string][]access.Role{d.Village.ID: {access.Depositor}}), "ychoux", []string{"Rien ne correspond"}},
			"a manager":       {person(map[string][]access.Role{d.Village.ID: {access.Manager}}), "saint", []string{"Saint-Élix", "!CCAS"}},
			"the operator":    {organisationtest.At("o", d.Operator, access.Support), "subvention", []string{"ailleurs", "Subventions 2025"}},
			"of a body":       {organisationtest.At("o", d.Operator, access.Support), d.Town.Siren, []string{"Ychoux-sur-Lande"}},
			"with no word":    {organisationtest.At("o", d.Operator, access.Support), "", []string{"Tapez dans le champ", "!Ychoux"}},
			"with signs only": {organisationtest.At("o", d.Operator, access.Support), "%25%25", []string{"Rien ne correspond"}},
		} {
			status, body, _ := d.as(c.scope, "/console/search?q="+c.query)
			if status != 200 {
				t.Errorf("%s: %d", name, status)
			}
			says(t, "search by "+name, body, c.want...)
		}
	})
}
