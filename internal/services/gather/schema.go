package gather

import (
	"embed"

	"airial/internal/platform/database"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database. All of it belongs to the operator,
// and is made again of what is public; what was kept of past states is not.
var Schema = database.Schema{Room: "gather", Files: schemaFiles, Tables: []database.Table{
	{Name: "gather", Member: "member_id", Public: "true"},
	{Name: "gather_part", Member: "member_id", Files: []string{"csv_digest", "parquet_digest"}, Public: "true"},
	{Name: "gather_source", Member: "member_id", Public: "true"},
	{Name: "gather_kept", Member: "member_id", Public: "true"},
	// Files of states that were replaced a moment ago, still being read by some.
	{Name: "gather_replaced", Member: "member_id", Kind: database.Passing},
}}
