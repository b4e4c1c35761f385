package app

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/life"
	"airial/internal/commons/piece"
	"airial/internal/commons/user"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
	"airial/internal/services/opendata"
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
		Provider: provider, Log: a.Log,
		Journal: a.Journal, Forget: []func(context.Context, access.Tx, string, string) error{life.Forget, piece.Forget, opendata.Forget}})
	return nil
}

// identityPages adds the room's pages, with the operator's in the rail.
func (a *App) identityPages(desk *console.Console) {
	a.Users.Register(a.Routes, user.Frames{Gate: desk.Gate, Desk: desk.Desk})
	desk.Add(console.Entry{Icon: ui.IconKey, Label: i18n.T("Sécurité des accès", "Security of log-ins"), Href: user.SecurityPath, Order: 860,
		Visible: func(s access.Scope) bool { return s.Has(access.Administrator, access.SecurityOfficer) }})
}
