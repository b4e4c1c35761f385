package portal

import (
	"strings"

	"airial/internal/platform/text"
)

// schemasView is what the list of schemas shows.
type schemasView struct {
	Query  string
	Groups []schemaGroup
	Total  int // found
	All    int // known
}

type schemaGroup struct {
	Subject Subject
	Schemas []foundSchema
}

// foundSchema is a schema, with the columns that were looked for.
type foundSchema struct {
	Schema
	Columns []string
}

// columnsShown is how many columns a schema shows that were looked for.
const columnsShown = 6

// findSchemas gives the schemas that say all the words, of themselves or of
// their columns, by subject; all of them when there are no words.
func (s *Service) findSchemas(query string) schemasView {
	all := s.p.Schemas.All()
	v := schemasView{Query: query, All: len(all)}
	words := strings.Fields(text.Fold(query))
	for _, schema := range all {
		f, ok := schema.says(words)
		if !ok {
			continue
		}
		v.Total++
		if n := len(v.Groups); n == 0 || v.Groups[n-1].Subject.Key != schema.Subject.Key {
			v.Groups = append(v.Groups, schemaGroup{Subject: schema.Subject})
		}
		g := &v.Groups[len(v.Groups)-1]
		g.Schemas = append(g.Schemas, f)
	}
	return v
}

// says tells whether a schema says all the words, and in which columns those
// that it does not say of itself.
func (s Schema) says(words []string) (foundSchema, bool) {
	f := foundSchema{Schema: s}
	head := text.Fold(strings.Join([]string{s.Name, s.Title.Fr, s.Title.En, s.Description.Fr, s.Description.En, s.Subject.Title.Fr, s.Subject.Title.En}, " "))
	var left []string
	for _, word := range words {
		if !strings.Contains(head, word) {
			left = append(left, word)
		}
	}
	if len(left) == 0 {
		return f, true
	}
	met := map[string]bool{}
	for _, field := range s.Fields {
		said := text.Fold(field.Name + " " + field.Title.Fr + " " + field.Title.En)
		here := false
		for _, word := range left {
			if strings.Contains(said, word) {
				met[word], here = true, true
			}
		}
		if here && len(f.Columns) < columnsShown {
			f.Columns = append(f.Columns, field.Name)
		}
	}
	return f, len(met) == len(left)
}
