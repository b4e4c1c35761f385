package app

import (
	"context"
	"fmt"
	"io"
	"text/tabwriter"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/services/duty"
)

// WriteDuties writes what a member owes to publish as a table for a terminal, or
// for all members ("") as CSV. rule and status choose; "" is any.
func WriteDuties(ctx context.Context, g *Ground, scope access.Scope, out io.Writer, siren, rule, status string) error {
	room, f := NewDuty(g.Doors), duty.Filter{Rule: rule, Status: duty.Status(status)}
	return g.Doors.Read(ctx, scope, func(tx access.Tx) error {
		if siren == "" {
			b, err := room.Look(ctx, tx, f, 0, 0)
			if err != nil {
				return err
			}
			return duty.Export(ctx, out, b.Lines, f)
		}
		m, err := organisation.ByAddress(ctx, tx, siren)
		if err != nil {
			return err
		}
		list, err := room.Of(ctx, tx, m)
		if err != nil {
			return err
		}
		table := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
		for _, d := range list {
			if rule == "" || d.Rule.ID == rule {
				if status == "" || string(d.Status) == status {
					fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", i18n.Read(ctx, d.Status.Label()), i18n.Read(ctx, d.Rule.Title), d.Period, d.Due, i18n.Read(ctx, d.Verdict.Why))
				}
			}
		}
		return table.Flush()
	})
}
