package draft

import (
	"airial/standards/sirene"
	"airial/standards/tableschema"
	"airial/standards/template"
)

// Own is what a table says of the body whose table it is.
type Own template.Own

// row is the first row of a table that a body begins: its name and its number,
// where the schema has room for them.
func (o Own) row(s *tableschema.Schema) []string {
	cells := make([]string, len(s.Fields))
	for i := range s.Fields {
		cells[i] = template.Own(o).Cell(&s.Fields[i])
	}
	return cells
}

// know takes the whole SIRET from rows that the body has published: of the
// number that is recorded, the five digits of the establishment are missing, and
// nobody can guess them.
func (o *Own) know(s *tableschema.Schema, rows [][]string) {
	probe := template.Own{SIRET: "00000000000000"}
	for i := range s.Fields {
		if probe.Cell(&s.Fields[i]) != probe.SIRET {
			continue
		}
		for _, cells := range rows {
			if v := cells[i]; len(o.SIRET) == 9 && len(v) == 14 && v[:9] == o.SIRET && sirene.ValidSIRET(v) {
				o.SIRET = v
				return
			}
		}
	}
}
