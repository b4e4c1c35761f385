package intake

import (
	"embed"

	"airial/internal/platform/database"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database.
var Schema = database.Schema{Room: "register_intake", Files: schemaFiles, Tables: []database.Table{
	{Name: "register_import", Member: "member_id", Files: []string{"digest", "documents_digest"}, People: []database.Person{{ID: "by_id", Name: "by_name"}}},
	{Name: "register_import_part", Member: "member_id"},
	{Name: "register_import_row", Member: "member_id"},
	{Name: "register_import_item", Member: "member_id"},
	{Name: "register_import_left", Member: "member_id"},
	{Name: "register_import_file", Member: "member_id", Files: []string{"digest"}},
	{Name: "register_import_mapping", Member: "member_id"},
}}
