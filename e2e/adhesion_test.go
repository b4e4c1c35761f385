package e2e

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestAServiceThatEndsKeepsReadingAndExport ends a member's subscription on the
// day before: its deposits are refused with the reason, and what it has
// published is read and exported as before.
func TestAServiceThatEndsKeepsReadingAndExport(t *testing.T) {
	s := start(t, opts{})
	run := func(want int, args ...string) string {
		t.Helper()
		r := airial(t, append(args, "--data", s.Dir)...)
		if r.code != want {
			t.Fatalf("%v: exit %d, want %d: %s", args, r.code, want, r.stderr)
		}
		return r.stdout
	}
	yesterday := time.Now().AddDate(0, 0, -1).Format(time.DateOnly)
	c := s.as(t, s.token(t, firstSiren, "depositor"))
	run(0, "adhesion", "offer", "Données ouvertes", "--service", "opendata")
	run(2, "adhesion", "subscribe", firstSiren, "Données ouvertes") // without a convention
	run(0, "adhesion", "agree", firstSiren, "--number", "C-001", "--signed", "2026-01-05", "--siret", "")
	run(1, "adhesion", "subscribe", firstSiren, "Données fermées")
	run(0, "adhesion", "subscribe", firstSiren, "Données ouvertes", "--from", "2026-01-05", "--alone", "1500")
	published := c.publish(firstSiren, form{title: "Nos subventions", content: table("avant")})

	run(0, "adhesion", "end", firstSiren, "Données ouvertes", "--on", yesterday)
	run(1, "adhesion", "end", firstSiren, "Données ouvertes")
	if list := run(0, "adhesion", "list", firstSiren); !strings.Contains(list, "Données ouvertes") || !strings.Contains(list, yesterday) {
		t.Errorf("the list says %q", list)
	}
	refused := c.send(firstSiren, form{title: "Trop tard", content: table("après")})
	refused.problem(t, http.StatusForbidden)
	if !strings.Contains(string(refused.body), "pris fin") && !strings.Contains(string(refused.body), "has ended") {
		t.Errorf("the refusal does not say why: %s", refused.body)
	}
	s.public(t).get(published.Dataset.CSV).wants(t, http.StatusOK)
	s.public(t).page("/p/premiere/datasets/nos-subventions", http.StatusOK)
	run(0, "member", "export", firstSiren, "--to", filepath.Join(t.TempDir(), "export.zip"))

	to := filepath.Join(t.TempDir(), "cotisations.xlsx")
	run(0, "adhesion", "statement", "--format", "xlsx", "--to", to)
	if csv := run(0, "adhesion", "statement"); !strings.Contains(csv, firstSiren) || !strings.Contains(csv, "C-001") {
		t.Errorf("the statement says %q", csv)
	}
	// It subscribes again, and deposits.
	run(0, "adhesion", "subscribe", firstSiren, "Données ouvertes")
	c.publish(firstSiren, form{title: "De nouveau", content: table("après")})
}
