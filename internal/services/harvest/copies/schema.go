package copies

import (
	"embed"

	"airial/internal/platform/database"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database.
var Schema = database.Schema{Room: "copies", Files: schemaFiles, Tables: []database.Table{
	{Name: "copies_place"},
	{Name: "copies_state", Member: "member_id", People: []database.Person{{ID: "changed_by"}}},
}}
