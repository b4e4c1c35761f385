package duty

import (
	"context"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/i18n"
)

// Published is a dataset that is public, as this room wants it.
type Published struct {
	MemberID string
	Schema   string
	Title    string
	Href     string // its address on the portal
	Modified time.Time
	// Covers tells whether it holds a year.
	Covers func(year int) bool
}

// Declared is a declaration that there is nothing to publish.
type Declared struct {
	MemberID string
	Schema   string
	Year     int
}

// Answers is what this room needs of what is published and declared.
type Answers interface {
	// Published lists what is public under the schemas ("*" for any, and for
	// what has none), of one member or of all ("").
	Published(ctx context.Context, tx access.Tx, schemas []string, member string) ([]Published, error)
	// Declared lists the declarations for whole years that stand, of one member
	// or of all ("").
	Declared(ctx context.Context, tx access.Tx, member string) ([]Declared, error)
	// Title is what a schema is about.
	Title(schema string) i18n.Text
	// KeptPath is where what is published under the schema is written and kept in
	// this house, and how the way there is called; "" for nowhere.
	KeptPath(siren, schema string) (string, i18n.Text)
	// DepositPath is where a file under the schema is deposited for a member, and
	// NilPath where it is declared that there is nothing; "" for nowhere.
	DepositPath(siren, schema string) string
	NilPath(siren, schema, period string) string
}
