package organisation

import (
	"strings"
	"time"

	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/standards/sirene"
)

// Attributes are what a member is and may cease to be. They are dated, all of
// them together.
type Attributes struct {
	Siren      string // 9 digits
	Name       string
	Kind       Kind
	Population int    // legal population, inhabitants; 0 where it has none
	Staff      int    // agents, heads; 0 when it is not known
	Insee      string // code officiel géographique, communes only
	Postcode   string
	GroupID    string // the EPCI it belongs to, or the commune of a CCAS; "" for none
}

// Attributes returns what the member is today.
func (m Member) Attributes() Attributes {
	return Attributes{Siren: m.Siren, Name: m.Name, Kind: m.Kind, Population: m.Population, Staff: m.Staff,
		Insee: m.Insee, Postcode: m.Postcode, GroupID: m.GroupID}
}

// field is one attribute, by a name that journal and forms share.
type field struct {
	name  string
	label i18n.Text
	get   func(*Attributes) any
	copy  func(to *Attributes, from Attributes)
}

var fields = []field{
	{"siren", i18n.T("SIREN", "SIREN"), func(a *Attributes) any { return a.Siren }, func(to *Attributes, from Attributes) { to.Siren = from.Siren }},
	{"name", i18n.T("nom", "name"), func(a *Attributes) any { return a.Name }, func(to *Attributes, from Attributes) { to.Name = from.Name }},
	{"kind", i18n.T("type", "kind"), func(a *Attributes) any { return string(a.Kind) }, func(to *Attributes, from Attributes) { to.Kind = from.Kind }},
	{"population", i18n.T("population", "population"), func(a *Attributes) any { return a.Population }, func(to *Attributes, from Attributes) { to.Population = from.Population }},
	{"staff", i18n.T("agents", "staff"), func(a *Attributes) any { return a.Staff }, func(to *Attributes, from Attributes) { to.Staff = from.Staff }},
	{"insee", i18n.T("code INSEE", "INSEE code"), func(a *Attributes) any { return a.Insee }, func(to *Attributes, from Attributes) { to.Insee = from.Insee }},
	{"postcode", i18n.T("code postal", "postcode"), func(a *Attributes) any { return a.Postcode }, func(to *Attributes, from Attributes) { to.Postcode = from.Postcode }},
	{"group", i18n.T("rattachement", "parent body"), func(a *Attributes) any { return a.GroupID }, func(to *Attributes, from Attributes) { to.GroupID = from.GroupID }},
}

// Differences names the attributes that differ, in the order of a form.
func (a Attributes) Differences(b Attributes) []string {
	var out []string
	for _, f := range fields {
		if f.get(&a) != f.get(&b) {
			out = append(out, f.name)
		}
	}
	return out
}

// FieldLabel returns the words for an attribute that Differences names.
func FieldLabel(name string) i18n.Text {
	for _, f := range fields {
		if f.name == name {
			return f.label
		}
	}
	return i18n.T(name, name)
}

// values are the named attributes, for the journal.
func (a Attributes) values(names []string) map[string]any {
	out := map[string]any{}
	for _, f := range fields {
		for _, n := range names {
			if n == f.name {
				out[n] = f.get(&a)
			}
		}
	}
	return out
}

// take copies the named attributes of b into a.
func (a *Attributes) take(b Attributes, names []string) {
	for _, f := range fields {
		for _, n := range names {
			if n == f.name {
				f.copy(a, b)
			}
		}
	}
}

func (a Attributes) clean() Attributes {
	a.Siren, a.Name = strings.TrimSpace(a.Siren), strings.Join(strings.Fields(a.Name), " ")
	a.Insee, a.Postcode = strings.ToUpper(strings.TrimSpace(a.Insee)), strings.TrimSpace(a.Postcode)
	return a
}

func (a Attributes) valid(op string) error {
	switch {
	case !sirene.ValidSIREN([]byte(a.Siren)):
		return fault.New(fault.Invalid, op, "Le SIREN « %[1]s » n’est pas valable : il compte 9 chiffres, dont le dernier est une clé.",
			"SIREN “%[1]s” is not valid: it has 9 digits, the last of which is a check digit.", a.Siren)
	case a.Name == "":
		return fault.New(fault.Invalid, op, "Donnez un nom à l’adhérent.", "Give the member a name.")
	case len([]rune(a.Name)) > 200:
		return fault.New(fault.Invalid, op, "Le nom tient en 200 caractères.", "The name must fit in 200 characters.")
	case !a.Kind.Known():
		return fault.New(fault.Invalid, op, "Le type « %[1]s » n’existe pas.", "There is no kind “%[1]s”.", string(a.Kind))
	case a.Population < 0 || a.Staff < 0:
		return fault.New(fault.Invalid, op, "La population et le nombre d’agents ne peuvent pas être négatifs.",
			"Population and number of agents cannot be negative.")
	case a.Insee != "" && !codeOfCommune(a.Insee):
		return fault.New(fault.Invalid, op, "Le code INSEE «\u00a0%[1]s\u00a0» n’est pas valable\u202f: il compte 5 caractères, par exemple 40088 ou 2A004.",
			"INSEE code “%[1]s” is not valid: it has 5 characters, for instance 40088 or 2A004.", a.Insee)
	case a.Postcode != "" && (len(a.Postcode) != 5 || strings.Trim(a.Postcode, "0123456789") != ""):
		return fault.New(fault.Invalid, op, "Le code postal «\u00a0%[1]s\u00a0» n’est pas valable\u202f: il compte 5 chiffres.",
			"Postcode “%[1]s” is not valid: it has 5 digits.", a.Postcode)
	}
	return nil
}

// codeOfCommune tells whether a text has the form of a code of the code
// officiel géographique: five digits, the second of which is A or B in Corsica.
func codeOfCommune(s string) bool {
	if len(s) != 5 {
		return false
	}
	for i, c := range []byte(s) {
		corsica := i == 1 && s[0] == '2' && (c == 'A' || c == 'B')
		if (c < '0' || c > '9') && !corsica {
			return false
		}
	}
	return true
}

// validDay tells whether a text is a date of law, 2026-01-31.
func validDay(s string) bool {
	t, err := time.Parse(time.DateOnly, s)
	return err == nil && t.Year() >= 1789 && t.Year() < 2200
}
