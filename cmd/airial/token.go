package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"airial/internal/app"
	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/config"
	"airial/internal/platform/i18n"
)

type tokenCommands struct {
	Create tokenCreate `cmd:"" help:"Make a token and print it, alone, on standard output. It is shown this once."`
	List   tokenList   `cmd:"" help:"List the tokens of a member, without their secrets."`
	Rotate tokenRotate `cmd:"" help:"Make a token that takes another's place, and print it. The other goes on for seven days."`
	Revoke tokenRevoke `cmd:"" help:"End a token at once."`
}

type tokenCreate struct {
	config.Data `embed:""`
	Member      string   `required:"" placeholder:"SIREN" help:"Member for which the token acts."`
	Name        string   `required:"" placeholder:"TEXT" help:"What the token is for."`
	Role        string   `enum:"depositor,approver" default:"depositor" help:"What it may do, in one word: what a depositor may, or an approver."`
	Rights      []string `placeholder:"RIGHT,…" help:"What it may do, instead of a role: see, deposit, publish, withdraw, decide, approve, erase, listen (webhooks)."`
	Days        int      `default:"365" help:"For how many days it is good."`
}

func (c *tokenCreate) Run(ctx context.Context) error {
	n := access.NewToken{Name: c.Name, Days: c.Days, Rights: access.Token{Role: access.Role(c.Role)}.Allows()}
	if len(c.Rights) > 0 {
		n.Rights = nil
		for _, r := range c.Rights {
			n.Rights = append(n.Rights, access.Right(strings.TrimSpace(r)))
		}
	}
	return beside(ctx, c.Data, func(g *app.Ground) error {
		var secret string
		err := writeFor(ctx, g, c.Member, func(tx access.Tx, m organisation.Member) (err error) {
			n.MemberID = m.ID
			_, secret, err = access.MakeToken(ctx, tx, n)
			return err
		})
		if err != nil {
			return err
		}
		_, err = fmt.Println(secret)
		return err
	})
}

type tokenList struct {
	config.Data `embed:""`
	Member      string `required:"" placeholder:"SIREN" help:"Member whose tokens to list."`
}

func (c *tokenList) Run(ctx context.Context) error {
	return beside(ctx, c.Data, func(g *app.Ground) error {
		var tokens []access.Token
		var now time.Time
		err := g.Doors.Read(ctx, command, func(tx access.Tx) error {
			now = tx.Clock().Now()
			m, err := organisation.BySiren(ctx, tx, c.Member)
			if err != nil {
				return err
			}
			tokens, err = access.Tokens(ctx, tx, m.ID)
			return err
		})
		if err != nil {
			return err
		}
		out := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
		for _, t := range tokens {
			var rights []string
			for _, r := range t.Allows() {
				rights = append(rights, string(r))
			}
			fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%s\t%s\n", t.ID, state(t, now), onDay(t.Expires), onDay(t.LastUsed), strings.Join(rights, ","), t.Name)
		}
		return out.Flush()
	})
}

func onDay(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return i18n.Local(t).Format(time.DateOnly)
}

func state(t access.Token, now time.Time) string {
	switch {
	case !t.Revoked.IsZero():
		return "revoked"
	case !t.Live(now):
		return "expired"
	}
	return "active"
}

type tokenRotate struct {
	config.Data `embed:""`
	ID          string `arg:"" help:"Identifier of the token, as airial token list prints it."`
}

func (c *tokenRotate) Run(ctx context.Context) error {
	return beside(ctx, c.Data, func(g *app.Ground) error {
		var secret string
		err := g.Doors.Write(ctx, command, func(tx access.Tx) (err error) {
			_, secret, err = access.RotateToken(ctx, tx, c.ID)
			return err
		})
		if err != nil {
			return err
		}
		_, err = fmt.Println(secret)
		return err
	})
}

type tokenRevoke struct {
	config.Data `embed:""`
	ID          string `arg:"" help:"Identifier of the token, as airial token list prints it."`
}

func (c *tokenRevoke) Run(ctx context.Context) error {
	return beside(ctx, c.Data, func(g *app.Ground) error {
		return g.Doors.Write(ctx, command, func(tx access.Tx) error { return access.RevokeToken(ctx, tx, c.ID) })
	})
}
