package theme

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"airial/standards/catalogue"
	"airial/standards/dcat"
)

func TestOf(t *testing.T) {
	for _, c := range []struct {
		schema   string
		keywords []string
		want     []dcat.Theme
	}{
		{"scdl/subventions", nil, []dcat.Theme{dcat.Economy, dcat.Government}},
		{"scdl/subventions", []string{"Écoles", "associations"}, []dcat.Theme{dcat.Economy, dcat.Education, dcat.Government, dcat.Society}},
		{"", []string{"EAU POTABLE"}, []dcat.Theme{dcat.Environment}},
		{"", []string{"Marchés publics"}, []dcat.Theme{dcat.Economy}},
		{"", []string{"qualité de l'eau"}, []dcat.Theme{dcat.Health}},
		{"", []string{"licorne"}, nil},
		{"inconnu/schema", nil, nil},
	} {
		if diff := cmp.Diff(c.want, Of(c.schema, c.keywords...)); diff != "" {
			t.Errorf("%s %q (-want +got):\n%s", c.schema, c.keywords, diff)
		}
	}
}

// Every schema that the program knows stands under a theme, and the table names
// no other and no theme that is not in the authority's.
func TestTheTableIsWhole(t *testing.T) {
	for _, s := range catalogue.BuiltIn().All() {
		if len(Of(s.Name)) == 0 {
			t.Errorf("%s stands under no theme", s.Name)
		}
	}
	for name := range bySchema {
		if _, ok := catalogue.Lookup(name); !ok {
			t.Errorf("%s is no schema of the catalogue", name)
		}
	}
	for code := range known.Themes {
		if !Known(string(code)) || code.Labels() == nil {
			t.Errorf("%q is no theme of the authority table", code)
		}
	}
	if _, err := time.Parse(time.DateOnly, Edition()); err != nil || Source() == "" {
		t.Errorf("edition %q, source %q", Edition(), Source())
	}
}
