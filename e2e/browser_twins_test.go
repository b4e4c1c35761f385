package e2e

import (
	"strings"
	"testing"
)

// twinsAfterMerger: two communes become one, and their registers stand side by
// side; the officer finds the pairs, merges one by choice, takes that back, keeps
// both; the interface and the command say the same, and settle the rest.
func twinsAfterMerger(t *testing.T, s scene) {
	const heir, gone = "219600509", "219600400" // both have a register
	dir := demoCopy(t)
	one := scene{start(t, opts{dir: dir, flags: unhurried}), s.browser}
	if r := airial(t, "member", "merge", "--data", dir, gone, "--into", heir, "--yes"); r.code != 0 {
		t.Fatalf("merge: exit %d, %s%s", r.code, r.stdout, r.stderr)
	}
	p := one.tab(t)
	p.logIn("sylvie.castaing")
	p.open("/fr/console/operator/rgpd/activities")
	p.reloadUntil("paires en double à régler")
	p.look("registers with twins")
	p.follow("paires en double à régler")
	p.look("members with twins")
	p.follow("Castelarrouy")
	list := p.path()
	p.look("twins of a member")
	p.follow("Comparer")
	p.look("two twins")
	p.follow("Fusionner")
	p.sees("n’en font plus qu’un")
	p.sees("fusionnés")
	p.look("twins that were merged")
	p.follow("Annuler")
	p.sees("C’est annulé")
	p.sees("fusion annulée")
	p.follow("Comparer")
	p.fill("Motif", "Deux équipes")
	p.follow("Garder les deux")
	p.sees("gardés tous les deux")
	p.sees("Deux équipes")

	made := airial(t, "token", "create", "--data", dir, "--member", heir, "--name", "Outil", "--rights", "see,register")
	token := strings.TrimSpace(made.stdout)
	command := func(args ...string) string {
		t.Helper()
		r := airial(t, append([]string{"register", "twins"}, append(args, "--server", one.URL, "--token", token)...)...)
		if r.code != 0 {
			t.Fatalf("%v: exit %d, %s", args, r.code, r.stderr)
		}
		return r.stdout
	}
	said := command("list")
	if !strings.Contains(said, "apart") || !strings.Contains(said, "undone") {
		t.Errorf("twins by command:\n%s", said)
	}
	pair := strings.Fields(said) // the first to settle
	undo := strings.Fields(command("merge", pair[0], pair[1], "--note", "par programme"))
	p.open(list)
	p.sees("par programme")
	command("undo", undo[len(undo)-1])
	p.open(list)
	p.sees("Disent la même chose")
	command("same")
	p.open(list)
	p.seesNot("Disent la même chose")
	p.look("twins that differ")
}
