package main

import (
	"context"
	"fmt"
	"os"

	"airial/internal/demo"
	"airial/internal/platform/config"
)

type demoCommand struct {
	config.Data `embed:""`
	Members     int `default:"24" help:"How many members to invent, the operator not counted."`
}

func (c *demoCommand) Run(ctx context.Context) error {
	created, err := demo.Fill(ctx, demo.Options{Data: c.Data.Data, Members: c.Members, Version: version, Report: os.Stderr})
	if err != nil {
		return err
	}
	if !created {
		fmt.Fprintln(os.Stderr, c.Data.Data, "holds an installation already: nothing was added.")
		return nil
	}
	return nil
}
