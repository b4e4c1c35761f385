package mail

import (
	"context"
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"airial/internal/platform/clock"
	"airial/internal/platform/jobs"
)

// patience bounds one conversation with the mail server.
const patience = 30 * time.Second

// Sender hands letters to a mail server.
type Sender struct {
	server Server
	from   *mail.Address
	clock  clock.Clock
}

// NewSender returns a sender. from is an address, with or without a name:
// "Données des Landes <ne-pas-repondre@exemple.fr>".
func NewSender(s Server, from string, c clock.Clock) (*Sender, error) {
	a, err := mail.ParseAddress(from)
	if err != nil || !oneLine(from) {
		return nil, errors.New("it is no address such as name@domain.fr")
	}
	return &Sender{server: s, from: a, clock: c}, nil
}

// Handle registers the job that sends the queue's letters. refused, which may be
// nil, hears what a letter was About whose recipient the mail server refuses for
// good.
func (s *Sender) Handle(r *jobs.Runner, q *Queue, refused func(ctx context.Context, about string) error) {
	r.Handle(kind, func(ctx context.Context, job jobs.Job) error {
		m, err := q.open(job)
		if err != nil {
			return jobs.Cancel(err)
		}
		err = s.Send(ctx, m, job.ID)
		if m.About != "" && refused != nil && errors.Is(err, errRecipient) {
			if failed := refused(ctx, m.About); failed != nil {
				return failed // tried again, and refused again
			}
		}
		return err
	})
}

// errRecipient is within the error of a letter whose recipient is refused for good.
var errRecipient = errors.New("nobody there")

// Send hands one letter in. id makes the letter's own name (Message-ID): a
// letter that goes out twice because its receipt got lost is known as one. An
// error that trying again cannot mend is jobs.Cancel.
func (s *Sender) Send(ctx context.Context, m Message, id string) error {
	letter, err := s.compose(m, id)
	if err != nil {
		return jobs.Cancel(err)
	}
	client, err := s.client()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return told(client.DialAndSendWithContext(ctx, letter))
}

func (s *Sender) compose(m Message, id string) (*gomail.Msg, error) {
	if err := m.Check(); err != nil {
		return nil, err
	}
	out := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	out.FromMailAddress(s.from)
	if err := out.To(m.To); err != nil {
		return nil, errors.New("the recipient’s address was refused") // the cause quotes it
	}
	out.Subject(m.Subject)
	_, domain, _ := strings.Cut(s.from.Address, "@")
	out.SetMessageIDWithValue(id + "@" + domain)
	out.SetDateWithValue(s.clock.Now())
	// No absence notice shall answer (RFC 3834 §5).
	out.SetGenHeader("Auto-Submitted", "auto-generated")
	if m.ReplyTo != "" {
		if err := out.ReplyTo(m.ReplyTo); err != nil {
			return nil, errors.New("the address for answers was refused")
		}
	}
	if m.InReplyTo != "" {
		out.SetGenHeader("In-Reply-To", "<"+m.InReplyTo+">")
		out.SetGenHeader("References", "<"+strings.Join(append(m.References, m.InReplyTo), "> <")+">")
	}
	if m.Unsubscribe != "" {
		out.SetGenHeader("List-Unsubscribe", "<"+m.Unsubscribe+">")
		out.SetGenHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
	}
	out.SetBodyString(gomail.TypeTextPlain, m.Text)
	return out, nil
}

func (s *Sender) client() (*gomail.Client, error) {
	options := []gomail.Option{gomail.WithPort(s.server.Port), gomail.WithTimeout(patience)}
	switch {
	case s.server.Wrapped:
		options = append(options, gomail.WithSSL())
	case s.server.Clear:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	if s.server.TLS != nil {
		config := s.server.TLS.Clone()
		config.ServerName = s.server.Host
		options = append(options, gomail.WithTLSConfig(config))
	}
	if s.server.User != "" {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover),
			gomail.WithUsername(s.server.User), gomail.WithPassword(s.server.Password))
	}
	return gomail.NewClient(s.server.Host, options...)
}

// told returns an error that says what the server answered without its words:
// they quote addresses. A refusal for good is not tried again.
func told(err error) error {
	var refused *gomail.SendError
	if !errors.As(err, &refused) {
		return err
	}
	out := fmt.Errorf("mail: the server refused the letter (%s, code %d %s)", reasons[refused.Reason], refused.ErrorCode(), refused.EnhancedStatusCode())
	if code := refused.ErrorCode(); code >= 500 && code < 600 {
		if refused.Reason == gomail.ErrSMTPRcptTo {
			out = fmt.Errorf("%w: %w", out, errRecipient)
		}
		return jobs.Cancel(out)
	}
	return out
}

var reasons = map[gomail.SendErrReason]string{
	gomail.ErrSMTPMailFrom:  "its sender",
	gomail.ErrSMTPRcptTo:    "its recipient",
	gomail.ErrSMTPData:      "its text",
	gomail.ErrSMTPDataClose: "its text",
	gomail.ErrWriteContent:  "its text",
	gomail.ErrConnCheck:     "the connection",
	gomail.ErrSMTPReset:     "the connection",
}
