package access

import (
	"embed"

	"airial/internal/platform/database"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database. It comes after organisation's,
// whose members its rows name.
var Schema = database.Schema{Room: "access", Files: schemaFiles, Tables: []database.Table{
	{Name: "mandate", Member: "member_id"},
	{Name: "token", Member: "member_id"},
	{Name: "role_grant", Member: "member_id"},
	{Name: "delegation", Member: "member_id"},
	{Name: "acting"},
}}
