package letterbox

import (
	"airial/internal/platform/i18n"
	"airial/internal/services/register/named"
)

// Naming are the tables of the room in which people are named.
func Naming() []named.Table {
	page := func(_, _, id string) string { return Path(id) }
	return []named.Table{
		{Name: "register_letter", Label: i18n.T("Courriel reçu", "E-mail received"), Key: []string{"id"}, About: "t.target_member", Title: "t.subject", Record: "t.id", Revision: "rev", Href: page,
			Columns: append(append(named.W("from_name"), named.D("from_email")...), named.C("to_emails", "subject", "words")...),
			Silent:  []string{"id", "member_id", "name_key", "name", "thread", "state", "looks", "rights", "for_member", "for_why", "replies_to", "target_kind", "target_id", "target_member"}},
		{Name: "register_letter_file", Label: i18n.T("Pièce d’un courriel reçu", "File of an e-mail"), Key: []string{"id"}, Record: "t.letter_id", Columns: named.C("name"),
			Silent: []string{"id", "letter_id", "member_id", "kind", "digest"}, Href: page},
	}
}
