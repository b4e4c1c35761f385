package app

import (
	"strings"
	"testing"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
)

func TestATableHasOnlySoManyRows(t *testing.T) {
	o := newOffice(t)
	o.app.Check.LimitRows(2)
	m := o.member("219600103", "Lande-Haute", organisation.Commune)
	s := o.person("clerk", "Mme Clerk", m, access.Depositor)
	two := grants("Amicale", "Fête", "100") + strings.TrimPrefix(grants("Amicale", "Fête", "200"), header)
	three := two + strings.TrimPrefix(grants("Amicale", "Fête", "300"), header)
	fits, over := o.deposit(s, m, "Deux", two, true), o.deposit(s, m, "Trois", three, true)
	o.settle()
	if l := o.life(fits.ID); l.Stage() != "published" {
		t.Errorf("two rows end at %s: %+v", l.Stage(), l)
	}
	l := o.life(over.ID)
	if l.Stage() != "checked" || !strings.Contains(l.Wait.Fr, "3 lignes") || !strings.Contains(l.Wait.En, "at most 2") {
		t.Errorf("three rows end at %s: %q", l.Stage(), l.Wait.Fr)
	}
}
