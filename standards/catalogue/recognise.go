package catalogue

import (
	"slices"

	"airial/standards/decp"
	"airial/standards/tableschema"
)

// Recognise orders the schemas that a table may follow by its header and a few
// of its rows, the likeliest first; the second one is the runner-up. Values
// weigh a quarter: a header of three usual names is met in many schemas. The
// table of public contracts is made of documents and known by the identifier
// that it gives them: tables of purchases from elsewhere share its plain names.
func (c *Catalogue) Recognise(header []string, rows [][]string) []tableschema.Candidate {
	out := tableschema.RecogniseRows(header, rows, c.All())
	if !slices.Contains(header, decp.Identifier) {
		out = slices.DeleteFunc(out, func(one tableschema.Candidate) bool { return one.Schema.Name == decp.SchemaName })
	}
	return out
}
