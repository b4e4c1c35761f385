package address

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// depot is the deposit interface of the national base (API de dépôt, as
// BaseAdresseNationale/api-depot has it in May 2026).
type depot struct {
	base   string // https://plateforme-bal.adresse.data.gouv.fr/api-depot
	token  string // of the client; 32 signs
	client Doer
}

// Doer asks other sites: a client of outbound is one.
type Doer interface {
	Do(*http.Request) (*http.Response, error)
}

// depotError is an answer other than success, with what it says.
type depotError struct {
	Status  int
	Message string
}

func (e *depotError) Error() string {
	return fmt.Sprintf("api-depot: %d: %s", e.Status, e.Message)
}

// final tells whether asking again is of no use.
func final(err error) bool {
	var e *depotError
	return errors.As(err, &e) && e.Status >= 400 && e.Status < 500 && e.Status != http.StatusTooManyRequests && e.Status != http.StatusRequestTimeout
}

// maxAnswer is how much of an answer is read.
const maxAnswer = 4 << 20

func (d depot) call(ctx context.Context, method, path, kind string, body []byte, out any) error {
	r, err := http.NewRequestWithContext(ctx, method, strings.TrimSuffix(d.base, "/")+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "Token "+d.token)
	r.Header.Set("Accept", "application/json")
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	answer, err := d.client.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer))
	if err != nil {
		return err
	}
	if answer.StatusCode/100 != 2 {
		var said struct {
			Message any `json:"message"`
		}
		e := &depotError{Status: answer.StatusCode}
		if json.Unmarshal(data, &said) == nil && said.Message != nil {
			e.Message = fmt.Sprint(said.Message)
		}
		if len(e.Message) > 500 {
			e.Message = e.Message[:500]
		}
		return e
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(data, out)
}

func (d depot) json(ctx context.Context, method, path string, in, out any) error {
	body, err := json.Marshal(in)
	if err != nil {
		return err
	}
	return d.call(ctx, method, path, "application/json", body, out)
}

// validation is what the national base found in a file.
type validation struct {
	Valid       bool     `json:"valid"`
	Format      string   `json:"format"`
	Errors      []string `json:"errors"`
	Warnings    []string `json:"warnings"`
	Infos       []string `json:"infos"`
	RowsCount   int      `json:"rowsCount"`
	ParseErrors []any    `json:"parseErrors"`
}

// revision is a file of a commune on its way to the national base.
type revision struct {
	ID          string      `json:"id"`
	CodeCommune string      `json:"codeCommune"`
	Status      string      `json:"status"` // pending, published
	IsReady     bool        `json:"isReady"`
	IsCurrent   bool        `json:"isCurrent"`
	PublishedAt string      `json:"publishedAt"`
	Validation  *validation `json:"validation"`
	Client      struct {
		ID  string `json:"id"`
		Nom string `json:"nom"`
	} `json:"client"`
}

// habilitation is what a commune allows the client.
type habilitation struct {
	ID     string `json:"id"`
	Status string `json:"status"` // pending, accepted, rejected
}

func (d depot) createRevision(ctx context.Context, commune, who, organisation, key string) (out revision, err error) {
	err = d.json(ctx, http.MethodPost, "/communes/"+url.PathEscape(commune)+"/revisions", map[string]any{
		"context": map[string]any{"nomComplet": who, "organisation": organisation, "extras": map[string]any{"sending": key}}}, &out)
	return out, err
}

func (d depot) upload(ctx context.Context, id string, file []byte) error {
	return d.call(ctx, http.MethodPut, "/revisions/"+url.PathEscape(id)+"/files/bal", "text/csv", file, nil)
}

func (d depot) compute(ctx context.Context, id string) (out revision, err error) {
	return out, d.call(ctx, http.MethodPost, "/revisions/"+url.PathEscape(id)+"/compute", "", nil, &out)
}

func (d depot) publish(ctx context.Context, id, consent string) (out revision, err error) {
	in := map[string]any{}
	if consent != "" {
		in["habilitationId"] = consent
	}
	return out, d.json(ctx, http.MethodPost, "/revisions/"+url.PathEscape(id)+"/publish", in, &out)
}

func (d depot) get(ctx context.Context, id string) (out revision, err error) {
	return out, d.call(ctx, http.MethodGet, "/revisions/"+url.PathEscape(id), "", nil, &out)
}

// current returns the revision that the national base shows for a commune;
// false when it has none.
func (d depot) current(ctx context.Context, commune string) (out revision, some bool, err error) {
	err = d.call(ctx, http.MethodGet, "/communes/"+url.PathEscape(commune)+"/current-revision", "", nil, &out)
	var e *depotError
	if errors.As(err, &e) && e.Status == http.StatusNotFound {
		return out, false, nil
	}
	return out, err == nil, err
}

func (d depot) ask(ctx context.Context, commune string) (out habilitation, err error) {
	return out, d.json(ctx, http.MethodPost, "/communes/"+url.PathEscape(commune)+"/habilitations", map[string]any{}, &out)
}

func (d depot) mails(ctx context.Context, commune string) (out []string, err error) {
	return out, d.call(ctx, http.MethodGet, "/communes/"+url.PathEscape(commune)+"/emails", "", nil, &out)
}

func (d depot) sendCode(ctx context.Context, id, mail string) error {
	return d.json(ctx, http.MethodPost, "/habilitations/"+url.PathEscape(id)+"/authentication/email/send-pin-code", map[string]any{"email": mail}, nil)
}

func (d depot) validateCode(ctx context.Context, id, code string) error {
	return d.json(ctx, http.MethodPost, "/habilitations/"+url.PathEscape(id)+"/authentication/email/validate-pin-code", map[string]any{"code": code}, nil)
}

func (d depot) consent(ctx context.Context, id string) (out habilitation, err error) {
	return out, d.call(ctx, http.MethodGet, "/habilitations/"+url.PathEscape(id), "", nil, &out)
}
