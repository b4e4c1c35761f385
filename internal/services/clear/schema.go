package clear

import (
	"embed"

	"airial/internal/platform/database"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database.
var Schema = database.Schema{Room: "clear", Files: schemaFiles, Tables: []database.Table{
	{Name: "scan", Member: "member_id"},
	{Name: "settled", Member: "member_id"},
	{Name: "dataset_activity", Member: "member_id"},
}}
