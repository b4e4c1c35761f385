package console

import (
	"context"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
)

func optional(ctx context.Context) string { return i18n.Say(ctx, "(facultatif)", "(optional)") }

func membersLead(ctx context.Context, v membersView) string {
	n := int(v.Pages.Total)
	if v.filtered() {
		return i18n.Count(ctx, n, "collectivité trouvée", "collectivités trouvées", "body found", "bodies found")
	}
	return i18n.Count(ctx, n, "collectivité", "collectivités", "body", "bodies")
}

func memberLead(ctx context.Context, m organisation.Member) string {
	out := i18n.Read(ctx, m.Kind.Label())
	if m.Population > 0 {
		out += " · " + i18n.Count(ctx, m.Population, "habitant", "habitants", "inhabitant", "inhabitants")
	}
	return out
}

// kindOptions lists the kinds of member; for a filter, with "all" in front.
// There is one operator, and no form makes another.
func kindOptions(ctx context.Context, filter bool) []ui.Option {
	var out []ui.Option
	if filter {
		out = append(out, ui.Option{Value: "", Label: i18n.Say(ctx, "Tous", "All")})
	}
	for _, k := range organisation.Kinds() {
		if k != organisation.Operateur {
			out = append(out, ui.Option{Value: string(k), Label: i18n.Read(ctx, k.Label())})
		}
	}
	return out
}

func population(ctx context.Context, n int) string {
	if n == 0 {
		return "–"
	}
	return i18n.Number(ctx, n)
}

// sirenWords sets a SIREN in threes, as people read it.
func sirenWords(siren string) string {
	if len(siren) != 9 {
		return siren
	}
	return siren[:3] + "\u202f" + siren[3:6] + "\u202f" + siren[6:]
}

// day writes a date of law (2026-01-31) for people; what is none stays.
func day(ctx context.Context, date string) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return i18n.Date(ctx, t)
}

func never(ctx context.Context, when string) string {
	if when == "" {
		return i18n.Say(ctx, "jamais", "never")
	}
	return when
}

// mandateState says in a word how a mandate stands on a day.
func mandateState(ctx context.Context, m access.Mandate, today string) (string, ui.Tone) {
	switch {
	case m.InForce(today):
		return i18n.Say(ctx, "en cours", "in force"), ui.Good
	case m.From > today:
		return i18n.Say(ctx, "à venir", "to come"), ui.Info
	}
	return i18n.Say(ctx, "terminé", "ended"), ui.Neutral
}

func period(ctx context.Context, m access.Mandate) string {
	if m.Until == "" {
		return i18n.Say(ctx, "depuis le ", "since ") + day(ctx, m.From)
	}
	return i18n.Sayf(ctx, "du %s au %s", "from %s to %s", day(ctx, m.From), day(ctx, m.Until))
}

// unionsTitle heads the joint authorities of a member, or the members of one.
func unionsTitle(ctx context.Context, k organisation.Kind) string {
	if k == organisation.Syndicat {
		return i18n.Say(ctx, "Membres et adhésions du syndicat", "Members and joinings of the joint authority")
	}
	return i18n.Say(ctx, "Syndicats", "Joint authorities")
}
