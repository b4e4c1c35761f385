package paper

import (
	"airial/internal/platform/i18n"
	"airial/internal/services/register/named"
)

// Naming are the tables of the room in which people are named. What was issued is
// a record of the body.
func Naming() []named.Table {
	return []named.Table{
		{Name: "register_paper", Label: i18n.T("Document préparé", "Prepared paper"), Key: []string{"id"}, Member: "member_id", Title: "t.title", Record: "t.id", Revision: "revision",
			Keep: `case when t.state = 'issued' then 'paper-issued' else '' end`, Columns: named.C("title", "body"), Silent: []string{"id", "member_id", "kind", "subject", "lang", "state", "digest"},
			Href: func(siren, _, id string) string { return PreparedPath(siren, id) }},
		{Name: "register_paper_template", Label: i18n.T("Modèle de document", "Template of a paper"), Key: []string{"kind", "lang", "number"}, Numbers: []string{"number"}, Title: "t.kind", Columns: named.C("body", "note"),
			Silent: []string{"kind", "lang"}},
	}
}
