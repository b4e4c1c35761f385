package main

import (
	"context"
	"errors"

	"airial/internal/app"
	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/config"
)

// beside opens an installation for a command that may run while its server
// does, and lets it go afterwards.
func beside(ctx context.Context, data config.Data, do func(*app.Ground) error) (err error) {
	ground, err := app.OpenGround(ctx, app.GroundConfig{Data: data})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, ground.Close()) }()
	return do(ground)
}

// command is the scope of what is done at the command line: whoever reads the
// folder of an installation is its master.
var command = access.System("command-line")

// writeFor runs fn in a transaction, with the member of a SIREN.
func writeFor(ctx context.Context, g *app.Ground, siren string, fn func(access.Tx, organisation.Member) error) error {
	return g.Doors.Write(ctx, command, func(tx access.Tx) error {
		m, err := organisation.ByAddress(ctx, tx, siren)
		if err != nil {
			return err
		}
		return fn(tx, m)
	})
}
