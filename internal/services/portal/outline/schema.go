package outline

import (
	"embed"

	"airial/internal/platform/database"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database. The outlines are the installation's.
var Schema = database.Schema{Room: "portal_outline", Files: schemaFiles, Tables: []database.Table{
	{Name: "portal_outline", Public: "true"},
}}
