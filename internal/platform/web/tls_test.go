package web_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"log/slog"
	"math/big"
	"os"
	"path/filepath"
	"testing"
	"time"

	"airial/internal/platform/clock"
	"airial/internal/platform/web"
)

// writePair writes a certificate with a serial number of its own, and its key.
func writePair(t *testing.T, serial int64, certFile, keyFile string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: "localhost"},
		NotAfter: time.Date(2040, 1, 1, 0, 0, 0, 0, time.UTC), DNSNames: []string{"localhost"}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	pkcs, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for path, block := range map[string]*pem.Block{certFile: {Type: "CERTIFICATE", Bytes: der}, keyFile: {Type: "PRIVATE KEY", Bytes: pkcs}} {
		if path == "" {
			continue
		}
		if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestCertificateIsReadAgain(t *testing.T) {
	dir := t.TempDir()
	certFile, keyFile := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	c := clock.NewManual(time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC))
	var log bytes.Buffer
	if _, err := web.LoadCertificate(certFile, keyFile, c, slog.New(slog.NewTextHandler(&log, nil))); err == nil {
		t.Fatal("a certificate that is not there is no error")
	}
	writePair(t, 1, certFile, keyFile)
	one, err := web.LoadCertificate(certFile, keyFile, c, slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	serial := func() int64 {
		got, err := one.Get(nil)
		if err != nil {
			t.Fatal(err)
		}
		return got.Leaf.SerialNumber.Int64()
	}
	if serial() != 1 {
		t.Error("not the first certificate")
	}
	c.Advance(time.Minute)
	writePair(t, 2, certFile, "") // half of the pair: the key follows
	touch(t, certFile, 1)
	if serial() != 1 || !bytes.Contains(log.Bytes(), []byte("stays")) {
		t.Errorf("while it is being replaced: %d\n%s", serial(), &log)
	}
	c.Advance(time.Minute)
	writePair(t, 3, certFile, keyFile)
	touch(t, certFile, 2)
	if serial() != 3 {
		t.Errorf("after it was replaced: %d\n%s", serial(), &log)
	}
	if err := os.Remove(keyFile); err != nil {
		t.Fatal(err)
	}
	c.Advance(time.Minute)
	if serial() != 3 {
		t.Error("the certificate is gone with its file")
	}
}

// touch makes sure that a file's time differs, however coarse the file system.
func touch(t *testing.T, path string, hours int) {
	t.Helper()
	at := time.Date(2026, 11, 28, hours, 0, 0, 0, time.UTC)
	if err := os.Chtimes(path, at, at); err != nil {
		t.Fatal(err)
	}
}
