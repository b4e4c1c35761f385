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
	{Name: "mandate", Member: "member_id", People: []database.Person{{ID: "recorder_id", Name: "recorder"}}},
	{Name: "token", Member: "member_id"},
	{Name: "role_grant", Member: "member_id", People: []database.Person{{ID: "user_id", Hers: true}}},
	{Name: "delegation", Member: "member_id", People: []database.Person{
		{ID: "giver_id", Words: []string{"reference"}}, {ID: "taker_id", Words: []string{"reference"}}, {ID: "recorder_id", Name: "recorder"}}},
	{Name: "acting", People: []database.Person{
		{ID: "agent_id", Name: "agent_name", Words: []string{"reason"}}, {ID: "user_id", Name: "user_name", Words: []string{"reason"}}}},
}}
