package request

import (
	"embed"

	"airial/internal/platform/database"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database.
var Schema = database.Schema{Room: "register_request", Files: schemaFiles, Tables: []database.Table{
	{Name: "register_request", Member: "member_id", People: []database.Person{{ID: "changed_id", Name: "changed_name", Words: []string{"notes"}}}},
	{Name: "register_request_step", Member: "member_id", People: []database.Person{{ID: "actor_id", Name: "actor_name"}}},
	{Name: "register_request_file", Member: "member_id", Files: []string{"digest"}, People: []database.Person{{ID: "actor_id", Name: "actor_name"}}},
	{Name: "register_request_text", Public: "true", People: []database.Person{{ID: "actor_id", Name: "actor_name"}}},
}}
