package handover

import (
	"embed"

	"airial/internal/platform/database"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database.
var Schema = database.Schema{Room: "handover", Files: schemaFiles, Tables: []database.Table{
	{Name: "attested", Member: "member_id"},
	{Name: "handover", Member: "member_id", Kind: database.Passing, Files: []string{"digest"},
		People: []database.Person{{ID: "asked_by_id", Name: "asked_by"}}},
}}
