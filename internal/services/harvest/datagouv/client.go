package datagouv

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"airial/internal/platform/fault"
)

// document is a JSON object of theirs. It is kept whole, for what is not sent
// back is reset there.
type document map[string]any

func (d document) text(key string) string { s, _ := d[key].(string); return s }

func (d document) under(key string) document {
	switch v := d[key].(type) {
	case map[string]any:
		return v
	case document:
		return v
	}
	return nil
}

func (d document) list(key string) (out []document) {
	many, _ := d[key].([]any)
	for _, one := range many {
		if o, ok := one.(map[string]any); ok {
			out = append(out, o)
		}
	}
	return out
}

func (d document) words(key string) (out []string) {
	many, _ := d[key].([]any)
	for _, one := range many {
		if s, ok := one.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

// Refusal is an answer of data.gouv.fr that is not what was asked for.
type Refusal struct {
	Status int
	Words  string // what it says, of all fields, one line
	After  time.Duration
}

func (r *Refusal) Error() string { return fmt.Sprintf("data.gouv.fr: %d: %s", r.Status, r.Words) }

// refused returns the answer in an error, nil where there was none.
func refused(err error) *Refusal {
	var r *Refusal
	errors.As(err, &r)
	return r
}

func statusOf(err error) int {
	if r := refused(err); r != nil {
		return r.Status
	}
	return 0
}

// Doer sends a request: the client of outbound.
type Doer interface {
	Do(r *http.Request) (*http.Response, error)
}

// client speaks to the API under one token.
type client struct {
	do      Doer
	base    string // "https://demo.data.gouv.fr"
	token   string
	version string
}

// mostAnswer bounds an answer, in bytes: a page of an organisation's datasets.
const mostAnswer = 32 << 20

func (c *client) call(ctx context.Context, method, path string, body any, into any) error {
	var send io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			return err
		}
		send = bytes.NewReader(b)
	}
	r, err := http.NewRequestWithContext(ctx, method, c.base+"/api/1"+path, send)
	if err != nil {
		return err
	}
	r.Header.Set("X-API-KEY", c.token)
	r.Header.Set("Accept", "application/json")
	r.Header.Set("User-Agent", "Airial/"+c.version)
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	answer, err := c.do.Do(r)
	if err != nil {
		return fault.Wrap("datagouv.call", err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(io.LimitReader(answer.Body, mostAnswer))
	if err != nil {
		return fault.Wrap("datagouv.call", err)
	}
	if answer.StatusCode < 200 || answer.StatusCode > 299 {
		return refusal(answer, text)
	}
	if into == nil || len(text) == 0 {
		return nil
	}
	return fault.Wrap("datagouv.call", json.Unmarshal(text, into))
}

// refusal reads what an answer says: {"message": …} or
// {"errors": {"field": ["…"]}}.
func refusal(answer *http.Response, text []byte) *Refusal {
	out := &Refusal{Status: answer.StatusCode}
	if n, err := strconv.Atoi(answer.Header.Get("Retry-After")); err == nil && n > 0 {
		out.After = min(time.Duration(n)*time.Second, 24*time.Hour)
	}
	var said struct {
		Message string
		Errors  map[string]any
	}
	_ = json.Unmarshal(text, &said) // an answer that is no JSON says nothing
	lines := []string{}
	if said.Message != "" {
		lines = append(lines, said.Message)
	}
	fields := make([]string, 0, len(said.Errors))
	for f := range said.Errors {
		fields = append(fields, f)
	}
	slices.Sort(fields)
	for _, f := range fields {
		lines = append(lines, f+": "+flat(said.Errors[f]))
	}
	out.Words = cut(strings.Join(lines, "; "), 500)
	return out
}

// pathOf joins the parts of a path, each escaped.
func pathOf(parts ...string) string {
	var b strings.Builder
	for _, p := range parts {
		b.WriteString("/" + url.PathEscape(p))
	}
	return b.String() + "/"
}

func (c *client) dataset(ctx context.Context, id string) (d document, err error) {
	return d, c.call(ctx, http.MethodGet, pathOf("datasets", id), nil, &d)
}

// mostPages bounds the pages of one list: 20,000 datasets of an organisation.
const mostPages = 200

// each calls fn with the datasets of an organisation, page by page.
func (c *client) each(ctx context.Context, organisation string, fn func(document)) error {
	for page := 1; page <= mostPages; page++ {
		var answer struct {
			Data []document
			Next string `json:"next_page"`
		}
		if err := c.call(ctx, http.MethodGet, pathOf("organizations", organisation, "datasets")+"?page_size=100&page="+strconv.Itoa(page), nil, &answer); err != nil {
			return err
		}
		for _, d := range answer.Data {
			fn(d)
		}
		if answer.Next == "" {
			return nil
		}
	}
	return fault.New(fault.TooLarge, "datagouv.each", "L’organisation a trop de jeux de données sur data.gouv.fr pour être lue.",
		"The organisation has too many datasets at data.gouv.fr to be read.")
}
