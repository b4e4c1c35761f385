package main

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"

	"airial/internal/app"
	"airial/internal/platform/config"
	"airial/internal/platform/database"
	"airial/internal/platform/journal"
)

type journalCommand struct {
	Proof  journalProof  `cmd:"" help:"Verify, offline, the proof of a publication that a page of the portal gave."`
	Verify journalVerify `cmd:"" help:"Recompute the journal and compare all that is stored of it."`
}

type journalVerify struct {
	Folder maybeData    `embed:""`
	Remote remoteVerify `embed:""`
}

// maybeData is config.Data without its demand to be given.
type maybeData config.Data

// Validate wants one of the two: a folder, or an address.
func (c *journalVerify) Validate() error {
	if c.Remote.URL != "" {
		return nil
	}
	return config.Data(c.Folder).Validate()
}

func (c *journalVerify) Run(ctx context.Context) error {
	if c.Remote.URL != "" {
		return c.Remote.run(ctx)
	}
	return beside(ctx, config.Data(c.Folder), func(g *app.Ground) error {
		var report journal.Report
		err := g.Doors.Platform("journal-verify").Read(ctx, func(tx database.Tx) (err error) {
			report, err = journal.Verify(ctx, tx, journal.Check{Verifier: g.Verifier})
			return err
		})
		var wrong *journal.Mismatch
		if errors.As(err, &wrong) {
			fmt.Println(wrong.Error())
			return exit(1)
		}
		if err != nil {
			return err
		}
		_, err = fmt.Printf("size %d\nroot %s\nbodies %d, erased %d, checkpoints %d, waiting for a number %d\n",
			report.Size, base64.StdEncoding.EncodeToString(report.Root[:]), report.Bodies, report.Erased, report.Checkpoints, report.Pending)
		return err
	})
}
