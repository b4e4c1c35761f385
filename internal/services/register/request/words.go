package request

import (
	"context"
	"strings"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
)

// kindsLine names what is asked.
func kindsLine(ctx context.Context, kinds []string) string {
	var out []string
	for _, id := range kinds {
		if k, ok := KindOf(id); ok {
			out = append(out, i18n.Read(ctx, k.Label()))
		}
	}
	return strings.Join(out, ", ")
}

func stateTone(r Request) ui.Tone {
	switch r.State {
	case Received:
		return ui.Wait
	case Closed, Erased:
		if r.Outcome == Granted {
			return ui.Good
		}
		return ui.Neutral
	}
	return ui.Info
}

// clockWords says how much time is left on a day, or how it went.
func clockWords(ctx context.Context, r Request, today string) (string, ui.Tone) {
	if !r.State.Open() {
		if r.InTime() {
			return i18n.Say(ctx, "dans le délai", "in time"), ui.Good
		}
		return i18n.Say(ctx, "hors délai", "out of time"), ui.Bad
	}
	switch left := r.Left(today); {
	case left < 0:
		return i18n.Say(ctx, "en retard de ", "late by ") + i18n.Count(ctx, -left, "jour", "jours", "day", "days"), ui.Bad
	case left == 0:
		return i18n.Say(ctx, "dernier jour", "last day"), ui.Bad
	case left <= 7:
		return i18n.Say(ctx, "reste ", "") + i18n.Count(ctx, left, "jour", "jours", "day left", "days left"), ui.Wait
	default:
		return i18n.Say(ctx, "reste ", "") + i18n.Count(ctx, left, "jour", "jours", "day left", "days left"), ui.Neutral
	}
}

func tabsOf(ctx context.Context, v listView, base string) []ui.NavItem {
	var out []ui.NavItem
	for _, one := range views {
		out = append(out, ui.NavItem{Label: i18n.Read(ctx, one.label) + " (" + i18n.Number(ctx, v.Counts[one.name]) + ")",
			Href: base + "?view=" + one.name, Current: v.View == one.name})
	}
	return out
}

func emptyTitle(ctx context.Context, v listView) string {
	switch {
	case v.Query != "":
		return i18n.Say(ctx, "Aucune demande de ce numéro", "No request of this number")
	case v.View == "late":
		return i18n.Say(ctx, "Rien en retard", "Nothing is late")
	case v.View == "week":
		return i18n.Say(ctx, "Rien à rendre sous sept jours", "Nothing due within seven days")
	case v.View == "closed":
		return i18n.Say(ctx, "Aucune demande close", "No closed request")
	}
	return i18n.Say(ctx, "Aucune demande en cours", "No open request")
}

func sirenOf(v listView, r Request) string {
	if v.Members != nil {
		return v.Members[r.MemberID].Siren
	}
	return v.Member.Siren
}

func cleared(v listView) string {
	if v.Query != "" {
		return operatorPath
	}
	return ""
}

func kindOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, k := range Kinds() {
		out = append(out, ui.Option{Value: k.ID, Label: i18n.Read(ctx, k.Label()), Help: i18n.Read(ctx, k.Help())})
	}
	return out
}

func channelOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, c := range channels {
		if c.Channel != ByForm && c.Channel != ByAPI {
			out = append(out, ui.Option{Value: string(c.Channel), Label: i18n.Read(ctx, c.label)})
		}
	}
	return out
}

func baseOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, b := range Bases() {
		out = append(out, ui.Option{Value: b.ID, Label: i18n.Read(ctx, b.Label()) + " (" + b.Article + ")"})
	}
	return out
}

func outcomeOptions(ctx context.Context) []ui.Option {
	out := []ui.Option{{Value: "", Label: i18n.Say(ctx, "Choisissez", "Choose")}}
	for _, o := range outcomes {
		if o.Outcome != Withdrawn {
			out = append(out, ui.Option{Value: string(o.Outcome), Label: i18n.Read(ctx, o.label)})
		}
	}
	return out
}

func groundOptions(ctx context.Context) []ui.Option {
	out := []ui.Option{{Value: "", Label: i18n.Say(ctx, "Sans objet", "Does not apply")}}
	for _, g := range grounds {
		label := i18n.Read(ctx, g.Label)
		if g.Article != "" {
			label += " (" + g.Article + ")"
		}
		out = append(out, ui.Option{Value: g.ID, Label: label})
	}
	return out
}

func fileKindOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, k := range fileKinds {
		out = append(out, ui.Option{Value: string(k.FileKind), Label: i18n.Read(ctx, k.label)})
	}
	return out
}

func byOptions(ctx context.Context, mail bool) []ui.Option {
	out := []ui.Option{{Value: "letter", Label: i18n.Say(ctx, "Par lettre", "By letter")}, {Value: "hand", Label: i18n.Say(ctx, "En main propre", "By hand")}}
	if mail {
		out = append([]ui.Option{{Value: "mail", Label: i18n.Say(ctx, "Par courriel, envoyé d’ici", "By e-mail, sent from here")}}, out...)
	}
	return out
}

func appliesWord(ctx context.Context, a Applies) (string, ui.Tone) {
	switch a {
	case Yes:
		return i18n.Say(ctx, "ouvert", "yes"), ui.Good
	case No:
		return i18n.Say(ctx, "exclu", "no"), ui.Bad
	}
	return i18n.Say(ctx, "selon le cas", "depends"), ui.Wait
}
