package opendata

import (
	"context"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
)

func listColumns(ctx context.Context, v listView) []ui.Column {
	var out []ui.Column
	if v.bulk() {
		out = append(out, ui.Column{Label: i18n.Say(ctx, "Choisir", "Choose"), Hidden: true})
	}
	out = append(out, ui.Column{Label: i18n.Say(ctx, "Dépôt", "Deposit"), Key: "title"})
	if v.Several {
		out = append(out, ui.Column{Label: i18n.Say(ctx, "Collectivité", "Member"), Key: "member"})
	}
	return append(out,
		ui.Column{Label: i18n.Say(ctx, "Suivi", "Life")},
		ui.Column{Label: i18n.Say(ctx, "Dernière étape", "Last stage"), Key: "date"})
}

// sortShown is the order that the address asks for, or the one it means.
func sortShown(sort string) string {
	if _, ok := listOrders[sort]; ok {
		return sort
	}
	return "-date"
}

func standingOptions(ctx context.Context) []ui.Option {
	out := []ui.Option{{Value: "", Label: i18n.Say(ctx, "Tous", "All")}}
	for _, s := range standings {
		out = append(out, ui.Option{Value: string(s.Standing), Label: i18n.Read(ctx, s.Label)})
	}
	return out
}

func listMemberOptions(ctx context.Context, v listView) []ui.Option {
	out := []ui.Option{{Value: "", Label: i18n.Say(ctx, "Toutes", "All")}}
	for _, m := range v.Members {
		out = append(out, ui.Option{Value: m.Siren, Label: m.Name})
	}
	return out
}

func listLead(ctx context.Context, v listView) string {
	if v.Pages.Total == 0 {
		return ""
	}
	if v.filtered() {
		return i18n.Count(ctx, v.Pages.Total, "dépôt dans cette sélection.", "dépôts dans cette sélection.", "deposit in this selection.", "deposits in this selection.")
	}
	return i18n.Count(ctx, v.Pages.Total, "dépôt, suivi de sa réception à sa publication.", "dépôts, suivis de leur réception à leur publication.",
		"deposit, followed from its arrival to its publication.", "deposits, followed from their arrival to their publication.")
}
