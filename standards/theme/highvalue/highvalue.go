package highvalue

import (
	_ "embed"

	"go.yaml.in/yaml/v3"

	"airial/standards/dcat"
)

//go:embed highvalue.yaml
var file []byte

// table is what is of high value, by the code of its category.
type table struct {
	Edition, Source, Status string
	Schemas                 map[string]struct {
		Category dcat.HighValue
		Annex    string // where the regulation names it
		Why      string
	}
}

var known = read(file)

// read panics on a table that does not read, or names a category that there is
// not: it is part of the program.
func read(file []byte) (t table) {
	if err := yaml.Unmarshal(file, &t); err != nil {
		panic("highvalue: " + err.Error())
	}
	for name, s := range t.Schemas {
		if s.Category.Labels() == nil || s.Annex == "" {
			panic("highvalue: " + name)
		}
	}
	return t
}

// Of returns the category of datasets under a schema ("" for none); false where
// they are not of high value.
func Of(schema string) (dcat.HighValue, bool) {
	s, ok := known.Schemas[schema]
	return s.Category, ok
}
