package app

import (
	"slices"

	"airial/internal/commons/console"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/assessment"
	"airial/internal/services/register/paper"
)

// paperKinds are the papers of all rooms of the register. A room adds its own
// here.
func paperKinds() []paper.Kind {
	return slices.Concat(activity.Papers(), assessment.Papers())
}

// papers is the room that makes the papers of the register.
func (a *App) papers(desk *console.Console) *paper.Service {
	return paper.New(paper.Parts{Doors: a.Doors, Desk: desk, Files: registerFiles{a}, Kinds: paperKinds(), Officer: activity.Officer})
}

func (a *App) paperPages(desk *console.Console) {
	a.papers(desk).Register(a.Routes)
}
