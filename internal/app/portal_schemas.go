package app

import (
	"slices"
	"sync"

	"airial/internal/platform/i18n"
	"airial/internal/services/portal"
	"airial/standards/catalogue"
	"airial/standards/tableschema"
)

// portalSchemas tells the public site of the schemas.
type portalSchemas struct{}

// allSchemas are made when they are first asked for: they do not change while
// the program runs.
var allSchemas = sync.OnceValue(func() (out []portal.Schema) {
	rank := map[string]int{}
	for i, subject := range catalogue.Subjects {
		rank[subject.Key] = i
	}
	for _, s := range catalogue.BuiltIn().All() {
		out = append(out, portalSchema(s))
	}
	slices.SortStableFunc(out, func(a, b portal.Schema) int { return rank[a.Subject.Key] - rank[b.Subject.Key] })
	return out
})

func (portalSchemas) All() []portal.Schema { return allSchemas() }

func (portalSchemas) Schema(name string) (portal.Schema, bool) {
	known, ok := catalogue.Lookup(name)
	if !ok {
		return portal.Schema{}, false
	}
	for _, s := range allSchemas() {
		if s.Name == known.Name {
			return s, true
		}
	}
	return portal.Schema{}, false
}

func portalSchema(s *tableschema.Schema) portal.Schema {
	out := portal.Schema{Name: s.Name, Version: s.Version, Title: i18n.Text(s.Title), Description: i18n.Text(s.Description),
		Official: "https://schema.data.gouv.fr/" + s.Name + "/", Key: s.PrimaryKey}
	if subject := catalogue.SubjectOf(s.Name); subject != nil {
		out.Subject = portal.Subject{Key: subject.Key, Title: i18n.Text(subject.Title)}
	}
	for _, f := range s.Fields {
		values := f.Constraints.Enum
		if values == nil {
			values = f.ItemEnum
		}
		out.Fields = append(out.Fields, portal.Field{Name: f.Name, Type: string(f.Type), Title: i18n.Text(f.Title),
			Description: i18n.Text(f.Description), Example: f.Example, Required: f.Constraints.Required, Values: values,
			Rules: fieldRules(f.Constraints)})
	}
	return out
}

// fieldRules says in plain words what else a schema asks of a column.
func fieldRules(c tableschema.Constraints) []i18n.Text {
	var out []i18n.Text
	if c.MaxLength != nil {
		out = append(out, i18n.T("%d caractères au plus.", "%d characters at most.", *c.MaxLength))
	}
	switch {
	case c.Minimum != "" && c.Maximum != "":
		out = append(out, i18n.T("De %s à %s.", "From %s to %s.", c.Minimum, c.Maximum))
	case c.Minimum != "":
		out = append(out, i18n.T("%s au moins.", "%s at least.", c.Minimum))
	case c.Maximum != "":
		out = append(out, i18n.T("%s au plus.", "%s at most.", c.Maximum))
	}
	if c.Unique {
		out = append(out, i18n.T("Chaque valeur n’apparaît qu’une fois.", "Each value appears once only."))
	}
	return out
}
