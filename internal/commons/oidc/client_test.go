package oidc_test

import (
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"airial/internal/commons/oidc"
	"airial/internal/commons/oidc/oidctest"
	"airial/internal/platform/clock"
	"airial/internal/platform/fault"
)

var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

const (
	redirect = "http://localhost:8080/console/login/provider/back"
	left     = "http://localhost:8080/console/login/provider/left"
)

func provider(t *testing.T, change func(*oidc.Config)) (*oidctest.Server, *oidc.Client, *clock.Manual) {
	c := clock.NewManual(start)
	s := oidctest.New(t, c.Now)
	s.Redirect, s.Left = redirect, left
	config := oidc.Config{Issuer: s.URL, ClientID: oidctest.ClientID, Secret: oidctest.Secret, Label: "ProConnect", ACR: []string{"eidas1", "eidas2"},
		Strong: []string{"eidas2"}, Redirect: redirect, Left: left, HTTP: &http.Client{Transport: &http.Transport{}}, Clock: c, Log: slog.New(slog.DiscardHandler)}
	if change != nil {
		change(&config)
	}
	return s, oidc.New(config), c
}

// goThere asks a question and brings the provider's answer back.
func goThere(t *testing.T, client *oidc.Client) (oidc.Question, url.Values) {
	t.Helper()
	q, address, err := client.Ask(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return q, oidctest.Visit(t, address).Query()
}

func TestWhoSomebodyIs(t *testing.T) {
	for _, alg := range []jose.SignatureAlgorithm{jose.RS256, jose.ES256} {
		s, client, _ := provider(t, nil)
		s.Rotate(alg)
		q, back := goThere(t, client)
		p, err := client.Answer(t.Context(), q, back)
		if err != nil || p.Issuer != s.URL || p.Subject != "agent-1" || p.Strong || p.IDToken == "" {
			t.Fatalf("%s: %+v, %v", alg, p, err)
		}
		// The same code again, even with the question it answered.
		if _, err := client.Answer(t.Context(), q, back); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("%s: a code twice: %v", alg, err)
		}
		// Keys change while we hold the old ones.
		s.Rotate(jose.ES256)
		s.ACR = "eidas2"
		q, back = goThere(t, client)
		if p, err = client.Answer(t.Context(), q, back); err != nil || !p.Strong {
			t.Errorf("%s: after the keys changed: %+v, %v", alg, p, err)
		}
		address, state := client.LogOut(t.Context(), p.IDToken)
		if to := oidctest.Visit(t, address); to.Query().Get("state") != state || s.LoggedOut != 1 {
			t.Errorf("log-out leads to %s", to)
		}
	}
}

func TestWhatIsNotBelieved(t *testing.T) {
	for name, c := range map[string]struct {
		twist func(*oidctest.Server)
		back  func(url.Values)
		late  time.Duration
		says  string
	}{
		"another nonce":          {twist: func(s *oidctest.Server) { s.IDToken = func(c oidctest.Claims) { c["nonce"] = strings.Repeat("n", 43) } }, says: "nonce"},
		"no nonce":               {twist: func(s *oidctest.Server) { s.IDToken = func(c oidctest.Claims) { delete(c, "nonce") } }, says: "nonce"},
		"another state":          {back: func(v url.Values) { v.Set("state", strings.Repeat("s", 43)) }, says: "state"},
		"no state":               {back: func(v url.Values) { v.Del("state") }, says: "state"},
		"another issuer answers": {back: func(v url.Values) { v.Set("iss", "https://elsewhere.example") }, says: "issuer"},
		"another code":           {back: func(v url.Values) { v.Set("code", "guessed") }, says: "invalid_grant"},
		"a code too late":        {late: 31 * time.Second, says: "invalid_grant"},
		"another audience":       {twist: func(s *oidctest.Server) { s.IDToken = func(c oidctest.Claims) { c["aud"] = "another-client" } }, says: "audience"},
		"made for two": {twist: func(s *oidctest.Server) {
			s.IDToken = func(c oidctest.Claims) { c["aud"] = []string{oidctest.ClientID, "other"} }
		}, says: "another client"},
		"made for two, for other": {twist: func(s *oidctest.Server) { s.IDToken = func(c oidctest.Claims) { c["azp"] = "other" } }, says: "another client"},
		"another issuer": {twist: func(s *oidctest.Server) {
			s.IDToken = func(c oidctest.Claims) { c["iss"] = "https://elsewhere.example" }
		}, says: "issued by a different provider"},
		"expired":       {twist: func(s *oidctest.Server) { s.IDToken = func(c oidctest.Claims) { c["exp"] = start.Unix() - 1 } }, says: "expired"},
		"no subject":    {twist: func(s *oidctest.Server) { s.IDToken = func(c oidctest.Claims) { c["sub"] = "" } }, says: "subject"},
		"another level": {twist: func(s *oidctest.Server) { s.ACR = "eidas0" }, says: "level"},
		"another access token": {twist: func(s *oidctest.Server) {
			s.IDToken = func(c oidctest.Claims) { c["at_hash"] = "AAAAAAAAAAAAAAAAAAAAAA" }
		}, says: "hash"},
		"another's key":              {twist: func(s *oidctest.Server) { s.Forge = s.Stranger }, says: "signature"},
		"no signature":               {twist: func(s *oidctest.Server) { s.Forge = oidctest.Unsigned }, says: "none"},
		"no ID token":                {twist: func(s *oidctest.Server) { s.Forge = func(string) string { return "" } }, says: "malformed"},
		"userinfo without signature": {twist: func(s *oidctest.Server) { s.UserInfo = "json" }, says: "not signed"},
		"userinfo with alg none":     {twist: func(s *oidctest.Server) { s.UserInfo = "none" }, says: "userinfo"},
		"userinfo by another's key":  {twist: func(s *oidctest.Server) { s.UserInfo = "forged" }, says: "userinfo"},
		"userinfo of another":        {twist: func(s *oidctest.Server) { s.Info = func(c oidctest.Claims) { c["sub"] = "agent-2" } }, says: "another person"},
		"userinfo for another":       {twist: func(s *oidctest.Server) { s.Info = func(c oidctest.Claims) { c["aud"] = []string{"other"} } }, says: "another client"},
		"given up":                   {twist: func(s *oidctest.Server) { s.Deny = true }, says: "access_denied"},
	} {
		t.Run(name, func(t *testing.T) {
			s, client, clock := provider(t, nil)
			if c.twist != nil {
				c.twist(s)
			}
			q, back := goThere(t, client)
			if c.back != nil {
				c.back(back)
			}
			clock.Advance(c.late)
			p, err := client.Answer(t.Context(), q, back)
			if !fault.Is(err, fault.Unauthenticated) || p != (oidc.Person{}) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%+v, %v; want one that says %q", p, err, c.says)
			}
			if fault.Message(err).En == "" {
				t.Error("nothing to tell the person")
			}
		})
	}
}

func TestPlainUserInfoWhereTheOperatorTakesIt(t *testing.T) {
	s, client, _ := provider(t, func(c *oidc.Config) { c.Unsigned = true })
	s.UserInfo = "json"
	q, back := goThere(t, client)
	if _, err := client.Answer(t.Context(), q, back); err != nil {
		t.Error(err)
	}
	s.Info = func(c oidctest.Claims) { c["sub"] = "agent-2" }
	q, back = goThere(t, client)
	if _, err := client.Answer(t.Context(), q, back); !fault.Is(err, fault.Unauthenticated) {
		t.Errorf("userinfo of another: %v", err)
	}
}

func TestAProviderThatIsAway(t *testing.T) {
	asked := 0
	_, client, clock := provider(t, func(c *oidc.Config) {
		c.HTTP = &http.Client{Transport: roundTrip(func(*http.Request) (*http.Response, error) { asked++; return nil, http.ErrHandlerTimeout })}
	})
	for range 3 {
		if _, _, err := client.Ask(t.Context()); !fault.Is(err, fault.Unavailable) || !strings.Contains(fault.Message(err).En, "ProConnect") {
			t.Errorf("%v", err)
		}
	}
	if asked != 1 {
		t.Errorf("it was asked %d times at once, want 1", asked)
	}
	clock.Advance(11 * time.Second)
	if _, _, err := client.Ask(t.Context()); err == nil || asked != 2 {
		t.Errorf("%v; asked %d times, want 2", err, asked)
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
