package named

import (
	"embed"

	"airial/internal/platform/database"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database.
var Schema = database.Schema{Room: "register_named", Files: schemaFiles, Tables: []database.Table{
	{Name: "register_forgotten", Member: "member_id", People: []database.Person{{ID: "by_id", Name: "by_name"}}},
}}
