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
	"airial/internal/services/register/model"
)

// assessmentPages is the room of impact assessments, with the operator's models
// of them.
func (a *App) assessmentPages(desk *console.Console) {
	(&assessment.Pages{Doors: a.Doors, Desk: desk}).Register(a.Routes)
	(&model.Pages{Desk: desk, Service: a.registerModels(), Spec: assessment.ModelSpec, Path: assessment.ModelsPath,
		Title: i18n.T("Modèles d’analyses d’impact", "Models of impact assessments"), Domains: activity.Domains(), Install: assessment.Install}).Register(a.Routes)
	assessment.API(a.Interface, a.Doors)
}

func assessmentCard(ctx context.Context, tx access.Tx, m organisation.Member) (activity.Card, error) {
	c := activity.Card{Title: i18n.Say(ctx, "Analyses d’impact", "Impact assessments"), Href: assessment.ListPath(m.Siren)}
	rows, err := assessment.Of(ctx, tx, m)
	if err != nil {
		return c, err
	}
	list, err := assessment.List(ctx, tx, m.ID)
	missing, open, due := 0, 0, 0
	for _, r := range rows {
		if r.Missing() {
			missing++
		}
		if r.Need.Result == assessment.Open {
			open++
		}
	}
	today := access.Today(tx.Clock())
	for _, a := range list {
		if a.Due(today) {
			due++
		}
	}
	c.Lines = []string{i18n.Count(ctx, len(list), "analyse", "analyses", "assessment", "assessments")}
	if missing > 0 {
		c.Lines = append(c.Lines, i18n.Count(ctx, missing, "traitement en demande une et n’en a pas", "traitements en demandent une et n’en ont pas", "activity needs one and has none", "activities need one and have none"))
	}
	if open > 0 {
		c.Lines = append(c.Lines, i18n.Count(ctx, open, "à évaluer", "à évaluer", "to be decided", "to be decided"))
	}
	if due > 0 {
		c.Lines = append(c.Lines, i18n.Count(ctx, due, "à revoir", "à revoir", "to be reviewed", "to be reviewed"))
	}
	if missing+due > 0 {
		c.Tone = ui.Wait
	}
	return c, err
}
