package app

import (
	"context"
	"net/url"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/assessment"
	"airial/internal/services/register/conformity"
	"airial/internal/services/register/maturity"
	"airial/internal/services/register/plan"
)

// besideActivity is what the other rooms have about an activity: whether it needs
// an impact assessment and which there are, how far it complies, what is planned.
func besideActivity(ctx context.Context, tx access.Tx, m organisation.Member, id string) ([]activity.Beside, error) {
	var out []activity.Beside
	for _, of := range []func(context.Context, access.Tx, organisation.Member, string) (activity.Beside, error){needBeside, conformityBeside, actionsBeside} {
		b, err := of(ctx, tx, m, id)
		if err != nil {
			return nil, err
		}
		out = append(out, b)
	}
	return out, nil
}

func needBeside(ctx context.Context, tx access.Tx, m organisation.Member, id string) (activity.Beside, error) {
	b := activity.Beside{Tone: ui.Neutral, Label: i18n.Say(ctx, "Analyse d’impact", "Impact assessment"), Href: assessment.NeedPath(m.Siren, id)}
	row, err := assessment.One(ctx, tx, m, id)
	if err != nil {
		return b, err
	}
	b.Words = i18n.Read(ctx, row.Need.Result.Label())
	switch {
	case row.Missing():
		b.Tone = ui.Bad
	case row.Need.Result == assessment.Open:
		b.Tone = ui.Wait
	}
	for _, a := range row.Assessments {
		b.Links = append(b.Links, ui.Link{Label: i18n.Read(ctx, a.Name) + i18n.Say(ctx, "\u202f: ", ": ") + i18n.Read(ctx, a.State.Label()), Href: assessment.Path(m.Siren, a.ID)})
		if a.State == assessment.Validated && b.Tone == ui.Neutral {
			b.Tone = ui.Good
		}
	}
	return b, nil
}

func conformityBeside(ctx context.Context, tx access.Tx, m organisation.Member, id string) (activity.Beside, error) {
	b := activity.Beside{Tone: ui.Neutral, Label: i18n.Say(ctx, "Conformité", "Conformity"), Href: conformity.ActivityPath(m.Siren, id)}
	row, err := conformity.One(ctx, tx, m.ID, id)
	if err != nil {
		return b, err
	}
	b.Words = i18n.Read(ctx, row.Level.Label())
	if s, ok := row.Latest(); ok {
		b.Words += i18n.Sayf(ctx, ", évaluée le %s", ", evaluated on %s", i18n.ShortDate(ctx, s.Submitted))
	}
	switch row.Level {
	case conformity.Met:
		b.Tone = ui.Good
	case conformity.Minor:
		b.Tone = ui.Wait
	case conformity.Major:
		b.Tone = ui.Bad
	}
	return b, nil
}

// actionsBeside are the actions that are linked to an activity, or to points of
// its conformity.
func actionsBeside(ctx context.Context, tx access.Tx, m organisation.Member, id string) (activity.Beside, error) {
	link := url.Values{"link": {"activity:" + id}}.Encode()
	b := activity.Beside{Tone: ui.Neutral, Label: i18n.Say(ctx, "Actions", "Actions"), Href: plan.Base(m.Siren)}
	list, _, err := plan.List(ctx, tx, plan.Filter{Member: m.ID, Link: plan.Link{Kind: activityLink, Target: id}}, 50, 0)
	if err != nil {
		return b, err
	}
	seen := map[string]bool{}
	open := 0
	add := func(id string, name, state i18n.Text, isOpen bool, late bool) {
		if seen[id] {
			return
		}
		seen[id] = true
		if isOpen {
			open++
		}
		if late {
			b.Tone = ui.Bad
		}
		b.Links = append(b.Links, ui.Link{Label: i18n.Read(ctx, name) + i18n.Say(ctx, "\u202f: ", ": ") + i18n.Read(ctx, state), Href: plan.Path(m.Siren, id)})
	}
	today := access.Today(tx.Clock())
	for _, a := range list {
		add(a.ID, a.Title, a.State.Label(), a.State.Open(), a.Late(today))
	}
	at, err := openActions{}.At(ctx, tx, m, id)
	if err != nil {
		return b, err
	}
	q, err := maturity.Latest(ctx, tx, maturity.Processing)
	if err != nil {
		return b, err
	}
	for _, d := range q.Domains {
		for _, one := range d.Questions {
			for _, a := range at[one.Name] {
				add(a.ID, alike(a.Name), a.State, a.Open, a.Late)
			}
		}
	}
	b.Words = i18n.Count(ctx, open, "à faire", "à faire", "to do", "to do")
	if may, err := tx.Allowed(ctx, access.Register, m.ID); err != nil || may {
		b.Links = append(b.Links, ui.Link{Label: i18n.Say(ctx, "Ajouter une action", "Add an action"), Href: plan.Base(m.Siren) + "/new?" + link})
		return b, err
	}
	return b, nil
}
