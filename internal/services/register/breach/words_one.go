package breach

import (
	"context"
	"time"

	"github.com/a-h/templ"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
)

// missingIn is how many answers of a step the notifications still need.
func missingIn(v oneView, s Step) (n int) {
	for _, q := range s.Questions {
		if (q.Initial || q.Complete) && !v.Breach.Answers.Has(q.ID) {
			n++
		}
	}
	return n
}

func decisionWords(ctx context.Context, d Decision, why string) string {
	switch d {
	case Yes:
		return i18n.Say(ctx, "Oui", "Yes") + dashed(why)
	case No:
		return i18n.Say(ctx, "Non", "No") + dashed(why)
	}
	return i18n.Say(ctx, "Pas encore décidé", "Not decided yet")
}

func doneWords(ctx context.Context, t time.Time) string {
	if t.IsZero() {
		return i18n.Say(ctx, "pas encore", "not yet")
	}
	return i18n.DateTime(ctx, t)
}

func dashed(s string) string {
	if s == "" {
		return ""
	}
	return " – " + s
}

func doneOptions(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: "notified", Label: i18n.Say(ctx, "La notification initiale à la CNIL", "The initial notification to the CNIL")},
		{Value: "completed", Label: i18n.Say(ctx, "La notification complémentaire, ou qu’elle n’ajoute rien", "The complementary notification, or that it adds nothing")},
		{Value: "told", Label: i18n.Say(ctx, "L’information des personnes", "That the people were told")},
		{Value: "complaint", Label: i18n.Say(ctx, "Le dépôt de plainte", "The complaint")},
		{Value: "no-complaint", Label: i18n.Say(ctx, "Qu’il n’y a pas lieu de porter plainte", "That there is no reason for a complaint")},
	}
}

// typed marks what somebody wrote, in French, in whatever language the page is.
func typed(q Question) templ.Attributes {
	if q.Type == "text" || q.Type == "long" {
		return templ.Attributes{"lang": "fr"}
	}
	return nil
}

func withRows(c ui.Control) ui.Control {
	c.Rows, c.Max = 4, maxWords
	return c
}

func withKind(c ui.Control, kind, mode string) ui.Control {
	c.Type, c.Mode, c.Narrow = kind, mode, true
	return c
}
