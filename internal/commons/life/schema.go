package life

import (
	"embed"

	"airial/internal/platform/database"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database.
var Schema = database.Schema{Room: "life", Files: schemaFiles, Tables: []database.Table{
	{Name: "life", Member: "member_id"},
	{Name: "step", Through: database.Through{Column: "version_id", Table: "life", Key: "version_id", Member: "member_id"},
		People: []database.Person{{ID: "actor_id", Name: "actor_name", Words: []string{"reason_fr", "reason_en"}}}},
}}
