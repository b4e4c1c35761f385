package designation

import (
	"airial/internal/platform/i18n"
	"airial/internal/services/register/named"
)

// Naming are the tables of the room in which people are named. Whoever is in
// office stays named (GDPR, art. 30.1.a).
func Naming() []named.Table {
	return []named.Table{
		{Name: "register_office", Label: i18n.T("Désignation", "Designation"), Key: []string{"id"}, Member: "member_id", Title: "t.title", Revision: "rev",
			Keep:    `case when t.until_on = '' or t.until_on >= $today then 'office' else '' end`,
			Columns: append(append(named.W("holder"), named.D("email", "phone", "address")...), named.C("title", "body", "reference", "act")...),
			Silent:  []string{"id", "member_id", "post", "form", "referenced_on", "act_on", "from_on", "until_on", "batch_id", "ended_batch", "ended_was"},
			Href:    func(siren, _, _ string) string { return Path(siren) }},
		{Name: "register_office_batch", Label: i18n.T("Acte groupé de désignation", "Designation of many bodies"), Key: []string{"id"}, Title: "t.from_on", Columns: named.C("holder", "note"),
			Silent: []string{"id", "deed", "from_on"}, Href: func(string, string, string) string { return operatorPath + "/acts" }},
	}
}
