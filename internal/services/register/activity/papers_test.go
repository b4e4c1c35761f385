package activity

import (
	"testing"
)

// Every field of the record has a name in templates, and each built-in template
// can be filled.
func TestPapers(t *testing.T) {
	for _, p := range ModelSpec.Parts {
		for _, f := range p.Fields {
			if paperNames[f.Name] == "" {
				t.Errorf("the field %s has no name in templates", f.Name)
			}
		}
		for _, l := range p.Lists {
			for _, c := range l.Cells {
				if paperNames[l.Name] == "" || paperNames[l.Name+"."+c.Name] == "" {
					t.Errorf("%s.%s has no name in templates", l.Name, c.Name)
				}
			}
		}
	}
	for _, k := range Papers() {
		for _, l := range k.Langs() {
			if _, err := k.Check(k.Template.In(l), l); err != nil {
				t.Errorf("%s in %s: %v", k.Name, l, err)
			}
			if k.Source(l) == "" {
				t.Errorf("%s in %s tells no source", k.Name, l)
			}
		}
	}
}
