package config

import (
	netmail "net/mail"

	"airial/internal/platform/mail"
)

// Mail is how letters go out. Without SMTP none does.
type Mail struct {
	SMTP             string `name:"smtp" env:"AIRIAL_SMTP" placeholder:"URL" help:"Mail server: smtp://user@host:587 (STARTTLS) or smtps://user@host:465. Its password stands in AIRIAL_SMTP_PASSWORD or in a file. Without it no mail is sent."`
	SMTPPasswordFile string `name:"smtp-password-file" env:"AIRIAL_SMTP_PASSWORD_FILE" placeholder:"FILE" help:"File that holds the password for the mail server."`
	MailFrom         string `name:"mail-from" env:"AIRIAL_MAIL_FROM" placeholder:"ADDRESS" help:"Sender of the letters, for example \"Données des Landes <ne-pas-repondre@exemple.fr>\"."`
}

// On tells whether letters go out.
func (m Mail) On() bool { return m.SMTP != "" }

// Server returns the mail server, with its password.
func (m Mail) Server() (mail.Server, error) {
	s, err := mail.ParseServer(m.SMTP)
	if err != nil {
		return s, invalid("--smtp", "indiquez par exemple smtp://utilisateur@courrier.exemple.fr:587 ; le mot de passe va dans AIRIAL_SMTP_PASSWORD ou dans un fichier",
			"give for example smtp://user@mail.example.org:587 ("+err.Error()+"); the password goes into AIRIAL_SMTP_PASSWORD or a file")
	}
	password, err := secret("--smtp-password-file", m.SMTPPasswordFile, "AIRIAL_SMTP_PASSWORD")
	if err != nil {
		return s, err
	}
	s.Password = string(password)
	if s.User != "" && s.Password == "" {
		return s, invalid("--smtp", "mettez le mot de passe de « "+s.User+" » dans AIRIAL_SMTP_PASSWORD, ou nommez son fichier par --smtp-password-file",
			"put the password of “"+s.User+"” into AIRIAL_SMTP_PASSWORD, or name its file by --smtp-password-file")
	}
	return s, nil
}

// Validate refuses a server without a sender, and a sender that is no address.
func (m Mail) Validate() error {
	if !m.On() {
		return nil
	}
	if _, err := netmail.ParseAddress(m.MailFrom); err != nil {
		return invalid("--mail-from", "indiquez l’adresse qui signe les messages, par exemple « Données <ne-pas-repondre@exemple.fr> »",
			"give the address that signs the letters, for example “Data <no-reply@example.org>”")
	}
	_, err := m.Server()
	return err
}
