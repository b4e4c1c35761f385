package cockpit

import (
	"airial/internal/platform/i18n"
	"airial/internal/services/register/named"
)

// Naming are the tables of the room in which people are named: the operator's own
// notes about members.
func Naming() []named.Table {
	return []named.Table{
		{Name: "register_visit", Label: i18n.T("Visite", "Visit"), Key: []string{"id"}, About: "t.member_id", Title: "t.day", Record: "t.id", Revision: "revision",
			Columns: named.C("people", "summary"), Silent: []string{"id", "member_id", "state", "day", "next_on", "act_id"}, Href: func(_, _, id string) string { return VisitPath(id) }},
		{Name: "register_act", Label: i18n.T("Geste groupé", "Act over many bodies"), Key: []string{"id"}, Title: "t.deed", Columns: append(named.C("note"), named.J("detail")...),
			Silent: []string{"id", "deed", "state"}},
		{Name: "register_act_item", Label: i18n.T("Geste groupé", "Act over many bodies"), Key: []string{"act_id", "member_id"}, About: "t.member_id", Columns: named.J("before"),
			Silent: []string{"act_id", "member_id", "outcome"}},
		{Name: "register_portfolio", Silent: []string{"member_id", "since_on", "act_id"}},
		{Name: "register_absence", Silent: []string{"id", "from_on", "until_on"}},
	}
}
