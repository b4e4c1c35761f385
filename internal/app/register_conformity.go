package app

import (
	"context"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
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
	conformity.API(a.Interface, a.Doors, openActions{})
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

// conformityLink is how actions are linked to a point of an activity.
const conformityLink = "conformity"

func (openActions) At(ctx context.Context, tx access.Tx, m organisation.Member, of string) (map[string][]conformity.PointAction, error) {
	links, err := plan.Links(ctx, tx, m.ID)
	points, ids := map[string][]string{}, []string{}
	for id, list := range links {
		for _, l := range list {
			if point, ok := strings.CutPrefix(l.Target, conformity.Target(of, "")); ok && l.Kind == conformityLink {
				points[id] = append(points[id], point)
			}
		}
		if len(points[id]) > 0 {
			ids = append(ids, id)
		}
	}
	out := map[string][]conformity.PointAction{}
	if err != nil || len(ids) == 0 {
		return out, err
	}
	list, _, err := plan.List(ctx, tx, plan.Filter{Member: m.ID, IDs: ids}, len(ids), 0)
	today := access.Today(tx.Clock())
	for _, a := range list {
		x := conformity.PointAction{PlannedAction: maturity.PlannedAction{ID: a.ID, Name: i18n.Read(ctx, a.Title), Href: plan.Path(m.Siren, a.ID)}, State: a.State.Label(),
			Open: a.State.Open(), Done: a.State == plan.Done, Late: a.Late(today), On: a.Due}
		if !x.Open {
			x.On = a.DoneOn
		}
		for _, point := range points[a.ID] {
			out[point] = append(out[point], x)
		}
	}
	return out, err
}

func (openActions) Make(ctx context.Context, tx access.Tx, m organisation.Member, w conformity.Wish) (string, error) {
	a, err := plan.Create(ctx, tx, plan.Wanted{MemberID: m.ID, Record: plan.RecordOf(w.Title, w.About, plan.Legal, plan.Medium), Plan: plan.Plan{State: plan.ToDo, Cost: plan.Unknown},
		Links: []plan.Link{{Kind: conformityLink, Target: conformity.Target(w.Activity, w.Point)}}})
	return a.ID, err
}

func (openActions) Link(ctx context.Context, tx access.Tx, m organisation.Member, action, of, point string) error {
	a, err := plan.Get(ctx, tx, action)
	if err == nil && a.MemberID != m.ID {
		err = fault.Missing("app.conformityLink")
	}
	if err != nil {
		return err
	}
	return plan.SetLink(ctx, tx, action, plan.Link{Kind: conformityLink, Target: conformity.Target(of, point)}, true)
}

// conformityTargets are the points to which actions may be linked: those that the
// latest evaluation of an activity does not meet, and those to which one is linked
// already, whatever became of them.
func conformityTargets(ctx context.Context, tx access.Tx, m organisation.Member) ([]plan.Target, error) {
	rows, err := conformity.Of(ctx, tx, m.ID)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	links, err := plan.Links(ctx, tx, m.ID)
	if err != nil {
		return nil, err
	}
	wanted := map[string]bool{}
	for _, list := range links {
		for _, l := range list {
			wanted[l.Target] = wanted[l.Target] || l.Kind == conformityLink
		}
	}
	q, err := maturity.Latest(ctx, tx, maturity.Processing)
	if err != nil {
		return nil, err
	}
	var out []plan.Target
	for _, r := range rows {
		if s, ok := r.Latest(); ok && r.Level != conformity.Met {
			failed, err := conformity.Failed(ctx, tx, s)
			if err != nil {
				return nil, err
			}
			for _, one := range failed {
				wanted[conformity.Target(r.Activity.ID, one.Name)] = true
			}
		}
		for _, d := range q.Domains {
			for _, one := range d.Questions {
				if id := conformity.Target(r.Activity.ID, one.Name); wanted[id] {
					out = append(out, plan.Target{ID: id, Label: i18n.Read(ctx, r.Activity.Name) + i18n.Say(ctx, "\u202f: ", ": ") + i18n.Read(ctx, one.Ask),
						Href: conformity.ActivityPath(m.Siren, r.Activity.ID) + "#p-" + one.Name})
				}
			}
		}
	}
	return out, nil
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
			out = append(out, plan.Recommendation{Link: plan.Link{Kind: conformityLink, Target: conformity.Target(r.Activity.ID, q.Name)}, Title: q.Advice,
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
	return []plan.Linkable{{Kind: conformityLink, Label: i18n.T("Conformité d’un traitement", "Conformity of an activity"), Of: conformityTargets}}
}

// assessmentTargets are impact assessments, and what they say is to be done.
func assessmentTargets(ctx context.Context, tx access.Tx, m organisation.Member) ([]plan.Target, error) {
	list, err := assessment.List(ctx, tx, m.ID)
	if err != nil {
		return nil, err
	}
	out := make([]plan.Target, len(list))
	for n, a := range list {
		out[n] = plan.Target{ID: a.ID, Label: i18n.Read(ctx, a.Name), Href: assessment.Path(m.Siren, a.ID)}
	}
	advised, err := assessmentAdvice(ctx, tx, m)
	for _, r := range advised {
		id, _, _ := strings.Cut(r.Link.Target, "/")
		out = append(out, plan.Target{ID: r.Link.Target, Label: r.From + i18n.Say(ctx, "\u202f: ", ": ") + i18n.Read(ctx, r.Title), Href: assessment.Path(m.Siren, id)})
	}
	return out, err
}
