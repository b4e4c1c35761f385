package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"text/tabwriter"
	"time"

	"airial/internal/app"
	"airial/internal/platform/config"
)

type gatherCommands struct {
	Status  gatherStatus  `cmd:"" help:"List the consolidated datasets: what is in them, when they last changed, what failed."`
	Rebuild gatherRebuild `cmd:"" help:"Have the server make a consolidated dataset anew, or all of them."`
}

type gatherStatus struct {
	config.Data `embed:""`
}

func (c *gatherStatus) Run(ctx context.Context) error {
	return beside(ctx, c.Data, func(g *app.Ground) error {
		list, err := app.Gathered(ctx, g)
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
		_, _ = fmt.Fprintln(w, "SCHEMA\tVERSION\tMEMBERS\tDATASETS\tROWS\tLEFT OUT\tUPDATED\tTOOK\tSTATE")
		for _, x := range list {
			state := "ok"
			switch {
			case x.Stopped:
				state = "stopped"
			case x.Problem != "":
				state = "failed: " + x.Problem
			}
			_, _ = fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%s\t%d\t%s\t%s\t%s\n", x.Schema, x.Number, x.Members, x.Sources, strconv.FormatInt(x.Rows, 10),
				x.LeftCells, x.Updated.Format(time.RFC3339), x.Took.Round(time.Millisecond), state)
		}
		return w.Flush()
	})
}

type gatherRebuild struct {
	config.Data `embed:""`
	Schema      string `arg:"" optional:"" help:"Name of the schema (scdl/subventions); all when absent."`
}

// Run asks; the server does it within seconds, or when it starts.
func (c *gatherRebuild) Run(ctx context.Context) error {
	return beside(ctx, c.Data, func(g *app.Ground) error {
		asked, err := app.AskToGather(ctx, g, c.Schema)
		for _, name := range asked {
			fmt.Println(name)
		}
		return err
	})
}
