package main

import (
	"context"
	"crypto/rand"
	"fmt"

	"airial/internal/app"
	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/commons/user"
	"airial/internal/platform/config"
)

type userCommands struct {
	Add     userAdd     `cmd:"" help:"Open an account with a role at a member and print its first password, alone, on standard output."`
	List    userList    `cmd:"" help:"List the accounts with their roles."`
	Grant   userGrant   `cmd:"" help:"Give a person a role at a member."`
	Revoke  userRevoke  `cmd:"" help:"Take a role back."`
	Disable userDisable `cmd:"" help:"Close an account: nobody logs in with it any more. Its roles stay written."`
	Enable  userEnable  `cmd:"" help:"Open a disabled account again."`
	Invite  userInvite  `cmd:"" help:"Make the link by which a person chooses her first password, and print it: it stands for seven days, once."`
	Recover userRecover `cmd:"" help:"Make the link by which a person who lost her password chooses another, and print it: it stands for a day, once."`
	Unlock  userUnlock  `cmd:"" help:"Let somebody try again at once whom wrong tries make wait."`
	Lock    userLock    `cmd:"" help:"End all sessions of a person and the links made for her: her password opens the account again."`
	Copy    userCopy    `cmd:"" help:"Print all that is kept of a person, as JSON (RGPD, art. 15 and 20)."`
	Erase   userErase   `cmd:"" help:"Erase an account and the person's name everywhere (RGPD, art. 17). What she did stays."`
}

type userAdd struct {
	config.Data `embed:""`
	Member      string `required:"" placeholder:"SIREN" help:"Member at which the person has the role; the operator for the operator's roles."`
	Login       string `required:"" help:"Name under which to log in."`
	Name        string `required:"" help:"Name of the person."`
	Email       string `help:"E-mail address; several accounts may share one."`
	Role        string `required:"" enum:"manager,official,depositor,approver,reader,administrator,protection-officer,open-data-officer,security-officer,support" help:"Role."`
}

func (c *userAdd) Run(ctx context.Context) error {
	return beside(ctx, c.Data, func(g *app.Ground) error {
		password := rand.Text()
		hash, err := user.HashPassword(ctx, password)
		if err != nil {
			return err
		}
		err = writeFor(ctx, g, c.Member, func(tx access.Tx, m organisation.Member) error {
			u, err := user.Create(ctx, tx, user.Account{Login: c.Login, Name: c.Name, Email: c.Email, Password: hash})
			if err != nil {
				return err
			}
			return access.Grant(ctx, tx, u.ID, m.ID, access.Role(c.Role))
		})
		if err != nil {
			return err
		}
		_, err = fmt.Println(password)
		return err
	})
}
