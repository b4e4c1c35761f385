package alert

import (
	"embed"

	"airial/internal/platform/database"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database.
var Schema = database.Schema{Room: "portal_alert", Files: schemaFiles, Tables: []database.Table{
	// The people of it have no account: they are known by their sealed address
	// alone, and erase themselves by the link in each letter.
	{Name: "portal_alert", Closed: true},
}}
