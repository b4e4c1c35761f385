package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"

	"airial/internal/app"
	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/commons/succession"
	"airial/internal/platform/config"
	"airial/internal/platform/fault"
)

// actOptions are those of every act.
type actOptions struct {
	On   string `placeholder:"DATE" help:"Day of effect, 2027-01-01; today when absent. A day to come can be cancelled until then."`
	Deed string `help:"Deed that decides it."`
	Yes  bool   `help:"Record it. Without, only what will happen is shown."`
}

type memberMerge struct {
	config.Data `embed:""`
	actOptions  `embed:""`
	Sirens      []string `arg:"" help:"SIREN of the members that end."`
	Into        string   `placeholder:"SIREN" help:"Member that takes over; give --siren and --name instead to found a new one."`
	Siren       string   `help:"SIREN of the new member."`
	Name        string   `help:"Name of the new member."`
	Kind        string   `default:"commune-nouvelle" help:"Kind of the new member."`
	Population  int      `help:"Legal population of the new member."`
	Insee       string   `help:"INSEE code of the new member."`
	Postcode    string   `help:"Postcode of the new member."`
	DropRoles   bool     `help:"The people do not keep their roles."`
}

func (c *memberMerge) Run(ctx context.Context) error {
	kind := succession.Merger
	if c.Into != "" {
		kind = succession.Absorption
	}
	return act(ctx, c.Data, c.actOptions, kind, func(ctx context.Context, tx access.Tx) (p succession.Plan, err error) {
		p.Roles = !c.DropRoles
		if p.Members, err = idsOf(ctx, tx, c.Sirens); err != nil {
			return p, err
		}
		if c.Into != "" {
			heir, err := organisation.ByAddress(ctx, tx, c.Into)
			p.Heir = heir.ID
			return p, err
		}
		p.Body = &organisation.Attributes{Siren: c.Siren, Name: c.Name, Kind: organisation.Kind(c.Kind), Population: c.Population, Insee: c.Insee, Postcode: c.Postcode}
		return p, nil
	})
}

type memberSplit struct {
	config.Data `embed:""`
	actOptions  `embed:""`
	Siren       string `arg:"" help:"SIREN of the member that took others over."`
	Restore     string `required:"" placeholder:"SIREN" help:"Member that is set up again."`
	DropRoles   bool   `help:"The people of the member get no roles at the one that is set up again."`
}

func (c *memberSplit) Run(ctx context.Context) error {
	return act(ctx, c.Data, c.actOptions, succession.Split, func(ctx context.Context, tx access.Tx) (p succession.Plan, err error) {
		if p.Members, err = idsOf(ctx, tx, []string{c.Siren}); err != nil {
			return p, err
		}
		again, err := organisation.BySiren(ctx, tx, c.Restore)
		if err != nil {
			return p, err
		}
		pieces, err := succession.Pieces(ctx, tx, p.Members[0])
		p.Heir, p.Roles, p.Pieces = again.ID, !c.DropRoles, []string{}
		for _, piece := range pieces {
			if piece.Was == again.ID {
				p.Pieces = append(p.Pieces, piece.ID)
			}
		}
		return p, err
	})
}

type memberClose struct {
	config.Data `embed:""`
	actOptions  `embed:""`
	Siren       string `arg:"" help:"SIREN of the member that leaves."`
	Withdraw    bool   `help:"Withdraw what it has published; otherwise it stays public."`
	EraseAfter  int    `default:"90" placeholder:"DAYS" help:"Days before what is left of it is erased."`
}

func (c *memberClose) Run(ctx context.Context) error {
	return act(ctx, c.Data, c.actOptions, succession.Leaving, func(ctx context.Context, tx access.Tx) (p succession.Plan, err error) {
		p.Members, err = idsOf(ctx, tx, []string{c.Siren})
		p.Withdraw, p.EraseAfter = c.Withdraw, c.EraseAfter
		return p, err
	})
}

func idsOf(ctx context.Context, tx access.Tx, sirens []string) ([]string, error) {
	var out []string
	for _, siren := range sirens {
		m, err := organisation.ByAddress(ctx, tx, siren)
		if err != nil {
			return nil, fault.New(fault.NotFound, "member", "Aucun adhérent n’a le SIREN %[1]s.", "No member has the SIREN %[1]s.", siren)
		}
		out = append(out, m.ID)
	}
	return out, nil
}

// act shows what an act will do, and records it when it is confirmed. The
// server carries it out.
func act(ctx context.Context, data config.Data, o actOptions, kind succession.Kind, plan func(context.Context, access.Tx) (succession.Plan, error)) error {
	return beside(ctx, data, func(g *app.Ground) error {
		s := app.Succession(g)
		lang := terminalLang()
		return g.Doors.Write(ctx, command, func(tx access.Tx) error {
			if o.On == "" {
				o.On = access.Today(tx.Clock())
			}
			p, err := plan(ctx, tx)
			if err != nil {
				return err
			}
			if err := succession.Check(ctx, tx, kind, p, o.On); err != nil {
				return err
			}
			passes, err := s.Preview(ctx, tx, kind, p)
			if err != nil {
				return err
			}
			for _, from := range passes {
				fmt.Fprintf(os.Stderr, "%s (%s)\n", from.Member.Name, from.Member.Siren)
				for _, h := range from.Holdings {
					fmt.Fprintf(os.Stderr, "  %6d %s : %s\n", h.Count, h.What.In(lang), succession.Fate(kind, p, succession.Act{Day: o.On, Plan: p}.EraseOn(), h).In(lang))
				}
			}
			if !o.Yes {
				return fault.New(fault.Invalid, "member", "Rien n’est enregistré. Relancez avec --yes pour que cela se fasse.",
					"Nothing is recorded. Run it again with --yes for it to be done.")
			}
			a, err := s.Record(ctx, tx, kind, p, o.On, o.Deed)
			if err == nil {
				fmt.Println(a.ID)
			}
			return err
		})
	})
}

type memberActs struct {
	config.Data `embed:""`
	Cancel      string `placeholder:"ID" help:"Cancel the act, whose day is still to come."`
}

func (c *memberActs) Run(ctx context.Context) error {
	return beside(ctx, c.Data, func(g *app.Ground) error {
		if c.Cancel != "" {
			return g.Doors.Write(ctx, command, func(tx access.Tx) error { return app.Succession(g).Cancel(ctx, tx, c.Cancel) })
		}
		out := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
		err := g.Doors.Read(ctx, command, func(tx access.Tx) error {
			acts, err := succession.List(ctx, tx, "", 1000)
			if err != nil {
				return err
			}
			for _, a := range acts {
				ids := append([]string{a.Plan.Heir}, a.Plan.Members...)
				members, err := organisation.ByIDs(ctx, tx, ids)
				if err != nil {
					return err
				}
				var names []string
				for _, id := range a.Plan.Members {
					names = append(names, members[id].Name)
				}
				if _, err := fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", a.ID, a.Day, a.Kind, a.State, strings.Join(names, ", "), members[a.Plan.Heir].Name, a.Problem); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		return out.Flush()
	})
}
