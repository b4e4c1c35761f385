package main

import (
	"context"
	"fmt"

	"airial/internal/client"
	"airial/internal/platform/i18n"
)

type nothingCommand struct {
	Server string `required:"" env:"AIRIAL_SERVER" placeholder:"URL" help:"Address of the server."`
	Token  string `required:"" env:"AIRIAL_TOKEN" help:"Token that acts for the member."`
	Member string `placeholder:"SIREN" help:"Member; that of the token when absent."`
	Schema string `required:"" placeholder:"NAME" help:"Schema under which there is nothing to publish."`
	Anyway bool   `help:"Confirm, although something is published for that year."`
	Undo   bool   `help:"Take the declaration back."`
	Period string `arg:"" help:"Year (2026), quarter (2026-T1) or month (2026-03)."`
}

func (c *nothingCommand) Run(ctx context.Context) error {
	lang := terminalLang()
	pick := func(fr, en string) string {
		if lang == i18n.English {
			return en
		}
		return fr
	}
	q := client.NothingRequest{Server: c.Server, Token: c.Token, Member: c.Member, Schema: c.Schema, Period: c.Period, Anyway: c.Anyway, Lang: lang}
	if c.Undo {
		done, err := client.Undeclare(ctx, q)
		if err == nil && !done {
			err = fmt.Errorf("%s", pick("aucune déclaration de ce genre n’est en cours", "no such declaration stands"))
		}
		if err == nil {
			fmt.Println(pick("Déclaration annulée.", "Declaration undone."))
		}
		return err
	}
	n, err := client.Declare(ctx, q)
	if client.Conflicts(err) && !q.Anyway {
		return fmt.Errorf("%w %s", err, pick("Pour confirmer, ajoutez --anyway.", "To confirm, add --anyway."))
	}
	if err == nil {
		fmt.Printf(pick("%s : rien à publier pour %s, %s.\n", "%s: nothing to publish for %s, %s.\n"), n.Name, n.Period, n.Title)
	}
	return err
}
