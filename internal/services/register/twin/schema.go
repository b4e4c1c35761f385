package twin

import (
	"embed"

	"airial/internal/platform/database"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/named"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database.
var Schema = database.Schema{Room: "register_twin", Files: schemaFiles, Tables: []database.Table{
	{Name: "register_twin", Member: "member_id", People: []database.Person{{ID: "by_id", Name: "by_name"}, {ID: "undone_id", Name: "undone_name"}}},
}}

// Naming are the tables of the room in which people are named.
func Naming() []named.Table {
	return []named.Table{{Name: "register_twin", Label: i18n.T("Traitements en double, réglés", "Activities that were there twice, settled"), Key: []string{"id"}, Member: "member_id",
		Columns: named.C("note"), Silent: []string{"id", "member_id", "kept_id", "gone_id", "state", "led"},
		Href: func(siren, _, _ string) string { return Path(siren) }}}
}
