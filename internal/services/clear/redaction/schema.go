package redaction

import (
	"embed"

	"airial/internal/platform/database"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database. Its rows pass: they belong to the
// person who works on a document, for an hour.
var Schema = database.Schema{Room: "redaction", Files: schemaFiles, Tables: []database.Table{
	{Name: "redaction", Kind: database.Passing, People: []database.Person{{ID: "user_id", Hers: true}}},
	{Name: "redaction_part", Kind: database.Passing},
}}
