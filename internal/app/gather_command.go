package app

import (
	"context"
	"log/slog"

	"airial/internal/commons/access"
	"airial/internal/platform/jobs"
	"airial/internal/services/gather"
	"airial/internal/services/opendata"
)

// Gathered lists what is gathered, for the command line.
func Gathered(ctx context.Context, g *Ground) (list []gather.Gathering, err error) {
	err = g.Doors.Read(ctx, access.System("command-line"), func(tx access.Tx) (err error) {
		list, err = gather.List(ctx, tx)
		return err
	})
	return list, err
}

// AskToGather has the server make a consolidation anew, or all of them (""), and
// returns those that it asked for.
func AskToGather(ctx context.Context, g *Ground, schema string) (asked []string, err error) {
	s := gather.New(gather.Settings{Doors: g.Doors, Queue: jobs.NewQueue(g.Clock, g.Ident), Log: slog.Default()})
	err = g.Doors.Write(ctx, access.System("command-line"), func(tx access.Tx) error {
		asked = []string{schema}
		if schema == "" {
			var err error
			if asked, err = opendata.SchemasInUse(ctx, tx); err != nil {
				return err
			}
		}
		for _, name := range asked {
			if err := s.Ask(ctx, tx, name, true); err != nil {
				return err
			}
		}
		return nil
	})
	return asked, err
}
