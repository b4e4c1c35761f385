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

func TestACellHasOnlySoManyBytes(t *testing.T) {
	o := newOffice(t)
	o.app.Check.LimitCells(50)
	m := o.member("219600103", "Lande-Haute", organisation.Commune)
	s := o.person("clerk", "Mme Clerk", m, access.Depositor)
	fits, over := o.deposit(s, m, "Court", grants("Amicale", strings.Repeat("é", 25), "100"), true), o.deposit(s, m, "Long", grants("Amicale", strings.Repeat("é", 26), "100"), true)
	o.settle()
	if l := o.life(fits.ID); l.Stage() != "published" {
		t.Errorf("a cell of 50 bytes ends at %s: %+v", l.Stage(), l)
	}
	if l := o.life(over.ID); l.Stage() != "checked" {
		t.Errorf("one of 52 ends at %s", l.Stage())
	}
	o.as(s).get(pageOf(over)).is(200).says("La cellule de la ligne 2, colonne H, compte 52 octets, plus que les 50 permis", "Un guillemet oublié en est souvent la cause.")
}
