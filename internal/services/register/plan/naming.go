package plan

import (
	"airial/internal/platform/i18n"
	"airial/internal/services/register/named"
)

// Naming are the tables of the room in which people are named; what actions say
// is model's.
func Naming() []named.Table {
	page := func(siren, _, id string) string { return Path(siren, id) }
	of := func(column string) (string, string) {
		return `left join register_instance i on i.id = t.` + column + ` left join register_version v on v.model_id = i.model_id and v.number = i.version`,
			`case when coalesce(i.name, '') = '' then v.name else i.name end`
	}
	itself, name := of("id")
	its, _ := of("action_id")
	return []named.Table{
		{Name: "register_action", Label: i18n.T("Action", "Action"), Key: []string{"id"}, Member: "member_id", Join: itself, Title: name, Record: "t.id", Columns: named.C("owner_name", "remark"),
			Silent: []string{"id", "member_id", "kind", "state", "due_on", "done_on"}, Href: page},
		{Name: "register_action_proof", Label: i18n.T("Preuve d’une action", "Proof of an action"), Key: []string{"id"}, Member: "member_id", Join: its, Title: name, Record: "t.action_id",
			Columns: named.C("name", "href"), Silent: []string{"id", "action_id", "member_id", "digest"}, Href: page},
		{Name: "register_action_step", Label: i18n.T("Historique d’une action", "History of an action"), Key: []string{"id"}, Member: "member_id", Join: its, Title: name, Record: "t.action_id",
			Columns: named.J("before", "after"), Silent: []string{"id", "action_id", "member_id", "what"}, Href: page},
		{Name: "register_action_link", Silent: []string{"action_id", "member_id", "kind", "target"}},
		{Name: "register_calendar", Silent: []string{"id", "member_id"}},
		{Name: "register_digest", Silent: []string{"often", "told"}},
	}
}
