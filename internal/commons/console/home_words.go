package console

import (
	"context"
	"slices"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
)

func homeLead(ctx context.Context, v homeView) string {
	n := int(v.Pages.Total)
	if n == 0 {
		return ""
	}
	return i18n.Count(ctx, n, "dépôt attend un geste de vous.", "dépôts attendent un geste de vous, le plus ancien d’abord.",
		"deposit waits for an act of yours.", "deposits wait for an act of yours, the oldest first.")
}

func homeDone(ctx context.Context, v homeView) string {
	switch {
	case v.Operator:
		return i18n.Say(ctx, "Aucune décision ne vous attend. Celles des collectivités qui vous ont donné mandat arriveront ici.",
			"No decision waits for you. Those of the members that gave you a mandate will come here.")
	case v.Deposit != "":
		return i18n.Say(ctx, "Rien ne vous attend. Quand un fichier déposé demandera un geste de vous, il sera ici.",
			"Nothing waits for you. When a deposited file needs an act of yours, it will be here.")
	}
	return i18n.Say(ctx, "Rien ne vous attend. Vous pouvez fermer cette page tranquille.",
		"Nothing waits for you. You can close this page in peace.")
}

func homeColumns(ctx context.Context, v homeView) []ui.Column {
	out := []ui.Column{{Label: i18n.Say(ctx, "Dépôt", "Deposit")}}
	if v.Several {
		out = append(out, ui.Column{Label: i18n.Say(ctx, "Collectivité", "Member")})
	}
	return append(out,
		ui.Column{Label: i18n.Say(ctx, "Ce qui est attendu", "What is awaited")},
		ui.Column{Label: i18n.Say(ctx, "Suivi", "Life")},
		ui.Column{Label: i18n.Say(ctx, "Geste", "Act"), Hidden: true})
}

func movingColumns(ctx context.Context, v homeView) []ui.Column {
	out := homeColumns(ctx, v)
	out = slices.Clip(out[:len(out)-3])
	return append(out,
		ui.Column{Label: i18n.Say(ctx, "Où il en est", "How it stands")},
		ui.Column{Label: i18n.Say(ctx, "Suivi", "Life")},
		ui.Column{Label: i18n.Say(ctx, "Dernière étape", "Last stage")})
}

func memberOptions(ctx context.Context, v homeView) []ui.Option {
	out := []ui.Option{{Value: "", Label: i18n.Say(ctx, "Toutes", "All")}}
	if v.Chosen.ID != "" && !slices.ContainsFunc(v.Counts, func(o ui.Option) bool { return o.Value == v.Chosen.Siren }) {
		out = append(out, ui.Option{Value: v.Chosen.Siren, Label: v.Chosen.Name})
	}
	return append(out, v.Counts...)
}

// cleared is the address of a list without its filters, "" when it has none.
func cleared(filtered bool, path string) string {
	if filtered {
		return path
	}
	return ""
}
