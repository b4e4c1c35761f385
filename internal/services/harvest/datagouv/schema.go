package datagouv

import (
	"embed"

	"airial/internal/platform/database"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database. It comes after opendata's, whose
// datasets its rows name.
var Schema = database.Schema{Room: "datagouv", Files: schemaFiles, Tables: []database.Table{
	{Name: "datagouv_account", Member: "member_id", People: []database.Person{{ID: "created_by"}}},
	{Name: "datagouv_link", Member: "member_id"},
	{Name: "datagouv_run", Member: "member_id", People: []database.Person{{ID: "asked_by"}}},
	{Name: "datagouv_line", Member: "member_id"},
}}
