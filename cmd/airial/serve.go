package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/alecthomas/kong"

	"airial/internal/app"
	"airial/internal/demo"
	"airial/internal/platform/config"
)

type serveCommand struct {
	config.Serve `embed:""`
}

func (c *serveCommand) Run(ctx context.Context, k *kong.Context, s *settings) (err error) {
	log := app.NewLogger(os.Stderr, c.Serve)
	for _, warning := range s.warnings {
		log.Warn(warning.En)
	}
	ground, err := app.OpenGround(ctx, app.GroundConfig{Data: c.Data, Alone: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, ground.Close()) }()
	program, err := app.New(ctx, ground, c.Serve, version, log, nil)
	if err != nil {
		return err
	}
	program.Settings = config.Effective(k, s.file)
	return program.Serve(ctx, func(address string) {
		fmt.Println("Airial", version, "·", address)
		if demo.Holds(c.Data.Data) {
			_ = demo.Show(os.Stdout, terminalLang(), address) // a closed terminal is no reason to stop
		}
	})
}
