package mailbox_test

import (
	"crypto/tls"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap"
	"github.com/emersion/go-imap/backend/memory"
	"github.com/emersion/go-imap/server"
	"github.com/google/go-cmp/cmp"

	"airial/internal/platform/clock"
	"airial/internal/platform/i18n"
	"airial/internal/platform/mail/mailbox"
	"airial/internal/platform/outbound"
)

// serve runs a server with one mailbox in memory, and returns how to reach it and
// its folder.
func serve(t *testing.T, wrapped, clear bool) (mailbox.Box, func() map[string][]string) {
	t.Helper()
	web := httptest.NewUnstartedServer(nil)
	web.StartTLS()
	t.Cleanup(web.Close)
	store := memory.New()
	user, err := store.Login(nil, "username", "password")
	if err != nil {
		t.Fatal(err)
	}
	inbox, err := user.GetMailbox("INBOX")
	if err != nil {
		t.Fatal(err)
	}
	for _, subject := range []string{"premier", "deuxieme", "troisieme"} {
		body := "From: lea@exemple.fr\r\nSubject: " + subject + "\r\n\r\nBonjour\r\n"
		if err := inbox.CreateMessage(nil, time.Unix(0, 0), imap.Literal(strings.NewReader(body))); err != nil {
			t.Fatal(err)
		}
	}
	s := server.New(store)
	s.ErrorLog = log.New(io.Discard, "", 0)
	s.TLSConfig = &tls.Config{Certificates: web.TLS.Certificates}
	s.AllowInsecureAuth = clear
	if clear {
		s.TLSConfig = nil
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if wrapped {
		l = tls.NewListener(l, s.TLSConfig)
	}
	go func() { _ = s.Serve(l) }()
	t.Cleanup(func() { _ = s.Close() })
	way := outbound.New(outbound.Config{Clock: clock.System{}})
	way.Declare(l.Addr().String(), i18n.T("essai", "test"))
	b := mailbox.Box{Dial: way.Dialer("mailbox"), Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, User: "username", Password: "password", Folder: "INBOX", Wrapped: wrapped, Clear: clear,
		TLS: web.Client().Transport.(*http.Transport).TLSClientConfig}
	return b, func() map[string][]string {
		out := map[string][]string{}
		for _, m := range inbox.(*memory.Mailbox).Messages {
			_, rest, _ := strings.Cut(string(m.Body), "Subject: ")
			subject, _, _ := strings.Cut(rest, "\r\n")
			out[subject] = m.Flags
		}
		return out
	}
}

func take(t *testing.T, b mailbox.Box, most int, end func(subject string) error) ([]string, error) {
	t.Helper()
	var got []string
	_, err := b.Each(t.Context(), most, func(r io.Reader, size int64) error {
		raw, err := io.ReadAll(r)
		if err != nil || int64(len(raw)) != size {
			t.Errorf("%d of %d bytes, %v", len(raw), size, err)
		}
		_, rest, _ := strings.Cut(string(raw), "Subject: ")
		subject, _, _ := strings.Cut(rest, "\r\n")
		if err := end(subject); err != nil {
			return err
		}
		got = append(got, subject)
		return nil
	})
	return got, err
}

func TestLettersAreTakenOnce(t *testing.T) {
	fine := func(string) error { return nil }
	for name, c := range map[string]struct{ wrapped, clear, remove bool }{
		"TLS": {wrapped: true}, "STARTTLS": {}, "this machine": {clear: true}, "removed": {wrapped: true, remove: true},
	} {
		t.Run(name, func(t *testing.T) {
			b, there := serve(t, c.wrapped, c.clear)
			b.Remove = c.remove
			failed := errors.New("the database is busy")
			got, err := take(t, b, 50, func(s string) error {
				switch s {
				case "premier":
					return mailbox.ErrLeave
				case "troisieme":
					return failed
				}
				return nil
			})
			if diff := cmp.Diff([]string{"deuxieme"}, got); diff != "" || !errors.Is(err, failed) {
				t.Fatalf("%v %s", err, diff)
			}
			if got, err = take(t, b, 1, fine); err != nil || len(got) != 1 || got[0] != "premier" {
				t.Fatalf("%q, %v: what was left comes again", got, err)
			}
			if got, err = take(t, b, 50, fine); err != nil || len(got) != 1 || got[0] != "troisieme" {
				t.Fatalf("%q, %v", got, err)
			}
			if got, err = take(t, b, 50, fine); err != nil || len(got) != 0 {
				t.Fatalf("%q, %v: nothing comes twice", got, err)
			}
			if left := there(); c.remove && len(left) > 1 || !c.remove && len(left) != 4 {
				t.Errorf("the mailbox holds %v", left)
			}
		})
	}
}

func TestNothingUnencrypted(t *testing.T) {
	b, _ := serve(t, false, true) // offers no TLS
	b.Clear = false
	if _, err := take(t, b, 1, func(string) error { return nil }); err == nil || strings.Contains(err.Error(), "password") {
		t.Errorf("%v", err)
	}
	b, _ = serve(t, true, false)
	b.TLS = nil
	if _, err := take(t, b, 1, func(string) error { return nil }); err == nil {
		t.Error("a certificate that nobody knows is taken")
	}
}

func TestParse(t *testing.T) {
	for address, want := range map[string]mailbox.Box{
		"imaps://dpo%40exemple.fr@courrier.exemple.fr":   {Host: "courrier.exemple.fr", Port: 993, User: "dpo@exemple.fr", Folder: "INBOX", Wrapped: true},
		"imap://dpo@courrier.exemple.fr:1143/INBOX/RGPD": {Host: "courrier.exemple.fr", Port: 1143, User: "dpo", Folder: "INBOX/RGPD"},
		"imap://dpo@localhost?tls=none":                  {Host: "localhost", Port: 143, User: "dpo", Folder: "INBOX", Clear: true},
	} {
		got, err := mailbox.Parse(address)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: %v\n%s", address, err, diff)
		}
	}
	for _, address := range []string{"", "imaps://courrier.exemple.fr", "imaps://u:p@h", "pop://u@h", "imap://u@h?tls=none", "imaps://u@localhost?tls=none", "imap://u@h:0"} {
		if got, err := mailbox.Parse(address); err == nil {
			t.Errorf("%q is taken for %+v", address, got)
		} else if strings.Contains(err.Error(), ":p@") {
			t.Errorf("%q: the error quotes the password: %v", address, err)
		}
	}
}
