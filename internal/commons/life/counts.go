package life

import (
	"context"

	"airial/internal/platform/database"
)

// Stood is how many versions stand at a stage.
type Stood struct {
	Kind, Stage, Outcome string
	Versions             int64
}

// Counts returns how many versions stand where, for the operator's figures.
func Counts(ctx context.Context, tx database.Tx) ([]Stood, error) {
	return database.All(ctx, tx, "life.Counts", func(s database.Row) (Stood, error) {
		var c Stood
		return c, s.Scan(&c.Kind, &c.Stage, &c.Outcome, &c.Versions)
	}, `select kind, stage, outcome, count(*) from life group by kind, stage, outcome order by kind, stage, outcome`)
}
