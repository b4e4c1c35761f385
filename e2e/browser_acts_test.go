package e2e

import (
	"testing"
)

// actsOnMany gives a member to one agent, to another, to the first again; the
// first act is undone, long after: what came later stays. Then the others are:
// what the first had done does not come back.
func actsOnMany(t *testing.T, s scene) {
	const home, acts = "/fr/console/operator/rgpd", "/fr/console/operator/rgpd/cockpit/acts"
	const officer, other = "Sylvie Castaing", "Inès Barada"
	user := func(args ...string) {
		t.Helper()
		if r := airial(t, append([]string{"user"}, append(args, "--data", s.Dir)...)...); r.code != 0 {
			t.Fatalf("user %v: exit %d, %s", args, r.code, r.stderr)
		}
	}
	user("add", "--member", operatorSiren, "--login", "ines.barada", "--name", other, "--role", "protection-officer")
	defer user("disable", "ines.barada") // the stories that follow have one officer

	p := s.tab(t)
	p.logIn("sylvie.castaing")
	has := func(when, want string) {
		t.Helper()
		p.open(home + "?q=cournegan")
		if got := ask[string](p, `%s.flat(document.querySelector("tbody td[data-label=Agent]").innerText)`, finders); got != want {
			t.Errorf("%s, the member is %s’s, want %s’s", when, got, want)
		}
	}
	give := func(to string) string {
		t.Helper()
		p.open(home + "?q=cournegan")
		ask[bool](p, `document.querySelector("input[name=member]").click(), true`)
		p.follow("Confier à un agent")
		p.choose("Confier à", to)
		p.follow("Confier")
		p.reloadUntil("Annuler ce geste")
		return p.path()
	}
	undo := func(act, says string) {
		t.Helper()
		p.open(act)
		p.confirm("Annuler ce geste")
		p.sees(says)
	}
	has("before", officer)
	first := give(other)
	second := give(officer)
	third := give(other)
	has("given", other)

	undo(first, "1 collectivité avait changé depuis et reste ainsi")
	p.look("an act that was undone")
	has("the first of three undone", other)
	undo(third, "1 collectivité est comme avant")
	has("the last undone", officer)
	undo(second, "1 collectivité est comme avant")
	has("all undone", officer)
	p.open(acts)
	p.look("acts on many")
}
