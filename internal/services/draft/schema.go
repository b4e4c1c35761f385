package draft

import (
	"embed"

	"airial/internal/platform/database"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database.
var Schema = database.Schema{Room: "draft", Files: schemaFiles, Tables: []database.Table{
	{Name: "draft", Member: "member_id", People: []database.Person{{ID: "created_by"}}},
	{Name: "draft_row", Member: "member_id"},
	{Name: "draft_step", Member: "member_id", People: []database.Person{{ID: "by_ref", Name: "by_name"}}},
	{Name: "correction", Member: "member_id"},
}}
