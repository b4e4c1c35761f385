package app

import (
	"airial/internal/commons/console"
	"airial/internal/commons/help"
	"airial/internal/commons/people"
)

// peoplePages adds the pages where accounts and roles are kept, and those where
// people ask for help.
func (a *App) peoplePages(desk *console.Console) {
	people.New(people.Parts{Doors: a.Doors, Desk: desk, Sessions: a.sessions, Clock: a.Clock}).Register(a.Routes)
	help.New(help.Parts{Doors: a.Doors, Desk: desk, Letters: a.Mail}).Register(a.Routes)
}
