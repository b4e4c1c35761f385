package address

import (
	"embed"

	"airial/internal/platform/database"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database.
var Schema = database.Schema{Room: "address", Files: schemaFiles, Tables: []database.Table{
	{Name: "address_base", Member: "member_id", People: []database.Person{{ID: "begun_by"}}},
	{Name: "address_row", Member: "member_id"},
	{Name: "address_change", Member: "member_id", People: []database.Person{{ID: "actor_id", Name: "actor_name"}, {ID: "undone_by"}}},
	{Name: "address_sending", Member: "member_id", People: []database.Person{{ID: "actor_id", Name: "actor_name"}}},
	{Name: "address_client", Closed: true, People: []database.Person{{ID: "set_by"}}},
}}
