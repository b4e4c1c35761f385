package app

import (
	"slices"

	"airial/internal/commons/console"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/advice"
	"airial/internal/services/register/assessment"
	"airial/internal/services/register/breach"
	"airial/internal/services/register/conformity"
	"airial/internal/services/register/designation"
	"airial/internal/services/register/maturity"
	"airial/internal/services/register/paper"
	"airial/internal/services/register/plan"
	"airial/internal/services/register/processor"
	"airial/internal/services/register/request"
)

// paperKinds are the papers of all rooms of the register. A room adds its own
// here.
func paperKinds() []paper.Kind {
	return append(slices.Concat(activity.Papers(), []paper.Kind{activity.ProcessorPaper(registerClients{})}, breach.Papers(),
		assessment.Papers(), designation.Papers(), processor.Papers(describedUses)), paper.Report(paperChapters()))
}

// paperChapters are what the rooms say in the yearly report, in the order in
// which people read them. A room adds its own here.
func paperChapters() []paper.Chapter {
	return []paper.Chapter{activity.Chapter(), processor.Chapter(), request.Chapter(), breach.Chapter(), conformity.Chapter(), assessment.ReportChapter(),
		maturity.Chapter(), advice.Chapter(), plan.Chapter()}
}

// papers is the room that makes the papers of the register.
func (a *App) papers(desk *console.Console) *paper.Service {
	return paper.New(paper.Parts{Doors: a.Doors, Desk: desk, Files: registerFiles{a}, Kinds: paperKinds(), Officer: activity.Officer})
}

// Papers is that room without its pages.
func (a *App) Papers() *paper.Service { return a.papers(nil) }

func (a *App) paperPages(desk *console.Console) {
	papers := a.papers(desk)
	papers.Register(a.Routes)
	papers.API(a.Interface)
}
