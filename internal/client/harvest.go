package client

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"

	"airial/internal/platform/i18n"
)

// Harvest reaches the catalogues that a member harvests.
type Harvest struct {
	Server, Token string
	Member        string // SIREN; "" for the token's own
	Lang          i18n.Lang
}

// HarvestSource is a catalogue that is harvested.
type HarvestSource struct {
	ID     string     `json:"id,omitempty"`
	Name   string     `json:"name,omitempty"`
	URL    string     `json:"url"`
	Kind   string     `json:"kind,omitempty"`
	Pace   string     `json:"pace,omitempty"`
	Paused bool       `json:"paused,omitempty"`
	Next   *time.Time `json:"next,omitempty"`
}

// HarvestLine is what became of a dataset, or would.
type HarvestLine struct {
	Outcome    string   `json:"outcome"`
	Identifier string   `json:"identifier"`
	Title      string   `json:"title"`
	Words      []string `json:"words"`
}

// HarvestPreview is what a catalogue would bring.
type HarvestPreview struct {
	URL   string        `json:"url"`
	Kind  string        `json:"kind"`
	Total int           `json:"total"`
	More  bool          `json:"more"`
	First []HarvestLine `json:"first"`
}

// HarvestRun is one reading of a source.
type HarvestRun struct {
	State    string        `json:"state"`
	Begun    time.Time     `json:"begun"`
	Pages    int           `json:"pages"`
	Added    int           `json:"added"`
	Changed  int           `json:"changed"`
	Same     int           `json:"unchanged"`
	Back     int           `json:"back"`
	Vanished int           `json:"vanished"`
	Refused  int           `json:"refused"`
	Trouble  string        `json:"trouble"`
	Report   []HarvestLine `json:"report"`
}

func (h Harvest) caller(ctx context.Context) (caller, string, error) {
	c := caller{base: strings.TrimSuffix(h.Server, "/"), token: h.Token, lang: h.Lang}
	siren := h.Member
	if siren == "" {
		var err error
		if siren, err = c.own(ctx); err != nil {
			return c, "", err
		}
	}
	return c, c.base + "/api/v1/members/" + url.PathEscape(siren) + "/sources", nil
}

// send asks with a body, which may be nil.
func (h Harvest) send(ctx context.Context, method, path string, body, into any) error {
	c, sources, err := h.caller(ctx)
	if err != nil {
		return err
	}
	if !strings.HasPrefix(path, "/api/") {
		path = sources + path
	} else {
		path = c.base + path
	}
	b, err := json.Marshal(body)
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, method, path, bytes.NewReader(b))
	if err != nil {
		return err
	}
	if body == nil {
		r.Body, r.ContentLength = http.NoBody, 0
	} else {
		r.Header.Set("Content-Type", "application/json")
	}
	return c.do(r, into)
}

// Sources lists the catalogues that are harvested.
func (h Harvest) Sources(ctx context.Context) (out []HarvestSource, err error) {
	return out, h.send(ctx, http.MethodGet, "", nil, &out)
}

// Add harvests a catalogue.
func (h Harvest) Add(ctx context.Context, x HarvestSource) (out HarvestSource, err error) {
	return out, h.send(ctx, http.MethodPost, "", x, &out)
}

// Preview says what a catalogue would bring.
func (h Harvest) Preview(ctx context.Context, x HarvestSource) (out HarvestPreview, err error) {
	return out, h.send(ctx, http.MethodPost, "/preview", x, &out)
}

// Run has a source read now.
func (h Harvest) Run(ctx context.Context, id string) (out HarvestSource, err error) {
	return out, h.send(ctx, http.MethodPost, "/api/v1/sources/"+url.PathEscape(id)+"/run", nil, &out)
}

// Runs lists the latest runs of a source, the latest with its report.
func (h Harvest) Runs(ctx context.Context, id string) (out []HarvestRun, err error) {
	return out, h.send(ctx, http.MethodGet, "/api/v1/sources/"+url.PathEscape(id)+"/runs", nil, &out)
}

// Remove removes a source with what it brought.
func (h Harvest) Remove(ctx context.Context, id string) error {
	return h.send(ctx, http.MethodDelete, "/api/v1/sources/"+url.PathEscape(id), nil, nil)
}
