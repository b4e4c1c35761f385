package opendata

import (
	"embed"

	"airial/internal/platform/database"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database.
var Schema = database.Schema{Room: "opendata", Files: schemaFiles, Tables: []database.Table{
	// An address that once led to a dataset goes on answering, with 410 if need
	// be: what was ever published stays known.
	{Name: "dataset", Member: "member_id", Public: "state in ('published', 'withdrawn', 'erased') or issued_at <> 0"},
	{Name: "edition", Member: "member_id", Files: []string{"csv_digest", "parquet_digest"}, Public: "shown = 1 and retracted_at = 0"},
	// What a version's CSV was made of, where something else was deposited.
	{Name: "origin", Member: "member_id", Files: []string{"digest"}},
	{Name: "dataset_address", Member: "member_id", Public: "true"},
	{Name: "pressed", Through: database.Through{Column: "version_id", Table: "version", Key: "id", Member: "member_id"},
		People: []database.Person{{ID: "actor_id", Name: "actor_name"}}},
	{Name: "approval_rule", Member: "member_id"},
	// Words and list hold what is published, and nothing else.
	{Name: "dataset_words", Through: database.Through{Column: "piece_id", Table: "dataset", Key: "piece_id", Member: "member_id"},
		Public: "true", Kind: database.Derived},
	{Name: "dataset_search", Public: "true", Kind: database.Derived, Only: database.SQLite},
	// Files on their way to becoming a deposit, for a day.
	{Name: "upload", Member: "member_id", Kind: database.Passing, Files: []string{"digest"}, People: []database.Person{{ID: "user_id"}}},
	{Name: "dataset_listed", Member: "member_id", Public: "true", Kind: database.Derived},
	{Name: "dataset_turn", Public: "true", Kind: database.Derived},
	{Name: "stray", Member: "member_id", Kind: database.Passing},
	{Name: "file_sweep", Closed: true, Kind: database.Passing},
}}
