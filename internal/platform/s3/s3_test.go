package s3_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"airial/internal/platform/fault"
	"airial/internal/platform/s3"
	"airial/internal/platform/s3/s3test"
)

func TestParse(t *testing.T) {
	file := filepath.Join(t.TempDir(), "secret")
	err := os.WriteFile(file, []byte("in a file\n"), 0o600)
	if err != nil {
		t.Fatal(err)
	}
	environment := map[string]string{}
	for _, c := range []struct {
		address string
		env     map[string]string
		want    s3.Address
	}{
		{"s3://k:s@s3.example.fr/seau", nil, s3.Address{Host: "s3.example.fr", Bucket: "seau", Region: "us-east-1", TLS: true, Style: "path", Key: "k"}},
		{"s3://k@garage:3900/seau/a/b/?region=garage&tls=off&style=host&ca=/ca.pem&secret_file=" + file, nil,
			s3.Address{Host: "garage:3900", Bucket: "seau", Prefix: "a/b/", Region: "garage", Style: "host", CA: "/ca.pem", Key: "k"}},
		{"s3://h/b", map[string]string{"AIRIAL_S3_ACCESS_KEY": "k", "AIRIAL_S3_SECRET_KEY": "s"},
			s3.Address{Host: "h", Bucket: "b", Region: "us-east-1", TLS: true, Style: "path", Key: "k"}},
		{"s3://h/b", map[string]string{"AIRIAL_S3_ACCESS_KEY": "k", "AIRIAL_S3_SECRET_KEY_FILE": file},
			s3.Address{Host: "h", Bucket: "b", Region: "us-east-1", TLS: true, Style: "path", Key: "k"}},
	} {
		environment = c.env
		got, err := s3.Parse(c.address, func(name string) string { return environment[name] })
		if diff := cmp.Diff(c.want, got, cmpopts.IgnoreUnexported(s3.Address{})); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", c.address, err, diff)
		}
	}
	for _, wrong := range []string{
		"http://k:verysecret@h/b", "s3://", "s3://k:verysecret@h", "s3://k:verysecret@h/", "s3://k@h/b", "s3://h/b",
		"s3://k:verysecret@h/b?tls=maybe", "s3://k:verysecret@h/b?regoin=x", "s3://k@h/b?secret_file=/none/at/all", "s3://k:very secret%zz@h/b",
	} {
		_, err := s3.Parse(wrong, func(string) string { return "" })
		if !fault.Is(err, fault.Invalid) || strings.Contains(err.Error(), "secret@") || strings.Contains(err.Error(), "verysecret") {
			t.Errorf("%s: %v, want Invalid without the secret", wrong, err)
		}
	}
	a, err := s3.Parse("s3://key:verysecret@h:1/b/p", func(string) string { return "" })
	if text := fmt.Sprint(a); err != nil || text != "s3://key@h:1/b/p" {
		t.Errorf("an address is written %q, %v", text, err)
	}
}

func parse(t *testing.T, address string) s3.Address {
	t.Helper()
	a, err := s3.Parse(address, func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestBucket(t *testing.T) {
	ctx := t.Context()
	address, _ := s3test.Bucket(t)
	a := parse(t, strings.Replace(address, "?", "/under/this?", 1))
	b, err := s3.Open(ctx, a, s3.Options{Backoff: time.Millisecond}) // by a connection of its own
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = b.Close() }()
	put := func(key, text string) {
		t.Helper()
		sum := sha256.Sum256([]byte(text))
		err := b.Put(ctx, key, strings.NewReader(text), int64(len(text)), sum[:])
		if err != nil {
			t.Fatal(err)
		}
	}
	var want []string
	for i := range 7 {
		want = append(want, fmt.Sprintf("d/%d", i))
		put(want[i], strings.Repeat("x", i*10))
	}
	put("e/other", "")
	var got []string
	err = b.List(ctx, "d/", "", func(o s3.Object) error { got = append(got, o.Key); return b.Delete(ctx, o.Key) })
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("List gives %v, %v", got, err)
	}
	for _, text := range []string{"", "short", strings.Repeat("long ", 1000)} {
		put("f", text)
		tail, size, err := b.Tail(ctx, "f", 100)
		if err != nil || size != int64(len(text)) || string(tail) != text[max(0, len(text)-100):] {
			t.Errorf("Tail of %d bytes: %d, %q, %v", len(text), size, tail, err)
		}
	}
	body, err := b.Get(ctx, "f", 5, 10)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(body)
	if err := errors.Join(err, body.Close()); err != nil || string(text) != "long long " {
		t.Errorf("Get gives %q, %v", text, err)
	}
	_, err = b.Stat(ctx, "nothing")
	if !fault.Is(err, fault.NotFound) {
		t.Errorf("Stat of nothing gives %v", err)
	}
	// What was torn on the way is refused by the store itself.
	other := sha256.Sum256([]byte("what was meant"))
	err = b.Put(ctx, "torn", strings.NewReader("what was sent"), 13, other[:])
	if !fault.Is(err, fault.Unavailable) {
		t.Errorf("other bytes than announced give %v", err)
	}
	_, err = b.Stat(ctx, "torn")
	if !fault.Is(err, fault.NotFound) {
		t.Errorf("other bytes than announced are kept: %v", err)
	}
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	address, _ := s3test.Bucket(t)
	for what, c := range map[string]struct{ from, to, says string }{
		"no bucket":    {"/test-", "/none-", "bucket does not exist"},
		"wrong secret": {s3test.Secret, "another", "refuses the access key"},
	} {
		a := parse(t, strings.Replace(address, c.from, c.to, 1))
		_, err := s3.Open(t.Context(), a, s3.Options{Backoff: time.Millisecond})
		if !fault.Is(err, fault.Unavailable) || !strings.Contains(fault.Message(err).En, c.says) {
			t.Errorf("%s: %v, want words with %q", what, err, c.says)
		}
	}
	versioned := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Has("versioning") {
			_, _ = io.Copy(w, bytes.NewBufferString("<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>"))
		}
	}))
	defer versioned.Close()
	a := parse(t, "s3://k:s@"+strings.TrimPrefix(versioned.URL, "http://")+"/bucket?tls=off")
	_, err := s3.Open(t.Context(), a, s3.Options{Erasable: true})
	if !fault.Is(err, fault.Invalid) {
		t.Errorf("a bucket that keeps versions: %v, want Invalid", err)
	}
	b, err := s3.Open(t.Context(), a, s3.Options{})
	if err != nil {
		t.Fatalf("a bucket that keeps versions, for backups: %v", err)
	}
	_ = b.Close()
}
