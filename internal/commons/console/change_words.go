package console

import (
	"context"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
)

func changeTitle(ctx context.Context, v changeView) string {
	if v.Correct != "" {
		return i18n.Say(ctx, "Corriger la fiche", "Correct the record")
	}
	return i18n.Say(ctx, "Enregistrer un changement", "Record a change")
}

func changeButton(ctx context.Context, v changeView) string {
	if v.Correct != "" {
		return i18n.Say(ctx, "Corriger", "Correct")
	}
	return i18n.Say(ctx, "Enregistrer le changement", "Record the change")
}

func historyColumns(ctx context.Context, mayEdit bool) []ui.Column {
	out := []ui.Column{
		{Label: i18n.Say(ctx, "À partir du", "From")},
		{Label: i18n.Say(ctx, "Ce qui change", "What changes")},
		{Label: i18n.Say(ctx, "Enregistré", "Recorded")},
	}
	if mayEdit {
		out = append(out, ui.Column{Label: i18n.Say(ctx, "Geste", "Act"), Hidden: true})
	}
	return out
}
