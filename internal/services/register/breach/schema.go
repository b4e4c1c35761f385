package breach

import (
	"embed"

	"airial/internal/platform/database"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database.
var Schema = database.Schema{Room: "register_breach", Files: schemaFiles, Tables: []database.Table{
	{Name: "register_breach", Member: "member_id", People: []database.Person{{ID: "changed_id", Name: "changed_name"}}},
	{Name: "register_breach_step", Member: "member_id", People: []database.Person{{ID: "actor_id", Name: "actor_name", Words: []string{"words"}}}},
	{Name: "register_breach_file", Member: "member_id", Files: []string{"digest"}, People: []database.Person{{ID: "actor_id", Name: "actor_name"}}},
	{Name: "register_breach_contact", Member: "member_id"},
}}
