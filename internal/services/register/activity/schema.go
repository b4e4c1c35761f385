package activity

import (
	"embed"

	"airial/internal/platform/database"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database; the records themselves are model's.
var Schema = database.Schema{Room: "register_activity", Files: schemaFiles, Tables: []database.Table{
	{Name: "register_notice", Member: "member_id", People: []database.Person{{ID: "by_id", Name: "by_name"}}},
}}
