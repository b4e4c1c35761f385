package webhook

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/jobs"
)

// pauses are those between attempts: about three days and a half in all, as
// Standard Webhooks proposes.
var pauses = []time.Duration{5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 5 * time.Hour, 10 * time.Hour, 14 * time.Hour, 20 * time.Hour, 24 * time.Hour}

// patience is for how long every attempt may fail before a hook is switched
// off.
const patience = 5 * 24 * time.Hour

// maxAnswer is how much of an answer is kept, in bytes.
const maxAnswer = 1000

// outcome is what came of one attempt.
type outcome struct {
	status int
	answer string
	taken  time.Duration
}

func (o outcome) good() bool { return o.status >= 200 && o.status < 300 }

// deliver makes one attempt at a delivery. It may run twice: the receiver knows
// the delivery by its id.
func (s *Service) deliver(ctx context.Context, job jobs.Job) error {
	var id string
	if err := job.Decode(&id); err != nil {
		return jobs.Cancel(err)
	}
	var d Delivery
	var h Hook
	var secrets []string
	var now time.Time
	system := access.System("webhook")
	err := s.Doors.Read(ctx, system, func(tx access.Tx) (err error) {
		now = tx.Clock().Now()
		if d, err = delivery(ctx, tx, "webhook.deliver", id); err != nil {
			return err
		}
		if h, err = Get(ctx, tx, d.HookID); err == nil {
			secrets, err = s.secrets(ctx, tx, h)
		}
		return err
	})
	if fault.Is(err, fault.NotFound) {
		return nil // the hook was deleted
	}
	if err != nil || d.State != Waiting {
		return err
	}
	o, err := s.send(ctx, h, d, now, secrets)
	if err != nil {
		return err
	}
	var again time.Time
	err = s.Doors.Write(context.WithoutCancel(ctx), system, func(tx access.Tx) (err error) {
		again, err = s.settle(ctx, tx, h.ID, d.ID, o)
		return err
	})
	if err == nil && !again.IsZero() {
		return jobs.Later(again)
	}
	return err
}

// send posts a delivery. Whatever the receiver or the way to it does is an
// outcome; the error is for what is ours.
func (s *Service) send(ctx context.Context, h Hook, d Delivery, at time.Time, secrets []string) (outcome, error) {
	began := clock.System{}.Now() // a duration is measured in the machine's time, whatever the Clock says
	signature, err := Sign(d.EventID, at, d.Body, secrets...)
	if err != nil {
		return outcome{}, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, h.URL, strings.NewReader(d.Body))
	if err != nil {
		return outcome{answer: "address"}, nil
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "Airial/"+s.Version)
	r.Header.Set("webhook-id", d.EventID)
	r.Header.Set("webhook-timestamp", strconv.FormatInt(at.Unix(), 10))
	r.Header.Set("webhook-signature", signature)
	answer, err := s.Client.Do(r)
	if err != nil {
		if ctx.Err() != nil {
			return outcome{}, ctx.Err()
		}
		return outcome{answer: trouble(err), taken: clock.System{}.Now().Sub(began)}, nil
	}
	defer func() { _ = answer.Body.Close() }()
	text, _ := io.ReadAll(io.LimitReader(answer.Body, maxAnswer)) // a broken answer is one as well
	return outcome{status: answer.StatusCode, answer: printable(string(text)), taken: clock.System{}.Now().Sub(began)}, nil
}

// trouble says in a word why there was no answer. Errors of the network quote
// addresses and query strings, and are not kept.
func trouble(err error) string {
	var refused *fault.Error
	var dns *net.DNSError
	var op *net.OpError
	switch {
	case errors.As(err, &refused) && refused.Kind == fault.Invalid:
		return "refused"
	case errors.As(err, &dns):
		return "name"
	case errors.Is(err, context.DeadlineExceeded), isTimeout(err):
		return "timeout"
	case strings.Contains(err.Error(), "tls:"), strings.Contains(err.Error(), "x509:"), strings.Contains(err.Error(), "certificate"):
		return "certificate"
	case errors.As(err, &op):
		return "connection"
	}
	return "protocol"
}

func isTimeout(err error) bool {
	var t interface{ Timeout() bool }
	return errors.As(err, &t) && t.Timeout()
}

// printable makes an answer fit for a text column and a page.
func printable(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	return strings.Map(func(r rune) rune {
		if r != '\n' && !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, s)
}

// settle writes what came of an attempt, and returns when to try again; zero
// when that is all.
func (s *Service) settle(ctx context.Context, tx access.Tx, hook, id string, o outcome) (time.Time, error) {
	d, err := delivery(ctx, tx, "webhook.settle", id)
	var h Hook
	if err == nil {
		h, err = Get(ctx, tx, hook)
	}
	if fault.Is(err, fault.NotFound) {
		return time.Time{}, nil
	}
	if err != nil || d.State != Waiting {
		return time.Time{}, err
	}
	now := tx.Clock().Now()
	d.Attempts++
	d.Tried, d.Next, d.Status, d.Answer, d.Millis = now, time.Time{}, o.status, o.answer, o.taken.Milliseconds()
	if o.good() {
		d.State = Taken
		return time.Time{}, errors.Join(saveDelivery(ctx, tx, d), failing(ctx, tx, h, time.Time{}))
	}
	if h.Failing.IsZero() && d.Event != Ping { // who tests sees for herself
		h.Failing = now
	}
	switch {
	case o.status == http.StatusGone:
		d.State = Failed
	case d.Event == Ping || d.Attempts > len(pauses):
		d.State = Failed // who tests looks at once
	default:
		d.Next = now.Add(pauses[d.Attempts-1])
	}
	if err := errors.Join(saveDelivery(ctx, tx, d), failing(ctx, tx, h, h.Failing)); err != nil {
		return time.Time{}, err
	}
	switch {
	case o.status == http.StatusGone:
		return time.Time{}, s.giveUp(ctx, tx, h, DisabledGone)
	case !h.Failing.IsZero() && now.Sub(h.Failing) >= patience:
		return time.Time{}, s.giveUp(ctx, tx, h, DisabledFailing)
	}
	return d.Next, nil
}

func failing(ctx context.Context, tx access.Tx, h Hook, since time.Time) error {
	_, err := database.Exec(ctx, tx, "webhook.failing", `update webhook set failing_since = $1 where id = $2 and failing_since <> $1`, clock.Micros(since), h.ID)
	return err
}
