package app

import (
	"testing"

	"airial/standards/catalogue"
)

// The public site shows what tables are checked against, under the name it has.
func TestPortalShowsEverySchema(t *testing.T) {
	all := portalSchemas{}.All()
	if known := catalogue.BuiltIn().All(); len(all) != len(known) {
		t.Errorf("%d schemas are shown, %d are known", len(all), len(known))
	}
	for _, s := range all {
		if found, ok := (portalSchemas{}).Schema(s.Name); !ok || found.Name != s.Name || s.Title.Empty() || len(s.Fields) == 0 {
			t.Errorf("%s is not shown: %+v", s.Name, found.Title)
		}
	}
	if s, ok := (portalSchemas{}).Schema("subventions"); !ok || s.Name != "scdl/subventions" {
		t.Error("a short name does not lead to its schema")
	}
}
