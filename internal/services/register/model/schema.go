package model

import (
	"embed"

	"airial/internal/platform/database"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database. The library is the operator's, and
// no secret once issued; instances are their members'.
var Schema = database.Schema{Room: "register_model", Files: schemaFiles, Tables: []database.Table{
	{Name: "register_term", Closed: true, Public: "true"},
	{Name: "register_model", Closed: true, Public: "true"},
	{Name: "register_draft", Closed: true, People: []database.Person{{ID: "by_id", Name: "by_name"}}},
	{Name: "register_version", Closed: true, Public: "true", People: []database.Person{{ID: "by_id", Name: "by_name"}}},
	{Name: "register_instance", Member: "member_id"},
	{Name: "register_override", Member: "member_id"},
	{Name: "register_check", Member: "member_id", People: []database.Person{{ID: "by_id", Name: "by_name", Words: []string{"message"}}}},
	{Name: "register_change", Member: "member_id", People: []database.Person{{ID: "by_id", Name: "by_name"}}},
	{Name: "register_batch", Closed: true, Public: "true", People: []database.Person{{ID: "by_id", Name: "by_name"}}},
	{Name: "register_part", Closed: true},
	{Name: "register_batch_member", About: "member_id"},
	{Name: "register_batch_field", Closed: true},
	{Name: "register_item", About: "member_id"},
	{Name: "register_item_override", About: "member_id"},
	{Name: "register_tally", Member: "member_id"},
}}
