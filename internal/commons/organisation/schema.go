package organisation

import (
	"embed"

	"airial/internal/platform/database"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database: the first, for everything names a
// member.
var Schema = database.Schema{Room: "organisation", Files: schemaFiles, Tables: []database.Table{
	{Name: "member", Member: "id", Public: "true"},
	{Name: "member_history", Member: "member_id", Public: "true", People: []database.Person{{ID: "recorder_id", Name: "recorder"}}},
	{Name: "member_address", Member: "member_id", Public: "true"},
	{Name: "member_union", Member: "member_id", Public: "true", People: []database.Person{{ID: "recorder_id", Name: "recorder"}}},
}}
