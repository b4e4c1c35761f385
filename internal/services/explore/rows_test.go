package explore_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"airial/internal/platform/tables"
	"airial/internal/platform/web"
	"airial/internal/services/explore"
)

// shelf is a catalogue of one table, whose columns bear the names of
// parameters, of operators and of words of SQL.
type shelf struct{ table explore.Table }

const id = "01934d5e-0000-7000-8000-000000000001"

func (s shelf) Table(context.Context, string, int) (explore.Table, error) { return s.table, nil }

func newShelf(t *testing.T, columns []tables.Column, rows [][]string) shelf {
	t.Helper()
	var b bytes.Buffer
	next := 0
	_, err := tables.WriteParquet(t.Context(), &b, columns, tables.SourceFunc(func() ([][]byte, error) {
		if next == len(rows) {
			return nil, io.EOF
		}
		var cells [][]byte
		for _, c := range rows[next] {
			cells = append(cells, []byte(c))
		}
		next++
		return cells, nil
	}))
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(b.Bytes())
	file := explore.File{Name: "t.parquet", Type: "application/vnd.apache.parquet", Digest: hex.EncodeToString(sum[:]), Size: int64(b.Len()),
		Open: func(context.Context) (io.ReadSeekCloser, error) { return nopCloser{bytes.NewReader(b.Bytes())}, nil }}
	return shelf{explore.Table{Parquet: file, CSV: file, Original: file, Columns: columns}}
}

type nopCloser struct{ io.ReadSeeker }

func (nopCloser) Close() error { return nil }

func serve(t *testing.T, s shelf, cfg tables.Config) func(path string) *httptest.ResponseRecorder {
	t.Helper()
	cfg.CacheDir, cfg.Threads = t.TempDir(), 2
	engine, err := tables.NewEngine(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = engine.Close() })
	routes := &web.Routes{}
	explore.New(engine, s).Register(routes, web.NewAPI(routes, "test", "0", "http://localhost"))
	router := web.NewRouter(web.Config{PublicURL: "http://localhost"}, routes)
	return func(path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		router.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		return w
	}
}

type answer struct {
	Total int64            `json:"total"`
	Next  *string          `json:"next"`
	Rows  []map[string]any `json:"rows"`
}

func decode(t *testing.T, w *httptest.ResponseRecorder) answer {
	t.Helper()
	var a answer
	if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil || w.Code != http.StatusOK {
		t.Fatalf("%d %s, %v", w.Code, w.Body, err)
	}
	return a
}

func TestColumnsOfAnyNameAreQueried(t *testing.T) {
	columns := []tables.Column{{Name: "limit", Type: tables.Integer}, {Name: "select", Type: tables.Text}, {Name: "prix__eq", Type: tables.Text},
		{Name: "order by \"x\"", Type: tables.Text}, {Name: "-date", Type: tables.Text}, {Name: "a,b", Type: tables.Text}}
	s := newShelf(t, columns, [][]string{{"3", "b", "p", "x", "1", "k"}, {"1", "a", "q", "y", "2", "l"}})
	for name, cfg := range map[string]tables.Config{"small": {}, "native": {SmallCells: -1}} {
		t.Run(name, func(t *testing.T) {
			get := serve(t, s, cfg)
			for query, want := range map[string]int64{
				"limit__eq=3":                          1,
				"select=a":                             1,
				"prix__eq__eq=q":                       1,
				"prix__eq=q":                           1,
				url.QueryEscape(`order by "x"`) + "=y": 1,
				"sort=select":                          2,
				"sort=-select,limit":                   2,
				"limit=1":                              2,
			} {
				w := get("/api/v1/datasets/" + id + "/rows?" + query)
				if a := decode(t, w); a.Total != want {
					t.Errorf("%s: %d rows, want %d", query, a.Total, want)
				}
			}
			if a := decode(t, get("/api/v1/datasets/"+id+"/rows?sort=select")); a.Rows[0]["select"] != "a" {
				t.Errorf("sorted: %v", a.Rows)
			}
			if a := decode(t, get("/api/v1/datasets/"+id+"/rows?offset=99")); a.Total != 2 || len(a.Rows) != 0 || a.Next != nil {
				t.Errorf("beyond the end: %+v", a)
			}
		})
	}
}

func TestNextLeadsThroughHugeRows(t *testing.T) {
	huge := strings.Repeat("x", 1000)
	s := newShelf(t, []tables.Column{{Name: "n", Type: tables.Integer}, {Name: "t", Type: tables.Text}},
		[][]string{{"1", huge}, {"2", huge}, {"3", huge}, {"4", huge}, {"5", huge}})
	get := serve(t, s, tables.Config{MaxPageBytes: 2500})
	var seen []float64
	for next := "/api/v1/datasets/" + id + "/rows?limit=4"; next != ""; {
		a := decode(t, get(next))
		for _, row := range a.Rows {
			seen = append(seen, row["n"].(float64))
		}
		next = ""
		if a.Next != nil {
			next = strings.TrimPrefix(*a.Next, "http://localhost")
		}
	}
	if diff := cmp.Diff([]float64{1, 2, 3, 4, 5}, seen); diff != "" {
		t.Error(diff)
	}
}
