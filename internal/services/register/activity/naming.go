package activity

import (
	"airial/internal/platform/i18n"
	"airial/internal/services/register/named"
)

// Naming are the tables of the room in which people are named; what records say
// is model's.
func Naming() []named.Table {
	return []named.Table{{Name: "register_notice", Label: i18n.T("Mention d’information affichée", "Notice that was put up"), Key: []string{"instance_id", "form"}, Member: "member_id",
		Title: "t.form", Record: "t.instance_id", Columns: named.C("content"), Silent: []string{"instance_id", "form", "member_id", "way"},
		Href: func(siren, _, id string) string { return Base(siren) + "/activities/" + id }}}
}
