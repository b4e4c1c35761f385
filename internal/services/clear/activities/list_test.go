package activities

import (
	"testing"

	"airial/standards/catalogue"
)

// TestUsual holds the list against the catalogue of schemas: a schema that is
// not there would propose nothing, without a word.
func TestUsual(t *testing.T) {
	known := map[string]bool{}
	for _, s := range catalogue.BuiltIn().All() {
		known[s.Name] = true
	}
	ids, named := map[string]bool{}, map[string]string{}
	for _, a := range Usual.all {
		if ids[a.ID] {
			t.Errorf("two activities are called %s", a.ID)
		}
		ids[a.ID] = true
		for _, s := range a.Schemas {
			if !known[s] {
				t.Errorf("%s: the catalogue has no schema %s", a.ID, s)
			}
			if named[s] != "" {
				t.Errorf("%s and %s both name %s", a.ID, named[s], s)
			}
			named[s] = a.ID
		}
		if len(a.Categories) == 0 {
			t.Errorf("%s declares no category", a.ID)
		}
	}
}

func TestLikely(t *testing.T) {
	for _, c := range []struct{ schema, title, want string }{
		{"scdl/subventions", "Aides du CCAS", "usual/grants"}, // the schema goes first
		{"scdl/prenoms@2.0.0", "", "usual/civil-status"},
		{"", "Bénéficiaires de l’aide sociale 2025", "usual/social"},
		{"none", "Subventions versées aux associations en 2025", "usual/grants"},
		{"none", "Permis de construire accordés", "usual/planning"},
		{"none", "Absences des agents", "usual/staff"},
		{"none", "Points de vue sur la lande", ""},
		{"none", "Permission", ""}, // part of a word is no word
		{"", "", ""},
	} {
		if got := Usual.Likely(c.schema, c.title); got != c.want {
			t.Errorf("Likely(%q, %q) = %q, want %q", c.schema, c.title, got, c.want)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	for _, file := range []string{
		"activities:\n  - {id: a, fr: A, en: A, categories: [unheard-of]}\n",
		"activities:\n  - {id: a, fr: A, categories: [identity]}\n",
		"activities:\n  - {id: a, fr: A, en: A, kinds: [nir]}\n",
	} {
		if _, err := read([]byte(file)); err == nil {
			t.Errorf("read %q", file)
		}
	}
}
