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
	{Name: "help_question", People: []database.Person{{ID: "asker_id", Name: "asker_name", Hers: true}, {ID: "taker_id", Name: "taker_name"}}},
	{Name: "help_message", People: []database.Person{{ID: "author_id", Name: "author_name", Words: []string{"words"}}}},
}}
