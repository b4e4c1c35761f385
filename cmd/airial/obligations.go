package main

import (
	"context"
	"os"

	"airial/internal/app"
	"airial/internal/platform/config"
	"airial/internal/platform/i18n"
)

type obligationsCommand struct {
	config.Data `embed:""`
	Siren       string `arg:"" optional:"" help:"Member; without it, a row for each member and duty is written as CSV."`
	Rule        string `help:"Only this duty: addresses, subsidies..."`
	Status      string `enum:",late,todo,depends,verify,done,free" default:"" help:"Only those that stand so: late, todo, depends, verify, done, free."`
}

func (c *obligationsCommand) Run(ctx context.Context) error {
	ctx = i18n.With(ctx, i18n.Locale{Lang: terminalLang()})
	return beside(ctx, c.Data, func(g *app.Ground) error {
		return app.WriteDuties(ctx, g, command, os.Stdout, c.Siren, c.Rule, c.Status)
	})
}
