package app

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/letsencrypt/challtestsrv"
	"github.com/letsencrypt/pebble/v2/ca"
	"github.com/letsencrypt/pebble/v2/db"
	"github.com/letsencrypt/pebble/v2/va"
	"github.com/letsencrypt/pebble/v2/wfe"

	"airial/internal/platform/config"
	"airial/internal/platform/outbound"
)

// freePort is a port of this machine that nobody listens on.
func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// authority runs Pebble, the ACME server that Let's Encrypt tests clients
// with: it asks every name at this machine, on the given port.
func authority(t *testing.T, tlsPort int) *httptest.Server {
	t.Helper()
	t.Setenv("PEBBLE_VA_NOSLEEP", "1")
	t.Setenv("PEBBLE_WFE_NONCEREJECT", "0")
	quiet := log.New(io.Discard, "", 0)
	resolver := "127.0.0.1:" + strconv.Itoa(freePort(t))
	names, err := challtestsrv.New(challtestsrv.Config{DNSAddrs: []string{resolver}, Log: quiet})
	if err != nil {
		t.Fatal(err)
	}
	names.SetDefaultDNSIPv4("127.0.0.1")
	names.SetDefaultDNSIPv6("")
	go names.Run()
	t.Cleanup(names.Shutdown)
	store := db.NewMemoryStore()
	issuer := ca.New(quiet, store, "", "ecdsa", 0, 1, map[string]ca.Profile{"default": {Description: "default", ValidityPeriod: 7776000}})
	front := wfe.New(quiet, store, va.New(quiet, 1, tlsPort, true, resolver, store), issuer, nil, true, false, 1, 1)
	handler := front.Handler()
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// Let's Encrypt's server says with its answer to "finalize" where the
		// order is, and Go's client relies on that; Pebble does not say it.
		if order, ok := strings.CutPrefix(r.URL.Path, "/finalize-order/"); ok {
			w.Header().Set("Location", "https://"+r.Host+"/my-order/"+order)
		}
		handler.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server
}

// TestACME has a server obtain its certificate, and lead plain HTTP to it.
func TestACME(t *testing.T) {
	port, plain := freePort(t), freePort(t)
	pebble := authority(t, port)
	data := config.Data{Data: t.TempDir()}
	ground, err := OpenGround(t.Context(), GroundConfig{Data: data, Alone: true, Bulk: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ground.Close() })
	const host = "donnees.exemple.com"
	a, err := New(t.Context(), ground, config.Serve{Data: data, Listen: "127.0.0.1:" + strconv.Itoa(port), PublicURL: "https://" + host,
		TLS: config.TLS{ACME: true, ACMEDirectory: pebble.URL + "/dir", ListenHTTP: "127.0.0.1:" + strconv.Itoa(plain)}},
		"test", slog.New(slog.DiscardHandler), nil)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(pebble.Certificate())
	a.Outbound = outbound.New(outbound.Config{Roots: roots})
	ctx, stop := context.WithCancel(t.Context())
	served, ready := make(chan error, 1), make(chan string, 1)
	go func() { served <- a.Serve(ctx, func(address string) { ready <- address }) }()
	select {
	case <-ready:
	case err := <-served:
		t.Fatal(err)
	}
	defer func() {
		stop()
		if err := <-served; err != nil {
			t.Error(err)
		}
	}()
	ask := func(name string) (*tls.Conn, error) {
		d := tls.Dialer{NetDialer: &net.Dialer{Timeout: 30 * time.Second}, Config: &tls.Config{ServerName: name, InsecureSkipVerify: true}} // its authority is in no list
		c, err := d.DialContext(ctx, "tcp", "127.0.0.1:"+strconv.Itoa(port))
		if err != nil {
			return nil, err
		}
		return c.(*tls.Conn), nil
	}
	c, err := ask(host)
	if err != nil {
		t.Fatal(err)
	}
	leaf := c.ConnectionState().PeerCertificates[0]
	_ = c.Close()
	if leaf.VerifyHostname(host) != nil || !strings.HasPrefix(leaf.Issuer.CommonName, "Pebble") {
		t.Errorf("the certificate is for %v by %s", leaf.DNSNames, leaf.Issuer)
	}
	if c, err := ask("ailleurs.exemple.com"); err == nil {
		_ = c.Close()
		t.Error("a certificate was obtained for a name that is not the server's")
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.Get("http://127.0.0.1:" + strconv.Itoa(plain) + "/datasets?q=a")
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusPermanentRedirect || answer.Header.Get("Location") != "https://"+host+"/datasets?q=a" {
		t.Errorf("plain HTTP: %d to %s", answer.StatusCode, answer.Header.Get("Location"))
	}
	if contacts := a.Outbound.Contacts(); len(contacts) != 1 || contacts[0].Purpose != "acme" || contacts[0].Reached == 0 {
		t.Errorf("contacts: %+v", contacts)
	}
}
