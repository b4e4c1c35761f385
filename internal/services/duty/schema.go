package duty

import (
	"embed"

	"airial/internal/platform/database"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database.
var Schema = database.Schema{Room: "duty", Files: schemaFiles, Tables: []database.Table{
	{Name: "duty_elsewhere", Member: "member_id", Public: "undone_at = 0",
		People: []database.Person{{ID: "actor_id", Name: "actor_name"}, {ID: "undone_by"}}},
	{Name: "duty_shown", Member: "member_id", Public: "shown = 1", People: []database.Person{{ID: "changed_by"}}},
}}
