package adhesion

import (
	"embed"

	"airial/internal/platform/database"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database. What a member subscribes to names
// the operator's catalogue, which does not go elsewhere with it: conventions
// and subscriptions are the operator's accounts, not the member's data.
var Schema = database.Schema{Room: "adhesion", Files: schemaFiles, Tables: []database.Table{
	// The catalogue is no secret; the operator alone writes it.
	{Name: "prestation", Closed: true, Public: "true"},
	{Name: "scale", Closed: true, Public: "true", People: []database.Person{{ID: "recorder_id", Name: "recorder"}}},
	{Name: "convention", About: "member_id", People: []database.Person{{ID: "recorder_id", Name: "recorder"}}},
	{Name: "subscription", About: "member_id", People: []database.Person{{ID: "recorder_id", Name: "recorder"}}},
}}
