package app

import (
	"context"
	"io"
	"log/slog"
	netmail "net/mail"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/user"
	"airial/internal/services/register/letterbox"
	"airial/internal/services/register/request"
)

// letterbox is the room of what people write to the officer by e-mail.
func (a *App) letterbox(desk *console.Console) *letterbox.Service {
	p := letterbox.Parts{Doors: a.Doors, Desk: desk, Queue: a.Queue, Files: registerFiles{a}, People: letterPeople{}, Requests: a.requests(), Answers: a.Config.Letters.LettersTo, Log: a.Log}
	if p.Box, _ = a.Config.Letters.Box(); p.Box != nil { // the settings were checked
		p.Box.Dial = a.Outbound.Dialer("mailbox")
	}
	for _, own := range []string{a.Config.Mail.MailFrom, a.Config.Letters.LettersTo} {
		if address, err := netmail.ParseAddress(own); err == nil {
			p.Own = append(p.Own, address.Address)
		}
	}
	return letterbox.New(p)
}

// Letters is that room without its pages.
func (a *App) Letters() *letterbox.Service { return a.letterbox(nil) }

// letterPeople knows who writes from an address, by the accounts.
type letterPeople struct{}

// MembersOf implements letterbox.People.
func (letterPeople) MembersOf(ctx context.Context, tx access.Tx, email string) ([]string, error) {
	list, err := user.Sharing(ctx, tx, user.User{Email: email})
	if err != nil {
		return nil, err
	}
	var ids, members []string
	for _, u := range list {
		if u.Disabled.IsZero() {
			ids = append(ids, u.ID)
		}
	}
	grants, err := access.GrantsOf(ctx, tx, ids)
	for _, g := range grants {
		if !g.Role.OfOperator() && !slices.Contains(members, g.MemberID) {
			members = append(members, g.MemberID)
		}
	}
	return members, err
}

// TakeLetter takes a letter in that a mail server hands to a command.
func TakeLetter(ctx context.Context, g *Ground, letter io.Reader, own []string) (letterbox.Result, error) {
	files := g.takings().Files.(groundFiles)
	requests := request.New(request.Parts{Doors: g.Doors, Files: files, Clock: g.Clock})
	return letterbox.New(letterbox.Parts{Doors: g.Doors, Files: files, People: letterPeople{}, Requests: requests, Own: own, Log: slog.New(slog.DiscardHandler)}).Take(ctx, letter)
}
