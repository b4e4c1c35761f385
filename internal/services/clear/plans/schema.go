package plans

import (
	"embed"

	"airial/internal/platform/database"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database.
var Schema = database.Schema{Room: "plans", Files: schemaFiles, Tables: []database.Table{
	{Name: "anonymise_plan", Member: "member_id"},
	{Name: "anonymise_key", Member: "member_id"},
	{Name: "anonymise_run", Member: "member_id"},
}}
