package e2e

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

// actionPlan makes an action of a recommendation, late from the start, finds it
// in the person's calendar and in the cockpit, reminds its town hall with others,
// and ends it with its proof.
func actionPlan(t *testing.T, s scene) {
	base := "/fr/console/members/" + s.sirens(t)["Cournegan"] + "/rgpd/plan"
	p := s.tab(t)
	p.logIn("marie-helene.dubosq")
	p.open(base)
	p.look("action plan")
	p.open(base + "/recommended")
	p.look("recommendations")
	advice := ask[string](p, `document.querySelector("input[name=take] + label").textContent.replace(/\s+/g, " ")`)
	p.tick(advice)
	ask[string](p, `document.querySelector("input[name=due]").value = "2026-11-01"`) // keys fill a day in the order of the browser’s language
	p.follow("En faire des actions")
	p.sees("Actions ajoutées au plan")
	p.sees(advice)
	p.sees("en retard")
	p.open(base + "?by=calendar&month=2026-11")
	p.sees(advice)
	p.look("month of the plan")

	p.open("/fr/console/account/agenda")
	p.sees(advice)
	p.follow("Créer une adresse")
	p.look("calendar of a person")
	address := ask[string](p, `document.querySelector(".plan-calendars code").textContent`)
	calendar := func() string {
		t.Helper()
		r, err := http.Get(address)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		b, err := io.ReadAll(r.Body)
		if err != nil || r.StatusCode != http.StatusOK {
			t.Fatalf("the calendar: %s, %v", r.Status, err)
		}
		return strings.ReplaceAll(string(b), "\r\n ", "")
	}
	before := strings.Count(calendar(), "BEGIN:VEVENT")

	officer := s.tab(t)
	officer.logIn("sylvie.castaing")
	officer.open("/fr/console/operator/rgpd?q=cournegan")
	officer.look("cockpit")
	officer.sees("Cournegan")
	ask[bool](officer, `document.querySelector("input[name=member]").click(), true`)
	officer.follow("Rappeler")
	officer.sees("Actions du plan")
	officer.look("preview of a reminder")

	p.open(base)
	p.follow(advice)
	p.fill("Ou l’adresse d’un document", "https://exemple.fr/note.pdf")
	p.fill("Son nom", "Note de service")
	p.follow("Ajouter l’adresse")
	p.sees("Note de service")
	p.follow("C’est fait")
	p.sees("fait")
	p.look("action")
	if after := strings.Count(calendar(), "BEGIN:VEVENT"); after != before-1 {
		t.Errorf("the calendar had %d days, and has %d once the action is done", before, after)
	}
}
