package label

import (
	"context"
	"strconv"
	"strings"
	"time"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
)

func number(n int) string { return strconv.Itoa(n) }

// formatRatio writes a contrast with one decimal, rounded down: 4.46 is not 4.5.
func formatRatio(r float64) i18n.Text {
	en := strconv.FormatFloat(float64(int(r*10))/10, 'f', 1, 64)
	return i18n.Text{Fr: strings.Replace(en, ".", ",", 1), En: en}
}

var stateWords = map[State]i18n.Text{
	Pending: i18n.T("à vérifier", "to verify"),
	Away:    i18n.T("vérifié, ne mène pas ici", "verified, does not lead here"),
	Served:  i18n.T("servi", "served"),
	Failing: i18n.T("servi, bientôt plus", "served, soon no more"),
	Lapsed:  i18n.T("plus servi", "served no more"),
}

// Label names the state on screen.
func (s State) Label() i18n.Text { return stateWords[s] }

func (s State) tone() ui.Tone {
	switch s {
	case Served:
		return ui.Good
	case Lapsed:
		return ui.Bad
	}
	return ui.Wait
}

// consequence says what follows from a record that is gone, and what to do.
func (h Host) consequence(ctx context.Context, now time.Time) string {
	switch h.State(now) {
	case Failing:
		return i18n.Sayf(ctx, "Le portail répond encore à ce nom jusqu’au %s. Remettez l’enregistrement TXT, puis vérifiez\u202f; sinon il ne répondra plus qu’à son adresse ici.",
			"The portal still answers at this name until %s. Put the TXT record back, then verify; else it will answer at its address here alone.", i18n.Date(ctx, h.Ends()))
	case Lapsed:
		return i18n.Say(ctx, "L’enregistrement manque depuis plus d’une semaine\u202f: le portail ne répond plus qu’à son adresse ici. Remettez-le, puis vérifiez\u202f; ou cessez de servir ce nom.",
			"The record has been missing for more than a week: the portal answers at its address here alone. Put it back, then verify; or serve this name no more.")
	}
	return ""
}
