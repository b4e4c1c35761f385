package plan

import (
	"embed"

	"airial/internal/platform/database"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database; what actions say is model's.
var Schema = database.Schema{Room: "register_plan", Files: schemaFiles, Tables: []database.Table{
	{Name: "register_action", Member: "member_id", People: []database.Person{{ID: "owner_id", Name: "owner_name", Words: []string{"remark"}}}},
	{Name: "register_action_link", Member: "member_id"},
	{Name: "register_action_proof", Member: "member_id", Files: []string{"digest"}, People: []database.Person{{ID: "actor_id", Name: "actor_name"}}},
	{Name: "register_action_step", Member: "member_id", People: []database.Person{{ID: "actor_id", Name: "actor_name"}}},
	{Name: "register_calendar", People: []database.Person{{ID: "user_id", Hers: true}}},
	{Name: "register_digest", People: []database.Person{{ID: "user_id", Hers: true}}},
}}
