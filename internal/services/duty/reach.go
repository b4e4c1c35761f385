package duty

import (
	"slices"
	"strconv"

	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
)

// Reach is whether a rule binds a body.
type Reach string

// The reaches.
const (
	Binds  Reach = "owed"   // the law asks it of this body
	Verify Reach = "verify" // nobody here can tell: never a reproach
	Free   Reach = "free"   // the law does not ask it of this body
)

// Verdict is how far a rule reaches a body, and why.
type Verdict struct {
	Reach Reach
	Why   i18n.Text
	Due   string // in place of the rule's; "" for that
	// Missing is the attribute that is not known and would decide: "staff",
	// "population".
	Missing string
}

// Reaches tells whether the rule binds a body that is what a says on a day
// (2026-01-31).
func (r *Rule) Reaches(a organisation.Attributes, day string) Verdict {
	switch {
	case day < r.From:
		return Verdict{Reach: Free, Why: i18n.T("La règle ne vaut qu’à partir du %s.", "The rule holds only from %s.", r.From)}
	case r.Until != "" && day > r.Until:
		return Verdict{Reach: Free, Why: i18n.T("La règle ne vaut plus depuis le %s.", "The rule no longer holds since %s.", r.Until)}
	}
	var short, unknown *Verdict // the first of each
	for _, w := range r.Who {
		if len(w.Kinds) > 0 && !slices.Contains(w.Kinds, a.Kind) {
			continue
		}
		v, fits := w.fits(a)
		switch {
		case fits && v.Missing == "" && (unknown == nil || v.Reach == Binds):
			return v
		case fits && unknown == nil:
			unknown = &v // a later one may ask less
			continue
		}
		if short == nil {
			short = &v
		}
	}
	if unknown != nil {
		return *unknown
	}
	if short != nil {
		return *short
	}
	return Verdict{Reach: Free, Why: i18n.T("La loi ne le demande pas à ce type d’organisme.", "The law does not ask it of this kind of body.")}
}

// fits is false when a threshold is surely not reached; a value that is not
// known leaves it to be verified.
func (w Who) fits(a organisation.Attributes) (Verdict, bool) {
	for _, t := range []struct {
		name      string
		asks, has int
		unit      i18n.Text
	}{
		{"population", w.Population, a.Population, i18n.T("habitants", "inhabitants")},
		{"staff", w.Staff, a.Staff, i18n.T("agents", "staff")},
	} {
		if t.has > 0 && t.has < t.asks {
			return Verdict{Reach: Free, Why: i18n.Text{
				Fr: "La loi ne le demande qu’à partir de " + thousands(t.asks, "\u202f") + " " + t.unit.Fr + "\u202f; vous en comptez " + thousands(t.has, "\u202f") + ".",
				En: "The law asks it only from " + thousands(t.asks, ",") + " " + t.unit.En + "; you have " + thousands(t.has, ",") + "."}}, false
		}
	}
	switch {
	case w.Population > 0 && a.Population == 0:
		return Verdict{Reach: Verify, Missing: "population", Why: i18n.T("Cela dépend de la population, qui n’est pas enregistrée ici.", "It depends on the population, which is not recorded here.")}, true
	case w.Staff > 0 && a.Staff == 0:
		return Verdict{Reach: Verify, Missing: "staff", Why: i18n.T("Cela dépend du nombre d’agents, qui n’est pas enregistré ici.", "It depends on the number of staff, which is not recorded here.")}, true
	}
	v := Verdict{Reach: w.Reach, Due: w.Due}
	switch {
	case w.Why != nil:
		v.Why = *w.Why
	case w.Reach == Verify:
		v.Why = i18n.T("La portée de la règle pour votre organisme est à vérifier.", "Whether the rule reaches your body is to be verified.")
	default:
		v.Why = w.words()
	}
	return v, true
}

func (w Who) words() i18n.Text {
	from := func(fr, en string) i18n.Text {
		return i18n.Text{Fr: "La loi le demande à partir de " + fr + ".", En: "The law asks it from " + en + "."}
	}
	frPeople, enPeople := thousands(w.Population, "\u202f")+" habitants", thousands(w.Population, ",")+" inhabitants"
	frStaff, enStaff := strconv.Itoa(w.Staff)+" agents", strconv.Itoa(w.Staff)+" staff"
	switch {
	case w.Population > 0 && w.Staff > 0:
		return from(frPeople+" et "+frStaff, enPeople+" and "+enStaff)
	case w.Population > 0:
		return from(frPeople, enPeople)
	case w.Staff > 0:
		return from(frStaff, enStaff)
	case len(w.Kinds) > 0:
		return i18n.T("La loi le demande à tous les organismes de votre type, quelle que soit leur taille.", "The law asks it of all bodies of your kind, whatever their size.")
	}
	return i18n.T("La loi le demande à tous les organismes publics, quelle que soit leur taille.", "The law asks it of all public bodies, whatever their size.")
}

// thousands writes a number in groups of three.
func thousands(n int, sep string) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + sep + s[i:]
	}
	return s
}
