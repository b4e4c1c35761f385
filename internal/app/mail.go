package app

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"

	"airial/internal/platform/jobs"
	"airial/internal/platform/mail"
)

// letters returns the queue of letters, which takes none without a mail server.
func (a *App) letters() *mail.Queue {
	return mail.NewQueue(a.Queue, sealed(a.Secret), a.Config.Mail.On())
}

// handleMail has the letters of the queue sent.
func (a *App) handleMail(runner *jobs.Runner) error {
	c := a.Config.Mail
	if !c.On() {
		return nil
	}
	server, err := c.Server()
	if err != nil {
		return err
	}
	sender, err := mail.NewSender(server, c.MailFrom, a.Clock)
	if err != nil {
		return err
	}
	sender.Handle(runner, a.Mail)
	return nil
}

// sealed seals under keys made of the installation's secret, one for each
// purpose.
type sealed []byte

func (s sealed) aead(purpose string) (cipher.AEAD, error) {
	key, err := hkdf.Key(sha256.New, s, nil, "airial/seal/"+purpose, 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

func (s sealed) Seal(purpose string, plain []byte) ([]byte, error) {
	aead, err := s.aead(purpose)
	if err != nil {
		return nil, err
	}
	return aead.Seal(nil, nil, plain, nil), nil
}

func (s sealed) Unseal(purpose string, box []byte) ([]byte, error) {
	aead, err := s.aead(purpose)
	if err != nil {
		return nil, err
	}
	return aead.Open(nil, nil, box, nil)
}
