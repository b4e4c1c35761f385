package duty

import (
	"context"
	"strings"
	"time"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
)

func dayWords(ctx context.Context, day string) string {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return i18n.Date(ctx, at)
}

// anchor is where a duty stands on its page.
func anchor(d Duty) string { return "duty-" + strings.ReplaceAll(d.Key(), "/", "-") }

// addressField is the field of the address for a duty: each has a form of its
// own on the page.
func addressField(rule, period string) string {
	return "address-" + anchor(Duty{Rule: &Rule{ID: rule}, Period: period})
}

// weight makes the first act of the page the strong one, when it presses.
func weight(v view, d Duty) ui.Weight {
	if first := v.Groups[0]; (first.Status == Late || first.Status == ToDo) && first.Duties[0].Key() == d.Key() {
		return ui.Primary
	}
	return ui.Secondary
}

// nilPeriod is the period for which there is nothing: the duty's own, or the
// present year for what stands once.
func nilPeriod(v view, d Duty) string {
	if d.Period != "" {
		return d.Period
	}
	return v.year()
}

// nilHref is where it is declared that there is nothing; "" for nowhere.
func nilHref(v view, d Duty) string {
	for _, schema := range d.Rule.Schemas {
		if href := v.service.answers.NilPath(v.Member.Siren, schema, nilPeriod(v, d)); href != "" {
			return href
		}
	}
	return ""
}

func (v view) year() string {
	return i18n.Local(v.service.doors.Clock().Now()).Format("2006")
}

// refused tells whether the address of this duty was just refused.
func refused(v view, d Duty) bool {
	return v.Form != nil && v.Form.Raw("rule") == d.Rule.ID && v.Form.Raw("period") == d.Period
}

func addressControl(ctx context.Context, v view, d Duty) ui.Control {
	c := ui.Control{Name: addressField(d.Rule.ID, d.Period), Label: i18n.Say(ctx, "Adresse de la page", "Address of the page"), Type: "url", Required: true,
		Help: i18n.Say(ctx, "Par exemple le site de la commune ou data.gouv.fr.", "For instance the commune’s site or data.gouv.fr.")}
	if refused(v, d) {
		c.Form = v.Form
	}
	return c
}

// first is the most pressing duty of a line.
func first(ctx context.Context, l Line) string {
	for _, d := range l.Duties {
		if d.Status == Late || d.Status == ToDo {
			return d.name(ctx)
		}
	}
	return "–"
}
