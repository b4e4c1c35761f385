package user

import (
	"context"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/i18n"
	"airial/internal/platform/mail"
)

// letter dresses the text of a letter in the language of who reads it.
func (s *Service) letter(u User, subject, text i18n.Text) mail.Message {
	lang := u.Locale
	if lang == "" {
		lang = i18n.French
	}
	foot := i18n.T("\n\n%[1]s\n%[2]s\n", "\n\n%[1]s\n%[2]s\n", s.Name(), s.PublicURL)
	head := i18n.T("Bonjour,\n\n", "Hello,\n\n")
	return mail.Message{To: u.Email, Subject: oneLine(subject.In(lang)), Text: head.In(lang) + text.In(lang) + foot.In(lang)}
}

// post asks for a letter, unless there is nobody to write to.
func (s *Service) post(ctx context.Context, tx access.Tx, m mail.Message) error {
	if !mail.Plausible(m.To) {
		return nil
	}
	return mail.Post(ctx, tx, s.Letters, m)
}

// oneLine keeps a subject one line of a fit length, whatever the site's name.
func oneLine(s string) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "")), " ")
	if len(s) > 190 {
		s = strings.ToValidUTF8(s[:190], "")
	}
	return s
}

// moment writes an instant in both languages.
func moment(t time.Time) (fr, en string) {
	in := func(l i18n.Lang) string {
		return i18n.DateTime(i18n.With(context.Background(), i18n.Locale{Lang: l}), t)
	}
	return in(i18n.French), in(i18n.English)
}

func (s *Service) linkLetter(u User, p purpose, link string, expires time.Time) mail.Message {
	fr, en := moment(expires)
	if p == invitation {
		return s.letter(u, i18n.T("Votre accès à %[1]s", "Your access to %[1]s", s.Name()),
			i18n.T("Un compte vous est ouvert sur %[1]s.\nVotre identifiant : %[2]s\n\nChoisissez votre mot de passe par ce lien, qui sert une fois, jusqu’au %[4]s :\n%[3]s\n\nSi vous n’attendiez pas ce message, ne faites rien.",
				"An account was opened for you at %[1]s.\nYour login: %[2]s\n\nChoose your password by this link, which serves once, until %[5]s:\n%[3]s\n\nIf you did not expect this letter, do nothing.",
				s.Name(), u.Login, link, fr, en))
	}
	return s.letter(u, i18n.T("Votre mot de passe pour %[1]s", "Your password for %[1]s", s.Name()),
		i18n.T("La personne qui gère votre compte vous envoie ce lien pour choisir un nouveau mot de passe.\nVotre identifiant : %[2]s\n\nIl sert une fois, jusqu’au %[4]s :\n%[3]s\n\nVotre mot de passe actuel reste valable tant que vous ne l’utilisez pas.",
			"The person who manages your account sends you this link to choose another password.\nYour login: %[2]s\n\nIt serves once, until %[5]s:\n%[3]s\n\nYour present password stays good as long as you do not use it.",
			s.Name(), u.Login, link, fr, en))
}

func (s *Service) recoverLetter(list []recoverable) mail.Message {
	var lines strings.Builder
	for _, r := range list {
		lines.WriteString(r.Login + " (" + r.Name + ")\n" + r.link + "\n\n")
	}
	return s.letter(list[0].User, i18n.T("Retrouver votre accès à %[1]s", "Recover your access to %[1]s", s.Name()),
		i18n.T("Quelqu’un, sans doute vous, a demandé à retrouver l’accès à un compte de cette adresse sur %[1]s.\n\nChaque lien permet de choisir un nouveau mot de passe, une fois, dans l’heure :\n\n%[2]sSi ce n’est pas vous, ne faites rien : rien ne change.",
			"Somebody, probably you, asked to recover the access to an account of this address at %[1]s.\n\nEach link lets you choose another password, once, within the hour:\n\n%[2]sIf it was not you, do nothing: nothing changes.",
			s.Name(), lines.String()))
}

func (s *Service) strangerLetter(u User, agent, place string, at time.Time) mail.Message {
	fr, en := moment(at)
	return s.letter(u, i18n.T("Connexion depuis un nouvel appareil", "Log-in from a new device"),
		i18n.T("Votre compte %[1]s vient d’être ouvert depuis un navigateur qu’il ne connaissait pas.\n\n%[2]s\nRéseau %[3]s\n%[4]s (heure de Paris)\n\nSi c’est vous, tout va bien. Sinon, fermez cette connexion depuis « Mon compte » et changez de mot de passe :\n%[6]s",
			"Your account %[1]s was just opened from a browser that it did not know.\n\n%[2]s\nNetwork %[3]s\n%[5]s (Paris time)\n\nIf it was you, all is well. If not, close that log-in from “My account” and change your password:\n%[6]s",
			u.Login, agent, place, fr, en, s.PublicURL+AccountPath))
}

func (s *Service) changedLetter(u User) mail.Message {
	return s.letter(u, i18n.T("Votre mot de passe a changé", "Your password has changed"),
		i18n.T("Le mot de passe du compte %[1]s vient d’être changé, et ses autres connexions sont fermées.\n\nSi ce n’est pas vous, prévenez sans tarder votre opérateur.",
			"The password of the account %[1]s was just changed, and its other log-ins are closed.\n\nIf it was not you, tell your operator without delay.", u.Login))
}
