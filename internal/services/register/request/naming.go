package request

import (
	"airial/internal/platform/i18n"
	"airial/internal/services/register/named"
)

// kept says why the requester of a row of register_request stays named: her
// request is under way, or its period of retention is not over.
const (
	kept     = `case when t.state not in ('closed','erased') then 'request-open' when t.state = 'closed' and t.erase_on > $today then 'request-kept' else '' end`
	keptFile = `case when r.state not in ('closed','erased') then 'request-open' when r.state = 'closed' and r.erase_on > $today then 'request-kept' else '' end`
)

// Naming are the tables of the room in which people are named.
func Naming() []named.Table {
	page := func(siren, _, id string) string { return Path(siren, id) }
	return []named.Table{
		{Name: "register_request", Label: i18n.T("Demande d’exercice de droits", "Rights request"), Key: []string{"id"}, Member: "member_id", Title: "t.reference", Record: "t.id",
			Keep: kept, Revision: "revision", Href: page,
			Columns: append(append(append(named.W("requester_name"), named.D("requester_email", "requester_phone", "requester_address")...),
				named.C("requester_for", "words", "identity_why", "extended_why", "notes", "reason", "answer")...), named.J("activities")...),
			Silent: []string{"id", "member_id", "reference", "channel", "state", "outcome", "ground", "kinds", "bases", "received_on", "due_on", "extended_on", "identity_on",
				"identified_on", "closed_on", "erase_on", "answered_by", "reminded"}},
		{Name: "register_request_file", Label: i18n.T("Nom d’un fichier d’une demande", "Name of a file of a request"), Key: []string{"id"}, Member: "member_id",
			Join: `left join register_request r on r.id = t.request_id`, Title: "r.reference", Record: "t.request_id", Keep: keptFile, Href: page, Columns: named.C("name"),
			Silent: []string{"id", "request_id", "member_id", "kind", "digest", "destroy_on"}},
		{Name: "register_request_step", Silent: []string{"id", "request_id", "member_id", "kind", "from_state", "to_state", "actor_kind"}},
		{Name: "register_request_text", Label: i18n.T("Modèle de réponse", "Model of an answer"), Key: []string{"id"}, Title: "t.id", Columns: named.C("body"), Silent: []string{"id"}},
	}
}
