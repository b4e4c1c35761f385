package measure

import (
	"embed"

	"airial/internal/platform/database"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database. The figures are public.
var Schema = database.Schema{Room: "measure", Files: schemaFiles, Tables: []database.Table{
	{Name: "measure_day", Member: "member_id", Public: "true"},
}}
