package client

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"

	"airial/internal/platform/i18n"
)

// Server is where to work on datasets, and as whom.
type Server struct {
	URL, Token string
	Lang       i18n.Lang
}

// Activity is a processing activity that a dataset comes from.
type Activity struct {
	ID         string `json:"id"`
	Name       string `json:"name"`
	Sensitive  bool   `json:"sensitive"`
	Categories string `json:"categories"`
	Proposed   bool   `json:"proposed"`
}

// Plan is the anonymisation plan of a dataset.
type Plan struct {
	Number int    `json:"number"`
	Active bool   `json:"active"`
	Digest string `json:"digest"`
	Plan   string `json:"plan"` // YAML
}

func (s Server) caller() caller {
	return caller{base: strings.TrimSuffix(s.URL, "/"), token: s.Token, lang: s.Lang}
}

// call asks for what stands behind a dataset's address.
func (s Server) call(ctx context.Context, method, dataset, path string, body, into any) error {
	c := s.caller()
	var reader io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			return err
		}
		reader = bytes.NewReader(b)
	}
	r, err := http.NewRequestWithContext(ctx, method, c.base+"/api/v1/datasets/"+url.PathEscape(dataset)+path, reader)
	if err != nil {
		return err
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	return c.do(r, into)
}

// Activities lists those from which a member's files may come; member "" stands
// for the token's own.
func (s Server) Activities(ctx context.Context, member string) ([]Activity, error) {
	c := s.caller()
	if member == "" {
		own, err := c.own(ctx)
		if err != nil {
			return nil, err
		}
		member = own
	}
	var out struct {
		Items []Activity `json:"items"`
	}
	err := c.get(ctx, c.base+"/api/v1/members/"+url.PathEscape(member)+"/deposits/activities", &out)
	return out.Items, err
}

// Activity is that of a dataset; its ID is "" while nobody knows.
func (s Server) Activity(ctx context.Context, dataset string) (a Activity, err error) {
	return a, s.call(ctx, http.MethodGet, dataset, "/activity", nil, &a)
}

// SetActivity says which activity a dataset comes from.
func (s Server) SetActivity(ctx context.Context, dataset, id string) (a Activity, err error) {
	return a, s.call(ctx, http.MethodPut, dataset, "/activity", map[string]string{"activity": id}, &a)
}

// Plan is that of a dataset.
func (s Server) Plan(ctx context.Context, dataset string) (p Plan, err error) {
	return p, s.call(ctx, http.MethodGet, dataset, "/plan", nil, &p)
}

// SetPlan gives a dataset a plan, to be applied to every later version.
func (s Server) SetPlan(ctx context.Context, dataset, yaml string) (p Plan, err error) {
	return p, s.call(ctx, http.MethodPut, dataset, "/plan", map[string]string{"plan": yaml}, &p)
}

// SuggestPlan proposes one, in YAML.
func (s Server) SuggestPlan(ctx context.Context, dataset string) (string, error) {
	var p Plan
	err := s.call(ctx, http.MethodGet, dataset, "/plan/suggestion", nil, &p)
	return p.Plan, err
}

// StopPlan ends that the plan is applied to later versions.
func (s Server) StopPlan(ctx context.Context, dataset string) error {
	return s.call(ctx, http.MethodDelete, dataset, "/plan", nil, nil)
}

// RunPlan makes the next version of a dataset by its plan, and follows its life.
func (s Server) RunPlan(ctx context.Context, dataset string, progress io.Writer) (Life, error) {
	var made struct {
		ID string `json:"id"`
	}
	if err := s.call(ctx, http.MethodPost, dataset, "/plan/runs", nil, &made); err != nil {
		return Life{}, err
	}
	c := s.caller()
	return c.follow(ctx, c.base+"/api/v1/deposits/"+url.PathEscape(made.ID), progress)
}
