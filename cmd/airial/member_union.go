package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"text/tabwriter"

	"airial/internal/app"
	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/config"
	"airial/internal/platform/fault"
)

type memberJoin struct {
	config.Data `embed:""`
	Siren       string `arg:"" help:"Commune, EPCI or other body that belongs."`
	Union       string `arg:"" help:"SIREN of the joint authority (syndicat)."`
	Since       string `placeholder:"DATE" help:"Day of joining, 2027-01-01; today when absent."`
	Until       string `placeholder:"DATE" help:"Last day. Of a body that belongs already it is recorded; a day before the joining takes a mistake back."`
}

func (c *memberJoin) Run(ctx context.Context) error {
	return beside(ctx, c.Data, func(g *app.Ground) error {
		return writeFor(ctx, g, c.Siren, func(tx access.Tx, m organisation.Member) error {
			union, err := organisation.ByAddress(ctx, tx, c.Union)
			if err != nil {
				return err
			}
			list, err := organisation.JoinedBy(ctx, tx, m.ID)
			if err != nil {
				return err
			}
			open := slices.IndexFunc(list, func(j organisation.Joined) bool { return j.UnionID == union.ID && j.Until == "" })
			if c.Until != "" && c.Since == "" && open >= 0 {
				return organisation.LeaveUnion(ctx, tx, m.ID, list[open].ID, c.Until)
			}
			if c.Since == "" {
				c.Since = access.Today(tx.Clock())
			}
			_, err = organisation.Join(ctx, tx, m.ID, union.ID, c.Since, c.Until)
			return err
		})
	})
}

type memberUnions struct {
	config.Data `embed:""`
	Siren       string `arg:"" help:"Member, or joint authority."`
}

func (c *memberUnions) Run(ctx context.Context) error {
	return beside(ctx, c.Data, func(g *app.Ground) error {
		out := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
		err := g.Doors.Read(ctx, command, func(tx access.Tx) error {
			m, err := organisation.ByAddress(ctx, tx, c.Siren)
			if err != nil {
				return err
			}
			list, err := organisation.JoinedBy(ctx, tx, m.ID)
			if err != nil {
				return err
			}
			theirs, err := organisation.JoinedTo(ctx, tx, m.ID)
			for _, j := range append(list, theirs...) {
				if err != nil {
					return err
				}
				id := j.UnionID
				if id == m.ID {
					id = j.MemberID
				}
				var other organisation.Member
				other, err = organisation.Get(ctx, tx, id)
				if fault.Is(err, fault.NotFound) { // of another installation
					err = nil
				} else if err == nil {
					fmt.Fprintf(out, "%s\t%s\t%s\t%s\n", other.Siren, other.Name, j.Since, j.Until)
				}
			}
			return err
		})
		if err != nil {
			return err
		}
		return out.Flush()
	})
}
