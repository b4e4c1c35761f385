package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"

	"airial/internal/client"
	line "airial/internal/platform/command"
	"airial/internal/platform/i18n"
)

// harvestCommand reaches a server's sources over its public interface.
type harvestCommand struct {
	Server string `required:"" env:"AIRIAL_SERVER" placeholder:"URL" help:"Address of the server."`
	Token  string `required:"" env:"AIRIAL_TOKEN" help:"Token that acts for the member."`
	Member string `placeholder:"SIREN" help:"Member; that of the token when absent."`

	List    harvestList    `cmd:"" help:"List the catalogues that are harvested."`
	Preview harvestPreview `cmd:"" help:"See what a catalogue would bring; nothing is written."`
	Add     harvestAdd     `cmd:"" help:"Harvest a catalogue."`
	Run     harvestRun     `cmd:"" help:"Read a source now."`
	Report  harvestReport  `cmd:"" help:"Show the latest runs of a source, and the report of the latest."`
	Remove  harvestRemove  `cmd:"" help:"Remove a source with what it brought."`
}

func harvestOf(call *line.Call) client.Harvest {
	c := line.Above[harvestCommand](call)
	return client.Harvest{Server: c.Server, Token: c.Token, Member: c.Member, Lang: terminalLang()}
}

// inWords is in the language of the terminal.
func inWords(fr, en string) string {
	if terminalLang() == i18n.English {
		return en
	}
	return fr
}

type harvestAddress struct {
	URL  string `arg:"" help:"Address of the portal, of its catalogue or of its interface."`
	Kind string `placeholder:"KIND" help:"dcat, opendatasoft, ckan, udata or csw; found out when absent."`
}

type harvestList struct{}

func (*harvestList) Run(ctx context.Context, call *line.Call) error {
	list, err := harvestOf(call).Sources(ctx)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
	for _, x := range list {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", x.ID, x.Name, x.Kind, x.Pace, x.URL)
	}
	return w.Flush()
}

type harvestPreview struct{ harvestAddress }

func (p *harvestPreview) Run(ctx context.Context, call *line.Call) error {
	found, err := harvestOf(call).Preview(ctx, client.HarvestSource{URL: p.URL, Kind: p.Kind})
	if err != nil {
		return err
	}
	fmt.Printf("%s  %s\n", found.Kind, found.URL)
	if found.Total > 0 {
		fmt.Printf(inWords("%d jeux de données annoncés\n", "%d datasets announced\n"), found.Total)
	}
	return printLines(found.First)
}

func printLines(list []client.HarvestLine) error {
	w := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
	for _, l := range list {
		title := l.Title
		if title == "" {
			title = l.Identifier
		}
		fmt.Fprintf(w, "%s\t%s\t%s\n", l.Outcome, title, strings.Join(l.Words, " "))
	}
	return w.Flush()
}

type harvestAdd struct {
	harvestAddress
	Name string `placeholder:"NAME" help:"Name shown to the public; that of the host when absent."`
	Pace string `default:"weekly" enum:"daily,weekly,monthly,by-hand" help:"How often it is read again: daily, weekly, monthly, by-hand."`
}

func (a *harvestAdd) Run(ctx context.Context, call *line.Call) error {
	x, err := harvestOf(call).Add(ctx, client.HarvestSource{URL: a.URL, Kind: a.Kind, Name: a.Name, Pace: a.Pace})
	if err == nil {
		fmt.Printf("%s  %s  %s\n", x.ID, x.Kind, x.URL)
	}
	return err
}

type harvestID struct {
	ID string `arg:"" help:"Identifier of the source."`
}

type harvestRun struct{ harvestID }

func (r *harvestRun) Run(ctx context.Context, call *line.Call) error {
	_, err := harvestOf(call).Run(ctx, r.ID)
	if err == nil {
		fmt.Println(inWords("La lecture est en route.", "The reading is on its way."))
	}
	return err
}

type harvestReport struct{ harvestID }

func (r *harvestReport) Run(ctx context.Context, call *line.Call) error {
	runs, err := harvestOf(call).Runs(ctx, r.ID)
	if err != nil {
		return err
	}
	for _, x := range runs {
		fmt.Printf(inWords("%s  %s : %d ajoutés, %d mis à jour, %d inchangés, %d revenus, %d disparus, %d refusés %s\n",
			"%s  %s: %d added, %d updated, %d unchanged, %d back, %d vanished, %d refused %s\n"),
			x.Begun.Format("2006-01-02 15:04"), x.State, x.Added, x.Changed, x.Same, x.Back, x.Vanished, x.Refused, x.Trouble)
	}
	if len(runs) == 0 {
		fmt.Println(inWords("Pas encore lue.", "Not read yet."))
		return nil
	}
	return printLines(runs[0].Report)
}

type harvestRemove struct{ harvestID }

func (r *harvestRemove) Run(ctx context.Context, call *line.Call) error {
	err := harvestOf(call).Remove(ctx, r.ID)
	if err == nil {
		fmt.Println(inWords("Source supprimée, avec ce qu’elle avait apporté.", "Source removed, with what it had brought."))
	}
	return err
}
