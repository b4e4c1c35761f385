package label

import (
	"embed"

	"airial/internal/platform/database"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database. A logo is small and stands on every
// page: it is kept among the records, where it is backed up, moved and given
// away with them.
var Schema = database.Schema{Room: "portal_label", Files: schemaFiles, Tables: []database.Table{
	{Name: "portal_label", Member: "member_id", Public: "number > 0", People: []database.Person{{ID: "actor_id", Name: "actor_name"}}},
	{Name: "portal_logo", Member: "member_id", Public: "true"},
	{Name: "portal_host", Member: "member_id", Public: "verified_at > 0", People: []database.Person{{ID: "actor_id", Name: "actor_name"}}},
	{Name: "portal_audit", Member: "member_id", Public: "undone_at = 0", People: []database.Person{{ID: "actor_id", Name: "actor_name"}, {ID: "undone_by"}}},
}}
