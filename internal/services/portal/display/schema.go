package display

import (
	"embed"

	"airial/internal/platform/database"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database. It comes after opendata's, whose
// datasets its rows name and follow.
var Schema = database.Schema{Room: "portal_display", Files: schemaFiles, Tables: []database.Table{
	{Name: "portal_display", Through: database.Through{Column: "dataset_id", Table: "dataset", Key: "piece_id", Member: "member_id"},
		Public: "true", People: []database.Person{{ID: "actor_id", Name: "actor_name"}}},
}}
