package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"airial/internal/app"
	"airial/internal/commons/access"
	"airial/internal/commons/user"
	"airial/internal/platform/config"
	"airial/internal/platform/fault"
)

// userLink makes a link by which a person gets in.
type userLink struct {
	userAccount `embed:""`
	PublicURL   string `name:"public-url" env:"AIRIAL_PUBLIC_URL" placeholder:"URL" help:"Address under which the public reaches the server; the link is made of it. Default: http://localhost:8080."`
}

func (c *userLink) print(ctx context.Context, make func(*user.Service, context.Context, access.Tx, string, bool) (user.Handed, error)) error {
	settings := config.Serve{PublicURL: c.PublicURL, Listen: "localhost:8080"}
	base, err := settings.Base()
	if err != nil {
		return err
	}
	return beside(ctx, c.Data, func(g *app.Ground) error {
		users := app.Users(g, base)
		var link user.Handed
		err := c.in(ctx, g, func(ctx context.Context, tx access.Tx, id string) (err error) {
			link, err = make(users, ctx, tx, id, true)
			return err
		})
		if err != nil {
			return err
		}
		_, err = fmt.Println(link.Address)
		return err
	})
}

type userInvite struct {
	userLink `embed:""`
}

func (c *userInvite) Run(ctx context.Context) error { return c.print(ctx, (*user.Service).Invite) }

type userRecover struct {
	userLink `embed:""`
}

func (c *userRecover) Run(ctx context.Context) error { return c.print(ctx, (*user.Service).Reset) }

type userUnlock struct {
	userAccount `embed:""`
	Factors     bool `help:"Take away the codes and passkeys too, for somebody who lost the device that holds them."`
}

func (c *userUnlock) Run(ctx context.Context) error {
	return beside(ctx, c.Data, func(g *app.Ground) error {
		users := app.Users(g, "")
		return c.in(ctx, g, func(ctx context.Context, tx access.Tx, id string) error {
			if c.Factors {
				if err := users.DropFactors(ctx, tx, id); err != nil {
					return err
				}
			}
			return users.Unlock(ctx, tx, id)
		})
	})
}

type userLock struct {
	userAccount `embed:""`
}

func (c *userLock) Run(ctx context.Context) error {
	return beside(ctx, c.Data, func(g *app.Ground) error { return c.in(ctx, g, app.Users(g, "").CloseAll) })
}

type userCopy struct {
	userAccount `embed:""`
}

func (c *userCopy) Run(ctx context.Context) error {
	return beside(ctx, c.Data, func(g *app.Ground) error {
		var of user.Copy
		err := c.in(ctx, g, func(ctx context.Context, tx access.Tx, id string) (err error) {
			of, err = app.Users(g, "").CopyOf(ctx, tx, id)
			return err
		})
		if err != nil {
			return err
		}
		out := json.NewEncoder(os.Stdout)
		out.SetIndent("", "  ")
		return out.Encode(of)
	})
}

type userErase struct {
	userAccount `embed:""`
	Yes         bool `help:"Do it. Without it, nothing is changed."`
}

func (c *userErase) Run(ctx context.Context) error {
	return beside(ctx, c.Data, func(g *app.Ground) error {
		var account string
		err := c.in(ctx, g, func(_ context.Context, _ access.Tx, id string) error { account = id; return nil })
		if err != nil {
			return err
		}
		if !c.Yes {
			return fault.New(fault.Invalid, "user erase", "Un compte effacé ne revient pas\u202f: ajoutez --yes pour l’effacer.",
				"An erased account does not come back: add --yes to erase it.")
		}
		return app.Users(g, "").Erase(ctx, command, account)
	})
}
