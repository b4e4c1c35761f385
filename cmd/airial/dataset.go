package main

import (
	"context"
	"fmt"
	"os"
	"text/tabwriter"

	"airial/internal/client"
	"airial/internal/platform/i18n"
)

type datasetCommands struct {
	Activities datasetActivities `cmd:"" help:"List the processing activities that a deposit may come from."`
	Activity   datasetActivity   `cmd:"" help:"Read or say which processing activity a dataset comes from."`
	Plan       datasetPlan       `cmd:"" help:"Read, give, propose, apply or stop the anonymisation plan of a dataset."`
}

// serverFlags say where to work on datasets.
type serverFlags struct {
	Server string `required:"" env:"AIRIAL_SERVER" placeholder:"URL" help:"Address of the server."`
	Token  string `required:"" env:"AIRIAL_TOKEN" help:"Token that acts for the member."`
}

func (f serverFlags) server() client.Server {
	return client.Server{URL: f.Server, Token: f.Token, Lang: terminalLang()}
}

type datasetActivities struct {
	serverFlags `embed:""`
	Member      string `placeholder:"SIREN" help:"Member; that of the token when absent."`
}

func (c *datasetActivities) Run(ctx context.Context) error {
	list, err := c.server().Activities(ctx, c.Member)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
	for _, a := range list {
		fmt.Fprintf(w, "%s\t%s\t%s\n", a.ID, a.Name, sensitiveWord(a))
	}
	return w.Flush()
}

func sensitiveWord(a client.Activity) string {
	if !a.Sensitive {
		return ""
	}
	return i18n.T("données sensibles", "sensitive data").In(terminalLang())
}

type datasetActivity struct {
	serverFlags `embed:""`
	Set         string `placeholder:"ACTIVITY|none" help:"Say that the dataset comes from this one, or from none."`
	ID          string `arg:"" help:"Identifier of the dataset."`
}

func (c *datasetActivity) Run(ctx context.Context) error {
	a, err := c.server().Activity(ctx, c.ID)
	if c.Set != "" {
		a, err = c.server().SetActivity(ctx, c.ID, c.Set)
	}
	if err != nil {
		return err
	}
	if a.ID == "" {
		fmt.Fprintln(os.Stderr, i18n.T("personne ne l’a encore dit", "nobody has said so yet").In(terminalLang()))
		return nil
	}
	_, err = fmt.Println(a.ID, a.Name, sensitiveWord(a))
	return err
}

type datasetPlan struct {
	serverFlags `embed:""`
	Set         string `xor:"what" type:"existingfile" placeholder:"PLAN" help:"Give the dataset this plan (YAML): it is applied to every later version."`
	Suggest     bool   `xor:"what" help:"Propose a plan for the latest version, on standard output, and do nothing else."`
	Apply       bool   `xor:"what" help:"Make the next version out of the latest one, by the plan, and follow its life."`
	Stop        bool   `xor:"what" help:"Apply it to later versions no more."`
	ID          string `arg:"" help:"Identifier of the dataset."`
}

// Run without a flag prints the plan.
func (c *datasetPlan) Run(ctx context.Context) error {
	server := c.server()
	switch {
	case c.Stop:
		return server.StopPlan(ctx, c.ID)
	case c.Suggest:
		plan, err := server.SuggestPlan(ctx, c.ID)
		if err == nil {
			_, err = fmt.Print(plan)
		}
		return err
	case c.Apply:
		life, err := server.RunPlan(ctx, c.ID, os.Stderr)
		if err != nil {
			return err
		}
		if err := life.Print(os.Stdout, terminalLang()); err != nil {
			return err
		}
		if !life.Well() {
			return exit(1)
		}
		return nil
	case c.Set != "":
		plan, err := os.ReadFile(c.Set)
		if err != nil {
			return err
		}
		p, err := server.SetPlan(ctx, c.ID, string(plan))
		if err == nil {
			fmt.Fprintf(os.Stderr, i18n.T("plan n° %d, appliqué aux versions suivantes\n", "plan no. %d, applied to later versions\n").In(terminalLang()), p.Number)
		}
		return err
	}
	p, err := server.Plan(ctx, c.ID)
	if err != nil {
		return err
	}
	if !p.Active {
		fmt.Fprintln(os.Stderr, i18n.T("ce plan n’est pas appliqué aux versions suivantes", "this plan is not applied to later versions").In(terminalLang()))
	}
	_, err = fmt.Print(p.Plan)
	return err
}
