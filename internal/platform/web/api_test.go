package web_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"airial/internal/platform/web"
	"airial/internal/platform/web/gallery"
)

func sample() (*web.Routes, *web.Interface, http.Handler) {
	var rs web.Routes
	api := gallery.AddAPI(&rs, "https://data.example.fr")
	return &rs, api, web.NewRouter(web.Config{PublicURL: "https://data.example.fr"}, &rs)
}

func TestAPIAnswersAndProblems(t *testing.T) {
	_, _, h := sample()
	w := do(h, "GET", "/api/v1/towns/214000010")
	if diff := cmp.Diff(`{"siren":"214000010","name":"Saint-Airial"}`, strings.TrimSpace(w.Body.String())); diff != "" || w.Code != 200 {
		t.Error(w.Code, diff)
	}
	for target, want := range map[string]struct {
		status      int
		kind, where string
	}{
		"/api/v1/towns/12":                  {422, "invalid", "path.siren"},
		"/api/v1/towns/214000010?limit=900": {422, "invalid", "query.limit"},
		"/api/v1/towns/000000000":           {404, "not-found", ""},
		"/api/v1/elsewhere":                 {404, "not-found", ""},
	} {
		w := do(h, "GET", target)
		var p web.Problem
		if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
			t.Fatal(err)
		}
		if w.Code != want.status || p.Status != want.status || p.Type != "https://data.example.fr/api#problem-"+want.kind ||
			p.Instance != "urn:uuid:"+w.Header().Get("X-Request-Id") || w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %d %s %+v", target, w.Code, w.Header().Get("Content-Type"), p)
		}
		if want.where != "" && (len(p.Errors) != 1 || p.Errors[0].Location != want.where) {
			t.Errorf("%s: %+v", target, p.Errors)
		}
	}
	if w := do(h, "POST", "/api/v1/towns/214000010/files"); w.Code != 401 || w.Header().Get("WWW-Authenticate") == "" {
		t.Errorf("without a token: %d", w.Code)
	}
}

func TestUndocumentedRoutesAreFound(t *testing.T) {
	rs, api, _ := sample()
	if missing := web.Undocumented(rs, api); len(missing) != 0 {
		t.Errorf("undocumented: %q", missing)
	}
	rs.Add(web.Route{Method: "GET", Pattern: "/api/v1/secret/{path...}", Kind: web.API, Guard: web.Everyone, Handler: say("")})
	if diff := cmp.Diff([]string{"GET /api/v1/secret/{path...}"}, web.Undocumented(rs, api)); diff != "" {
		t.Error(diff)
	}
}

func TestDocumentAndItsPage(t *testing.T) {
	_, _, h := sample()
	w := do(h, "GET", "/api/openapi.json")
	var doc struct {
		OpenAPI string                    `json:"openapi"`
		Paths   map[string]map[string]any `json:"paths"`
	}
	if err := json.Unmarshal(w.Body.Bytes(), &doc); err != nil || doc.OpenAPI != "3.1.0" || len(doc.Paths) != 2 {
		t.Errorf("%v %+v", err, doc)
	}
	page := do(h, "GET", "/en/api").Body.String()
	for _, part := range []string{"/api/v1/towns/{siren}", "curl &#34;https://data.example.fr/api/v1/towns/214000010&#34;", "-F &#34;file=@data.csv&#34;", `id="problem-gone"`, "How many towns at most"} {
		if !strings.Contains(page, part) {
			t.Errorf("the page lacks %q", part)
		}
	}
}
