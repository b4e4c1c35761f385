package breach

import (
	"airial/internal/platform/i18n"
	"airial/internal/services/register/named"
)

// Naming are the tables of the room in which people are named. The register of
// breaches (GDPR, art. 33.5) is kept; it need not name the people concerned.
func Naming() []named.Table {
	page := func(siren, _, id string) string { return Path(siren, id) }
	return []named.Table{
		{Name: "register_breach", Label: i18n.T("Violation de données", "Personal-data breach"), Key: []string{"id"}, Member: "member_id", Title: "t.title", Record: "t.id",
			Revision: "revision", Href: page, Columns: append(named.C("title", "notify_why", "tell_why", "notified_ref", "complaint"), named.J("answers")...),
			Silent: []string{"id", "member_id", "state", "origin_id", "notify", "tell", "reminded"}},
		{Name: "register_breach_step", Label: i18n.T("Étape d’une violation", "Step of a breach"), Key: []string{"id"}, Member: "member_id",
			Join: `left join register_breach b on b.id = t.breach_id`, Title: "b.title", Record: "t.breach_id", Href: page, Columns: named.C("words"),
			Silent: []string{"id", "breach_id", "member_id", "kind", "actor_kind"}},
		{Name: "register_breach_file", Label: i18n.T("Nom d’une pièce d’une violation", "Name of a file of a breach"), Key: []string{"id"}, Member: "member_id",
			Join: `left join register_breach b on b.id = t.breach_id`, Title: "b.title", Record: "t.breach_id", Href: page, Columns: named.C("name"),
			Silent: []string{"id", "breach_id", "member_id", "kind", "digest"}},
		{Name: "register_breach_contact", Label: i18n.T("Contact en cas de violation", "Contact for a breach"), Key: []string{"id"}, Member: "member_id", Title: "t.who",
			Columns: append(append(named.W("who"), named.D("phone", "mail")...), named.C("words")...), Silent: []string{"id", "member_id"},
			Href: func(siren, _, _ string) string { return ListPath(siren) + "/contacts" }},
	}
}
