package main

import (
	"context"
	"fmt"
	"os"
	"text/tabwriter"
	"time"

	"airial/internal/app"
	"airial/internal/commons/access"
	"airial/internal/platform/config"
	"airial/internal/platform/jobs"
)

type jobsCommands struct {
	List   jobsList   `cmd:"" help:"List jobs: what runs, what waits, what failed and why."`
	Retry  jobsRetry  `cmd:"" help:"Run a job again that failed or was given up; one that waits, now."`
	GiveUp jobsGiveUp `cmd:"" help:"Give a job up that waits or runs."`
}

type jobsList struct {
	config.Data `embed:""`
	State       string `name:"state" enum:"all,waiting,ready,running,failed,cancelled" default:"all" help:"Only those in a state: waiting, ready, running, failed, cancelled."`
	Kind        string `name:"kind" placeholder:"KIND" help:"Only those of a kind."`
	Limit       int    `name:"limit" default:"50" placeholder:"N" help:"How many at most, the youngest first."`
}

func (c *jobsList) Run(ctx context.Context) error {
	return beside(ctx, c.Data, func(g *app.Ground) error {
		filter := jobs.Filter{Kind: c.Kind, Limit: c.Limit}
		if c.State != "all" {
			filter.State = jobs.State(c.State)
		}
		var list []jobs.Status
		err := g.Doors.Read(ctx, command, func(tx access.Tx) (err error) {
			list, err = jobs.NewQueue(g.Clock, g.Ident).List(ctx, tx, filter)
			return err
		})
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
		for _, j := range list {
			_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t%d/%d\t%s\t%.200s\n", j.ID, j.State, j.Kind, j.Attempt, j.MaxAttempts,
				j.InsertedAt.Format(time.RFC3339), j.Error)
		}
		return w.Flush()
	})
}

type jobsRetry struct {
	config.Data `embed:""`
	ID          string `arg:"" help:"Identifier of the job, as the list shows it."`
}

// Run puts the job back; the server takes it within a second.
func (c *jobsRetry) Run(ctx context.Context) error {
	return beside(ctx, c.Data, func(g *app.Ground) error {
		return g.Doors.Write(ctx, command, func(tx access.Tx) error {
			return jobs.NewQueue(g.Clock, g.Ident).Retry(ctx, tx, c.ID)
		})
	})
}

type jobsGiveUp struct {
	config.Data `embed:""`
	ID          string `arg:"" help:"Identifier of the job, as the list shows it."`
	Reason      string `name:"reason" required:"" placeholder:"TEXT" help:"Why; kept with the job."`
}

func (c *jobsGiveUp) Run(ctx context.Context) error {
	return beside(ctx, c.Data, func(g *app.Ground) error {
		return g.Doors.Write(ctx, command, func(tx access.Tx) error {
			return jobs.NewQueue(g.Clock, g.Ident).Cancel(ctx, tx, c.ID, c.Reason)
		})
	})
}
