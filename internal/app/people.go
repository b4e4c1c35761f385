package app

import (
	"context"
	"strings"

	"airial/internal/commons/console"
	"airial/internal/commons/help"
	"airial/internal/commons/people"
	"airial/internal/platform/web/here"
	"airial/internal/services/register/advice"
)

// peoplePages adds the pages where accounts and roles are kept, and those where
// people ask for help.
func (a *App) peoplePages(desk *console.Console) {
	people.New(people.Parts{Doors: a.Doors, Desk: desk, Sessions: a.sessions, Entrance: a.Users, Clock: a.Clock, Callers: a.ledger("codes")}).Register(a.Routes)
	help.New(help.Parts{Doors: a.Doors, Desk: desk, Letters: a.Mail, Officer: advice.AskPath}).Register(a.Routes)
}

// helpOnError leads from an error page of the console to the form that asks for
// help, with the page and the number of its request. The public has no account
// to ask with.
func helpOnError(ctx context.Context) string {
	if path := here.From(ctx).Path; path != console.Home && !strings.HasPrefix(path, console.Home+"/") {
		return ""
	}
	return help.Link(ctx)
}
