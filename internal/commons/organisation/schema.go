package organisation

import (
	"embed"

	"airial/internal/platform/database"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database: the first, for everything names a
// member.
var Schema = database.Schema{Room: "organisation", Files: schemaFiles}
