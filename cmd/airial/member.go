package main

import (
	"context"
	"fmt"
	"os"
	"text/tabwriter"

	"airial/internal/app"
	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/config"
)

type memberCommands struct {
	Add    memberAdd    `cmd:"" help:"Take in a member, or the operator itself."`
	List   memberList   `cmd:"" help:"List the members."`
	Show   memberShow   `cmd:"" help:"Show a member with its history."`
	Set    memberSet    `cmd:"" help:"Record that a member changes on a day, or correct its record."`
	Rename memberRename `cmd:"" help:"Record that a member takes another name on a day."`
	Merge  memberMerge  `cmd:"" help:"Record that members merge into a new one, or are taken over by another; the server carries it out on its day."`
	Split  memberSplit  `cmd:"" help:"Record that a member which was merged is set up again, with the datasets that were its own."`
	Close  memberClose  `cmd:"" help:"Record that a member leaves; the server carries it out on its day."`
	Export memberExport `cmd:"" help:"Give a member all that it owns, in open formats."`
	Import memberImport `cmd:"" help:"Take in a member from the export of another installation."`
	Join   memberJoin   `cmd:"" help:"Record that a commune or an EPCI belongs to a joint authority (syndicat), or belonged until a day; a member may belong to many."`
	Unions memberUnions `cmd:"" help:"List the joint authorities of a member, or who belongs to one."`
	Acts   memberActs   `cmd:"" help:"List mergers, splits and leavings."`
}

type memberAdd struct {
	config.Data `embed:""`
	Siren       string `required:"" help:"SIREN, nine digits."`
	Name        string `required:"" help:"Name, as the public reads it."`
	Kind        string `default:"commune" enum:"commune,commune-nouvelle,epci,ccas,cias,syndicat,departement,operateur,autre" help:"Kind of body."`
	Population  int    `default:"0" help:"Legal population, inhabitants."`
	Staff       int    `default:"0" help:"Agents, heads."`
	Group       string `placeholder:"SIREN" help:"Body to which it belongs: its EPCI, or the commune of a CCAS."`
	Insee       string `help:"Code officiel géographique of a commune."`
	Postcode    string `help:"Postcode."`
}

func (c *memberAdd) Run(ctx context.Context) error {
	return beside(ctx, c.Data, func(g *app.Ground) error {
		return g.Doors.Write(ctx, command, func(tx access.Tx) error {
			m := organisation.Member{Siren: c.Siren, Name: c.Name, Kind: organisation.Kind(c.Kind), Population: c.Population,
				Staff: c.Staff, Insee: c.Insee, Postcode: c.Postcode, IsOperator: c.Kind == string(organisation.Operateur)}
			if c.Group != "" {
				group, err := organisation.ByAddress(ctx, tx, c.Group)
				if err != nil {
					return err
				}
				m.GroupID = group.ID
			}
			_, err := organisation.Add(ctx, tx, m)
			return err
		})
	})
}

type memberList struct {
	config.Data `embed:""`
}

func (c *memberList) Run(ctx context.Context) error {
	return beside(ctx, c.Data, func(g *app.Ground) error {
		out := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
		const page = 500
		for offset := 0; ; offset += page {
			var members []organisation.Member
			err := g.Doors.Read(ctx, command, func(tx access.Tx) (err error) {
				members, _, err = organisation.List(ctx, tx, organisation.Filter{}, page, offset)
				return err
			})
			if err != nil {
				return err
			}
			for _, m := range members {
				if _, err := fmt.Fprintf(out, "%s\t%s\t%s\t%d\n", m.Siren, m.Name, m.Kind, m.Population); err != nil {
					return err
				}
			}
			if len(members) < page {
				return out.Flush()
			}
		}
	})
}
