package harvest

import (
	"context"
	"strconv"
	"strings"
	"time"

	"airial/internal/platform/web"
	"airial/standards/dcat"
)

// nothing is a declaration in the words of DCAT.
func nothing(ctx context.Context, x Nothing) dcat.Nothing {
	out := dcat.Nothing{
		URI: web.URL(ctx, "/api/v1/nil-returns?siren="+x.Member.Siren+"#"+x.ID), Identifier: x.ID,
		Title: dcat.Texts{{Value: "Rien à publier pour " + x.Period + "\u202f: " + x.Title.Fr, Lang: "fr"},
			{Value: "Nothing to publish for " + strings.Replace(x.Period, "-T", "-Q", 1) + ": " + x.Title.En, Lang: "en"}},
		Description: dcat.Texts{{Value: "État néant : " + x.Member.Name + " déclare n’avoir rien à publier.", Lang: "fr"},
			{Value: "Nil return: " + x.Member.Name + " declares that it has nothing to publish.", Lang: "en"}},
		Publisher: agent(ctx, x.Member), Temporal: span(x.Period), Issued: x.Declared, LandingPage: web.URL(ctx, "/p/"+x.Member.Slug),
	}
	if address := SchemaAddress(x.Schema, x.Version); address != "" {
		out.ConformsTo = dcat.Standard{URI: address, Title: x.Schema + " " + x.Version}
	}
	return out
}

// span is the days of a year, a quarter (2026-T1) or a month (2026-03).
func span(period string) dcat.PeriodOfTime {
	year, part, _ := strings.Cut(period, "-")
	y, err := strconv.Atoi(year)
	if err != nil {
		return dcat.PeriodOfTime{}
	}
	first, months := 1, 12
	if quarter, ok := strings.CutPrefix(part, "T"); ok {
		n, _ := strconv.Atoi(quarter)
		first, months = 3*n-2, 3
	} else if n, err := strconv.Atoi(part); err == nil {
		first, months = n, 1
	}
	begin := time.Date(y, time.Month(first), 1, 0, 0, 0, 0, time.UTC)
	return dcat.PeriodOfTime{Start: begin, End: begin.AddDate(0, months, -1)}
}
