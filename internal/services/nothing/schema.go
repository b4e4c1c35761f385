package nothing

import (
	"embed"

	"airial/internal/platform/database"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database.
var Schema = database.Schema{Room: "nothing", Files: schemaFiles, Tables: []database.Table{
	{Name: "nil_return", Member: "member_id", Public: "undone_at = 0",
		People: []database.Person{{ID: "actor_id", Name: "actor_name"}, {ID: "undone_by"}}},
}}
