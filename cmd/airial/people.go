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
	"airial/internal/commons/user"
	"airial/internal/platform/config"
	"airial/internal/platform/fault"
)

type userList struct {
	config.Data `embed:""`
	Search      string `arg:"" optional:"" help:"Words of the name, the login or the e-mail address."`
	Member      string `placeholder:"SIREN" help:"Only those with a role at this member."`
	Role        string `help:"Only those with this role."`
	State       string `default:"all" enum:"all,open,never,disabled" help:"Only accounts in this state: open, never (never logged in), disabled."`
}

func (c *userList) Run(ctx context.Context) error {
	return beside(ctx, c.Data, func(g *app.Ground) error {
		out := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
		filter := user.Filter{Query: c.Search, Role: access.Role(c.Role)}
		if c.State != "all" {
			filter.State = user.State(c.State)
		}
		if c.Role != "" && !filter.Role.Known() {
			return fault.New(fault.Invalid, "user list", "Le rôle « %[1]s » n’existe pas.", "There is no role “%[1]s”.", c.Role)
		}
		const page = 500
		for offset := 0; ; offset += page {
			var n int
			err := g.Doors.Read(ctx, command, func(tx access.Tx) error {
				if c.Member != "" && filter.Member == "" {
					m, err := organisation.BySiren(ctx, tx, c.Member)
					if err != nil {
						return err
					}
					filter.Member = m.ID
				}
				list, _, err := user.List(ctx, tx, filter, page, offset)
				n = len(list)
				if err != nil {
					return err
				}
				return printAccounts(ctx, tx, out, list)
			})
			if err != nil {
				return err
			}
			if n < page {
				return out.Flush()
			}
		}
	})
}

// printAccounts writes one line for each account: login, name, state, roles by
// SIREN.
func printAccounts(ctx context.Context, tx access.Tx, out *tabwriter.Writer, list []user.User) error {
	ids := make([]string, len(list))
	for i, u := range list {
		ids[i] = u.ID
	}
	grants, err := access.GrantsOf(ctx, tx, ids)
	if err != nil {
		return err
	}
	var members []string
	for _, one := range grants {
		members = append(members, one.MemberID)
	}
	named, err := organisation.ByIDs(ctx, tx, members)
	if err != nil {
		return err
	}
	roles := map[string][]string{}
	for _, one := range grants {
		roles[one.UserID] = append(roles[one.UserID], string(one.Role)+"@"+named[one.MemberID].Siren)
	}
	for _, u := range list {
		state := "open"
		switch {
		case !u.Disabled.IsZero():
			state = "disabled"
		case u.LastLogin.IsZero():
			state = "never"
		}
		if _, err := fmt.Fprintf(out, "%s\t%s\t%s\t%s\n", u.Login, u.Name, state, strings.Join(roles[u.ID], " ")); err != nil {
			return err
		}
	}
	return nil
}

// userRole names a role of a person at a member.
type userRole struct {
	config.Data `embed:""`
	Member      string `required:"" placeholder:"SIREN" help:"Member at which the person has the role."`
	Login       string `required:"" help:"Login of the person."`
	Role        string `required:"" enum:"manager,official,depositor,approver,reader,administrator,protection-officer,open-data-officer,security-officer,support" help:"Role."`
}

func (c *userRole) change(ctx context.Context, change func(ctx context.Context, tx access.Tx, user, member string, role access.Role) error) error {
	return beside(ctx, c.Data, func(g *app.Ground) error {
		return writeFor(ctx, g, c.Member, func(tx access.Tx, m organisation.Member) error {
			u, err := byLogin(ctx, tx, c.Login)
			if err != nil {
				return err
			}
			return change(ctx, tx, u.ID, m.ID, access.Role(c.Role))
		})
	})
}

type userGrant struct {
	userRole `embed:""`
}

func (c *userGrant) Run(ctx context.Context) error { return c.change(ctx, access.Grant) }

type userRevoke struct {
	userRole `embed:""`
}

func (c *userRevoke) Run(ctx context.Context) error { return c.change(ctx, user.Take) }

type userAccount struct {
	config.Data `embed:""`
	Login       string `arg:"" help:"Login of the person."`
}

func (c *userAccount) change(ctx context.Context, change func(context.Context, access.Tx, string) error) error {
	return beside(ctx, c.Data, func(g *app.Ground) error { return c.in(ctx, g, change) })
}

// in does something with the account, in a transaction.
func (c *userAccount) in(ctx context.Context, g *app.Ground, do func(context.Context, access.Tx, string) error) error {
	return g.Doors.Write(ctx, command, func(tx access.Tx) error {
		u, err := byLogin(ctx, tx, c.Login)
		if err != nil {
			return err
		}
		return do(ctx, tx, u.ID)
	})
}

type userDisable struct {
	userAccount `embed:""`
}

func (c *userDisable) Run(ctx context.Context) error { return c.change(ctx, user.Disable) }

type userEnable struct {
	userAccount `embed:""`
}

func (c *userEnable) Run(ctx context.Context) error { return c.change(ctx, user.Enable) }

func byLogin(ctx context.Context, tx access.Tx, login string) (user.User, error) {
	u, err := user.ByLogin(ctx, tx, login)
	if fault.Is(err, fault.NotFound) {
		err = fault.New(fault.NotFound, "user", "Aucun compte n’a l’identifiant « %[1]s ». « airial user list » les montre.",
			"No account has the login “%[1]s”. “airial user list” shows them.", login)
	}
	return u, err
}
