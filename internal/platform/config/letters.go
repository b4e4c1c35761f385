package config

import (
	"airial/internal/platform/mail"
	"airial/internal/platform/mail/mailbox"
)

// Letters is how what people write to the data-protection officer comes in.
type Letters struct {
	IMAP             string `name:"imap" env:"AIRIAL_IMAP" placeholder:"URL" help:"Mailbox to which people write to the data-protection officer: imaps://user@host/INBOX, or imap://user@host:143 (STARTTLS). What nobody has read is taken every two minutes. Its password stands in AIRIAL_IMAP_PASSWORD or in a file."`
	IMAPPasswordFile string `name:"imap-password-file" env:"AIRIAL_IMAP_PASSWORD_FILE" placeholder:"FILE" help:"File that holds the password for the mailbox."`
	IMAPDelete       bool   `name:"imap-delete" env:"AIRIAL_IMAP_DELETE" help:"Remove from the mailbox what was taken, instead of marking it as read."`
	LettersTo        string `name:"letters-to" env:"AIRIAL_LETTERS_TO" placeholder:"ADDRESS" help:"Address at which people write to the data-protection officer: replies to our letters about requests go there."`
}

// Box returns the mailbox with its password; nil for none.
func (l Letters) Box() (*mailbox.Box, error) {
	if l.IMAP == "" {
		return nil, nil
	}
	b, err := mailbox.Parse(l.IMAP)
	if err != nil {
		return nil, invalid("--imap", "indiquez par exemple imaps://dpo%40exemple.fr@courrier.exemple.fr/INBOX ; le mot de passe va dans AIRIAL_IMAP_PASSWORD ou dans un fichier",
			"give for example imaps://dpo%40example.org@mail.example.org/INBOX ("+err.Error()+"); the password goes into AIRIAL_IMAP_PASSWORD or a file")
	}
	password, err := secret("--imap-password-file", l.IMAPPasswordFile, "AIRIAL_IMAP_PASSWORD")
	if err != nil {
		return nil, err
	}
	if b.Password, b.Remove = string(password), l.IMAPDelete; b.Password == "" {
		return nil, invalid("--imap", "mettez le mot de passe de « "+b.User+" » dans AIRIAL_IMAP_PASSWORD, ou nommez son fichier par --imap-password-file",
			"put the password of “"+b.User+"” into AIRIAL_IMAP_PASSWORD, or name its file by --imap-password-file")
	}
	return &b, nil
}

// Validate refuses a mailbox that is none, and an address that is none.
func (l Letters) Validate() error {
	if l.LettersTo != "" && !mail.Plausible(l.LettersTo) {
		return invalid("--letters-to", "indiquez une adresse, par exemple dpo@exemple.fr", "give an address, for example dpo@example.org")
	}
	_, err := l.Box()
	return err
}
