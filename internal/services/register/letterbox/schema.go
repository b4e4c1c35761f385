package letterbox

import (
	"embed"

	"airial/internal/platform/database"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database. Letters are the operator's until
// somebody says whose they are.
var Schema = database.Schema{Room: "register_letterbox", Files: schemaFiles, Tables: []database.Table{
	{Name: "register_letter", Member: "member_id", People: []database.Person{{ID: "by_id", Name: "by_name"}}},
	{Name: "register_letter_file", Member: "member_id", Files: []string{"digest"}},
}}
