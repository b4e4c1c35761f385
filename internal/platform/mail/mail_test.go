package mail_test

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"errors"
	"log/slog"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/database/databasetest"
	"airial/internal/platform/fault"
	"airial/internal/platform/ident"
	"airial/internal/platform/jobs"
	"airial/internal/platform/mail"
	"airial/internal/platform/mail/mailtest"
)

var noon = time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)

// sealer seals under a key of the test.
type sealer struct{ aead cipher.AEAD }

func newSealer(t testing.TB) sealer {
	block, err := aes.NewCipher(make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		t.Fatal(err)
	}
	return sealer{aead}
}

func (s sealer) Seal(purpose string, plain []byte) ([]byte, error) {
	return s.aead.Seal(nil, nil, plain, []byte(purpose)), nil
}

func (s sealer) Unseal(purpose string, sealed []byte) ([]byte, error) {
	return s.aead.Open(nil, nil, sealed, []byte(purpose))
}

var letter = mail.Message{To: "mairie@exemple.fr", Subject: "Votre accès à Données des Landes",
	Text: "Bonjour,\n\nSuivez ce lien :\nhttps://donnees.exemple.fr/console/link/abc=def\n\nÀ bientôt.\n"}

// sender hands in to a server of the test.
func sender(t testing.TB, s *mailtest.Server, edit func(*mail.Server)) *mail.Sender {
	t.Helper()
	port, err := strconv.Atoi(s.Port)
	if err != nil {
		t.Fatal(err)
	}
	server := mail.Server{Host: s.Host, Port: port, TLS: s.TLS}
	if edit != nil {
		edit(&server)
	}
	out, err := mail.NewSender(server, "Données des Landes <ne-pas-repondre@exemple.fr>", clock.NewManual(noon))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func withPassword(s *mail.Server) { s.User, s.Password = mailtest.User, mailtest.Password }

func TestSend(t *testing.T) {
	for name, c := range map[string]struct {
		options mailtest.Options
		edit    func(*mail.Server)
		tls     bool
		user    string
	}{
		"STARTTLS":              {edit: nil, tls: true},
		"STARTTLS and password": {options: mailtest.Options{Auth: true}, edit: withPassword, tls: true, user: mailtest.User},
		"TLS from the start": {options: mailtest.Options{Auth: true, Wrapped: true},
			edit: func(s *mail.Server) { withPassword(s); s.Wrapped = true }, tls: true, user: mailtest.User},
		"a relay on this machine": {options: mailtest.Options{NoTLS: true}, edit: func(s *mail.Server) { s.Clear = true }},
	} {
		t.Run(name, func(t *testing.T) {
			server := mailtest.Start(t, c.options)
			if err := sender(t, server, c.edit).Send(t.Context(), letter, "0193"); err != nil {
				t.Fatal(err)
			}
			got := server.Letters()
			if len(got) != 1 {
				t.Fatalf("%d letters arrived", len(got))
			}
			l := got[0]
			if l.TLS != c.tls || l.User != c.user || l.From != "ne-pas-repondre@exemple.fr" {
				t.Errorf("handed in by %q from %q, TLS %v", l.User, l.From, l.TLS)
			}
			if diff := cmp.Diff([]string{letter.To}, l.To); diff != "" {
				t.Errorf("recipients (-want +got):\n%s", diff)
			}
			if l.Subject(t) != letter.Subject || l.Text(t) != letter.Text {
				t.Errorf("arrived as %q:\n%s", l.Subject(t), l.Text(t))
			}
			if l.Header.Get("Message-Id") != "<0193@exemple.fr>" || l.Header.Get("Date") != noon.Format(time.RFC1123Z) {
				t.Errorf("header: %v", l.Header)
			}
		})
	}
}

// A letter never goes out unprotected, and a password never to a stranger.
func TestSendRefusesWhatIsNotSafe(t *testing.T) {
	t.Run("no STARTTLS on offer", func(t *testing.T) {
		server := mailtest.Start(t, mailtest.Options{NoTLS: true})
		if err := sender(t, server, nil).Send(t.Context(), letter, "1"); err == nil {
			t.Error("it went out in the clear")
		}
	})
	t.Run("a certificate that nobody knows", func(t *testing.T) {
		server := mailtest.Start(t, mailtest.Options{Auth: true})
		err := sender(t, server, func(s *mail.Server) { withPassword(s); s.TLS = nil }).Send(t.Context(), letter, "1")
		if err == nil || len(server.Letters()) > 0 {
			t.Errorf("the certificate was not checked: %v", err)
		}
	})
	t.Run("a wrong password", func(t *testing.T) {
		server := mailtest.Start(t, mailtest.Options{Auth: true})
		err := sender(t, server, func(s *mail.Server) { s.User, s.Password = mailtest.User, "faux" }).Send(t.Context(), letter, "1")
		if err == nil || len(server.Letters()) > 0 {
			t.Errorf("it went out: %v", err)
		}
	})
}

func TestCheck(t *testing.T) {
	for _, to := range []string{"", "mairie", "a@", "@b.fr", "Mairie <a@b.fr>", "a@b.fr, c@d.fr", "a@b.fr\r\nBcc: c@d.fr", "a\n@b.fr", "<a@b.fr>"} {
		if m := (mail.Message{To: to, Subject: "x", Text: "y"}); !fault.Is(m.Check(), fault.Invalid) {
			t.Errorf("recipient %q passes", to)
		}
	}
	for _, subject := range []string{"", "a\r\nBcc: c@d.fr", "a\nb", "a\u2028b", "\x00", strings.Repeat("x", 201), "\xff"} {
		if m := (mail.Message{To: "a@b.fr", Subject: subject, Text: "y"}); !fault.Is(m.Check(), fault.Invalid) {
			t.Errorf("subject %q passes", subject)
		}
	}
	for _, text := range []string{"", "a\x00b", "\xff", strings.Repeat("x", 65<<10)} {
		if m := (mail.Message{To: "a@b.fr", Subject: "x", Text: text}); !fault.Is(m.Check(), fault.Invalid) {
			t.Errorf("text of %d bytes passes", len(text))
		}
	}
	if err := letter.Check(); err != nil {
		t.Error(err)
	}
}

// Whatever passes Check adds no header line and no recipient.
func TestNothingIsInjected(t *testing.T) {
	server := mailtest.Start(t, mailtest.Options{})
	s := sender(t, server, nil)
	sent := 0
	rapid.Check(t, func(t *rapid.T) {
		m := mail.Message{To: "a@b.fr", Subject: rapid.StringN(1, 40, 200).Draw(t, "subject"), Text: rapid.StringN(1, 60, 400).Draw(t, "text")}
		if m.Check() != nil {
			return
		}
		if sent++; sent > 25 {
			return
		}
		if err := s.Send(context.Background(), m, "1"); err != nil {
			t.Fatal(err)
		}
		letters := server.Letters()
		l := letters[len(letters)-1]
		for name := range l.Header {
			switch name {
			case "Auto-Submitted", "Content-Transfer-Encoding", "Content-Type", "Date", "From", "Message-Id", "Mime-Version", "Subject", "To":
			default:
				t.Errorf("%q got in by subject %q", name, m.Subject)
			}
		}
	})
	if sent == 0 {
		t.Fatal("no letter was fit to be sent")
	}
}

func TestPost(t *testing.T) {
	databasetest.Each(t, []database.Schema{jobs.Schema}, func(t *testing.T, db *database.DB) {
		ctx, c := t.Context(), clock.NewManual(noon)
		refused := 0
		server := mailtest.Start(t, mailtest.Options{Refuse: func(to string) error {
			switch refused++; {
			case to == "parti@exemple.fr":
				return &smtp.SMTPError{Code: 550, Message: "unknown: " + to}
			case to == "plus.tard@exemple.fr" && refused < 3:
				return &smtp.SMTPError{Code: 451, Message: "greylisted: " + to}
			}
			return nil
		}})
		queue := jobs.NewQueue(c, ident.New(c, nil))
		letters := mail.NewQueue(queue, newSealer(t), true)
		runner := jobs.NewRunner(db, queue, slog.New(slog.DiscardHandler), jobs.Config{Backoff: func(int) time.Duration { return 0 }})
		var heard []string
		sender(t, server, nil).Handle(runner, letters, func(_ context.Context, about string) error {
			heard = append(heard, about)
			return nil
		})

		post := func(m mail.Message, end error) {
			err := db.Write(ctx, func(tx database.Tx) error { return errors.Join(mail.Post(ctx, tx, letters, m), end) })
			if !errors.Is(err, end) {
				t.Fatal(err)
			}
		}
		post(letter, errors.New("undone"))
		post(letter, nil)
		if err := runner.Drain(ctx); err != nil {
			t.Fatal(err)
		}
		if got := server.Letters(); len(got) != 1 || got[0].To[0] != letter.To {
			t.Fatalf("letters: %+v", got)
		}

		later, gone := letter, letter
		later.To, gone.To = "plus.tard@exemple.fr", "parti@exemple.fr"
		later.About, gone.About = "later", "gone"
		post(later, nil)
		post(gone, nil)
		queued := table(t, db, "select args from job")
		if strings.Contains(queued, "exemple") || strings.Contains(queued, "link") {
			t.Errorf("the queue shows the letter: %s", queued)
		}
		if err := runner.Drain(ctx); err != nil {
			t.Fatal(err)
		}
		if got := server.Letters(); len(got) != 2 || got[1].To[0] != later.To {
			t.Errorf("letters: %d", len(got))
		}
		ended := table(t, db, "select error from job_ended")
		if !strings.Contains(ended, "550") || strings.Contains(ended, "parti") {
			t.Errorf("the letter that was refused ended with %q", ended)
		}
		if len(heard) != 1 || heard[0] != "gone" {
			t.Errorf("told of refusals: %q", heard)
		}
	})
}

// What a mail program needs to end a series of letters by itself (RFC 8058): both
// headers, in the letter as it leaves.
func TestUnsubscribing(t *testing.T) {
	server := mailtest.Start(t, mailtest.Options{})
	s := sender(t, server, nil)
	series := letter
	series.Unsubscribe = "https://donnees.exemple.fr/alerts/01.abc_-def/end"
	for _, m := range []mail.Message{series, letter} {
		if err := s.Send(t.Context(), m, "1"); err != nil {
			t.Fatal(err)
		}
	}
	letters := server.Letters()
	if h := letters[0].Header; h.Get("List-Unsubscribe") != "<"+series.Unsubscribe+">" || h.Get("List-Unsubscribe-Post") != "List-Unsubscribe=One-Click" {
		t.Errorf("the letter of a series says %q, %q", h.Get("List-Unsubscribe"), h.Get("List-Unsubscribe-Post"))
	}
	if h := letters[1].Header; h.Get("List-Unsubscribe") != "" || h.Get("List-Unsubscribe-Post") != "" {
		t.Error("a single letter says how to end it")
	}
	for _, bad := range []string{"mailto:x@exemple.fr", "https://exemple.fr/\r\nBcc: y@exemple.fr", "/alerts/end"} {
		m := series
		m.Unsubscribe = bad
		if m.Check() == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}

func TestPostWithoutServer(t *testing.T) {
	databasetest.Each(t, []database.Schema{jobs.Schema}, func(t *testing.T, db *database.DB) {
		c := clock.NewManual(noon)
		off := mail.NewQueue(jobs.NewQueue(c, ident.New(c, nil)), newSealer(t), false)
		err := db.Write(t.Context(), func(tx database.Tx) error { return mail.Post(t.Context(), tx, off, letter) })
		if err != nil || off.On() || table(t, db, "select args from job") != "" {
			t.Errorf("without a server: %v", err)
		}
	})
}

func table(t testing.TB, db *database.DB, query string) string {
	t.Helper()
	var all []string
	err := db.Read(t.Context(), func(tx database.Tx) (err error) {
		all, err = database.All(t.Context(), tx, "test", func(r database.Row) (s string, err error) { return s, r.Scan(&s) }, query)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(all, "\n")
}

func TestParseServer(t *testing.T) {
	for address, want := range map[string]mail.Server{
		"smtp://airial@courrier.exemple.fr":    {Host: "courrier.exemple.fr", Port: 587, User: "airial"},
		"smtp://courrier.exemple.fr:25":        {Host: "courrier.exemple.fr", Port: 25},
		"smtps://a%40b.fr@courrier.exemple.fr": {Host: "courrier.exemple.fr", Port: 465, User: "a@b.fr", Wrapped: true},
		"smtp://localhost:25?tls=none":         {Host: "localhost", Port: 25, Clear: true},
		"smtp://[::1]:2525/?tls=none":          {Host: "::1", Port: 2525, Clear: true},
		"smtps://u@courrier.exemple.fr:4650":   {Host: "courrier.exemple.fr", Port: 4650, User: "u", Wrapped: true},
	} {
		got, err := mail.ParseServer(address)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: %v\n%s", address, err, diff)
		}
	}
	for _, address := range []string{"", "courrier.exemple.fr", "http://courrier.exemple.fr", "smtp://", "smtp://u:p@h", "smtp://h:0",
		"smtp://h:70000", "smtp://h/x", "smtp://h?tls=none", "smtp://u@localhost?tls=none", "smtps://localhost?tls=none", "smtp://h?x=1", "smtp://u:p@h:x%"} {
		if got, err := mail.ParseServer(address); err == nil {
			t.Errorf("%q is taken for %+v", address, got)
		} else if strings.Contains(err.Error(), ":p@") {
			t.Errorf("%q: the error quotes the password: %v", address, err)
		}
	}
}
