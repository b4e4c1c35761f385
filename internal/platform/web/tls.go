package web

import (
	"crypto/tls"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"

	"airial/internal/platform/clock"
)

// Certificate is a certificate and its key in two files, read again when either
// changes: whoever renews it need not restart the program.
type Certificate struct {
	certFile, keyFile string
	clock             clock.Clock
	log               *slog.Logger

	mu      sync.Mutex
	now     *tls.Certificate
	stamp   string    // of the files that now was read from
	checked time.Time // when the files were looked at last
}

// certificateStep is how often the files are looked at, at most.
const certificateStep = 10 * time.Second

// LoadCertificate reads the files. An error says which of them is wrong.
func LoadCertificate(certFile, keyFile string, c clock.Clock, log *slog.Logger) (*Certificate, error) {
	one := &Certificate{certFile: certFile, keyFile: keyFile, clock: c, log: log}
	return one, one.load()
}

func (c *Certificate) load() error {
	stamp, err := stampOf(c.certFile, c.keyFile)
	if err != nil {
		return err
	}
	pair, err := tls.LoadX509KeyPair(c.certFile, c.keyFile)
	if err != nil {
		return fmt.Errorf("certificate %s with key %s: %w", c.certFile, c.keyFile, err)
	}
	c.now, c.stamp, c.checked = &pair, stamp, c.clock.Now()
	return nil
}

// stampOf tells one state of files from the next.
func stampOf(paths ...string) (string, error) {
	out := ""
	for _, p := range paths {
		info, err := os.Stat(p)
		if err != nil {
			return "", err
		}
		out += fmt.Sprintf("%d/%d ", info.ModTime().UnixNano(), info.Size())
	}
	return out, nil
}

// Get implements tls.Config.GetCertificate. Files that cannot be read, or do
// not belong together as they are just being replaced, leave the certificate as
// it was; the log says so.
func (c *Certificate) Get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.clock.Now()
	if now.Sub(c.checked) < certificateStep {
		return c.now, nil
	}
	c.checked = now
	stamp, err := stampOf(c.certFile, c.keyFile)
	if err == nil && stamp != c.stamp {
		err = c.load()
		if err == nil {
			c.log.Info("the certificate was read again", "file", c.certFile)
		}
	}
	if err != nil {
		c.log.Error("the certificate cannot be read again; the one before stays", "error", err)
	}
	return c.now, nil
}

// TLSConfig is how this server speaks TLS: 1.2 at least, with the suites and
// curves that Go thinks right.
func TLSConfig(get func(*tls.ClientHelloInfo) (*tls.Certificate, error)) *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: get, NextProtos: []string{"h2", "http/1.1"}}
}
