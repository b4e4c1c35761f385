package activity

import (
	"context"
	"slices"
	"strings"

	"airial/internal/platform/document"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/model"
)

// own is the card of the register itself.
func (v view) own(ctx context.Context, c model.Counts) Card {
	card := Card{Title: i18n.Say(ctx, "Registre des traitements", "Register of processing"), Href: v.base() + "/activities",
		Lines: []string{i18n.Count(ctx, c.All, "traitement", "traitements", "activity", "activities")}}
	if c.All == 0 {
		card.Tone = ui.Wait
		card.Lines = []string{i18n.Say(ctx, "Aucun traitement. Une vingtaine de questions simples suffisent pour commencer.", "No activity. About twenty plain questions are enough to begin.")}
		if v.MayWrite {
			card.Href = v.base() + "/start"
		}
		return card
	}
	card.Lines = append(card.Lines, i18n.Sayf(ctx, "%d vérifiés, %d complets, %d brouillons", "%d checked, %d complete, %d drafts", c.Checked, c.Complete, c.Begun))
	if c.Waiting > 0 {
		card.Tone = ui.Wait
		card.Lines = append(card.Lines, i18n.Count(ctx, c.Waiting, "avec des différences à régler", "avec des différences à régler", "with differences to settle", "with differences to settle"))
	}
	if c.SinceCheck > 0 {
		card.Lines = append(card.Lines, i18n.Count(ctx, c.SinceCheck, "modifié depuis la vérification", "modifiés depuis la vérification", "changed since the check", "changed since the check"))
	}
	return card
}

// around are the cards of what is made of the register.
func (v view) around(ctx context.Context, outdated int) []Card {
	notices := Card{Title: i18n.Say(ctx, "Mentions d’information", "Notices to people"), Href: v.base() + "/notices",
		Lines: []string{i18n.Say(ctx, "Les textes à mettre sur les formulaires, le site et les murs, sur la page de chaque traitement.", "The texts for forms, the website and walls, on the page of each activity.")}}
	if outdated > 0 {
		notices.Tone = ui.Wait
		notices.Lines = append(notices.Lines, i18n.Count(ctx, outdated, "mention en place n’est plus à jour", "mentions en place ne sont plus à jour", "notice in place is out of date", "notices in place are out of date"))
	}
	return []Card{notices, {Title: i18n.Say(ctx, "Carte des données", "Map of the data"), Href: v.base() + "/map",
		Lines: []string{i18n.Say(ctx, "Où sont les données d’une personne, et qui peut les voir\u202f?", "Where is a person’s data, and who can see it?")}}}
}

func stateTone(s model.State) ui.Tone {
	switch s {
	case model.Checked:
		return ui.Good
	case model.Complete:
		return ui.Info
	}
	return ui.Wait
}

func stateOptions(ctx context.Context) []ui.Option {
	out := []ui.Option{{Value: "", Label: i18n.Say(ctx, "tous", "all")}}
	for _, s := range []model.State{model.Begun, model.Complete, model.Checked} {
		out = append(out, ui.Option{Value: string(s), Label: i18n.Read(ctx, s.Label())})
	}
	return out
}

func cleared(filtered bool, path string) string {
	if filtered {
		return path
	}
	return ""
}

func onIf(b bool) string {
	if b {
		return "1"
	}
	return ""
}

func optional(ctx context.Context) string { return i18n.Say(ctx, "(facultatif)", "(optional)") }

func activityLead(ctx context.Context, v oneView) string {
	var parts []string
	if v.Full.Code != "" {
		parts = append(parts, v.Full.Code, DomainLabel(lang(ctx), v.Full.Domain), i18n.Sayf(ctx, "modèle de l’opérateur, version %d", "the operator’s model, version %d", v.Full.Version))
	} else {
		parts = append(parts, i18n.Say(ctx, "Fiche propre à la collectivité", "A record of the body’s own"))
	}
	return strings.Join(parts, " · ")
}

func deedWords(ctx context.Context, d model.Deed) string {
	words := map[string]i18n.Text{
		"created":          i18n.T("Fiche créée", "Record made"),
		"edited":           i18n.T("Fiche modifiée", "Record changed"),
		"settled":          i18n.T("Différences avec le modèle réglées", "Differences with the model settled"),
		"attached":         i18n.T("Rattachée à un modèle de l’opérateur", "Attached to a model of the operator"),
		"detached":         i18n.T("Détachée du modèle de l’opérateur", "Detached from the operator’s model"),
		"state:complete":   i18n.T("Marquée complète", "Marked complete"),
		"state:draft":      i18n.T("Remise en brouillon", "Made a draft again"),
		"state:checked":    i18n.T("Vérifiée par le délégué", "Checked by the officer"),
		"merged":           i18n.T("Fusionnée avec son double", "Merged with its twin"),
		"unmerged":         i18n.T("Fusion avec son double annulée", "Merge with its twin undone"),
		"out":              i18n.T("Retirée du registre", "Taken out of the register"),
		"back":             i18n.T("Remise dans le registre", "Put back into the register"),
		"batch:created":    i18n.T("Ajoutée par l’opérateur, d’après son modèle", "Added by the operator from its model"),
		"batch:taken":      i18n.T("Nouvelle version du modèle reprise", "New version of the model taken over"),
		"batch:offered":    i18n.T("Nouvelle version du modèle proposée", "New version of the model offered"),
		"batch:settled":    i18n.T("Différences réglées par l’opérateur", "Differences settled by the operator"),
		"batch:undone":     i18n.T("Envoi de l’opérateur annulé", "Batch of the operator undone"),
		"batch:reverted":   i18n.T("Envoi de l’opérateur annulé, champ par champ", "Batch of the operator undone, field by field"),
		"batch:kept":       i18n.T("Envoi annulé ailleurs, fiche laissée telle quelle", "Batch undone elsewhere, record left as it is"),
		"batch:superseded": i18n.T("Envoi annulé, remplacé depuis", "Batch undone, replaced since"),
	}[d.Deed]
	if words.Empty() {
		return d.Deed
	}
	return i18n.Read(ctx, words)
}

func peopleOptions(ctx context.Context, terms model.Terms) []ui.Option {
	out := []ui.Option{{Value: "", Label: i18n.Say(ctx, "toutes", "all")}}
	for _, t := range terms.Of(PeopleTerms) {
		out = append(out, ui.Option{Value: t.Code, Label: i18n.Read(ctx, t.Label)})
	}
	return out
}

func modelNames(ctx context.Context, list []model.Model) []ui.Option {
	var out []ui.Option
	for _, m := range list {
		out = append(out, ui.Option{Value: m.ID, Label: i18n.Read(ctx, m.Name), Help: DomainLabel(lang(ctx), m.Domain)})
	}
	return out
}

// noticeHTML is a notice as part of a page.
func noticeHTML(n Notice) string {
	d := n.Paper.Document()
	d.Blocks = d.Blocks.Below(2)
	var b strings.Builder
	if err := d.Write(&b, document.HTML); err != nil {
		return "" // into memory, and HTML is among the formats
	}
	return b.String()
}

// noticeWords is what is copied.
func noticeWords(n Notice) string { return document.Words(document.Read(n.Paper.Markdown)) }

func takenWords(ctx context.Context, n Notice) string {
	return i18n.Sayf(ctx, "%s le %s par %s, d’après la version %d de la fiche", "%s on %s by %s, from version %d of the record",
		i18n.Read(ctx, ways[n.Placed.Way]), model.DayWords(ctx, n.Placed.At), n.Placed.By, n.Placed.Rev)
}

func editLead(ctx context.Context, v editView) string {
	if v.Full.ModelID == "" {
		return ""
	}
	return i18n.Say(ctx, "Ce que vous écrivez ici reste quand le modèle change\u202f; le reste suit le modèle.", "What you write here stays when the model changes; the rest follows the model.")
}

func changeWords(ctx context.Context, v settleView, c model.Change) string {
	r := v.Next
	if c.After == "" {
		r = v.Full.Base
	}
	return Spec.Words(lang(ctx), c.Path, r, v.Terms)
}

// textY is the base line of a line of a box's label.
func textY(n node, line int) int {
	if len(n.Lines()) == 1 {
		return n.Y + 27
	}
	return n.Y + 19 + 16*line
}

// publicSpec is what the public reads of an activity: not its security, nor
// what the officer still has to verify.
var publicSpec = func() model.Spec {
	out := ModelSpec
	out.Parts = nil
	for _, p := range ModelSpec.Parts {
		if p.Name != "security" && p.Name != "check" {
			out.Parts = append(out.Parts, p)
		}
	}
	return out
}()

// productOptions are the member's products that an activity does not use yet.
func productOptions(ctx context.Context, v oneView) []ui.Option {
	var out []ui.Option
	chosen := productsOf(v.Full.Record)
	for _, p := range v.Products {
		if !slices.Contains(chosen, p.ID) {
			out = append(out, ui.Option{Value: p.ID, Label: i18n.Read(ctx, p.Name)})
		}
	}
	return out
}
