package request

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/services/register/enclosure"
)

// Activity is a processing activity of a member, as far as a request needs it.
type Activity struct {
	ID    string
	Name  string
	Bases []string // of its purposes, by the names of data/kinds.yaml
}

// Activities is the register of activities.
type Activities interface {
	// Of lists the activities of a member that stand, by name.
	Of(ctx context.Context, tx access.Tx, member string) ([]Activity, error)
}

// Files is where evidence is kept.
type Files = enclosure.Files
