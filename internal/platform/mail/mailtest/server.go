// Package mailtest is a mail server for tests: it speaks SMTP with STARTTLS and
// passwords, and keeps what it is given.
package mailtest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"io"
	"math/big"
	"net"
	"net/mail"
	"net/textproto"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// User and Password are those that a server with Auth asks for.
const (
	User     = "airial"
	Password = "une phrase pour le relais"
)

// Options say how the server behaves.
type Options struct {
	Auth    bool // hand in with User and Password only, and only over TLS
	Wrapped bool // TLS from the first byte
	NoTLS   bool // no STARTTLS on offer
	// Refuse is asked at each recipient; nil accepts everybody.
	Refuse func(to string) error
}

// Letter is what was handed in.
type Letter struct {
	From   string
	To     []string
	User   string // who handed it in
	TLS    bool
	Header textproto.MIMEHeader
	Raw    string // header and body as they came
}

// Server is a running mail server.
type Server struct {
	Host string
	Port string
	// TLS trusts the server's certificate.
	TLS *tls.Config

	options Options
	mu      sync.Mutex
	letters []Letter
}

// Start starts a server that ends with the test.
func Start(t testing.TB, o Options) *Server {
	t.Helper()
	certificate, pool := selfSigned(t)
	s := &Server{options: o, TLS: &tls.Config{RootCAs: pool}}
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		return &session{server: s, conn: c}, nil
	}))
	server.Domain = "courrier.test"
	server.ErrorLog = quiet{}
	served := &tls.Config{Certificates: []tls.Certificate{certificate}}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.Host, s.Port, _ = net.SplitHostPort(listener.Addr().String())
	if o.Wrapped {
		listener = tls.NewListener(listener, served)
	} else if !o.NoTLS {
		server.TLSConfig = served
	}
	server.AllowInsecureAuth = !o.Auth
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(listener) // it says that it was closed
	}()
	t.Cleanup(func() {
		_ = server.Close()
		<-done
	})
	return s
}

// Letters returns what was handed in so far.
func (s *Server) Letters() []Letter {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Letter(nil), s.letters...)
}

// session is one conversation.
type session struct {
	server *Server
	conn   *smtp.Conn
	letter Letter
	user   string
}

func (s *session) AuthMechanisms() []string {
	if !s.server.options.Auth {
		return nil
	}
	return []string{sasl.Plain}
}

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != User || password != Password {
			return smtp.ErrAuthFailed
		}
		s.user = user
		return nil
	}), nil
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	if s.server.options.Auth && s.user == "" {
		return smtp.ErrAuthRequired
	}
	s.letter.From = from
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if refuse := s.server.options.Refuse; refuse != nil {
		if err := refuse(to); err != nil {
			return err
		}
	}
	s.letter.To = append(s.letter.To, to)
	return nil
}

func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	m, err := mail.ReadMessage(strings.NewReader(string(raw)))
	if err != nil {
		return errors.New("no letter")
	}
	_, s.letter.TLS = s.conn.TLSConnectionState()
	s.letter.User, s.letter.Raw, s.letter.Header = s.user, string(raw), textproto.MIMEHeader(m.Header)
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	s.server.letters = append(s.server.letters, s.letter)
	return nil
}

func (s *session) Reset() { s.letter = Letter{} }

func (s *session) Logout() error { return nil }

type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}

// selfSigned makes a certificate for 127.0.0.1 and the pool that trusts it.
func selfSigned(t testing.TB) (tls.Certificate, *x509.CertPool) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "courrier.test"},
		NotBefore: time.Unix(0, 0), NotAfter: time.Unix(1<<33, 0), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pool
}
