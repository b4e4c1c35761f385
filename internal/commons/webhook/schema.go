package webhook

import (
	"embed"

	"airial/internal/platform/database"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database. It comes after organisation's,
// whose members its rows name.
var Schema = database.Schema{Room: "webhook", Files: schemaFiles, Tables: []database.Table{
	{Name: "webhook", Member: "member_id", People: []database.Person{{ID: "created_by"}}},
	{Name: "webhook_delivery", Member: "member_id"},
}}
