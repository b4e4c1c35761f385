package app

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/handover"
	"airial/internal/commons/help"
	"airial/internal/commons/user"
	"airial/internal/platform/database"
	"airial/internal/platform/i18n"
	"airial/internal/platform/jobs"
	"airial/internal/platform/mail"
	"airial/internal/platform/web/ui"
)

// identity opens the room of the people who have an account, with the letters
// that it writes.
func (a *App) identity() error {
	provider, err := a.provider()
	if err != nil {
		return err
	}
	a.Mail = a.letters()
	a.sessions = user.NewSessions(a.Doors, a.Clock, a.publicURL, a.Log)
	a.sessions.LockAfter(a.Config.Identity.LockAfter)
	a.Users = user.New(user.Parts{Doors: a.Doors, Clock: a.Clock, Sessions: a.sessions, Jobs: a.Queue, Letters: a.Mail,
		Sealer: a.Keys, PublicURL: a.publicURL, Name: a.brand, Notice: a.Config.Identity.Notice,
		Provider: provider, Callers: a.ledger("log-ins"), Log: a.Log,
		Journal: a.Journal, Tables: database.Tables(Schemas()...), Scrub: a.DB.Scrub,
		Forget: forgetting, Copies: copies})
	return nil
}

// Users is the room of accounts for a command beside the server. It writes no
// letters: whoever gives the command hands its links over.
func Users(g *Ground, publicURL string) *user.Service {
	queue := jobs.NewQueue(g.Clock, g.Ident)
	return user.New(user.Parts{Doors: g.Doors, Clock: g.Clock, Jobs: queue, Letters: mail.NewQueue(queue, g.Keys, false), Sealer: g.Keys,
		PublicURL: publicURL, Journal: g.Journal, Tables: database.Tables(Schemas()...), Scrub: g.DB.Scrub, Forget: forgetting, Copies: copies})
}

// forgetting are the rooms that have more to do for an erased account than to
// change what their tables say of people.
var forgetting = []func(context.Context, access.Tx, string) error{help.Forget, handover.Forget}

// copies are what rooms keep of a person beside her account.
var copies = map[string]func(context.Context, access.Tx, string) (any, error){"help": help.CopyOf}

// identityPages adds the room's pages, with the operator's in the rail.
func (a *App) identityPages(desk *console.Console) {
	a.Users.Register(a.Routes, user.Frames{Gate: desk.Gate, Desk: desk.Desk})
	desk.Add(console.Entry{Icon: ui.IconKey, Label: i18n.T("Sécurité des accès", "Security of log-ins"), Href: user.SecurityPath, Order: 860,
		Visible: func(s access.Scope) bool { return s.Has(access.Administrator, access.SecurityOfficer) }})
}
