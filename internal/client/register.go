package client

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"time"
)

// Register is a member's register on a server.
type Register struct {
	Server
	Member string // SIREN; "" for the token's own
}

// ask asks for what stands behind an address of the member's register.
func (g Register) ask(ctx context.Context, method, path string, body, into any) error {
	r, c, err := g.request(ctx, method, path, body)
	if err != nil {
		return err
	}
	return c.do(r, into)
}

func (g Register) request(ctx context.Context, method, path string, body any) (*http.Request, caller, error) {
	c := g.caller()
	member := g.Member
	if member == "" {
		own, err := c.own(ctx)
		if err != nil {
			return nil, c, err
		}
		member = own
	}
	var reader io.Reader
	contentType := ""
	switch b := body.(type) {
	case nil:
	case *upload:
		reader, contentType = b.body, b.contentType
	default:
		raw, err := json.Marshal(b)
		if err != nil {
			return nil, c, err
		}
		reader, contentType = bytes.NewReader(raw), "application/json"
	}
	r, err := http.NewRequestWithContext(ctx, method, c.base+"/api/v1/members/"+url.PathEscape(member)+path, reader)
	if err == nil && contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	return r, c, err
}

// upload is a form with a file.
type upload struct {
	body        io.Reader
	contentType string
}

// TwinSide is one of two activities that a member has twice.
type TwinSide struct {
	ID       string         `json:"id"`
	Name     string         `json:"name"`
	State    string         `json:"state"`
	Revision int            `json:"revision"`
	Points   map[string]int `json:"points"`
}

// TwinPair is two of them, with what differs.
type TwinPair struct {
	Keep        TwinSide `json:"keep"`
	Gone        TwinSide `json:"gone"`
	Differences []struct {
		Path      string `json:"path"`
		Suggested string `json:"suggested"`
	} `json:"differences"`
}

// TwinDecision is what was decided on two.
type TwinDecision struct {
	ID    string    `json:"id"`
	Keep  string    `json:"keep"`
	Gone  string    `json:"gone"`
	State string    `json:"state"`
	At    time.Time `json:"at"`
	By    string    `json:"by"`
	Stay  []string  `json:"stay"` // on undoing: places that were written since
}

// Twins are those of a member.
type Twins struct {
	Open    []TwinPair     `json:"open"`
	Decided []TwinDecision `json:"decided"`
}

// Twins lists the activities that the member has twice.
func (g Register) Twins(ctx context.Context) (out Twins, err error) {
	return out, g.ask(ctx, http.MethodGet, "/twins", nil, &out)
}

// SettleTwins merges two activities or keeps both ("merge", "apart"), as they are
// now. take says by path which side is kept; the rest is as suggested.
func (g Register) SettleTwins(ctx context.Context, how, keep, gone string, take map[string]string, note string) (out TwinDecision, err error) {
	rev := func(id string) (int, error) {
		var one struct {
			Revision int `json:"revision"`
		}
		err := g.ask(ctx, http.MethodGet, "/activities/"+url.PathEscape(id), nil, &one)
		return one.Revision, err
	}
	keepRev, err := rev(keep)
	if err != nil {
		return out, err
	}
	goneRev, err := rev(gone)
	if err != nil {
		return out, err
	}
	return out, g.ask(ctx, http.MethodPost, "/twins", map[string]any{"how": how, "keep": keep, "gone": gone, "keep_revision": keepRev, "gone_revision": goneRev,
		"choices": take, "suggested": true, "note": note}, &out)
}

// MergeSameTwins merges all pairs that say the same, and says how many.
func (g Register) MergeSameTwins(ctx context.Context) (int, error) {
	var out struct {
		Merged int `json:"merged"`
	}
	err := g.ask(ctx, http.MethodPost, "/twins/same", map[string]any{}, &out)
	return out.Merged, err
}

// UndoTwins takes a decision back.
func (g Register) UndoTwins(ctx context.Context, id string) (out TwinDecision, err error) {
	return out, g.ask(ctx, http.MethodDelete, "/twins/decisions/"+url.PathEscape(id), nil, &out)
}

// BreachFile is a file that goes with a breach.
type BreachFile struct {
	ID        string     `json:"id"`
	Kind      string     `json:"kind"`
	Name      string     `json:"name"`
	Size      int64      `json:"size"`
	ToCNIL    bool       `json:"to_cnil"`
	ToPeople  bool       `json:"to_people"`
	Destroyed *time.Time `json:"destroyed_at"`
}

func breachFiles(breach string) string { return "/breaches/" + url.PathEscape(breach) + "/files" }

// BreachFiles lists the files of a breach.
func (g Register) BreachFiles(ctx context.Context, breach string) ([]BreachFile, error) {
	var out struct {
		Items []BreachFile `json:"items"`
	}
	err := g.ask(ctx, http.MethodGet, breachFiles(breach), nil, &out)
	return out.Items, err
}

// AddBreachFile adds a file of this machine to a breach.
func (g Register) AddBreachFile(ctx context.Context, breach, kind string, toCNIL, toPeople bool, path string) (out BreachFile, err error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return out, err
	}
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	fields := [][2]string{{"kind", kind}}
	if toCNIL {
		fields = append(fields, [2]string{"to_cnil", "1"})
	}
	if toPeople {
		fields = append(fields, [2]string{"to_people", "1"})
	}
	for _, f := range fields {
		if err := w.WriteField(f[0], f[1]); err != nil {
			return out, err
		}
	}
	part, err := w.CreateFormFile("file", filepath.Base(path))
	if err == nil {
		_, err = part.Write(content)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return out, err
	}
	return out, g.ask(ctx, http.MethodPost, breachFiles(breach), &upload{&form, w.FormDataContentType()}, &out)
}

// FetchBreachFile writes a file of a breach.
func (g Register) FetchBreachFile(ctx context.Context, breach, id string, to io.Writer) error {
	r, c, err := g.request(ctx, http.MethodGet, breachFiles(breach)+"/"+url.PathEscape(id), nil)
	if err != nil {
		return err
	}
	return c.copy(r, to)
}

// DestroyBreachFile destroys a file of a breach.
func (g Register) DestroyBreachFile(ctx context.Context, breach, id string) error {
	return g.ask(ctx, http.MethodDelete, breachFiles(breach)+"/"+url.PathEscape(id), nil, nil)
}

// Certificate is one of a product that the member uses.
type Certificate struct {
	ID      string `json:"id,omitempty"`
	Product string `json:"product,omitempty"`
	Name    string `json:"name"`
	Detail  string `json:"detail,omitempty"`
	Until   string `json:"until,omitempty"`
	Left    *int   `json:"days_left,omitempty"`
	Own     bool   `json:"own,omitempty"`
}

func certificates(product string) string {
	return "/processors/" + url.PathEscape(product) + "/certificates"
}

// Certificates lists those of a product, or ("") those of all products that end
// within 90 days or have ended.
func (g Register) Certificates(ctx context.Context, product string) ([]Certificate, error) {
	path := "/certificates"
	if product != "" {
		path = certificates(product)
	}
	var out struct {
		Items []Certificate `json:"items"`
	}
	err := g.ask(ctx, http.MethodGet, path, nil, &out)
	return out.Items, err
}

// Certificate returns one.
func (g Register) Certificate(ctx context.Context, product, id string) (out Certificate, err error) {
	return out, g.ask(ctx, http.MethodGet, certificates(product)+"/"+url.PathEscape(id), nil, &out)
}

// AddCertificate adds one to a product.
func (g Register) AddCertificate(ctx context.Context, product string, c Certificate) (out Certificate, err error) {
	return out, g.ask(ctx, http.MethodPost, certificates(product), map[string]string{"name": c.Name, "detail": c.Detail, "until": c.Until}, &out)
}

// RemoveCertificate takes one out.
func (g Register) RemoveCertificate(ctx context.Context, product, id string) error {
	return g.ask(ctx, http.MethodDelete, certificates(product)+"/"+url.PathEscape(id), nil, nil)
}
