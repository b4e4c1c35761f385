package e2e

import (
	"strings"
	"testing"
)

// TestDepositCommand deposits from the command line, as a scheduled export
// does.
func TestDepositCommand(t *testing.T) {
	s := start(t, opts{})
	token := s.token(t, firstSiren, "depositor")
	run := func(args ...string) result {
		t.Helper()
		return airial(t, append([]string{"deposit", "--server", s.URL, "--token", token}, args...)...)
	}
	good := write(t, "mandats.csv", table("commande"))
	published := run("--title", "Par la commande", good)
	address := strings.TrimSpace(published.stdout)
	if published.code != 0 || !strings.HasPrefix(address, s.URL+"/p/premiere/datasets/") {
		t.Fatalf("exit %d, %q: %s", published.code, published.stdout, published.stderr)
	}
	for _, stage := range []string{"reçu", "vérifié", "approuvé", "publié"} {
		if !strings.Contains(published.stderr, stage) {
			t.Errorf("the progress does not tell of the stage %q", stage)
		}
	}
	if p := s.public(t).page(address, 200); !p.has("h1", "Par la commande") {
		t.Error("the address printed is not the dataset's page")
	}
	if r := run("--member", firstSiren, "--schema", "none", "--title", "Avec tout", good); r.code != 0 {
		t.Errorf("with member and schema: exit %d: %s", r.code, r.stderr)
	}

	waiting := run("--title", "En attente", write(t, "gens.csv", []byte("a,b\n1,jeanne.martin@gmail.com\n")))
	if waiting.code != 0 || waiting.stdout == "" || strings.Contains(waiting.stdout, "gmail") {
		t.Errorf("what waits for a person: exit %d, want 0 and a word why", waiting.code)
	}
	refused := run("--title", "Refusé", write(t, "bad.csv", []byte("a,a\n1,2\n")))
	if refused.code != 1 || !strings.Contains(refused.stdout, "1") {
		t.Errorf("what is refused: exit %d, want 1 and the findings: %q", refused.code, refused.stdout)
	}
	big := write(t, "grand.csv", []byte("a,b\n"+strings.Repeat("1,abcdefghijklmnopqrstuvwxyz\n", 100_000)))
	if r := run("--title", "Grand", big); r.code != 0 || !strings.Contains(r.stderr, "%") {
		t.Errorf("a large file: exit %d; the progress tells how much was sent: %t", r.code, strings.Contains(r.stderr, "%"))
	}

	token = "airial_wrong"
	if r := run("--title", "x", good); r.code != 1 || r.stderr == "" {
		t.Errorf("a wrong token: exit %d: %s", r.code, r.stderr)
	}
	token = s.token(t, firstSiren, "depositor")
	if r := run("--member", secondSiren, "--title", "x", good); r.code != 1 {
		t.Errorf("another member: exit %d", r.code)
	}
	if r := run("--schema", "scdl/nuages", "--title", "x", good); r.code != 1 || !strings.Contains(r.stderr, "scdl/nuages") {
		t.Errorf("an unknown schema: exit %d: %s", r.code, r.stderr)
	}
	if r := run("--title", "x", good+".none"); r.code != 2 {
		t.Errorf("a file that is not there: exit %d, want 2", r.code)
	}
	if r := airial(t, "deposit", "--server", "http://127.0.0.1:1", "--token", "x", "--title", "x", good); r.code != 1 {
		t.Errorf("no server there: exit %d", r.code)
	}
}
