package witness

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	cosignature "github.com/transparency-dev/formats/note"
	"golang.org/x/mod/sumdb/note"

	"airial/internal/platform/journal"
)

// A Doer sends a request: an HTTP client.
type Doer interface {
	Do(*http.Request) (*http.Response, error)
}

// A Client asks one witness.
type Client struct {
	url      string
	verifier note.Verifier
	http     Doer
}

// NewClient returns a client of the witness at an address, whose
// countersignatures its public key verifies. It knocks at add-checkpoint under
// that address.
func NewClient(url, key string, h Doer) (*Client, error) {
	v, err := cosignature.NewVerifierForCosignatureV1(key)
	if err != nil {
		return nil, fmt.Errorf("the witness's key %q: %w", key, err)
	}
	return &Client{url: strings.TrimSuffix(url, "/"), verifier: v, http: h}, nil
}

// Name tells witnesses apart: the name and the hash of the key.
func (c *Client) Name() string {
	return fmt.Sprintf("%s+%08x", c.verifier.Name(), c.verifier.KeyHash())
}

// Conflict is the answer of a witness that knows another checkpoint than one
// thought.
type Conflict struct{ Size int64 }

func (c *Conflict) Error() string {
	return fmt.Sprintf("the witness has countersigned %d entries already", c.Size)
}

// Add asks to countersign and returns the checkpoint with the
// countersignature, verified, and its instant.
func (c *Client) Add(ctx context.Context, r Request) (signed string, at time.Time, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url+"/add-checkpoint", bytes.NewReader(r.Marshal()))
	if err != nil {
		return "", at, err
	}
	res, err := c.http.Do(req)
	if err != nil {
		return "", at, err
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(res.Body, maxBody))
	if err != nil {
		return "", at, err
	}
	switch res.StatusCode {
	case http.StatusOK:
		return c.join(r.Checkpoint, string(body))
	case http.StatusConflict:
		size, err := strconv.ParseInt(strings.TrimSpace(string(body)), 10, 64)
		if err != nil || size < 0 {
			return "", at, errors.New("the witness answers with a conflict, and not with its size")
		}
		return "", at, &Conflict{size}
	}
	return "", at, fmt.Errorf("the witness answers %s: %.200s", res.Status, strings.TrimSpace(string(body)))
}

func (c *Client) join(checkpoint, lines string) (string, time.Time, error) {
	signed := checkpoint + lines
	sig, err := Countersignature(signed, c.verifier)
	if err != nil {
		return "", time.Time{}, fmt.Errorf("the witness’s countersignature does not verify: %w", err)
	}
	return signed, sig, nil
}

// Countersignature verifies the countersignature of a checkpoint and returns
// its instant.
func Countersignature(signed string, v note.Verifier) (time.Time, error) {
	n, err := note.Open([]byte(signed), note.VerifierList(v))
	if err != nil {
		return time.Time{}, err
	}
	return cosignature.CoSigV1Timestamp(n.Sigs[0])
}

// Verifier reads the public key of a witness.
func Verifier(key string) (note.Verifier, error) { return cosignature.NewVerifierForCosignatureV1(key) }

// PublicKey returns the public key that belongs to a witness's private one.
func PublicKey(private string) (string, error) {
	v, err := journal.PublicKey(private)
	if err != nil {
		return "", err
	}
	return cosignature.VKeyToCosignatureV1(v)
}
