package user

import (
	"embed"

	"airial/internal/platform/database"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database.
var Schema = database.Schema{Room: "account", Files: schemaFiles, Tables: []database.Table{
	{Name: "account"},
	{Name: "session", Kind: database.Passing},
	{Name: "account_link", Kind: database.Passing},
	{Name: "account_totp"},
	{Name: "account_code"},
	{Name: "account_passkey"},
	{Name: "account_device"},
	{Name: "account_identity"},
	{Name: "login_try", Kind: database.Passing},
	{Name: "login_policy"},
	{Name: "held_form", Kind: database.Passing},
}}
