package webhook

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/user"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/mail"
)

// giveUp switches a hook off and tells whoever made it, where that is a person
// with an address.
func (s *Service) giveUp(ctx context.Context, tx access.Tx, h Hook, why string) error {
	if err := disable(ctx, tx, &h, why); err != nil {
		return err
	}
	if s.Mail == nil || !s.Mail.On() || h.By == "" {
		return nil
	}
	u, err := user.Get(ctx, tx, h.By)
	if fault.Is(err, fault.NotFound) || err == nil && (u.Email == "" || !u.Disabled.IsZero()) {
		return nil
	}
	if err != nil {
		return err
	}
	lang := u.Locale
	if lang == "" {
		lang = i18n.French
	}
	return mail.Post(ctx, tx, s.Mail, mail.Message{To: u.Email,
		Subject: i18n.T("Le webhook «\u00a0%[1]s\u00a0» est arrêté", "The webhook “%[1]s” is off", h.Name).In(lang),
		Text:    s.letter(h, why).In(lang)})
}

func (s *Service) letter(h Hook, why string) i18n.Text {
	reason := i18n.T("Depuis cinq jours, aucun envoi vers %[1]s n’a abouti.", "For five days no delivery to %[1]s has succeeded.", h.Host())
	if why == DisabledGone {
		reason = i18n.T("La machine %[1]s a répondu que cette adresse n’existe plus (410).", "The machine %[1]s answered that this address is no more (410).", h.Host())
	}
	return i18n.T("Bonjour,\n\n%[1]s Le webhook «\u00a0%[3]s\u00a0» a donc été arrêté\u202f: il n’envoie plus rien.\n\nQuand le destinataire fonctionnera de nouveau, remettez-le en marche et renvoyez ce qui n’est pas arrivé\u202f:\n%[4]s\n",
		"Hello,\n\n%[2]s The webhook “%[3]s” has therefore been switched off: it sends nothing any more.\n\nOnce the receiver works again, switch it on and send again what did not arrive:\n%[4]s\n",
		reason.Fr, reason.En, h.Name, s.PublicURL+"/console/webhooks/"+h.ID)
}
