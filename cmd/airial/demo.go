package main

import (
	"context"
	"fmt"
	"os"

	"airial/internal/demo"
	"airial/internal/platform/config"
	"airial/internal/platform/i18n"
)

type demoCommand struct {
	config.Data `embed:""`
	Members     int `default:"24" help:"How many members to invent, the operator not counted."`
}

func (c *demoCommand) Run(ctx context.Context) error {
	created, err := demo.Fill(ctx, demo.Options{Data: c.Data, Members: c.Members, Version: version, Report: os.Stderr})
	if err != nil {
		return err
	}
	if !created {
		fmt.Fprintln(os.Stderr, i18n.T("%[1]s contient déjà une installation : rien n’a été ajouté.",
			"%[1]s holds an installation already: nothing was added.", c.Data.Data).In(terminalLang()))
	}
	return nil
}
