package counter

import (
	"context"
	"strconv"
	"strings"
	"time"

	"airial/internal/platform/i18n"
)

func minutes(d time.Duration) int { return max(1, int((d+time.Minute-1)/time.Minute)) }

// lasting says how long something is kept, in hours or days.
func lasting(ctx context.Context, d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d >= 2*day:
		return i18n.Count(ctx, int(d/day), "jour", "jours", "day", "days")
	case d >= time.Hour:
		return i18n.Count(ctx, int(d/time.Hour), "heure", "heures", "hour", "hours")
	}
	return i18n.Count(ctx, minutes(d), "minute", "minutes", "minute", "minutes")
}

func langOf(ctx context.Context) string { return string(i18n.From(ctx).Lang) }

// clip shortens a text to so many characters.
func clip(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// score writes a number from 0 to 1 with two decimals.
func score(ctx context.Context, v float64) string {
	text := strconv.FormatFloat(v, 'f', 2, 64)
	if langOf(ctx) != "en" {
		text = strings.Replace(text, ".", ",", 1)
	}
	return text
}
