package client

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"airial/internal/platform/i18n"
)

// Nothing is a declaration that a member has nothing to publish.
type Nothing struct {
	ID     string `json:"id"`
	Siren  string `json:"siren"`
	Name   string `json:"name"`
	Schema string `json:"schema"`
	Title  string `json:"title"`
	Period string `json:"period"`
}

// NothingRequest says for what a member has nothing to publish.
type NothingRequest struct {
	Server, Token string
	Member        string // SIREN; "" for the token's own
	Schema        string // a name of the catalogue
	Period        string // 2026, 2026-T1 or 2026-03
	Anyway        bool   // although something is published for that year
	Lang          i18n.Lang
}

// Declare declares it.
func Declare(ctx context.Context, q NothingRequest) (Nothing, error) {
	c, siren, err := q.caller(ctx)
	if err != nil {
		return Nothing{}, err
	}
	body, err := json.Marshal(map[string]any{"schema": q.Schema, "period": q.Period, "anyway": q.Anyway})
	if err != nil {
		return Nothing{}, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+"/api/v1/members/"+url.PathEscape(siren)+"/nil-returns", bytes.NewReader(body))
	if err != nil {
		return Nothing{}, err
	}
	r.Header.Set("Content-Type", "application/json")
	var out Nothing
	return out, c.do(r, &out)
}

// Undeclare takes the declaration for the period back. It is false when none
// stands.
func Undeclare(ctx context.Context, q NothingRequest) (bool, error) {
	c, siren, err := q.caller(ctx)
	if err != nil {
		return false, err
	}
	// The server reads a period and a name as people write them.
	values := url.Values{"siren": {siren}, "schema": {q.Schema}, "period": {q.Period}}
	var list []Nothing
	if err := c.get(ctx, c.base+"/api/v1/nil-returns?"+values.Encode(), &list); err != nil {
		return false, err
	}
	if len(list) != 1 || q.Schema == "" || q.Period == "" { // of one body, schema and period one stands at most
		return false, nil
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodDelete, c.base+"/api/v1/nil-returns/"+url.PathEscape(list[0].ID), nil)
	if err != nil {
		return false, err
	}
	return true, c.do(r, nil)
}

func (q NothingRequest) caller(ctx context.Context) (caller, string, error) {
	c := caller{base: strings.TrimSuffix(q.Server, "/"), token: q.Token, lang: q.Lang}
	if q.Member != "" {
		return c, q.Member, nil
	}
	siren, err := c.own(ctx)
	return c, siren, err
}
