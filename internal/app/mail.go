package app

import (
	"airial/internal/platform/jobs"
	"airial/internal/platform/mail"
)

// letters returns the queue of letters, which takes none without a mail server.
func (a *App) letters() *mail.Queue {
	return mail.NewQueue(a.Queue, a.Keys, a.Config.Mail.On())
}

// handleMail has the letters of the queue sent, after those who write them.
func (a *App) handleMail(runner *jobs.Runner) error {
	a.Users.Handle(runner)
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
	sender.Handle(runner, a.Mail, a.alerts().Refused)
	return nil
}
