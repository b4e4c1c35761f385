package adhesion

import (
	"context"
	"time"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
)

func optional(ctx context.Context) string { return i18n.Say(ctx, "(facultatif)", "(optional)") }

func serviceName(ctx context.Context, service string) string {
	if service == OpenData {
		return i18n.Say(ctx, "Données ouvertes", "Open data")
	}
	return i18n.Say(ctx, "aucun", "none")
}

func day(ctx context.Context, date string) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return i18n.Date(ctx, t)
}

func dash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

func period(ctx context.Context, s Subscription) string {
	if s.Until == "" {
		return i18n.Say(ctx, "depuis le ", "since ") + day(ctx, s.From)
	}
	return i18n.Sayf(ctx, "du %s au %s", "from %s to %s", day(ctx, s.From), day(ctx, s.Until))
}

func siretWords(ctx context.Context, d Due) string {
	if d.Convention.Siret == "" {
		return i18n.Say(ctx, "SIRET à compléter", "SIRET missing")
	}
	return "SIRET " + d.Convention.Siret
}

func difference(ctx context.Context, cents int64) string {
	if cents < 0 {
		return "−" + i18n.Amount(ctx, -cents)
	}
	return "+" + i18n.Amount(ctx, cents)
}

func prestationOptions(v memberView) []ui.Option {
	var out []ui.Option
	for _, p := range v.Prestations {
		if p.ClosedOn == "" || p.ClosedOn >= v.Today {
			out = append(out, ui.Option{Value: p.ID, Label: p.Name})
		}
	}
	return out
}
