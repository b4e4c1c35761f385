// Package oidctest is an identity provider for tests: OpenID Connect with real
// keys, as strict as ProConnect is. Whoever asks it is logged in at once as its
// Subject; what it says can be twisted to see who notices.
package oidctest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

// What every client is told.
const (
	ClientID = "airial-client"
	Secret   = "a secret of the test"
)

// Server is the provider. Its fields may be changed between requests.
type Server struct {
	URL       string
	Redirect  string // the one address to send people back to
	Left      string // the one address to send them to after the log-out
	Subject   string
	ACR       string
	Now       func() time.Time
	UserInfo  string              // "signed", "forged" (by another key), "json", "none" (alg none)
	Deny      bool                // the person gives up
	Remembers bool                // whoever is to show anew who she is need not
	IDToken   func(c Claims)      // twists the ID token
	Info      func(c Claims)      // twists userinfo
	Forge     func(string) string // twists the ID token once it is signed
	LoggedOut int

	t      testing.TB
	mu     sync.Mutex
	keys   []jose.JSONWebKey // the first signs
	codes  map[string]*grant
	tokens map[string]time.Time
	serial int
}

// Claims are what a token says.
type Claims = map[string]any

type grant struct {
	nonce, challenge string
	until            time.Time
	shown            time.Time // when she showed who she is
}

// New starts a provider that ends with the test.
func New(t testing.TB, now func() time.Time) *Server {
	s := &Server{t: t, Now: now, Subject: "agent-1", ACR: "eidas1", UserInfo: "signed", codes: map[string]*grant{}, tokens: map[string]time.Time{}}
	s.Rotate(jose.RS256)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", s.discovery)
	mux.HandleFunc("GET /jwks", s.jwks)
	mux.HandleFunc("GET /authorize", s.authorize)
	mux.HandleFunc("POST /token", s.token)
	mux.HandleFunc("GET /userinfo", s.userinfo)
	mux.HandleFunc("GET /logout", s.logout)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	s.URL = server.URL
	return s
}

// Rotate replaces the provider's key by a new one.
func (s *Server) Rotate(alg jose.SignatureAlgorithm) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.serial++
	s.keys = []jose.JSONWebKey{newKey(s.t, alg, "key-"+strconv.Itoa(s.serial))}
}

func newKey(t testing.TB, alg jose.SignatureAlgorithm, id string) jose.JSONWebKey {
	var key crypto.Signer
	var err error
	if alg == jose.ES256 {
		key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	} else {
		key, err = rsa.GenerateKey(rand.Reader, 2048)
	}
	if err != nil {
		t.Fatal(err)
	}
	return jose.JSONWebKey{Key: key, KeyID: id, Algorithm: string(alg), Use: "sig"}
}

// Stranger signs claims as the provider would, by a key that is not the
// provider's but bears its name.
func (s *Server) Stranger(token string) string {
	s.mu.Lock()
	key := s.keys[0]
	s.mu.Unlock()
	parsed, err := jwt.ParseSigned(token, []jose.SignatureAlgorithm{jose.RS256, jose.ES256})
	if err != nil {
		s.t.Fatal(err)
	}
	var c Claims
	if err := parsed.UnsafeClaimsWithoutVerification(&c); err != nil {
		s.t.Fatal(err)
	}
	return sign(s.t, newKey(s.t, jose.SignatureAlgorithm(key.Algorithm), key.KeyID), c)
}

// Unsigned is a token without a signature (alg none).
func Unsigned(token string) string {
	parsed, err := jwt.ParseSigned(token, []jose.SignatureAlgorithm{jose.RS256, jose.ES256})
	if err != nil {
		return err.Error()
	}
	var c Claims
	_ = parsed.UnsafeClaimsWithoutVerification(&c)
	return none(c)
}

func none(c Claims) string {
	body, _ := json.Marshal(c)
	return base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none","typ":"JWT"}`)) + "." + base64.RawURLEncoding.EncodeToString(body) + "."
}

func sign(t testing.TB, key jose.JSONWebKey, c Claims) string {
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.SignatureAlgorithm(key.Algorithm), Key: key}, (&jose.SignerOptions{}).WithType("JWT"))
	if err != nil {
		t.Error(err)
		return ""
	}
	token, err := jwt.Signed(signer).Claims(c).Serialize()
	if err != nil {
		t.Error(err)
	}
	return token
}

func (s *Server) discovery(w http.ResponseWriter, _ *http.Request) {
	answer(w, http.StatusOK, Claims{"issuer": s.URL, "authorization_endpoint": s.URL + "/authorize", "token_endpoint": s.URL + "/token",
		"jwks_uri": s.URL + "/jwks", "userinfo_endpoint": s.URL + "/userinfo", "end_session_endpoint": s.URL + "/logout",
		"response_types_supported": []string{"code"}, "subject_types_supported": []string{"pairwise"},
		"id_token_signing_alg_values_supported": []string{"RS256", "ES256", "HS256"}, "token_endpoint_auth_methods_supported": []string{"client_secret_post"},
		"code_challenge_methods_supported": []string{"S256"}})
}

func (s *Server) jwks(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var set jose.JSONWebKeySet
	for _, k := range s.keys {
		set.Keys = append(set.Keys, k.Public())
	}
	answer(w, http.StatusOK, set)
}

func (s *Server) authorize(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	for name := range q {
		switch name {
		case "client_id", "redirect_uri", "response_type", "scope", "state", "nonce", "acr_values", "code_challenge", "code_challenge_method",
			"prompt", "max_age":
		default:
			answer(w, http.StatusBadRequest, Claims{"error": "Y000400", "about": name})
			return
		}
	}
	if q.Get("client_id") != ClientID || q.Get("redirect_uri") != s.Redirect || q.Get("response_type") != "code" || q.Get("scope") != "openid" ||
		len(q.Get("state")) < 32 || len(q.Get("nonce")) < 32 || q.Get("code_challenge_method") != "S256" || len(q.Get("code_challenge")) != 43 {
		answer(w, http.StatusBadRequest, Claims{"error": "invalid_request"})
		return
	}
	back := url.Values{"state": {q.Get("state")}, "iss": {s.URL}}
	if s.Deny {
		back.Set("error", "access_denied")
	} else {
		code := rand.Text()
		s.mu.Lock()
		shown := s.Now()
		if s.Remembers || q.Get("prompt") != "login" || q.Get("max_age") != "0" {
			shown = shown.Add(-time.Hour)
		}
		s.codes[code] = &grant{q.Get("nonce"), q.Get("code_challenge"), s.Now().Add(30 * time.Second), shown}
		s.mu.Unlock()
		back.Set("code", code)
	}
	http.Redirect(w, r, s.Redirect+"?"+back.Encode(), http.StatusFound)
}

func (s *Server) token(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r.PostFormValue("client_id") != ClientID || r.PostFormValue("client_secret") != Secret {
		answer(w, http.StatusUnauthorized, Claims{"error": "invalid_client"})
		return
	}
	code := r.PostFormValue("code")
	g := s.codes[code]
	delete(s.codes, code)
	sum := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
	if g == nil || s.Now().After(g.until) || r.PostFormValue("grant_type") != "authorization_code" || r.PostFormValue("redirect_uri") != s.Redirect ||
		base64.RawURLEncoding.EncodeToString(sum[:]) != g.challenge {
		answer(w, http.StatusBadRequest, Claims{"error": "invalid_grant"})
		return
	}
	access := rand.Text()
	s.tokens[access] = s.Now().Add(time.Minute)
	half := sha256.Sum256([]byte(access))
	now := s.Now().Unix()
	c := Claims{"iss": s.URL, "sub": s.Subject, "aud": ClientID, "iat": now, "exp": now + 60, "nonce": g.nonce, "acr": s.ACR, "auth_time": g.shown.Unix(),
		"at_hash": base64.RawURLEncoding.EncodeToString(half[:16])}
	if s.IDToken != nil {
		s.IDToken(c)
	}
	token := sign(s.t, s.keys[0], c)
	if s.Forge != nil {
		s.mu.Unlock()
		token = s.Forge(token)
		s.mu.Lock()
	}
	answer(w, http.StatusOK, Claims{"access_token": access, "token_type": "Bearer", "expires_in": 60, "id_token": token})
}

func (s *Server) userinfo(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	token, _ := cutBearer(r.Header.Get("Authorization"))
	if until, known := s.tokens[token]; !known || s.Now().After(until) {
		answer(w, http.StatusUnauthorized, Claims{"error": "invalid_token"})
		return
	}
	c := Claims{"iss": s.URL, "aud": ClientID, "sub": s.Subject}
	if s.Info != nil {
		s.Info(c)
	}
	text := ""
	switch s.UserInfo {
	case "json":
		answer(w, http.StatusOK, c)
		return
	case "none":
		text = none(c)
	case "forged":
		text = sign(s.t, newKey(s.t, jose.SignatureAlgorithm(s.keys[0].Algorithm), s.keys[0].KeyID), c)
	default:
		text = sign(s.t, s.keys[0], c)
	}
	w.Header().Set("Content-Type", "application/jwt; charset=utf-8")
	_, _ = w.Write([]byte(text))
}

func cutBearer(header string) (string, bool) {
	const scheme = "Bearer "
	if len(header) < len(scheme) || header[:len(scheme)] != scheme {
		return "", false
	}
	return header[len(scheme):], true
}

func (s *Server) logout(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	q := r.URL.Query()
	hint, err := jwt.ParseSigned(q.Get("id_token_hint"), []jose.SignatureAlgorithm{jose.RS256, jose.ES256})
	var c Claims
	if err == nil {
		err = hint.Claims(s.keys[0].Public(), &c)
	}
	if err != nil || c["sub"] != s.Subject || q.Get("post_logout_redirect_uri") != s.Left || len(q.Get("state")) < 32 {
		answer(w, http.StatusBadRequest, Claims{"error": "invalid_request"})
		return
	}
	s.LoggedOut++
	http.Redirect(w, r, s.Left+"?"+url.Values{"state": {q.Get("state")}}.Encode(), http.StatusFound)
}

func answer(w http.ResponseWriter, status int, what any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(what)
}

// Visit follows the person's browser to the provider and returns where it
// sends her; an error it answers fails the test.
func Visit(t testing.TB, address string) *url.URL {
	t.Helper()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	to, err := answer.Location()
	if err != nil || answer.StatusCode != http.StatusFound {
		t.Fatalf("the provider answers %d to %s", answer.StatusCode, address)
	}
	return to
}
