package app

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/breach"
	"airial/internal/services/register/cockpit"
	"airial/internal/services/register/designation"
	"airial/internal/services/register/maturity"
	"airial/internal/services/register/model"
	"airial/internal/services/register/plan"
	"airial/internal/services/register/request"
	"airial/standards/quality"
)

// cockpit is where the operator's officers see all their members, with what the
// other rooms of the register tell of them.
func (a *App) cockpit(desk *console.Console) *cockpit.Service {
	p := cockpit.Parts{Doors: a.Doors, Desk: desk, Models: a.registerModels(), Queue: a.Queue, Post: a.post(), Sources: cockpitSources(), Courses: cockpitCourses(),
		Undesignated: designation.Without, DesignationTab: "rgpd/designation", Cards: registerCards(), Plan: a.actionPlan(desk), Outline: quality.Outline,
		Kinds: []cockpit.Pushable{{Kind: activity.Kind, Name: i18n.T("Modèles de traitements", "Models of activities"), Path: activity.ModelsPath},
			{Kind: plan.Kind, Name: i18n.T("Modèles d’actions", "Models of actions"), Path: plan.ModelsPath}}}
	return cockpit.New(p)
}

func (a *App) cockpitPages(desk *console.Console) { a.cockpit(desk).Pages().Register(a.Routes) }

// waitsOf turns what a room tells into what the cockpit wants.
func waitsOf(of map[string][2]int, err error) (map[string]cockpit.Waits, error) {
	out := make(map[string]cockpit.Waits, len(of))
	for id, n := range of {
		out[id] = cockpit.Waits{Late: n[0], Week: n[1]}
	}
	return out, err
}

func cockpitSources() []cockpit.Source {
	return []cockpit.Source{
		{Key: "requests", Label: i18n.T("Demandes de droits", "Rights requests"), Tab: "rgpd/requests", Count: func(ctx context.Context, tx access.Tx, today, until string) (map[string]cockpit.Waits, error) {
			return waitsOf(request.Waits(ctx, tx, today, until))
		}},
		{Key: "breaches", Label: i18n.T("Violations de données", "Data breaches"), Tab: "rgpd/breaches", Count: func(ctx context.Context, tx access.Tx, _, _ string) (map[string]cockpit.Waits, error) {
			return waitsOf(breach.Waits(ctx, tx))
		}},
		{Key: "actions", Label: i18n.T("Actions du plan", "Actions of the plan"), Tab: plan.Tab, Count: func(ctx context.Context, tx access.Tx, today, until string) (map[string]cockpit.Waits, error) {
			return waitsOf(plan.Waits(ctx, tx, today, until))
		}},
		{Key: "surveys", Label: i18n.T("Évaluations annuelles", "Yearly surveys"), Tab: "rgpd/maturity", Count: func(ctx context.Context, tx access.Tx, _, _ string) (map[string]cockpit.Waits, error) {
			return waitsOf(maturity.Waits(ctx, tx, 7))
		}},
	}
}

func cockpitCourses() []cockpit.Course {
	return []cockpit.Course{
		{Label: i18n.T("Traitements vérifiés", "Activities checked"), Count: func(ctx context.Context, tx access.Tx) (map[string]int, error) {
			return model.CheckYears(ctx, tx, activity.Kind)
		}},
		{Label: i18n.T("Évaluations", "Surveys"), Count: maturity.Years},
		{Label: i18n.T("Demandes", "Requests"), Count: request.Years},
		{Label: i18n.T("Violations", "Breaches"), Count: breach.Years},
		{Label: i18n.T("Actions faites", "Actions done"), Count: plan.Years},
		{Label: i18n.T("Visites", "Visits"), Count: cockpit.VisitYears},
	}
}

// visitLinks are the visits that actions may be born of: the officers' alone.
func visitLinks(ctx context.Context, tx access.Tx, m organisation.Member) ([]plan.Target, error) {
	if !tx.Scope().Has(access.ProtectionOfficer) {
		return nil, nil
	}
	list, _, err := cockpit.Visits(ctx, tx, m.ID, "", 200, 0)
	out := make([]plan.Target, len(list))
	for n, v := range list {
		out[n] = plan.Target{ID: v.ID, Label: v.Day + " – " + v.Agent.Name, Href: cockpit.VisitPath(v.ID)}
	}
	return out, err
}

// visitDues are planned visits, for the officers.
func visitDues(ctx context.Context, tx access.Tx, member, until string) ([]plan.Deadline, error) {
	list, err := cockpit.VisitsDue(ctx, tx, member, until)
	out := make([]plan.Deadline, len(list))
	for n, v := range list {
		out[n] = plan.Deadline{Kind: "visit", ID: v.ID, MemberID: v.MemberID, Label: i18n.T("Visite", "Visit"), Title: i18n.T("prévue", "planned"), On: v.Day,
			OwnerID: v.Agent.ID, Page: cockpit.VisitPath(v.ID), Changed: v.Made}
	}
	return out, err
}
