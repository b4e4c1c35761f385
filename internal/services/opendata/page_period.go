package opendata

import (
	"context"

	"airial/internal/platform/i18n"
)

// periodWords says a period, and how it is known.
func periodWords(ctx context.Context, p Period) string {
	out := i18n.Period(ctx, p.From, p.Until)
	if p.Column != "" {
		out += i18n.Sayf(ctx, " (d’après la colonne «\u00a0%s\u00a0»)", " (by the column “%s”)", p.Column)
	}
	return out
}

// spansWords says what the dates of an edition would say; "" when they say
// nothing.
func spansWords(ctx context.Context, e Edition) string {
	p := PeriodOf(Dataset{}, e)
	if !p.Known() {
		return ""
	}
	return i18n.Sayf(ctx, "Celles de la version publiée donnent\u202f: %s.", "Those of the published version give: %s.", periodWords(ctx, p))
}
