package main

import (
	"context"
	"fmt"
	"os"
	"text/tabwriter"
	"time"

	"airial/internal/app"
	"airial/internal/commons/access"
	"airial/internal/commons/adhesion"
	"airial/internal/commons/organisation"
	"airial/internal/platform/config"
	"airial/internal/platform/fault"
)

type adhesionCommands struct {
	List      adhesionList      `cmd:"" help:"List what members subscribe to, under which convention."`
	Catalogue adhesionCatalogue `cmd:"" help:"List what the operator offers."`
	Offer     adhesionOffer     `cmd:"" help:"Add a prestation to the catalogue. Its scales are set in the console."`
	Agree     adhesionAgree     `cmd:"" help:"Record a convention with a member."`
	Subscribe adhesionSubscribe `cmd:"" help:"Record that a member has a prestation from a day on, under its latest convention."`
	End       adhesionEnd       `cmd:"" help:"Set the last day of what a member subscribes to."`
	Statement adhesionStatement `cmd:"" help:"Write what members owe in a year, as CSV or XLSX."`
}

type adhesionCatalogue struct {
	config.Data `embed:""`
}

func (c *adhesionCatalogue) Run(ctx context.Context) error {
	return beside(ctx, c.Data, func(g *app.Ground) error {
		out := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
		err := g.Doors.Read(ctx, command, func(tx access.Tx) error {
			list, err := adhesion.Prestations(ctx, tx)
			if err != nil {
				return err
			}
			scales, err := adhesion.Scales(ctx, tx, "")
			for _, p := range list {
				years := ""
				for _, s := range scales[p.ID] {
					years = fmt.Sprintf("%d %s", s.Year, years)
				}
				fmt.Fprintf(out, "%s\t%s\t%s\t%s\n", p.Name, p.Service, p.ClosedOn, years)
			}
			return err
		})
		if err != nil {
			return err
		}
		return out.Flush()
	})
}

type adhesionOffer struct {
	config.Data `embed:""`
	Name        string `arg:"" help:"Name of the prestation."`
	Description string `help:"What it is."`
	Unit        string `default:"an" help:"For what it is reckoned."`
	Service     string `enum:",opendata" default:"" help:"Service whose deposits it opens; none by default."`
}

func (c *adhesionOffer) Run(ctx context.Context) error {
	return beside(ctx, c.Data, func(g *app.Ground) error {
		return g.Doors.Write(ctx, command, func(tx access.Tx) error {
			_, err := adhesion.SavePrestation(ctx, tx, adhesion.Prestation{Name: c.Name, Description: c.Description, Unit: c.Unit, Service: c.Service})
			return err
		})
	})
}

type adhesionList struct {
	config.Data `embed:""`
	Siren       string `arg:"" optional:"" help:"Member; all of them without it."`
}

func (c *adhesionList) Run(ctx context.Context) error {
	return beside(ctx, c.Data, func(g *app.Ground) error {
		out := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
		err := g.Doors.Read(ctx, command, func(tx access.Tx) error {
			member := ""
			if c.Siren != "" {
				m, err := organisation.ByAddress(ctx, tx, c.Siren)
				if err != nil {
					return err
				}
				member = m.ID
			}
			return printSubscriptions(ctx, tx, out, member)
		})
		if err != nil {
			return err
		}
		return out.Flush()
	})
}

// printSubscriptions writes one line for each: SIREN, name, prestation, first
// and last day, convention.
func printSubscriptions(ctx context.Context, tx access.Tx, out *tabwriter.Writer, member string) error {
	list, err := adhesion.Subscriptions(ctx, tx, member)
	if err != nil {
		return err
	}
	prestations, err := adhesion.Prestations(ctx, tx)
	if err != nil {
		return err
	}
	conventions, err := adhesion.Conventions(ctx, tx, member)
	if err != nil {
		return err
	}
	ids := make([]string, len(list))
	for i, s := range list {
		ids[i] = s.MemberID
	}
	members, err := organisation.ByIDs(ctx, tx, ids)
	if err != nil {
		return err
	}
	names := map[string]string{}
	for _, p := range prestations {
		names[p.ID] = p.Name
	}
	for _, n := range conventions {
		names[n.ID] = n.Number
	}
	for _, s := range list {
		m := members[s.MemberID]
		if _, err := fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%s\t%s\n", m.Siren, m.Name, names[s.PrestationID], s.From, s.Until, names[s.ConventionID]); err != nil {
			return err
		}
	}
	return nil
}

type adhesionAgree struct {
	config.Data  `embed:""`
	Siren        string `arg:"" help:"Member."`
	Number       string `required:"" help:"Number of the convention."`
	Signed       string `placeholder:"YYYY-MM-DD" help:"Day of signature; today by default."`
	Deliberation string `help:"Number and date of the délibération that approves it."`
	Siret        string `help:"SIRET of the debtor."`
	File         string `help:"Where the signed file is kept."`
}

func (c *adhesionAgree) Run(ctx context.Context) error {
	return beside(ctx, c.Data, func(g *app.Ground) error {
		return writeFor(ctx, g, c.Siren, func(tx access.Tx, m organisation.Member) error {
			_, err := adhesion.Agree(ctx, tx, adhesion.Convention{MemberID: m.ID, Number: c.Number, SignedOn: dayOr(tx, c.Signed),
				Deliberation: c.Deliberation, Siret: c.Siret, File: c.File})
			return err
		})
	})
}

// dayOr returns a day as it was written, or today.
func dayOr(tx access.Tx, day string) string {
	if day == "" {
		return access.Today(tx.Clock())
	}
	return day
}

// prestationOf names a prestation of a member.
type prestationOf struct {
	config.Data `embed:""`
	Siren       string `arg:"" help:"Member."`
	Prestation  string `arg:"" help:"Name of the prestation, as the catalogue has it."`
}

func (c *prestationOf) find(ctx context.Context, tx access.Tx) (adhesion.Prestation, error) {
	list, err := adhesion.Prestations(ctx, tx)
	if err != nil {
		return adhesion.Prestation{}, err
	}
	for _, p := range list {
		if p.Name == c.Prestation || p.ID == c.Prestation {
			return p, nil
		}
	}
	return adhesion.Prestation{}, fault.New(fault.NotFound, "adhesion", "Le catalogue n’a pas de prestation «\u00a0%[1]s\u00a0». Voyez « airial adhesion catalogue ».",
		"The catalogue has no prestation “%[1]s”. See “airial adhesion catalogue”.", c.Prestation)
}

type adhesionSubscribe struct {
	prestationOf `embed:""`
	From         string `placeholder:"YYYY-MM-DD" help:"First day; today by default."`
	Until        string `placeholder:"YYYY-MM-DD" help:"Last day, if it is known."`
	Alone        string `placeholder:"EUROS" help:"What it would cost the member alone in a year, if there is a figure."`
}

func (c *adhesionSubscribe) Run(ctx context.Context) error {
	alone, err := adhesion.ReadMoney(c.Alone, 2)
	if err != nil {
		return err
	}
	return beside(ctx, c.Data, func(g *app.Ground) error {
		return writeFor(ctx, g, c.Siren, func(tx access.Tx, m organisation.Member) error {
			p, err := c.find(ctx, tx)
			if err != nil {
				return err
			}
			_, err = adhesion.Subscribe(ctx, tx, adhesion.Subscription{MemberID: m.ID, PrestationID: p.ID, From: dayOr(tx, c.From), Until: c.Until, Alone: alone})
			return err
		})
	})
}

type adhesionEnd struct {
	prestationOf `embed:""`
	On           string `placeholder:"YYYY-MM-DD" help:"Last day; today by default."`
}

func (c *adhesionEnd) Run(ctx context.Context) error {
	return beside(ctx, c.Data, func(g *app.Ground) error {
		return writeFor(ctx, g, c.Siren, func(tx access.Tx, m organisation.Member) error {
			p, err := c.find(ctx, tx)
			if err != nil {
				return err
			}
			list, err := adhesion.Subscriptions(ctx, tx, m.ID)
			if err != nil {
				return err
			}
			today := access.Today(tx.Clock())
			for _, s := range list {
				if s.PrestationID == p.ID && (s.Until == "" || s.Until >= today) {
					return adhesion.End(ctx, tx, s.ID, dayOr(tx, c.On))
				}
			}
			return fault.New(fault.NotFound, "adhesion", "%[1]s n’a pas cette prestation aujourd’hui.", "%[1]s does not have this prestation today.", m.Name)
		})
	})
}

type adhesionStatement struct {
	config.Data `embed:""`
	Year        int    `help:"Year; the present one by default."`
	Format      string `default:"csv" enum:"csv,xlsx" help:"Form of the file."`
	To          string `default:"-" placeholder:"FILE" help:"Where to write it; - is standard output."`
}

func (c *adhesionStatement) Run(ctx context.Context) (err error) {
	return beside(ctx, c.Data, func(g *app.Ground) (err error) {
		var st adhesion.Statement
		err = g.Doors.Read(ctx, command, func(tx access.Tx) (err error) {
			if c.Year == 0 {
				today, err := time.Parse(time.DateOnly, access.Today(tx.Clock()))
				if err != nil {
					return err
				}
				c.Year = today.Year()
			}
			st, err = adhesion.Reckon(ctx, tx, "", c.Year, c.Year)
			return err
		})
		if err != nil {
			return err
		}
		for _, d := range st.Problems() {
			fmt.Fprintf(os.Stderr, "%s (%s): %s\n", d.Member.Name, d.Member.Siren, problem(d))
		}
		out := os.Stdout
		if c.To != "-" {
			if out, err = os.Create(c.To); err != nil {
				return err
			}
			defer func() {
				if closed := out.Close(); err == nil {
					err = closed
				}
			}()
		}
		if c.Format == "xlsx" {
			return st.XLSX(out)
		}
		return st.CSV(out)
	})
}

// problem says why a due is not ready to become a titre de recettes.
func problem(d adhesion.Due) string {
	if d.NoScale {
		return fmt.Sprintf("%s: no scale for %d", d.Prestation.Name, d.Basis.Year)
	}
	return "no SIRET of the debtor"
}
