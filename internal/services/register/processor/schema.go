package processor

import (
	"embed"

	"airial/internal/platform/database"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database. Contracts are their members'; what
// was merged into the catalogue is the operator's to take back.
var Schema = database.Schema{Room: "register_processor", Files: schemaFiles, Tables: []database.Table{
	{Name: "register_contract", Member: "member_id", Files: []string{"digest"}, People: []database.Person{{ID: "by_id", Name: "by_name"}}},
	{Name: "register_certificate_reminder", Member: "member_id"},
	{Name: "register_merge", Closed: true, People: []database.Person{{ID: "by_id", Name: "by_name"}}},
	{Name: "register_merge_item", About: "member_id"},
}}
