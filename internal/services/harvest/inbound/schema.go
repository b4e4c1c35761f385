package inbound

import (
	"embed"

	"airial/internal/platform/database"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database. It comes after organisation's,
// whose members its rows name.
var Schema = database.Schema{Room: "inbound", Files: schemaFiles, Tables: []database.Table{
	{Name: "harvest_source", Member: "member_id", Public: "true", People: []database.Person{{ID: "created_by"}}},
	{Name: "harvest_run", Member: "member_id"},
	{Name: "harvest_record", Member: "member_id", Public: "true"},
	{Name: "harvest_name", Member: "member_id"},
}}
