package export_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"airial/internal/platform/tables"
	"airial/internal/platform/web"
	"airial/internal/services/explore"
	"airial/internal/services/explore/exploretest"
	"airial/internal/services/explore/export"
)

func TestExport(t *testing.T) {
	engine, err := tables.NewEngine(tables.Config{CacheDir: t.TempDir(), Threads: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = engine.Close() })
	shelf := exploretest.New(t)
	routes := &web.Routes{}
	export.New(export.Parts{Shelf: shelf, Rows: explore.New(engine, catalogue{shelf})}).Register(web.NewAPI(routes, "test", "0", "http://localhost"))
	router := web.NewRouter(web.Config{PublicURL: "http://localhost"}, routes)
	for _, c := range []struct {
		query string
		code  int
		want  string
	}{
		{"csv?kind=sport&sort=-capacite&column=nom&column=capacite", 200, "\ufeffnom;capacite\nArènes;8000\nPiscine;450\nGymnase;\n"},
		{"csv?q=nothing+at+all&column=nom", 200, "\ufeffnom\n"},
		{"json?capacite__gt=500&column=nom", 200, "[{\"nom\":\"Arènes\"},\n{\"nom\":\"Théâtre\"}]\n"},
		{"csv?nobody=1", 422, ""},
		{"csv?column=nobody", 422, ""},
		{"csv?version=x", 422, ""},
		{"pdf", 404, ""},
	} {
		w := httptest.NewRecorder()
		router.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/api/v1/datasets/"+exploretest.Places+"/rows/"+c.query, nil))
		got := strings.ReplaceAll(w.Body.String(), "\r\n", "\n")
		if w.Code != c.code || c.want != "" && got != c.want {
			t.Errorf("%s: %d %q", c.query, w.Code, got)
		}
	}
}

type catalogue struct{ *exploretest.Shelf }

func (c catalogue) Table(ctx context.Context, id string, number int) (explore.Table, error) {
	d, err := c.Dataset(ctx, id, number)
	return d.Table, err
}
