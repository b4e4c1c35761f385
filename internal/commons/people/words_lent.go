package people

import (
	"context"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
)

func cutRole(value string) (id, role string, ok bool) { return strings.Cut(value, " ") }

func reasonOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, reason := range access.Reasons() {
		out = append(out, ui.Option{Value: string(reason), Label: i18n.Read(ctx, reason.Label())})
	}
	return out
}

// lentState says in a word how a delegation stands.
func lentState(ctx context.Context, l lentRow) (string, ui.Tone) {
	switch {
	case !l.Revoked.IsZero():
		return i18n.Say(ctx, "révoquée", "revoked"), ui.Neutral
	case l.Until < l.Today:
		return i18n.Say(ctx, "terminée", "ended"), ui.Neutral
	case !l.Held:
		return i18n.Say(ctx, "sans effet", "without effect"), ui.Wait
	case l.From > l.Today:
		return i18n.Say(ctx, "à venir", "to come"), ui.Info
	}
	return i18n.Say(ctx, "en cours", "in force"), ui.Good
}

func days(ctx context.Context, from, until string) string {
	if until == "" {
		return i18n.Say(ctx, "depuis le ", "since ") + day(ctx, from)
	}
	return i18n.Sayf(ctx, "du %s au %s", "from %s to %s", day(ctx, from), day(ctx, until))
}

func why(ctx context.Context, d access.Delegation) string {
	out := i18n.Read(ctx, d.Reason.Label())
	if d.Reference != "" {
		out += i18n.Say(ctx, "\u202f: ", ": ") + d.Reference
	}
	return out
}

func lentColumns(ctx context.Context, several bool) []ui.Column {
	var out []ui.Column
	if several {
		out = append(out, ui.Column{Label: i18n.Say(ctx, "Collectivité", "Member")})
	}
	return append(out,
		ui.Column{Label: i18n.Say(ctx, "Rôle", "Role")}, ui.Column{Label: i18n.Say(ctx, "De", "From")},
		ui.Column{Label: i18n.Say(ctx, "À", "To")}, ui.Column{Label: i18n.Say(ctx, "Période", "Period")},
		ui.Column{Label: i18n.Say(ctx, "Motif", "Reason")}, ui.Column{Label: i18n.Say(ctx, "État", "State")},
		ui.Column{Label: i18n.Say(ctx, "Geste", "Act"), Hidden: true})
}

func accessColumns(ctx context.Context) []ui.Column {
	out := []ui.Column{{Label: i18n.Say(ctx, "Qui, et pourquoi", "Who, and why")}}
	for _, right := range rightsShown {
		out = append(out, ui.Column{Label: rightWord(ctx, right)})
	}
	return out
}
