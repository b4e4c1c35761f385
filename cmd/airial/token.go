package main

import (
	"context"
	"fmt"

	"airial/internal/app"
	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/config"
)

type tokenCommands struct {
	Create tokenCreate `cmd:"" help:"Make a token and print it, alone, on standard output. It is shown this once."`
}

type tokenCreate struct {
	config.Data `embed:""`
	Member      string `required:"" placeholder:"SIREN" help:"Member for which the token acts."`
	Name        string `required:"" placeholder:"TEXT" help:"What the token is for."`
	Role        string `enum:"depositor,approver" default:"depositor" help:"What it may do: deposit, or also approve."`
}

func (c *tokenCreate) Run(ctx context.Context) error {
	return beside(ctx, c.Data, func(g *app.Ground) error {
		var secret string
		err := writeFor(ctx, g, c.Member, func(tx access.Tx, m organisation.Member) (err error) {
			_, secret, err = access.CreateToken(ctx, tx, m.ID, c.Name, access.Role(c.Role))
			return err
		})
		if err != nil {
			return err
		}
		_, err = fmt.Println(secret)
		return err
	})
}
