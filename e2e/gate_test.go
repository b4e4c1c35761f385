package e2e

import (
	"fmt"
	"net/http"
	"testing"
)

// TestPersonalDataWait deposits cells that name people: a person decides.
func TestPersonalDataWait(t *testing.T) {
	s := start(t, opts{})
	depositor, approver := s.as(t, s.token(t, firstSiren, "depositor")), s.as(t, s.token(t, firstSiren, "approver"))
	nobody := s.public(t)
	for name, cell := range map[string]string{
		"e-mail address": "jeanne.martin@gmail.com", "telephone": "06 12 34 56 78", "name": "secours à Mme Léa DUBOIS",
	} {
		t.Run(name, func(t *testing.T) {
			d, a := depositor, approver
			d.t, a.t = t, t
			f := form{title: "Repérage " + name, content: []byte("objet,précision\nsubvention," + cell + "\n")}
			l := d.await(d.deposit(firstSiren, f).Life)
			if l.Outcome != "waiting" || l.Stage != "cleared" || l.Waits == nil || l.Waits.Why == "" {
				t.Fatalf("it is %s at stage %s, want it to wait at the gate of personal data and say why", l.Outcome, l.Stage)
			}
			hidden(t, nobody, l, "repérage")
			d.decide(l.ID, "allow", "je le veux").problem(t, http.StatusForbidden)
			a.decide(l.ID, "allow", "").problem(t, http.StatusUnprocessableEntity)
			a.decide(l.ID, "dance", "essai").problem(t, http.StatusUnprocessableEntity)
			a.decide(l.ID, "allow", "coordonnées d’un service").wants(t, http.StatusOK)
			l = a.await(s.URL + "/api/v1/deposits/" + l.ID)
			if l.Outcome != "done" || l.Dataset == nil {
				t.Fatalf("once allowed it is %s at stage %s", l.Outcome, l.Stage)
			}
			nobody.get(l.Dataset.CSV).wants(t, http.StatusOK)
			a.decide(l.ID, "allow", "encore").problem(t, http.StatusConflict)
		})
	}
	// What must not be published waits for the data-protection officer first.
	for name, cell := range map[string]string{"NIR": "299019900100" + "1" + key("2990199001001"), "IBAN": "FR7630006000011234567890189"} {
		l := depositor.await(depositor.deposit(firstSiren, form{title: "Avis " + name, content: []byte("objet,précision\nsubvention," + cell + "\n")}).Life)
		if l.Outcome != "waiting" || l.Stage != "cleared" {
			t.Fatalf("%s: it is %s at stage %s", name, l.Outcome, l.Stage)
		}
		for _, verb := range []string{"allow", "settle", "favour"} {
			approver.decide(l.ID, verb, "je le veux").problem(t, http.StatusForbidden)
		}
		hidden(t, nobody, l, "avis")
	}
	// What was settled for a dataset passes with its next version, and nothing more.
	l := depositor.await(depositor.deposit(firstSiren, form{title: "Réglé", content: []byte("club,contact\nBoule,06 12 34 56 78\nChorale,mairie\n")}).Life)
	approver.decide(l.ID, "settle", "numéros affichés par les clubs").wants(t, http.StatusOK)
	approver.await(s.URL + "/api/v1/deposits/" + l.ID)
	next := depositor.await(depositor.deposit(firstSiren, form{title: "Réglé", piece: l.Piece, content: []byte("club,contact\nBoule,06 12 34 56 79\nChorale,mairie\n")}).Life)
	if next.Outcome == "waiting" && next.Stage == "cleared" {
		t.Errorf("what was settled waits again: %s", next.why())
	}
	more := depositor.await(depositor.deposit(firstSiren, form{title: "Réglé", piece: l.Piece, content: []byte("club,contact\nBoule,jeanne.martin@gmail.com\nChorale,mairie\n")}).Life)
	if more.Outcome != "waiting" || more.Stage != "cleared" {
		t.Errorf("something new is %s at stage %s", more.Outcome, more.Stage)
	}
	l = depositor.await(depositor.deposit(firstSiren, form{title: "Refusé", content: []byte("a,b\n1,jeanne.martin@gmail.com\n2,x\n")}).Life)
	approver.decide(l.ID, "refuse", "une personne est nommée").wants(t, http.StatusOK)
	if l = approver.await(s.URL + "/api/v1/deposits/" + l.ID); l.Outcome != "refused" || l.Dataset != nil {
		t.Errorf("once refused it is %s", l.Outcome)
	}
	// A corrected version goes on, and the life of the first one is over.
	fixed := depositor.publish(firstSiren, form{title: "Refusé", piece: l.Piece, content: []byte("a,b\n1,mairie\n2,x\n")})
	if fixed.Version != 2 {
		t.Errorf("the corrected file is version %d", fixed.Version)
	}
}

// key is that of a social-security number of 13 digits.
func key(number string) string {
	n := int64(0)
	for _, digit := range number {
		n = n*10 + int64(digit-'0')
	}
	return fmt.Sprintf("%02d", 97-n%97)
}

// TestDecisionIsUndone takes a publication back, and gives it again.
func TestDecisionIsUndone(t *testing.T) {
	s := start(t, opts{})
	approver, nobody := s.as(t, s.token(t, firstSiren, "approver")), s.public(t)
	l := approver.publish(firstSiren, form{title: "Aller et retour", content: table("retour")})
	approver.decide(l.ID, "undo", "trop tôt").wants(t, http.StatusOK)
	at := s.URL + "/api/v1/deposits/" + l.ID
	back := approver.await(at)
	if back.Outcome != "waiting" || back.Stage != "approved" || back.Dataset != nil {
		t.Fatalf("once undone it is %s at stage %s", back.Outcome, back.Stage)
	}
	if len(back.Steps) <= len(l.Steps) {
		t.Error("the undo is not a step of its own")
	}
	if a := nobody.get(l.Dataset.CSV); a.status != http.StatusNotFound && a.status != http.StatusGone {
		t.Errorf("the file of what is not published any more answers %d", a.status)
	}
	approver.decide(l.ID, "approve", "").wants(t, http.StatusOK)
	if again := approver.await(at); again.Outcome != "done" || again.Dataset == nil || again.Dataset.ID != l.Dataset.ID {
		t.Errorf("once approved again it is %s at stage %s", again.Outcome, again.Stage)
	}
	nobody.get(l.Dataset.CSV).wants(t, http.StatusOK)
}
