package voice

import (
	"embed"

	"airial/internal/platform/database"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database. It comes after opendata's, whose
// datasets its rows name.
var Schema = database.Schema{Room: "voice", Files: schemaFiles, Tables: []database.Table{
	{Name: "voice_thread", Member: "member_id", Public: "public = 1", People: []database.Person{{ID: "answered_by"}}},
	{Name: "voice_asker", Member: "member_id"},
}}
