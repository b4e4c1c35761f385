package request

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/services/register/term"
)

// dayOf writes a day of law for a message in both languages.
func dayOf(day string) string { return term.Date(day).Format("02/01/2006") }

// sendLetter fills a template and sends it to the requester, and tells whether
// it goes out.
func (s *Service) sendLetter(ctx context.Context, tx access.Tx, r Request, member, template string) (bool, error) {
	subject, text, err := letterOf(ctx, tx, r, member, template)
	if err != nil {
		return false, err
	}
	return s.Post.Write(ctx, tx, r.ID, r.Requester.Email, subject, text)
}

func letterOf(ctx context.Context, tx access.Tx, r Request, member, template string) (subject, text string, err error) {
	list, err := Templates(ctx, tx)
	if err != nil {
		return "", "", err
	}
	for _, t := range list {
		if t.ID == template {
			return subjectOf(r), Fill(t.Body, r, member), nil
		}
	}
	return "", "", fault.Missing("request.letterOf")
}

func subjectOf(r Request) string { return "Votre demande " + r.Reference }

// mustSend sends a letter that the requester has to get: when it is to go by
// mail and cannot, nothing is done at all.
func (s *Service) mustSend(ctx context.Context, tx access.Tx, r Request, by, text string) error {
	if by != "mail" {
		return nil
	}
	sent, err := s.Post.Write(ctx, tx, r.ID, r.Requester.Email, subjectOf(r), text)
	if err == nil && !sent {
		err = needs("by", "Aucun courriel ne peut partir\u202f: il manque l’adresse du demandeur ou le serveur de courriel. Choisissez la lettre ou la remise en main propre.",
			"No e-mail can go out: the requester’s address or the mail server is missing. Choose the letter or delivery by hand.")
	}
	return err
}
