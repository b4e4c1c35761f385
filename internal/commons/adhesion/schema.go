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
	{Name: "prestation"},
	{Name: "scale"},
	{Name: "convention"},
	{Name: "subscription"},
}}
