package advice

import (
	"embed"

	"airial/internal/platform/database"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database. Opinions and documents are the
// operator's: they do not leave with a member.
var Schema = database.Schema{Room: "register_advice", Files: schemaFiles, Tables: []database.Table{
	{Name: "register_question", Member: "member_id", People: []database.Person{{ID: "asker_id", Name: "asker_name", Words: []string{"words"}}}},
	{Name: "register_opinion", People: []database.Person{{ID: "author_id", Name: "author_name"}}},
	{Name: "register_document", Member: "member_id", Public: "true", Files: []string{"digest"}, People: []database.Person{{ID: "actor_id", Name: "actor_name"}}},
	{Name: "register_document_star", People: []database.Person{{ID: "user_id", Hers: true}}},
	{Name: "register_document_seen", People: []database.Person{{ID: "user_id", Hers: true}}},
}}
