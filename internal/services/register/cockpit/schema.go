package cockpit

import (
	"embed"

	"airial/internal/platform/database"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database. All of it is the operator's own: a
// member's people do not read what was noted of a visit.
var Schema = database.Schema{Room: "register_cockpit", Files: schemaFiles, Tables: []database.Table{
	{Name: "register_portfolio", About: "member_id", People: []database.Person{{ID: "agent_id", Name: "agent_name"}}},
	{Name: "register_absence", Closed: true, People: []database.Person{{ID: "agent_id", Name: "agent_name"}, {ID: "cover_id", Name: "cover_name"}}},
	{Name: "register_visit", Closed: true, People: []database.Person{{ID: "agent_id", Name: "agent_name", Words: []string{"people", "summary"}}, {ID: "changed_id", Name: "changed_name"}}},
	{Name: "register_act", Closed: true, People: []database.Person{{ID: "by_id", Name: "by_name", Words: []string{"note"}}}},
	{Name: "register_act_item", Closed: true},
}}
