package user

import (
	"embed"

	"airial/internal/platform/database"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database.
var Schema = database.Schema{Room: "account", Files: schemaFiles, Tables: []database.Table{
	{Name: "account"},
	{Name: "session", Kind: database.Passing},
}}
