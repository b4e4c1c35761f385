package e2e

import (
	"strings"
	"testing"
)

// conformityPoint: a point that is not met becomes an action, which is done, and
// shows as such beside the point.
func conformityPoint(t *testing.T, s scene) {
	base := "/fr/console/members/" + s.sirens(t)["Cournegan"] + "/rgpd/conformity"
	p := s.tab(t)
	p.logIn("sylvie.castaing")
	p.open(base)
	one := ask[string](p, `document.querySelector("tbody a").pathname`)
	p.open(one)
	p.follow("Évaluer maintenant")
	// The first point is not met, all others are.
	ask[bool](p, `(() => { const names = [...new Set([...document.querySelectorAll("input[type=radio][name^='q-']")].map(e => e.name))];
		names.forEach((name, n) => document.querySelector("input[name='" + name + "'][value='" + (n ? 1 : 0) + "']").checked = true); return names.length > 0 })()`)
	p.follow("Terminer l’évaluation")
	p.sees("Non conforme, rien de prévu")
	p.look("a point that is not met")
	ask[bool](p, `document.querySelector("button[name=do][value=plan]").dataset.mine = "1", true`)
	p.leave(func() { ask[bool](p, `document.querySelector("button[data-mine]").click(), true`) })
	p.sees("à faire")
	action := ask[string](p, `document.querySelector("tbody .row-more a").textContent.replace(/\s+/g, " ").trim()`)
	p.look("a point with its action")
	p.follow(action)
	p.follow("C’est fait")
	p.sees("fait")
	p.open(one)
	p.sees("action faite depuis cette évaluation")
	p.sees("Évaluez de nouveau le traitement")
	p.look("a point whose action is done")
	p.open(strings.Replace(one, "/conformity/activities/", "/activities/", 1))
	p.sees(action)
}
