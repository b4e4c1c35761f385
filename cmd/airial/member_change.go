package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"airial/internal/app"
	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/config"
	"airial/internal/platform/fault"
)

type memberSet struct {
	config.Data `embed:""`
	Siren       string  `arg:"" help:"SIREN of the member, today's or an earlier one."`
	From        string  `placeholder:"DATE" help:"Day on which it changes, 2027-01-01; today when absent. A day to come plans the change."`
	Correct     string  `placeholder:"DATE" help:"Correct the record of that day instead: what it says was never so."`
	Why         string  `help:"Deed that decides the change, or where the mistake came from."`
	NewSiren    *string `name:"siren" placeholder:"SIREN" help:"SIREN, nine digits."`
	Name        *string `help:"Name, as the public reads it."`
	Kind        *string `help:"Kind of body: commune, commune-nouvelle, epci, ccas, cias, syndicat, departement, autre."`
	Population  *int    `help:"Legal population, inhabitants."`
	Staff       *int    `help:"Agents, heads."`
	Insee       *string `help:"Code officiel géographique of a commune."`
	Postcode    *string `help:"Postcode."`
	Group       *string `placeholder:"SIREN" help:"Body to which it belongs; empty for none."`
}

// Validate refuses a call that says two things at once.
func (c *memberSet) Validate() error {
	if c.From != "" && c.Correct != "" {
		return fault.New(fault.Invalid, "member set", "Donnez --from pour un changement ou --correct pour une correction, pas les deux.",
			"Give --from for a change or --correct for a correction, not both.")
	}
	return nil
}

func (c *memberSet) Run(ctx context.Context) error {
	return beside(ctx, c.Data, func(g *app.Ground) error {
		return writeFor(ctx, g, c.Siren, func(tx access.Tx, m organisation.Member) error {
			if c.Correct != "" {
				list, err := organisation.History(ctx, tx, m.ID)
				if err != nil {
					return err
				}
				i := slices.IndexFunc(list, func(d organisation.Dated) bool { return d.From == c.Correct })
				if i < 0 {
					return fault.New(fault.NotFound, "member set", "La fiche n’a pas de ligne au %[1]s. « airial member show » les montre.",
						"The history has no record of %[1]s. “airial member show” lists them.", c.Correct)
				}
				a := list[i].Attributes
				if err := c.edit(ctx, tx, &a); err != nil {
					return err
				}
				_, err = organisation.Correct(ctx, tx, m.ID, c.Correct, a, c.Why)
				return err
			}
			from := c.From
			if from == "" {
				from = access.Today(tx.Clock())
			}
			a, err := organisation.AsOf(ctx, tx, m.ID, from)
			if err != nil {
				return err
			}
			if err := c.edit(ctx, tx, &a); err != nil {
				return err
			}
			_, err = organisation.Change(ctx, tx, m.ID, from, a, c.Why)
			return err
		})
	})
}

func (c *memberSet) edit(ctx context.Context, tx access.Tx, a *organisation.Attributes) error {
	set := func(to *string, v *string) {
		if v != nil {
			*to = *v
		}
	}
	set(&a.Siren, c.NewSiren)
	set(&a.Name, c.Name)
	set(&a.Insee, c.Insee)
	set(&a.Postcode, c.Postcode)
	if c.Kind != nil {
		a.Kind = organisation.Kind(*c.Kind)
	}
	if c.Population != nil {
		a.Population = *c.Population
	}
	if c.Staff != nil {
		a.Staff = *c.Staff
	}
	if c.Group == nil {
		return nil
	}
	if *c.Group == "" {
		a.GroupID = ""
		return nil
	}
	group, err := organisation.ByAddress(ctx, tx, *c.Group)
	a.GroupID = group.ID
	return err
}

type memberRename struct {
	config.Data `embed:""`
	Siren       string `arg:"" help:"SIREN of the member."`
	Name        string `arg:"" help:"Its new name, as the public reads it."`
	From        string `placeholder:"DATE" help:"Day on which it takes the name, 2027-01-01; today when absent."`
	Why         string `help:"Deed that decides it."`
}

func (c *memberRename) Run(ctx context.Context) error {
	return (&memberSet{Data: c.Data, Siren: c.Siren, From: c.From, Why: c.Why, Name: &c.Name}).Run(ctx)
}

type memberShow struct {
	config.Data `embed:""`
	Siren       string `arg:"" help:"SIREN or readable address of the member, today's or an earlier one."`
}

func (c *memberShow) Run(ctx context.Context) error {
	return beside(ctx, c.Data, func(g *app.Ground) error {
		var m organisation.Member
		var list []organisation.Dated
		groups := map[string]organisation.Member{}
		err := g.Doors.Read(ctx, command, func(tx access.Tx) (err error) {
			if m, err = organisation.ByAddress(ctx, tx, c.Siren); err != nil {
				return err
			}
			if list, err = organisation.History(ctx, tx, m.ID); err != nil {
				return err
			}
			var ids []string
			for _, d := range list {
				ids = append(ids, d.GroupID)
			}
			groups, err = organisation.ByIDs(ctx, tx, ids)
			return err
		})
		if err != nil {
			return err
		}
		closed := "-"
		if !m.Closed.IsZero() {
			closed = m.Closed.Format("2006-01-02")
		}
		out := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
		for _, line := range [][2]string{{"siren", m.Siren}, {"name", m.Name}, {"kind", string(m.Kind)}, {"population", fmt.Sprint(m.Population)},
			{"staff", fmt.Sprint(m.Staff)}, {"insee", m.Insee}, {"postcode", m.Postcode}, {"group", groups[m.GroupID].Siren},
			{"address", "/p/" + m.Slug}, {"member since", m.Created.Format("2006-01-02")}, {"closed", closed}} {
			if _, err := fmt.Fprintf(out, "%s\t%s\n", line[0], line[1]); err != nil {
				return err
			}
		}
		if _, err := fmt.Fprintf(out, "\nfrom\tsiren\tname\tkind\tpopulation\tstaff\tinsee\tpostcode\tgroup\tnote\n"); err != nil {
			return err
		}
		for _, d := range list {
			note := []string{}
			if d.Deed != "" {
				note = append(note, d.Deed)
			}
			if !d.Applied {
				note = append(note, "(planned)")
			}
			if !d.Corrected.IsZero() {
				note = append(note, "(corrected "+d.Corrected.Format("2006-01-02")+")")
			}
			if _, err := fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%d\t%d\t%s\t%s\t%s\t%s\n", d.From, d.Siren, d.Name, d.Kind, d.Population,
				d.Staff, d.Insee, d.Postcode, groups[d.GroupID].Siren, strings.Join(note, " ")); err != nil {
				return err
			}
		}
		return out.Flush()
	})
}
