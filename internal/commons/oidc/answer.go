package oidc

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"

	protocol "github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"airial/internal/platform/fault"
)

// Person is who the provider says somebody is. Issuer and subject together name
// her, and nothing else does: an e-mail address has several holders.
type Person struct {
	Issuer  string
	Subject string
	Strong  bool   // the provider asked for two proofs
	IDToken string // to end her session there
}

// leeway is by how much the provider's clock may be behind ours, in seconds.
const leeway = 60

// back says why an answer names nobody. Its
// message is for the person who comes back, its cause for the log.
func (c *Client) back(fr, en string, cause error) error {
	f := fault.New(fault.Unauthenticated, "oidc.Answer", fr, en, c.c.Label)
	f.Cause = cause
	return f
}

func (c *Client) stale(cause error) error {
	return c.back("Cette connexion par %[1]s n’a pas été commencée ici, a déjà servi ou a trop attendu. Recommencez-la.",
		"This log-in by %[1]s was not begun here, was used already or waited too long. Begin it again.", cause)
}

func (c *Client) refused(cause error) error {
	return c.back("La réponse de %[1]s n’a pas pu être vérifiée\u202f: personne n’est connecté. Recommencez\u202f; si cela se répète, prévenez votre opérateur.",
		"The answer of %[1]s could not be verified: nobody is logged in. Begin again; if it happens again, tell your operator.", cause)
}

// Answer returns the person whom the provider's answer to a question names.
// query is what she brought back. An error is Unauthenticated, with what to do,
// or Unavailable when the provider is away.
func (c *Client) Answer(ctx context.Context, q Question, query url.Values) (Person, error) {
	if q.State == "" || subtle.ConstantTimeCompare([]byte(q.State), []byte(query.Get("state"))) != 1 {
		return Person{}, c.stale(errors.New("the state is another"))
	}
	if iss := query.Get("iss"); iss != "" && iss != c.c.Issuer { // RFC 9207
		return Person{}, c.refused(errors.New("another issuer answers"))
	}
	switch problem := query.Get("error"); {
	case problem == "access_denied":
		return Person{}, c.back("La connexion par %[1]s a été abandonnée. Vous pouvez la recommencer.", "The log-in by %[1]s was given up. You may begin it again.", errors.New(problem))
	case problem != "":
		return Person{}, c.refused(fmt.Errorf("the provider says %.100q", problem))
	case query.Get("code") == "":
		return Person{}, c.stale(errors.New("no code"))
	}
	k, err := c.provider(ctx)
	if err != nil {
		return Person{}, err
	}
	ctx = protocol.ClientContext(ctx, c.c.HTTP)
	token, err := k.oauth.Exchange(ctx, query.Get("code"), oauth2.VerifierOption(q.Verifier))
	var said *oauth2.RetrieveError
	switch {
	case errors.As(err, &said) && said.ErrorCode == "invalid_grant":
		return Person{}, c.stale(errors.New("invalid_grant")) // the error itself quotes the answer
	case errors.As(err, &said):
		return Person{}, c.refused(fmt.Errorf("the token endpoint answers %d %.100q", said.Response.StatusCode, said.ErrorCode))
	case err != nil:
		return Person{}, c.away(err)
	}
	p, err := c.person(ctx, k, q, token)
	if err != nil {
		return Person{}, c.refused(err)
	}
	return p, nil
}

func (c *Client) person(ctx context.Context, k *known, q Question, token *oauth2.Token) (Person, error) {
	raw, _ := token.Extra("id_token").(string)
	id, err := k.verifier.Verify(ctx, raw) // issuer, audience, time and signature
	if err != nil {
		return Person{}, err
	}
	if subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(q.Nonce)) != 1 {
		return Person{}, errors.New("the nonce is another")
	}
	if id.AccessTokenHash != "" {
		if err := id.VerifyAccessToken(token.AccessToken); err != nil {
			return Person{}, err
		}
	}
	var more struct {
		ACR string `json:"acr"`
		AZP string `json:"azp"`
		// AuthTime is when she showed who she is; a provider that was asked for
		// max_age must say it (Core §2).
		AuthTime float64 `json:"auth_time"`
	}
	if err := id.Claims(&more); err != nil {
		return Person{}, err
	}
	switch {
	case id.Subject == "" || len(id.Subject) > 255: // Core §2
		return Person{}, errors.New("the subject is empty or too long")
	case more.AZP != "" && more.AZP != c.c.ClientID, more.AZP == "" && len(id.Audience) > 1: // Core §3.1.3.7
		return Person{}, errors.New("it was made for another client")
	case q.Again != 0 && int64(more.AuthTime) < q.Again-leeway:
		return Person{}, errors.New("it does not say that she identified herself anew")
	case len(c.c.ACR) > 0 && !slices.Contains(c.c.ACR, more.ACR):
		return Person{}, fmt.Errorf("the level %.100q is none of those asked for", more.ACR)
	}
	if k.UserInfoEndpoint() != "" {
		if err := c.userinfo(ctx, k, token, id.Subject); err != nil {
			return Person{}, fmt.Errorf("userinfo: %w", err)
		}
	}
	return Person{Issuer: id.Issuer, Subject: id.Subject, Strong: slices.Contains(c.c.Strong, more.ACR), IDToken: raw}, nil
}

// userinfo checks that the second answer names the same person (Core §5.3.4).
// Nothing else of it is used, so nothing else is asked for or kept.
func (c *Client) userinfo(ctx context.Context, k *known, token *oauth2.Token, subject string) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, k.UserInfoEndpoint(), nil)
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "Bearer "+token.AccessToken)
	answer, err := c.c.HTTP.Do(r)
	if err != nil {
		return err
	}
	body, err := io.ReadAll(answer.Body)
	if err = errors.Join(err, answer.Body.Close()); err != nil {
		return err
	}
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("status %d", answer.StatusCode)
	}
	kind, _, _ := mime.ParseMediaType(answer.Header.Get("Content-Type"))
	signed := kind == "application/jwt"
	switch {
	case signed:
		// Neither “none” nor a shared secret counts as a signature.
		if body, err = k.keys.VerifySignature(ctx, string(body)); err != nil {
			return err
		}
	case !c.c.Unsigned:
		return fmt.Errorf("it is not signed (%.60q): if the provider does not sign, set --oidc-unsigned-userinfo", kind)
	}
	var claims struct {
		Subject  string   `json:"sub"`
		Issuer   string   `json:"iss"`
		Audience audience `json:"aud"`
	}
	if err := json.Unmarshal(body, &claims); err != nil {
		return errors.New("it cannot be read")
	}
	switch {
	case claims.Subject != subject:
		return errors.New("it names another person than the ID token")
	case signed && claims.Issuer != "" && claims.Issuer != c.c.Issuer:
		return errors.New("another issuer made it")
	case signed && len(claims.Audience) > 0 && !slices.Contains(claims.Audience, c.c.ClientID):
		return errors.New("it was made for another client")
	}
	return nil
}

// audience is one name or several (RFC 7519 §4.1.3).
type audience []string

func (a *audience) UnmarshalJSON(b []byte) error {
	var one string
	if json.Unmarshal(b, &one) == nil {
		*a = audience{one}
		return nil
	}
	return json.Unmarshal(b, (*[]string)(a))
}
