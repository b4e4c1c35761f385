package breach

import (
	"context"
	"time"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
)

// left says how much time there is, to the minute.
func left(ctx context.Context, d time.Duration) string {
	over := d < 0
	if over {
		d = -d
	}
	h, m := int(d/time.Hour), int(d%time.Hour/time.Minute)
	if over {
		return i18n.Sayf(ctx, "dépassé de %d h %02d", "%d h %02d over", h, m)
	}
	return i18n.Sayf(ctx, "reste %d h %02d", "%d h %02d left", h, m)
}

func toneOf(d time.Duration) ui.Tone {
	switch {
	case d < 0:
		return ui.Bad
	case d < 24*time.Hour:
		return ui.Wait
	}
	return ui.Info
}

// cnilWords says how the CNIL's clock stands.
func cnilWords(ctx context.Context, b Breach, now time.Time) (string, ui.Tone) {
	switch {
	case !b.Notified.IsZero() && b.InTime():
		return i18n.Say(ctx, "notifiée à temps", "notified in time"), ui.Good
	case !b.Notified.IsZero():
		return i18n.Say(ctx, "notifiée hors délai", "notified late"), ui.Bad
	case b.Notify == No:
		return i18n.Say(ctx, "pas à notifier", "not to be notified"), ui.Neutral
	}
	return left(ctx, b.Due().Sub(now)), toneOf(b.Due().Sub(now))
}

// complaintWords says how the complaint's clock stands.
func complaintWords(ctx context.Context, b Breach, now time.Time) (string, ui.Tone) {
	switch b.Complaint {
	case ComplaintFiled:
		if b.ComplaintAt.After(b.ComplaintDue()) {
			return i18n.Say(ctx, "déposée après 72 h", "filed after 72 h"), ui.Wait
		}
		return i18n.Say(ctx, "déposée", "filed"), ui.Good
	case ComplaintNone:
		return i18n.Say(ctx, "sans objet", "not needed"), ui.Neutral
	}
	return left(ctx, b.ComplaintDue().Sub(now)), toneOf(b.ComplaintDue().Sub(now))
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
	switch v.View {
	case "late":
		return i18n.Say(ctx, "Aucun délai dépassé", "No clock has run out")
	case "closed":
		return i18n.Say(ctx, "Aucun dossier clos", "No closed file")
	case "exercise":
		return i18n.Say(ctx, "Aucun exercice", "No exercise")
	}
	return i18n.Say(ctx, "Aucune violation en cours", "No open breach")
}

func sirenOf(v listView, b Breach) string {
	if v.Members != nil {
		return v.Members[b.MemberID].Siren
	}
	return v.Member.Siren
}

func options(ctx context.Context, list []Option) []ui.Option {
	var out []ui.Option
	for _, o := range list {
		out = append(out, ui.Option{Value: o.ID, Label: i18n.Read(ctx, o.Text())})
	}
	return out
}

func decisionOptions(ctx context.Context) []ui.Option {
	return []ui.Option{{Value: "", Label: i18n.Say(ctx, "Pas encore décidé", "Not decided yet")}, {Value: string(Yes), Label: i18n.Say(ctx, "Oui", "Yes")}, {Value: string(No), Label: i18n.Say(ctx, "Non", "No")}}
}

// answerWords is the answer to a question, for people.
func answerWords(ctx context.Context, q Question, a Answers) string {
	out := ""
	for _, v := range a[q.ID] {
		word := v
		for _, o := range q.Options {
			if o.ID == v {
				word = i18n.Read(ctx, o.Text())
			}
		}
		if q.Type == "yes" {
			word = i18n.Say(ctx, "Oui", "Yes")
		}
		if out != "" {
			out += "\n"
		}
		out += word
	}
	return out
}

// suggestion says what is suggested, in a sentence.
func suggestion(ctx context.Context, w Weight) string {
	switch {
	case w.Thin:
		return i18n.Say(ctx, "Dites quelles données sont touchées et ce qui est perdu\u202f: une suggestion suivra.", "Say which data are concerned and what is lost: a suggestion will follow.")
	case w.Tell:
		return i18n.Say(ctx, "Risque élevé\u202f: notifiez la CNIL et informez les personnes.", "High risk: notify the CNIL and tell the people.")
	case w.Notify:
		return i18n.Say(ctx, "Risque possible\u202f: notifiez la CNIL. Informer les personnes n’est pas obligatoire.", "Possible risk: notify the CNIL. Telling the people is not required.")
	}
	return i18n.Say(ctx, "Risque improbable\u202f: l’inscription au registre suffit.", "Unlikely risk: the entry in the register is enough.")
}
