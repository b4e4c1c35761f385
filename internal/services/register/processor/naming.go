package processor

import (
	"airial/internal/platform/i18n"
	persons "airial/internal/services/register/named"
)

// Naming are the tables of the room in which people are named; what is said of
// suppliers is model's.
func Naming() []persons.Table {
	const join = `left join register_instance i on i.id = t.instance_id left join register_version v on v.model_id = i.model_id and v.number = i.version`
	const name = `case when coalesce(i.name, '') = '' then v.name else i.name end`
	return []persons.Table{
		{Name: "register_contract", Label: i18n.T("Contrat d’un sous-traitant", "Contract of a processor"), Key: []string{"instance_id"}, Member: "member_id", Join: join, Title: name,
			Record: "t.instance_id", Columns: append(persons.C("reference", "file_name", "remarks"), persons.J("annex")...), Revision: "rev",
			Silent: []string{"instance_id", "member_id", "starts_on", "ends_on", "annex_on", "digest", "reminded"},
			Href:   func(siren, _, id string) string { return Path(siren) + "/" + id }},
		{Name: "register_certificate_reminder", Silent: []string{"owner_id", "row_key", "member_id", "until_on", "stage"}},
		{Name: "register_merge_item", Label: i18n.T("Sous-traitant avant une fusion", "Processor before a merger"), Key: []string{"merge_id", "instance_id"}, Member: "member_id", Join: join,
			Title: name, Columns: persons.J("before"), Silent: []string{"merge_id", "instance_id", "member_id", "kept", "uses"}},
		{Name: "register_merge", Label: i18n.T("Fusion de sous-traitants", "Merger of processors"), Key: []string{"id"}, Title: "t.name", Columns: persons.C("name"), Silent: []string{"id", "model_id"}},
	}
}
