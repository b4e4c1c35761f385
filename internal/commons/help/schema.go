package help

import (
	"embed"

	"airial/internal/platform/database"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database. Its rows belong to the
// installation: a question is the asker's and the operator's, not the member's.
var Schema = database.Schema{Room: "help", Files: schemaFiles, Tables: []database.Table{
	{Name: "help_question"},
	{Name: "help_message"},
}}
