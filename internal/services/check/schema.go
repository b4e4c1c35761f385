package check

import (
	"embed"

	"airial/internal/platform/database"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database.
var Schema = database.Schema{Room: "check", Files: schemaFiles, Tables: []database.Table{
	{Name: "check_report", Member: "member_id"},
	{Name: "check_visit", Kind: database.Passing},
}}
