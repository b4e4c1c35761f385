package maturity

import (
	"embed"

	"airial/internal/platform/database"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database.
var Schema = database.Schema{Room: "register_maturity", Files: schemaFiles, Tables: []database.Table{
	{Name: "register_questionnaire", Public: "true", People: []database.Person{{ID: "actor_id", Name: "actor_name"}}},
	{Name: "register_survey", Member: "member_id", People: []database.Person{{ID: "changed_id", Name: "changed_name"}}},
	{Name: "register_survey_answer", Member: "member_id"},
	{Name: "register_survey_score", Member: "member_id"},
	{Name: "register_survey_note", Member: "member_id"},
}}
