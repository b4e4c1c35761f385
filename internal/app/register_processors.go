package app

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/designation"
)

// designationPages is the room of who answers for each body's data.
func (a *App) designationPages(desk *console.Console) {
	designation.New(designation.Parts{Doors: a.Doors, Desk: desk}).Register(a.Routes)
	designation.API(a.Interface, a.Doors)
}

// designationCard heads a member's first page of the register while nobody is
// designated.
func designationCard(ctx context.Context, tx access.Tx, m organisation.Member) (activity.Card, error) {
	o, ok, err := designation.Of(ctx, tx, m.ID, designation.Officer)
	c := activity.Card{Title: i18n.Say(ctx, "Désignation", "Designation"), Href: designation.Path(m.Siren)}
	switch {
	case !ok:
		c.Tone = ui.Wait
		c.Lines = []string{i18n.Say(ctx, "Aucun délégué à la protection des données n’est désigné.", "No data-protection officer is designated.")}
	case !o.Declared():
		c.Tone = ui.Wait
		c.Lines = []string{i18n.Sayf(ctx, "Délégué\u202f: %s", "Officer: %s", o.Holder), i18n.Say(ctx, "Le numéro de la CNIL manque.", "The CNIL’s number is missing.")}
	default:
		c.Lines = []string{i18n.Sayf(ctx, "Délégué\u202f: %s", "Officer: %s", o.Holder), i18n.Sayf(ctx, "CNIL %s", "CNIL %s", o.Reference)}
	}
	return c, err
}
