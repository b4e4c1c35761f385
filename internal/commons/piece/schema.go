package piece

import (
	"embed"

	"airial/internal/platform/database"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database.
var Schema = database.Schema{Room: "piece", Files: schemaFiles, Tables: []database.Table{
	{Name: "piece", Member: "member_id"},
	{Name: "version", Member: "member_id", Files: []string{"digest"}, People: []database.Person{{ID: "actor_id", Name: "actor_name"}}},
	{Name: "deposit_key", Member: "member_id"},
}}
