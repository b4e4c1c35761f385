package model

import (
	"context"

	"github.com/a-h/templ"

	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

type formOf = *form.Form

func onIf(b bool) string {
	if b {
		return "1"
	}
	return ""
}

func clearedPath(v libraryView) string {
	if v.Query == "" && !v.Retired {
		return ""
	}
	return v.Path
}

func sendWeight(v modelView) ui.Weight {
	if v.Draft.Rev > 0 {
		return ui.Secondary
	}
	return ui.Primary
}

func modelLead(ctx context.Context, v modelView) string {
	for _, d := range v.Domains {
		if d.Code == v.Model.Domain {
			return v.Model.Code + " · " + i18n.Read(ctx, d.Label)
		}
	}
	return v.Model.Code
}

func editTitle(ctx context.Context, v editView) string {
	if v.Model.ID == "" {
		return i18n.Say(ctx, "Nouveau modèle", "New model")
	}
	return i18n.Read(ctx, v.Model.Name)
}

func editAction(v editView) string {
	if v.Model.ID == "" {
		return v.Path + "/new"
	}
	return v.Path + "/m/" + v.Model.ID + "/edit"
}

func cancelPath(v editView) string {
	if v.Model.ID == "" {
		return v.Path
	}
	return v.Path + "/m/" + v.Model.ID
}

// seen is the record on which the form stands: after a clash, the one that the
// other wrote.
func (v editView) seen() string { return v.Form.Raw("seen") }

func domainOptions(ctx context.Context, list []Option) []ui.Option {
	out := []ui.Option{{Value: "", Label: i18n.Say(ctx, "Autres", "Others")}}
	for _, o := range list {
		out = append(out, ui.Option{Value: o.Code, Label: i18n.Read(ctx, o.Label)})
	}
	return out
}

func kindOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, k := range organisation.Kinds() {
		out = append(out, ui.Option{Value: string(k), Label: i18n.Read(ctx, k.Label())})
	}
	return out
}

func deedOptions(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: Take, Label: i18n.Say(ctx, "Mettre à jour\u202f: reprendre la nouvelle version", "Update: take the new version over"),
			Help: i18n.Say(ctx, "Ce qui n’a pas été modifié localement est repris tout de suite\u202f; le reste est montré côte à côte.", "What was not changed locally is taken over at once; the rest is shown side by side.")},
		{Value: Offer, Label: i18n.Say(ctx, "Proposer la nouvelle version", "Offer the new version"),
			Help: i18n.Say(ctx, "Rien ne change avant que l’adhérent l’accepte.", "Nothing changes before the member accepts.")},
		{Value: "adopt", Label: i18n.Say(ctx, "Donner ces modèles à ceux qui ne les ont pas", "Give these models to those who lack them")},
		{Value: Theirs, Label: i18n.Say(ctx, "Régler les différences\u202f: prendre le texte du modèle", "Settle differences: take the model’s text")},
		{Value: Mine, Label: i18n.Say(ctx, "Régler les différences\u202f: garder le texte des adhérents", "Settle differences: keep the members’ text")},
	}
}

func modelOptions(ctx context.Context, list []Model) []ui.Option {
	var out []ui.Option
	for _, m := range list {
		help := i18n.Sayf(ctx, "version %d · %s", "version %d · %s", m.Issued, i18n.Count(ctx, m.Used, "adhérent", "adhérents", "member", "members"))
		if m.Behind > 0 {
			help += " · " + i18n.Sayf(ctx, "%d à mettre à jour", "%d to update", m.Behind)
		}
		if m.Open > 0 {
			help += " · " + i18n.Sayf(ctx, "%d à régler", "%d to settle", m.Open)
		}
		out = append(out, ui.Option{Value: m.ID, Label: m.Code + " · " + i18n.Read(ctx, m.Name), Help: help})
	}
	return out
}

func batchWords(ctx context.Context, b Batch) string {
	words := i18n.Read(ctx, b.Deed.Label())
	switch {
	case b.Deed == Pushing && b.How == Offer:
		words += i18n.Say(ctx, ", proposée", ", offered")
	case b.Deed == Pushing:
		words += i18n.Say(ctx, ", reprise", ", taken over")
	case b.How == Theirs:
		words += i18n.Say(ctx, "\u202f: texte du modèle", ": the model’s text")
	case b.How == Mine:
		words += i18n.Say(ctx, "\u202f: texte des adhérents", ": the members’ text")
	case b.Deed == Undoing:
		words += " : " + i18n.Read(ctx, BatchDeed(b.How).Label())
	}
	return words
}

func outcomes(b Batch) []string { return sorted(b.Counts.Outcomes) }

func outcomeWords(ctx context.Context, outcome string) string {
	return i18n.Read(ctx, map[string]i18n.Text{
		Created:    i18n.T("ajoutées", "added"),
		Taken:      i18n.T("mises à jour", "updated"),
		Offered:    i18n.T("proposées", "offered"),
		Settled:    i18n.T("réglées", "settled"),
		Undone:     i18n.T("remises comme avant", "put back as before"),
		Reverted:   i18n.T("reprises champ par champ, une version plus récente reste", "put back field by field, a later version stays"),
		Kept:       i18n.T("modifiées depuis, laissées telles quelles", "changed since, left as they are"),
		Superseded: i18n.T("remplacées depuis par une version plus récente", "replaced since by a later version"),
		Gone:       i18n.T("n’existent plus", "no longer there"),
	}[outcome])
}

func polling(ctx context.Context, v batchView) templ.Attributes {
	return templ.Attributes{"hx-get": ui.Href(ctx, v.Path+"/batches/"+v.Batch.ID), "hx-trigger": "load delay:1s", "hx-swap": "outerHTML"}
}

func nameOr(ctx context.Context, name string) string {
	if name == "" {
		return i18n.Say(ctx, "Quelqu’un", "Somebody")
	}
	return name
}
