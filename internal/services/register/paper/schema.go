package paper

import (
	"embed"

	"airial/internal/platform/database"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database. The templates are the operator's:
// they do not leave with a member.
var Schema = database.Schema{Room: "register_paper", Files: schemaFiles, Tables: []database.Table{
	{Name: "register_paper_template", Public: "true", People: []database.Person{{ID: "by_id", Name: "by_name"}}},
	{Name: "register_paper", Member: "member_id", Files: []string{"digest"}, People: []database.Person{
		{ID: "made_id", Name: "made_name"}, {ID: "changed_id", Name: "changed_name"}, {ID: "issued_id", Name: "issued_name"}}},
}}
