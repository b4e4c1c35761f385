package s3

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"airial/internal/platform/fault"
)

// Options tune a bucket. The zero value is fit for a server.
type Options struct {
	// Transport carries the requests instead of a connection of our own: for
	// tests that break it.
	Transport http.RoundTripper
	// Backoff is the first pause before trying again; default 100 ms.
	Backoff time.Duration
	// Patience is how long the store may take to begin its answer, and for
	// each mebibyte that is sent or received; default 15 s.
	Patience time.Duration
	// Erasable refuses a bucket that keeps earlier versions of its objects:
	// nothing is ever destroyed there.
	Erasable bool
}

// Bucket is a bucket of an object store. It is safe for concurrent use.
type Bucket struct {
	client   *minio.Client
	core     minio.Core
	name     string
	prefix   string
	backoff  time.Duration
	patience time.Duration
	closer   func()
}

// Open checks that the bucket is there and open to us. It makes none.
func Open(ctx context.Context, a Address, o Options) (*Bucket, error) {
	const op = "s3.Open"
	if o.Backoff <= 0 {
		o.Backoff = 100 * time.Millisecond
	}
	if o.Patience <= 0 {
		o.Patience = 15 * time.Second
	}
	closer := func() {}
	if o.Transport == nil {
		t, err := transport(a, o.Patience)
		if err != nil {
			return nil, err
		}
		o.Transport, closer = t, t.CloseIdleConnections
	}
	style := minio.BucketLookupPath
	if a.Style == "host" {
		style = minio.BucketLookupDNS
	}
	client, err := minio.New(a.Host, &minio.Options{
		Creds:        credentials.NewStaticV4(a.Key, a.secret, ""),
		Secure:       a.TLS,
		Region:       a.Region, // given, so that it is not asked for
		BucketLookup: style,
		Transport:    o.Transport,
		MaxRetries:   1, // call does it, under one rule for all
	})
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	b := &Bucket{client: client, core: minio.Core{Client: client}, name: a.Bucket, prefix: a.Prefix,
		backoff: o.Backoff, patience: o.Patience, closer: closer}
	err = b.check(ctx, o.Erasable)
	if err != nil {
		closer()
		return nil, fault.Wrap(op, err)
	}
	return b, nil
}

func (b *Bucket) check(ctx context.Context, erasable bool) error {
	const op = "s3.Open"
	there := false
	err := b.call(ctx, op, b.patience, func(ctx context.Context) (err error) {
		there, err = b.client.BucketExists(ctx, b.name)
		return err
	})
	if err != nil {
		return err
	}
	if !there {
		return explain(op, minio.ErrorResponse{Code: "NoSuchBucket", StatusCode: http.StatusNotFound, BucketName: b.name})
	}
	if !erasable {
		return nil
	}
	// A store that does not know versions says so with an error, and one may
	// lack the right to ask: both are fine.
	versions, err := b.client.GetBucketVersioning(ctx, b.name)
	if err == nil && versions.Enabled() {
		return fault.New(fault.Invalid, op,
			"Le seau %s garde les anciennes versions de ses objets\u202f: un fichier effacé y resterait. Désactivez le versionnement, ou choisissez un autre seau.",
			"The bucket %s keeps earlier versions of its objects: an erased file would stay there. Switch versioning off, or choose another bucket.", b.name)
	}
	return nil
}

func transport(a Address, patience time.Duration) (*http.Transport, error) {
	t := &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: 5 * time.Second, KeepAlive: 15 * time.Second}).DialContext,
		TLSHandshakeTimeout:   5 * time.Second,
		ResponseHeaderTimeout: patience,
		MaxIdleConnsPerHost:   32,
		IdleConnTimeout:       time.Minute,
		// The bytes are those that were put: nothing between may pack them.
		DisableCompression: true,
	}
	if a.CA == "" {
		return t, nil
	}
	pem, err := os.ReadFile(a.CA)
	if err != nil {
		return nil, fault.Wrap("s3.Open", err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fault.Wrap("s3.Open", fmt.Errorf("%s holds no certificate", a.CA))
	}
	t.TLSClientConfig = &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}
	return t, nil
}

// Close lets go of idle connections. Reads under way go on.
func (b *Bucket) Close() error {
	b.closer()
	return nil
}

// timeFor is how long an attempt to carry so many bytes may take.
func (b *Bucket) timeFor(size int64) time.Duration {
	return b.patience * time.Duration(1+size>>20)
}
