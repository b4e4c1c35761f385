package app

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
	"airial/internal/services/clear"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/assessment"
	"airial/internal/services/register/maturity"
	"airial/internal/services/register/model"
	"airial/internal/services/register/paper"
	"airial/internal/services/register/plan"
	"airial/internal/services/register/request"
	"airial/internal/services/register/twin"
)

// twins is the room where activities that a member has twice are settled.
func (a *App) twins(desk *console.Console) *twin.Service {
	return &twin.Service{Doors: a.Doors, Desk: desk, Followers: twinFollowers(a.Clear), Terms: activityTerms}
}

func (a *App) twinPages(desk *console.Console) {
	s := a.twins(desk)
	(&twin.Pages{Service: s}).Register(a.Routes)
	s.API(a.Interface)
}

// activityTerms are the words of the codes in a member's activities, its products
// among them.
func activityTerms(ctx context.Context, tx access.Tx, member string) (model.Terms, error) {
	terms, err := model.ReadTerms(ctx, tx)
	if err != nil {
		return nil, err
	}
	products, err := activityProducts{}.Of(ctx, tx, member)
	return append(terms, activity.TermsOf(products)...), err
}

// twinFollowers is what points to activities. Breaches do not: they say in words
// what was touched, and their actions point to them. Processors do not either:
// activities point to them.
func twinFollowers(datasets *clear.Service) []twin.Follower {
	return []twin.Follower{
		{Key: "datasets", Label: i18n.T("jeux de données", "datasets"), To: clear.PiecesOf, Lead: datasets.Lead},
		{Key: "requests", Label: i18n.T("demandes de droits", "rights requests"), To: request.To, Lead: leadRequests},
		{Key: "assessments", Label: i18n.T("analyses d’impact", "impact assessments"), To: assessment.To, Lead: assessment.Lead},
		{Key: "need", Label: i18n.T("besoin d’une analyse, évalué", "need of an assessment, told"), To: assessment.NeedsTo, Lead: leadNeed},
		{Key: "conformity", Label: i18n.T("évaluations de conformité", "evaluations of conformity"), To: maturity.To, Lead: maturity.Lead},
		{Key: "actions", Label: i18n.T("actions du plan", "actions of the plan"),
			To: func(ctx context.Context, tx access.Tx, member, id string) ([]string, error) {
				return plan.To(ctx, tx, member, id, activityLink, conformityLink)
			},
			Lead: plan.Lead},
		{Key: "notices", Label: i18n.T("mentions d’information affichées", "notices that were put up"), To: activity.NoticesTo, Lead: activity.LeadNotices},
		{Key: "papers", Label: i18n.T("documents préparés", "papers prepared"), To: paper.To, Lead: paper.Lead},
	}
}

// activityLink is how actions are linked to an activity as a whole.
const activityLink = "activity"

func leadRequests(ctx context.Context, tx access.Tx, member, from, to string, only []string) ([]string, error) {
	list, err := requestActivities{}.Of(ctx, tx, member)
	if err != nil {
		return nil, err
	}
	for _, a := range list {
		if a.ID == to {
			return request.Lead(ctx, tx, member, from, a, only)
		}
	}
	return nil, nil
}

// leadNeed leads what was said of the one activity, which is named by itself: it
// is back under the name that it had when it is led back.
func leadNeed(ctx context.Context, tx access.Tx, member, from, to string, only []string) ([]string, error) {
	led, err := assessment.LeadNeed(ctx, tx, member, from, to)
	if err != nil || !led {
		return nil, err
	}
	return only, nil
}

func twinCard(ctx context.Context, tx access.Tx, m organisation.Member) (activity.Card, error) {
	list, err := twin.Of(ctx, tx, m.ID)
	if err != nil || len(list) == 0 {
		return activity.Card{}, err
	}
	return activity.Card{Title: i18n.Say(ctx, "Traitements en double", "Activities that are there twice"), Href: twin.Path(m.Siren), Tone: ui.Wait,
		Lines: []string{i18n.Count(ctx, len(list), "paire à régler", "paires à régler", "pair to settle", "pairs to settle")}}, nil
}
