package address

import (
	"context"
	"errors"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

// The consent (habilitation) is asked of the town hall by the national base
// itself: it mails a code to an address that it knows, and whoever reads it
// there types it in here. None of it is kept but its identifier and state.

// outside makes of an answer of the national base one for the reader.
func outside(op string, err error) error {
	var e *depotError
	if !errors.As(err, &e) {
		return &fault.Error{Kind: fault.Unavailable, Op: op, Cause: err, Say: i18n.T("La Base adresse nationale ne répond pas. Réessayez dans quelques minutes.", "The national address base does not answer. Try again in some minutes.")}
	}
	return &fault.Error{Kind: fault.Conflict, Op: op, Cause: err, Say: i18n.T("La Base adresse nationale répond\u202f: «\u00a0%s\u00a0»", "The national address base answers: “%s”", e.Message)}
}

func (s *Service) mayConsent(ctx context.Context, scope access.Scope, member string) (m organisation.Member, b Base, d depot, err error) {
	err = s.p.Doors.Write(ctx, scope, func(tx access.Tx) error {
		if m, err = organisation.Get(ctx, tx, member); err != nil {
			return err
		}
		if err := tx.May(ctx, access.Publish, member); err != nil {
			return err
		}
		if err := communeOnly(m); err != nil {
			return err
		}
		if err := begin(ctx, tx, member); err != nil {
			return err
		}
		if b, _, err = Of(ctx, tx, member); err != nil {
			return err
		}
		d, err = s.depot(ctx, tx)
		return err
	})
	return m, b, d, err
}

// Mails lists the addresses of the town hall that the national base knows.
func (s *Service) Mails(ctx context.Context, scope access.Scope, member string) ([]string, error) {
	m, _, d, err := s.mayConsent(ctx, scope, member)
	if err != nil {
		return nil, err
	}
	list, err := d.mails(ctx, m.Insee)
	if err != nil {
		return nil, outside("address.Mails", err)
	}
	return list, nil
}

// Ask asks for the consent: a code is mailed to the town hall.
func (s *Service) Ask(ctx context.Context, scope access.Scope, member, mail string) error {
	const op = "address.Ask"
	m, b, d, err := s.mayConsent(ctx, scope, member)
	if err != nil {
		return err
	}
	if b.Consent == "" || b.ConsentState == "rejected" {
		h, err := d.ask(ctx, m.Insee)
		if err != nil {
			return outside(op, err)
		}
		b.Consent, b.ConsentState = h.ID, h.Status
		if err := s.keepConsent(ctx, scope, b); err != nil {
			return err
		}
	}
	if err := d.sendCode(ctx, b.Consent, strings.TrimSpace(mail)); err != nil {
		return outside(op, err)
	}
	b.ConsentState, b.ConsentMail = "pending", strings.TrimSpace(mail)
	return s.keepConsent(ctx, scope, b)
}

// Answer gives the code that the town hall has received.
func (s *Service) Answer(ctx context.Context, scope access.Scope, member, code string) error {
	const op = "address.Answer"
	_, b, d, err := s.mayConsent(ctx, scope, member)
	if err != nil {
		return err
	}
	if b.Consent == "" {
		return fault.New(fault.Conflict, op, "Demandez d’abord l’envoi d’un code.", "Ask for a code first.")
	}
	said := d.validateCode(ctx, b.Consent, strings.ReplaceAll(strings.TrimSpace(code), " ", ""))
	h, err := d.consent(ctx, b.Consent) // a code may be refused, and the consent with it
	if err == nil && h.Status != b.ConsentState {
		b.ConsentState = h.Status
		if err := s.keepConsent(ctx, scope, b); err != nil {
			return err
		}
	}
	if said != nil {
		return outside(op, said)
	}
	if err != nil {
		return outside(op, err)
	}
	return nil
}

func (s *Service) keepConsent(ctx context.Context, scope access.Scope, b Base) error {
	return s.p.Doors.Write(ctx, scope, func(tx access.Tx) error {
		if err := tx.May(ctx, access.Publish, b.MemberID); err != nil {
			return err
		}
		_, err := database.Exec(ctx, tx, "address.keepConsent", `update address_base set consent = $1, consent_state = $2, consent_mail = $3 where member_id = $4`, b.Consent, b.ConsentState, b.ConsentMail, b.MemberID)
		if err != nil {
			return err
		}
		return tx.Record(ctx, "address.consent-"+b.ConsentState, b.MemberID, b.MemberID, nil)
	})
}
