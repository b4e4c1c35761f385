package succession

import (
	"embed"

	"airial/internal/platform/database"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database. Acts are the operator's affair:
// they stay where they are when a member leaves.
var Schema = database.Schema{Room: "succession", Files: schemaFiles, Tables: []database.Table{
	{Name: "succession", Closed: true, People: []database.Person{{ID: "recorder_id", Name: "recorder"}}},
	{Name: "succession_member", Closed: true},
	{Name: "succession_piece", Closed: true},
}}
