package people

import (
	"embed"

	"airial/internal/platform/database"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database.
var Schema = database.Schema{Room: "people", Files: schemaFiles, Tables: []database.Table{
	{Name: "phone_code", Kind: database.Passing, People: []database.Person{{ID: "account_id", Hers: true}}},
}}
