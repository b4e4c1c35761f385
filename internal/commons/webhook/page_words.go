package webhook

import (
	"context"
	"fmt"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
)

// hookState says in a word how a hook stands.
func hookState(ctx context.Context, h Hook) (string, ui.Tone) {
	switch {
	case h.Why == DisabledLeft:
		return i18n.Say(ctx, "arrêté au départ", "off since the leaving"), ui.Neutral
	case h.Why == DisabledImported:
		return i18n.Say(ctx, "attend un nouveau secret", "waits for a new secret"), ui.Wait
	case h.Why == DisabledByHand:
		return i18n.Say(ctx, "arrêté", "off"), ui.Neutral
	case !h.Disabled.IsZero():
		return i18n.Say(ctx, "arrêté après des échecs", "off after failures"), ui.Bad
	case !h.Failing.IsZero():
		return i18n.Say(ctx, "en échec", "failing"), ui.Wait
	}
	return i18n.Say(ctx, "en marche", "on"), ui.Good
}

// deliveryState says how a delivery stands.
func deliveryState(ctx context.Context, d Delivery) (string, ui.Tone) {
	switch {
	case d.State == Taken:
		return i18n.Say(ctx, "reçu", "taken"), ui.Good
	case d.State == Failed:
		return i18n.Say(ctx, "abandonné", "given up"), ui.Bad
	case d.Attempts > 0:
		return i18n.Say(ctx, "sera réessayé", "will be tried again"), ui.Wait
	}
	return i18n.Say(ctx, "en route", "on its way"), ui.Info
}

// answerWords says what the receiver answered, or why it did not.
func answerWords(ctx context.Context, d Delivery) string {
	if d.Status > 0 {
		return fmt.Sprintf("%d", d.Status)
	}
	switch d.Answer {
	case "":
		return "–"
	case "refused":
		return i18n.Say(ctx, "machine non permise par l’opérateur", "host not allowed by the operator")
	case "name":
		return i18n.Say(ctx, "nom de machine introuvable", "name of the host not found")
	case "timeout":
		return i18n.Say(ctx, "pas de réponse à temps", "no answer in time")
	case "certificate":
		return i18n.Say(ctx, "certificat refusé", "certificate refused")
	case "connection":
		return i18n.Say(ctx, "connexion impossible", "no connection")
	}
	return i18n.Say(ctx, "réponse incompréhensible", "answer not understood")
}

func attempts(ctx context.Context, d Delivery) string {
	return i18n.Count(ctx, d.Attempts, "essai", "essais", "attempt", "attempts")
}

func eventLabels(ctx context.Context, events []Event, chosen []string) string {
	if len(events) == len(chosen) {
		return i18n.Say(ctx, "tous", "all")
	}
	return i18n.Count(ctx, len(chosen), "événement", "événements", "event", "events")
}

func eventOptions(ctx context.Context, events []Event) []ui.Option {
	var out []ui.Option
	for _, e := range events {
		out = append(out, ui.Option{Value: e.Name, Label: i18n.Read(ctx, e.Label), Help: e.Name})
	}
	return out
}
