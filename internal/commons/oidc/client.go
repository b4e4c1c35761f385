package oidc

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	protocol "github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"airial/internal/platform/clock"
	"airial/internal/platform/fault"
)

// Config is what the operator and the provider have agreed on.
type Config struct {
	Issuer   string // as the provider writes it, to the letter
	ClientID string
	Secret   string
	Label    string   // what people call the provider
	ACR      []string // levels to ask for; an answer with none of them is refused. Empty: any
	Strong   []string // levels that stand for two proofs
	// Unsigned takes userinfo as plain JSON too, vouched for by TLS alone (Core
	// §5.3.2). ProConnect and FranceConnect sign theirs.
	Unsigned bool
	Redirect string // where the provider sends people back
	Left     string // where it sends them after the log-out

	HTTP  *http.Client
	Clock clock.Clock
	Log   *slog.Logger
}

// Client asks one provider. It may be used by many at once.
type Client struct {
	c Config

	mu      sync.Mutex
	known   *known
	since   time.Time // when the metadata was read
	problem error     // why it could not be read
	failed  time.Time
}

// known is a provider whose metadata was read.
type known struct {
	*protocol.Provider
	oauth    oauth2.Config
	keys     protocol.KeySet
	verifier *protocol.IDTokenVerifier
	metadata
}

// metadata is what the library does not hand on (OpenID Connect Discovery 1.0
// §3, RP-Initiated Logout 1.0 §2.1).
type metadata struct {
	JWKS       string   `json:"jwks_uri"`
	EndSession string   `json:"end_session_endpoint"`
	TokenAuth  []string `json:"token_endpoint_auth_methods_supported"`
}

const (
	// renewed is after how long the metadata is read anew. Keys are fetched
	// whenever a signature names one that is not known.
	renewed = 24 * time.Hour
	// patience is how long a provider that did not answer is left alone.
	patience = 10 * time.Second
	// maxAnswer bounds what is read of one answer, in bytes.
	maxAnswer = 1 << 20
)

// New returns a client, and asks the provider nothing yet.
func New(c Config) *Client {
	inner := *c.HTTP
	inner.Transport = bounded{c.HTTP.Transport}
	c.HTTP = &inner
	return &Client{c: c}
}

// Label is what people call the provider.
func (c *Client) Label() string { return c.c.Label }

// Issuer names the provider.
func (c *Client) Issuer() string { return c.c.Issuer }

// Question is what was asked on somebody's way to the provider. It stays with
// her session until she is back, and serves once.
type Question struct {
	State    string `json:"state"`
	Nonce    string `json:"nonce"`
	Verifier string `json:"verifier"`
	// Again is when the person was asked to show anew who she is, in seconds
	// since 1970; 0 when what the provider remembers is good enough.
	Again int64 `json:"again,omitempty"`
}

// Ask returns a fresh question and the address at which the provider answers
// it. An error is Unavailable when the provider does not.
func (c *Client) Ask(ctx context.Context) (Question, string, error) { return c.ask(ctx, false) }

// AskAgain is Ask of somebody who is to show anew who she is, whatever the
// provider remembers of her (Core §3.1.2.1: prompt, max_age). The answer counts
// when it says that she did.
func (c *Client) AskAgain(ctx context.Context) (Question, string, error) { return c.ask(ctx, true) }

func (c *Client) ask(ctx context.Context, again bool) (Question, string, error) {
	k, err := c.provider(ctx)
	if err != nil {
		return Question{}, "", err
	}
	// 43 characters of 256 bits each: ProConnect wants 32 or more.
	q := Question{State: secret(), Nonce: secret(), Verifier: oauth2.GenerateVerifier()}
	options := []oauth2.AuthCodeOption{protocol.Nonce(q.Nonce), oauth2.S256ChallengeOption(q.Verifier)}
	if len(c.c.ACR) > 0 {
		options = append(options, oauth2.SetAuthURLParam("acr_values", strings.Join(c.c.ACR, " ")))
	}
	if again {
		q.Again = c.c.Clock.Now().Unix()
		options = append(options, oauth2.SetAuthURLParam("prompt", "login"), oauth2.SetAuthURLParam("max_age", "0"))
	}
	return q, k.oauth.AuthCodeURL(q.State, options...), nil
}

// LogOut returns the address that ends the session at the provider, and the
// state with which it sends the person back; "" when it has none.
func (c *Client) LogOut(ctx context.Context, idToken string) (address, state string) {
	k, err := c.provider(ctx)
	if err != nil || k.EndSession == "" {
		return "", ""
	}
	u, err := url.Parse(k.EndSession)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" {
		return "", ""
	}
	state = secret()
	q := u.Query()
	q.Set("id_token_hint", idToken)
	q.Set("post_logout_redirect_uri", c.c.Left)
	q.Set("state", state)
	u.RawQuery = q.Encode()
	return u.String(), state
}

func secret() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // it never fails
	return base64.RawURLEncoding.EncodeToString(b)
}

// provider returns the provider, whose metadata it reads first when need be.
func (c *Client) provider(ctx context.Context) (*known, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.c.Clock.Now()
	if c.known != nil && now.Sub(c.since) < renewed {
		return c.known, nil
	}
	if c.problem == nil || now.Sub(c.failed) >= patience {
		// Whoever asked first may close her browser: the others wait for the answer.
		k, err := c.discover(context.WithoutCancel(ctx))
		if err == nil {
			c.known, c.since, c.problem = k, now, nil
			return k, nil
		}
		c.problem, c.failed = err, now
		c.c.Log.WarnContext(ctx, "the identity provider cannot be used", "issuer", c.c.Issuer, "error", err)
	}
	if c.known != nil {
		return c.known, nil // what it said yesterday is better than nothing
	}
	return nil, c.away(c.problem)
}

func (c *Client) away(cause error) error {
	f := fault.New(fault.Unavailable, "oidc", "%[1]s ne répond pas pour le moment. Réessayez dans une minute, ou connectez-vous avec votre identifiant et votre mot de passe.",
		"%[1]s does not answer at the moment. Try again in a minute, or log in with your login and your password.", c.c.Label)
	f.Cause = cause
	return f
}

func (c *Client) discover(ctx context.Context) (*known, error) {
	ctx = protocol.ClientContext(ctx, c.c.HTTP)
	p, err := protocol.NewProvider(ctx, c.c.Issuer)
	if err != nil {
		return nil, err
	}
	k := &known{Provider: p}
	if err := p.Claims(&k.metadata); err != nil {
		return nil, err
	}
	k.keys = protocol.NewRemoteKeySet(ctx, k.JWKS)
	k.verifier = p.VerifierContext(ctx, &protocol.Config{ClientID: c.c.ClientID, Now: c.c.Clock.Now})
	endpoint := p.Endpoint()
	// Trying both ways would spend the code, which serves once. Core §9: without
	// a word of the provider it is the header.
	endpoint.AuthStyle = oauth2.AuthStyleInHeader
	if slices.Contains(k.TokenAuth, "client_secret_post") {
		endpoint.AuthStyle = oauth2.AuthStyleInParams
	}
	k.oauth = oauth2.Config{ClientID: c.c.ClientID, ClientSecret: c.c.Secret, Endpoint: endpoint, RedirectURL: c.c.Redirect,
		Scopes: []string{protocol.ScopeOpenID}}
	return k, nil
}
