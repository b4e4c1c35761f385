package assessment

import (
	"embed"

	"airial/internal/platform/database"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database; what assessments say is model's.
var Schema = database.Schema{Room: "register_assessment", Files: schemaFiles, Tables: []database.Table{
	{Name: "register_need", Member: "member_id", People: []database.Person{{ID: "by_id", Name: "by_name", Words: []string{"why"}}}},
	{Name: "register_assessment", Member: "member_id", People: []database.Person{{ID: "by_id", Name: "by_name", Words: []string{"words"}}}},
	{Name: "register_assessment_deed", Member: "member_id", People: []database.Person{{ID: "by_id", Name: "by_name", Words: []string{"words"}}}},
}}
