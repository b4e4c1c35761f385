package plans

import (
	"context"
	"strconv"
	"strings"

	"airial/internal/platform/i18n"
	"airial/internal/services/clear"
	"airial/privacy"
	"airial/privacy/anonymise"
	"airial/privacy/risk"
)

func foundWords(ctx context.Context, kinds []privacy.Kind) string {
	var out []string
	for _, k := range kinds {
		out = append(out, i18n.Read(ctx, clear.Label(k)))
	}
	return strings.Join(out, ", ")
}

func leftWords(ctx context.Context, s privacy.Summary) string {
	return i18n.Sayf(ctx, "«\u00a0%s\u00a0»\u202f: %s, %s", "“%s”: %s, %s", s.Field, i18n.Read(ctx, clear.Label(s.Kind)),
		i18n.Count(ctx, s.Cells, "cellule", "cellules", "cell", "cells"))
}

// aloneWords names the rows that stand alone, the first of them.
func aloneWords(ctx context.Context, rows []int) string {
	const few = 12
	var out []string
	for _, n := range rows[:min(few, len(rows))] {
		out = append(out, strconv.Itoa(n))
	}
	text := strings.Join(out, ", ")
	if len(rows) > few {
		text += "…"
	}
	return i18n.Sayf(ctx, "(avant, lignes %s)", "(before, rows %s)", text)
}

func sensitiveName(v *view, i int) string {
	if i < len(v.plan.Anonymity.Sensitive) {
		return v.plan.Anonymity.Sensitive[i]
	}
	return ""
}

func diversityWords(ctx context.Context, d risk.Diversity) string {
	text := i18n.Sayf(ctx, "au moins %d valeurs par groupe (l)", "at least %d values in each group (l)", d.Distinct)
	if d.Closeness >= 0 {
		text += ", t = " + strconv.FormatFloat(d.Closeness, 'f', 2, 64)
	}
	return text
}

// cell is one of a row, before and after.
type cell struct {
	Before, After string
	Same, Kept    bool
}

// cells puts a row's cells before and after side by side.
func (v *view) cells(s anonymise.Shown) []cell {
	var out []cell
	at := 0
	for i, name := range v.names {
		c := cell{}
		if i < len(s.Before) {
			c.Before = s.Before[i]
		}
		if step := v.plan.Step(name); step != nil && step.Do != anonymise.Drop && at < len(s.After) {
			c.After, c.Kept = s.After[at], !s.Gone
			at++
		}
		c.Same = c.Kept && c.After == c.Before
		out = append(out, c)
	}
	return out
}
