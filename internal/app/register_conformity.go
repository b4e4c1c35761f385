package app

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/assessment"
	"airial/internal/services/register/conformity"
	"airial/internal/services/register/maturity"
	"airial/internal/services/register/plan"
)

// conformityPages is the room of conformity, of activities and of the
// organisation.
func (a *App) conformityPages(desk *console.Console) {
	(&conformity.Pages{Doors: a.Doors, Desk: desk, Actions: openActions{}}).Register(a.Routes)
	conformity.API(a.Interface, a.Doors)
}

// openActions are the actions of a member's plan that answers may name.
type openActions struct{}

func (openActions) Open(ctx context.Context, tx access.Tx, m organisation.Member) ([]maturity.PlannedAction, error) {
	list, _, err := plan.List(ctx, tx, plan.Filter{Member: m.ID, View: "open"}, 500, 0)
	out := make([]maturity.PlannedAction, len(list))
	for i, a := range list {
		out[i] = maturity.PlannedAction{ID: a.ID, Name: i18n.Read(ctx, a.Title), Href: plan.Path(m.Siren, a.ID)}
	}
	return out, err
}

func conformityCard(ctx context.Context, tx access.Tx, m organisation.Member) (activity.Card, error) {
	c := activity.Card{Title: i18n.Say(ctx, "Conformité", "Conformity"), Href: conformity.Path(m.Siren)}
	rows, err := conformity.Of(ctx, tx, m.ID)
	if err != nil {
		return c, err
	}
	n := map[conformity.Level]int{}
	for _, r := range rows {
		n[r.Level]++
	}
	c.Lines = []string{i18n.Sayf(ctx, "%d traitements évalués sur %d", "%d activities evaluated of %d", len(rows)-n[""], len(rows))}
	if n[conformity.Major] > 0 {
		c.Tone = ui.Wait
		c.Lines = append(c.Lines, i18n.Count(ctx, n[conformity.Major], "non-conformité majeure", "non-conformités majeures", "major non-compliance", "major non-compliances"))
	}
	list, err := maturity.ListOf(ctx, tx, m.ID, maturity.Organisation)
	for _, s := range list {
		if s.State == maturity.Submitted {
			c.Lines = append(c.Lines, i18n.Sayf(ctx, "organisation\u202f: %s sur 5 au %s", "organisation: %s out of 5 on %s", s.Total.Words(ctx), i18n.ShortDate(ctx, s.Submitted)))
			break
		}
	}
	return c, err
}

// conformityAdvice are the points of activities that are not met, and for which
// nothing is planned.
func conformityAdvice(ctx context.Context, tx access.Tx, m organisation.Member) ([]plan.Recommendation, error) {
	rows, err := conformity.Of(ctx, tx, m.ID)
	var out []plan.Recommendation
	for _, r := range rows {
		s, ok := r.Latest()
		if !ok || r.Level == conformity.Met || err != nil {
			continue
		}
		points, err := conformity.Unmet(ctx, tx, s)
		if err != nil {
			return nil, err
		}
		for _, q := range points {
			out = append(out, plan.Recommendation{Link: plan.Link{Kind: "conformity", Target: r.Activity.ID + "/" + q.Name}, Title: q.Advice,
				About: i18n.Text{Fr: r.Activity.Name.Fr + "\u202f: " + q.Ask.Fr, En: r.Activity.Name.In(i18n.English) + ": " + q.Ask.En}, Kind: plan.Legal, Priority: plan.Medium,
				From: i18n.Sayf(ctx, "Conformité, %s", "Conformity, %s", i18n.ShortDate(ctx, s.Submitted))})
		}
	}
	return out, err
}

// assessmentAdvice is what the evaluations of impact assessments say is to be
// done.
func assessmentAdvice(ctx context.Context, tx access.Tx, m organisation.Member) ([]plan.Recommendation, error) {
	list, err := assessment.List(ctx, tx, m.ID)
	var out []plan.Recommendation
	for _, a := range list {
		if a.State == assessment.Archived || a.State == assessment.Refused {
			continue
		}
		f, err := assessment.Get(ctx, tx, a.ID)
		if err != nil {
			return nil, err
		}
		for _, t := range assessment.Plan(f.Record) {
			out = append(out, plan.Recommendation{Link: plan.Link{Kind: "assessment", Target: a.ID + "/" + t.Key}, Title: t.What,
				About: i18n.Text{Fr: a.Name.Fr + "\u202f: " + t.Part.Fr, En: a.Name.In(i18n.English) + ": " + t.Part.En}, Kind: plan.Technical, Priority: plan.High, From: i18n.Read(ctx, a.Name)})
		}
	}
	return out, err
}

// assessmentDues are reviews of impact assessments.
func assessmentDues(ctx context.Context, tx access.Tx, member, until string) ([]plan.Deadline, error) {
	list, err := assessment.Reviews(ctx, tx, member, until)
	out := make([]plan.Deadline, len(list))
	for i, a := range list {
		out[i] = plan.Deadline{Kind: "assessment", ID: a.ID, MemberID: a.MemberID, Label: i18n.T("Revue d’une analyse d’impact", "Review of an impact assessment"),
			Title: a.Name, On: a.ReviewOn, Path: "/rgpd/assessments/" + a.ID, Changed: a.StateAt}
	}
	return out, err
}

// studied are the things of these rooms to which actions are linked.
func studied() []plan.Linkable {
	advice := func(of plan.Recommends, href func(m organisation.Member) string) func(context.Context, access.Tx, organisation.Member) ([]plan.Target, error) {
		return func(ctx context.Context, tx access.Tx, m organisation.Member) ([]plan.Target, error) {
			list, err := of(ctx, tx, m)
			out := make([]plan.Target, len(list))
			for n, r := range list {
				out[n] = plan.Target{ID: r.Link.Target, Label: i18n.Read(ctx, r.Title), Href: href(m)}
			}
			return out, err
		}
	}
	return []plan.Linkable{
		{Kind: "assessment", Label: i18n.T("Analyse d’impact", "Impact assessment"), Of: advice(assessmentAdvice, func(m organisation.Member) string { return assessment.ListPath(m.Siren) })},
		{Kind: "conformity", Label: i18n.T("Conformité d’un traitement", "Conformity of an activity"), Of: advice(conformityAdvice, func(m organisation.Member) string { return conformity.Path(m.Siren) })},
	}
}
