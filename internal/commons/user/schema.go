package user

import (
	"embed"

	"airial/internal/platform/database"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database.
var Schema = database.Schema{Room: "account", Files: schemaFiles, Tables: []database.Table{
	{Name: "account", People: []database.Person{{ID: "id", Name: "name"}}},
	{Name: "session", Kind: database.Passing, People: []database.Person{{ID: "account_id"}}},
	{Name: "account_link", Kind: database.Passing, People: []database.Person{{ID: "account_id", Hers: true}}},
	{Name: "account_totp", People: []database.Person{{ID: "account_id", Hers: true}}},
	{Name: "account_code", People: []database.Person{{ID: "account_id", Hers: true}}},
	{Name: "account_passkey", People: []database.Person{{ID: "account_id", Hers: true}}},
	{Name: "account_device", People: []database.Person{{ID: "account_id", Hers: true}}},
	{Name: "account_identity", People: []database.Person{{ID: "account_id", Hers: true}}},
	{Name: "login_try", Kind: database.Passing, People: []database.Person{{ID: "account_id", Hers: true}}},
	{Name: "login_policy", People: []database.Person{{ID: "set_by"}}},
	{Name: "held_form", Kind: database.Passing, People: []database.Person{{ID: "account_id", Hers: true}}},
}}
