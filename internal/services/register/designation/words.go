package designation

import (
	"context"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/model"
)

func optional(ctx context.Context) string { return i18n.Say(ctx, "(facultatif)", "(optional)") }

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

func weightOf(p Post) ui.Weight {
	if p == Officer {
		return ui.Primary
	}
	return ui.Secondary
}

func newLabel(ctx context.Context, p Post) string {
	switch p {
	case Officer:
		return i18n.Say(ctx, "Noter la désignation", "Enter the designation")
	case Controller:
		return i18n.Say(ctx, "Noter le représentant", "Enter the controller")
	}
	return i18n.Say(ctx, "Noter le référent", "Enter the referent")
}

func holderLabel(ctx context.Context, p Post) string {
	if p == Officer {
		return i18n.Say(ctx, "Délégué (une personne, ou un organisme)", "Officer (a person, or a body)")
	}
	return i18n.Say(ctx, "Prénom et nom", "First name and name")
}

func titleHelp(ctx context.Context, p Post) string {
	if p == Controller {
		return i18n.Say(ctx, "Maire, président…", "Mayor, president…")
	}
	return i18n.Say(ctx, "Secrétaire générale de mairie…", "Town clerk…")
}

func emailHelp(ctx context.Context, p Post) string {
	if p == Officer {
		return i18n.Say(ctx, "Il paraît sur la page publique, les mentions et les formulaires.", "It shows on the public page, the notices and the forms.")
	}
	return ""
}

func editLead(ctx context.Context, v editView) string {
	if v.Office.ID == "" && v.Was.ID != "" {
		return i18n.Sayf(ctx, "%s exerce cette fonction jusqu’à la veille.", "%s holds this office until the day before.", v.Was.Holder)
	}
	return ""
}

func action(v editView) string {
	if v.Office.ID == "" {
		return Path(v.Member.Siren) + "/new/" + string(v.Post)
	}
	return Path(v.Member.Siren) + "/line/" + v.Office.ID
}

func formOptions(ctx context.Context) (out []ui.Option) {
	for _, f := range Forms {
		out = append(out, ui.Option{Value: string(f), Label: i18n.Read(ctx, f.Label())})
	}
	return out
}

func viewLabel(ctx context.Context, v View) string {
	switch v {
	case NoOfficer:
		return i18n.Say(ctx, "Sans délégué", "Without an officer")
	case Undeclared:
		return i18n.Say(ctx, "Sans numéro CNIL", "Without the CNIL’s number")
	case Ending:
		return i18n.Say(ctx, "Fin dans 90 jours", "Ending within 90 days")
	case NoHead:
		return i18n.Say(ctx, "Sans représentant", "Without a controller")
	}
	return i18n.Say(ctx, "Toutes", "All")
}

func tabs(ctx context.Context, v allView) (out []ui.NavItem) {
	for _, view := range Views {
		href := operatorPath
		if view != Everyone {
			href += "?view=" + string(view)
		}
		out = append(out, ui.NavItem{Label: viewLabel(ctx, view), Href: href, Current: view == v.Filter.View})
	}
	return out
}

func holderOptions(ctx context.Context, list []Holder) []ui.Option {
	out := []ui.Option{{Value: "", Label: i18n.Say(ctx, "tous", "all")}}
	for _, h := range list {
		out = append(out, ui.Option{Value: h.Name, Label: h.Name})
	}
	return out
}

func whomOptions(ctx context.Context, v replaceView) []ui.Option {
	out := []ui.Option{{Value: toAll, Label: i18n.Sayf(ctx, "Toutes les collectivités (%d)", "All bodies (%d)", v.Counts.Members)}}
	for _, h := range v.Holders {
		out = append(out, ui.Option{Value: toHolders + h.Name, Label: i18n.Sayf(ctx, "Celles de %s (%d)", "Those of %s (%d)", h.Name, h.Members)})
	}
	if v.Counts.Missing > 0 {
		out = append(out, ui.Option{Value: toNobody, Label: i18n.Sayf(ctx, "Celles qui n’ont pas de délégué (%d)", "Those without an officer (%d)", v.Counts.Missing)})
	}
	return append(out, ui.Option{Value: toChosen, Label: i18n.Say(ctx, "Celles qui sont cochées ci-dessous", "Those ticked below")})
}

func memberOptions(v replaceView) (out []ui.Option) {
	for _, m := range chosenFirst(v) {
		out = append(out, ui.Option{Value: m.ID, Label: m.Name})
	}
	return out
}

func deedLabel(ctx context.Context, b Batch) string {
	if b.Deed == Renewing {
		return i18n.Count(ctx, b.Count, "représentant renouvelé", "représentants renouvelés", "controller renewed", "controllers renewed")
	}
	return i18n.Count(ctx, b.Count, "délégué remplacé", "délégués remplacés", "officer replaced", "officers replaced")
}

// readWords is a line of a list as it was understood.
func readWords(ctx context.Context, l Line) string {
	if !l.OK() {
		return l.Raw
	}
	if l.Office.Holder != "" {
		return l.Office.Holder + " – " + l.Office.Title + ", " + model.DayWords(ctx, l.Office.From)
	}
	words := l.Cells[0]
	if l.On != "" {
		words += ", " + model.DayWords(ctx, l.On)
	}
	return words
}
