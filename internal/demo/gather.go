package demo

import (
	"context"
	"time"

	"airial/internal/commons/access"
)

// mostGathered is up to how many members the demonstration has its consolidations
// ready; of a larger one the server makes them once it runs.
const mostGathered = 1000

// gather makes the consolidated datasets of the territory, and has the state of the
// day stay.
func (f *filling) gather(ctx context.Context) error {
	if f.total > mostGathered {
		return nil
	}
	schemas, err := f.Gather.Schemas(ctx)
	if err != nil {
		return err
	}
	for n, schema := range schemas { // one after the other, as everywhere: no two at one instant
		f.clock.Set(today.Time().Add(6*time.Hour + time.Duration(n)*time.Second))
		if err := f.Gather.Update(ctx, schema, false); err != nil {
			return err
		}
	}
	return f.Doors.Write(ctx, access.System("demonstration"), func(tx access.Tx) error {
		_, _, err := f.Gather.Keep(ctx, tx, "scdl/subventions", "month")
		return err
	})
}
