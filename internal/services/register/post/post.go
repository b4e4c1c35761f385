// Package post tells the people who answer for personal data, at a member and
// at the operator, that something waits for them.
//
// Letters name no requester and tell nothing of a breach: they give its number
// and the page where those who may can read it.
package post

import (
	"context"
	"slices"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/commons/user"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/mail"
)

// Post writes letters.
type Post struct {
	Letters   *mail.Queue // nil sends none
	PublicURL string      // begins the address of a page
	// Thread tells what a letter about a record (request, question) answers; nil
	// where no letters come in.
	Thread func(ctx context.Context, tx access.Tx, record string) (mail.Thread, error)
}

// Letter is what is told, in both languages, and the page that it leads to.
type Letter struct {
	Subject, Text i18n.Text
	Path          string
}

// Tell writes to the managers of a member and to the operator's people with one
// of some roles, each once. Without a mail server it does nothing.
func (p Post) Tell(ctx context.Context, tx access.Tx, member string, l Letter, roles ...access.Role) error {
	if !p.Letters.On() {
		return nil
	}
	inside := tx.Elevated("post")
	people, err := user.OfMember(ctx, inside, member)
	if err != nil {
		return err
	}
	people = having(people, access.Manager)
	operator, err := organisation.Operator(ctx, inside)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	if err == nil && len(roles) > 0 {
		theirs, err := user.OfMember(ctx, inside, operator.ID)
		if err != nil {
			return err
		}
		people = append(people, having(theirs, roles...)...)
	}
	told := map[string]bool{}
	for _, u := range people {
		if told[strings.ToLower(u.Email)] {
			continue
		}
		told[strings.ToLower(u.Email)] = true
		if err := p.send(ctx, tx, u.User, l); err != nil {
			return err
		}
	}
	return nil
}

func (p Post) send(ctx context.Context, tx access.Tx, u user.User, l Letter) error {
	if u.Email == "" || !u.Disabled.IsZero() {
		return nil
	}
	lang := u.Locale
	if lang == "" {
		lang = i18n.French
	}
	m := mail.Message{To: u.Email, Subject: oneLine(l.Subject.In(lang)), Text: l.Text.In(lang) + "\n\n" + p.PublicURL + l.Path + "\n"}
	if m.Check() != nil { // an address that is none: the page tells it
		return nil
	}
	return mail.Post(ctx, tx, p.Letters, m)
}

// TellOperator writes to the operator's people with one of some roles.
func (p Post) TellOperator(ctx context.Context, tx access.Tx, l Letter, roles ...access.Role) error {
	if !p.Letters.On() {
		return nil
	}
	inside := tx.Elevated("post")
	operator, err := organisation.Operator(ctx, inside)
	if err != nil {
		return err
	}
	people, err := user.OfMember(ctx, inside, operator.ID)
	if err != nil {
		return err
	}
	for _, u := range having(people, roles...) {
		if err := p.send(ctx, tx, u.User, l); err != nil {
			return err
		}
	}
	return nil
}

// TellAll writes to the managers of all members that are served.
func (p Post) TellAll(ctx context.Context, tx access.Tx, l Letter) error {
	if !p.Letters.On() {
		return nil
	}
	list, _, err := organisation.List(ctx, tx, organisation.Filter{}, 100_000, 0)
	if err != nil {
		return err
	}
	told := map[string]bool{}
	for _, m := range list {
		if m.IsOperator || !m.Closed.IsZero() {
			continue
		}
		people, err := user.OfMember(ctx, tx.Elevated("post"), m.ID)
		if err != nil {
			return err
		}
		for _, u := range having(people, access.Manager) {
			if to := strings.ToLower(u.Email); !told[to] {
				told[to] = true
				if err := p.send(ctx, tx, u.User, l); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// Person writes to somebody with an account. One that is gone is told nothing.
func (p Post) Person(ctx context.Context, tx access.Tx, account string, l Letter) error {
	if !p.Letters.On() {
		return nil
	}
	u, err := user.Get(ctx, tx.Elevated("post"), account)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return p.send(ctx, tx, u, l)
}

// Write sends one letter about a record to somebody without an account, and tells
// whether it goes out. It answers the letter by which the record came in.
func (p Post) Write(ctx context.Context, tx access.Tx, record, to, subject, text string) (bool, error) {
	m := mail.Message{To: to, Subject: oneLine(subject), Text: text}
	if to == "" || !p.Letters.On() || m.Check() != nil {
		return false, nil
	}
	if p.Thread != nil {
		var err error
		if m.Thread, err = p.Thread(ctx, tx, record); err != nil {
			return false, err
		}
		if m.InReplyTo != "" && !strings.HasPrefix(strings.ToLower(m.Subject), "re:") {
			m.Subject = "Re: " + m.Subject
		}
	}
	return true, mail.Post(ctx, tx, p.Letters, m)
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func having(list []user.Colleague, roles ...access.Role) (out []user.Colleague) {
	for _, c := range list {
		if slices.ContainsFunc(c.Roles, func(r access.Role) bool { return slices.Contains(roles, r) }) {
			out = append(out, c)
		}
	}
	return out
}
