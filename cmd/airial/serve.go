package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"time"

	"airial/internal/app"
	"airial/internal/demo"
	"airial/internal/platform/clock"
	line "airial/internal/platform/command"
	"airial/internal/platform/config"
	"airial/internal/platform/fault"
)

// serveGC is how much garbage may gather beside what is in use, in per cent of it.
// Much of the latter are decoded columns and rows, in which the collector has
// nothing to look for: it costs little to run twice as often as by default, and a
// server of small machines holds tens of megabytes less.
const serveGC = 60

type serveCommand struct {
	config.Serve `embed:""`
}

func (c *serveCommand) Run(ctx context.Context, call *line.Call) (err error) {
	s := call.Beside.(*settings)
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(serveGC)
	}
	log := app.NewLogger(os.Stderr, c.Serve)
	for _, warning := range s.warnings {
		log.Warn(warning.En)
	}
	at, err := c.clock()
	if err != nil {
		return err
	}
	ground, err := app.OpenGround(ctx, app.GroundConfig{Data: c.Data, Clock: at, Alone: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, ground.Close()) }()
	program, err := app.New(ctx, ground, c.Serve, version, log, nil)
	if err != nil {
		return err
	}
	program.Settings = config.Effective(call, s.file)
	return program.Serve(ctx, func(address string) {
		fmt.Println("Airial", version, "·", address)
		if demo.Holds(c.Data.Data) {
			_ = demo.Show(os.Stdout, terminalLang(), address) // a closed terminal is no reason to stop
		}
	})
}

// clock is the machine's, or that of a demonstration in which time has passed.
func (c *serveCommand) clock() (clock.Clock, error) {
	if c.Demo.Ahead == 0 {
		return clock.System{}, nil
	}
	if !demo.Holds(c.Data.Data) {
		return nil, fault.New(fault.Invalid, "serve", "Réglage --demo-ahead\u202f: ce dossier ne contient pas la démonstration. Une installation réelle vit à l’heure de la machine.",
			"Setting --demo-ahead: this folder does not hold the demonstration. A real installation lives by the machine’s clock.")
	}
	return ahead(c.Demo.Ahead), nil
}

// ahead is the machine's clock, so far ahead of it.
type ahead time.Duration

func (a ahead) Now() time.Time { return clock.System{}.Now().Add(time.Duration(a)) }
