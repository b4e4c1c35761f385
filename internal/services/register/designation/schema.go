package designation

import (
	"embed"

	"airial/internal/platform/database"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database. Who holds an office is told to the
// public by pages that ask under the system; acts over many members are the
// operator's.
var Schema = database.Schema{Room: "register_designation", Files: schemaFiles, Tables: []database.Table{
	{Name: "register_office", Member: "member_id", People: []database.Person{{ID: "by_id", Name: "by_name"}}},
	{Name: "register_office_batch", Closed: true, People: []database.Person{{ID: "by_id", Name: "by_name"}}},
}}
