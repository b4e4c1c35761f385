package assessment

import (
	"airial/internal/platform/i18n"
	"airial/internal/services/register/named"
)

// Naming are the tables of the room in which people are named; what assessments
// say is model's.
func Naming() []named.Table {
	const join = `left join register_instance i on i.id = t.id`
	page := func(siren, _, id string) string { return Path(siren, id) }
	return []named.Table{
		{Name: "register_assessment", Label: i18n.T("Analyse d’impact", "Impact assessment"), Key: []string{"id"}, Member: "member_id", Join: join, Title: "i.name", Record: "t.id",
			Columns: append(named.C("words"), named.J("kept")...), Silent: []string{"id", "member_id", "activity_id", "state", "review_on"}, Href: page},
		{Name: "register_assessment_deed", Label: i18n.T("Étape d’une analyse d’impact", "Step of an impact assessment"), Key: []string{"id"}, Member: "member_id",
			Join: `left join register_instance i on i.id = t.assessment_id`, Title: "i.name", Record: "t.assessment_id", Columns: append(named.C("words"), named.J("record")...),
			Silent: []string{"id", "assessment_id", "member_id", "kind"}, Href: page},
		{Name: "register_need", Label: i18n.T("Besoin d’une analyse d’impact", "Need of an impact assessment"), Key: []string{"activity_id"}, Member: "member_id", Record: "t.activity_id",
			Columns: named.C("why"), Silent: []string{"activity_id", "member_id", "answers", "kind", "decided"}, Revision: "rev",
			Href: func(siren, _, id string) string { return NeedPath(siren, id) }},
	}
}
