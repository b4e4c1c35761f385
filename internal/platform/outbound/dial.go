package outbound

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"

	"airial/internal/platform/fault"
)

// Patience with another machine.
const (
	dialTime   = 10 * time.Second
	headerTime = 15 * time.Second
)

// Dialer returns a function that connects to what may be contacted, in the form
// that libraries want. purpose is a word for the list, such as "webhook".
func (r *Registry) Dialer(purpose string) func(ctx context.Context, network, address string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		host, port, err := net.SplitHostPort(address)
		if err != nil {
			return nil, err
		}
		folded, err := foldHost(host)
		if err != nil {
			return nil, r.Check(host, port)
		}
		at := net.JoinHostPort(folded, port)
		trusted, allowed := r.rule(folded, port)
		if !allowed {
			r.note(at, purpose, refused)
			return nil, r.Check(folded, port)
		}
		d := net.Dialer{Timeout: dialTime}
		if !trusted {
			// Called with the address that the name was resolved to, once for each.
			d.ControlContext = func(_ context.Context, _, resolved string, _ syscall.RawConn) error {
				ap, err := netip.ParseAddrPort(resolved)
				if err != nil || !r.open(ap.Addr()) {
					return r.private("outbound.Dial", folded)
				}
				return nil
			}
		}
		conn, err := d.DialContext(ctx, network, at)
		switch {
		case err == nil:
			r.note(at, purpose, reached)
		case isRefusal(err):
			r.note(at, purpose, refused)
		default:
			r.note(at, purpose, failed)
		}
		return conn, err
	}
}

// isRefusal tells whether the rules stopped a connection.
func isRefusal(err error) bool {
	var f *fault.Error
	return errors.As(err, &f) && f.Kind == fault.Invalid
}

// Client returns an HTTP client for one purpose. A request as a whole takes at
// most timeout; 0 stands for 30 s.
func (r *Registry) Client(purpose string, timeout time.Duration) *http.Client {
	if timeout <= 0 {
		timeout = 30 * time.Second
	}
	return &http.Client{
		Timeout: timeout,
		// The answer that says "elsewhere" is the answer: elsewhere was not asked for.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			Proxy:                  nil, // a proxy would dial what it likes
			DialContext:            r.Dialer(purpose),
			TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: r.config.Roots},
			TLSHandshakeTimeout:    dialTime,
			ResponseHeaderTimeout:  headerTime,
			MaxResponseHeaderBytes: 32 << 10,
			MaxIdleConns:           20,
			MaxIdleConnsPerHost:    2,
			IdleConnTimeout:        30 * time.Second,
			ForceAttemptHTTP2:      true,
		},
	}
}
