package main

import (
	"context"
	"fmt"
	"os"
	"text/tabwriter"
	"time"

	"airial/internal/app"
	"airial/internal/platform/config"
)

type datagouvCommands struct {
	Status datagouvStatus `cmd:"" help:"How members’ datasets stand at data.gouv.fr."`
	Push   datagouvPush   `cmd:"" help:"Have the server make and update a member’s datasets at data.gouv.fr, and print its report."`
	Repair datagouvRepair `cmd:"" help:"Have the server put right what differs there, for all members that push."`
}

type datagouvStatus struct {
	config.Data `embed:""`
	Siren       string `arg:"" optional:"" help:"Member, dataset by dataset; a line for each member without it."`
}

func (c *datagouvStatus) Run(ctx context.Context) error {
	return beside(ctx, c.Data, func(g *app.Ground) error {
		out := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
		if err := (app.Pushing{Ground: g}).Status(ctx, out, c.Siren); err != nil {
			return err
		}
		return out.Flush()
	})
}

type datagouvPush struct {
	config.Data     `embed:""`
	config.DataGouv `embed:""`
	Siren           string        `arg:"" help:"Member."`
	DryRun          bool          `help:"Change nothing: say field by field what there is and what should be."`
	Wait            time.Duration `default:"2m" help:"How long to wait for the server’s report."`
}

func (c *datagouvPush) Run(ctx context.Context) error {
	return beside(ctx, c.Data, func(g *app.Ground) error {
		return app.Pushing{Ground: g, Site: c.Site()}.Run(ctx, os.Stdout, c.Siren, c.DryRun, c.Wait)
	})
}

type datagouvRepair struct {
	config.Data     `embed:""`
	config.DataGouv `embed:""`
	Siren           string `arg:"" optional:"" help:"Member; all that push without it."`
}

func (c *datagouvRepair) Run(ctx context.Context) error {
	return beside(ctx, c.Data, func(g *app.Ground) error {
		n, err := app.Pushing{Ground: g, Site: c.Site()}.Repair(ctx, c.Siren)
		if err == nil {
			fmt.Printf("%d\n", n)
		}
		return err
	})
}
