package counter

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// lines reads an answer of NDJSON.
func lines(t *testing.T, text string) (out []map[string]any) {
	t.Helper()
	for line := range strings.Lines(text) {
		var v map[string]any
		if err := json.Unmarshal([]byte(line), &v); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		out = append(out, v)
	}
	return out
}

func TestFindingsAreStreamed(t *testing.T) {
	one(t, nil, func(d *desk) {
		w := d.do(httptest.NewRequest(http.MethodPost, "/api/v1/check?file=p.csv", strings.NewReader(faulty)))
		got := lines(t, w.Body.String())
		if w.Header().Get("Content-Type") != "application/x-ndjson" || got[0]["type"] != "opened" || got[len(got)-1]["type"] != "summary" {
			t.Fatalf("%v", got)
		}
		end := got[len(got)-1]
		if end["valid"] != false || end["rows"] != 3.0 || end["file"] != "p.csv" {
			t.Errorf("%v", end)
		}
		errors := 0
		for _, f := range got[1 : len(got)-1] {
			if f["type"] != "finding" || f["message"] == "" {
				t.Errorf("%v", f)
			}
			if f["level"] == "error" {
				errors++
			}
		}
		if want := end["stats"].(map[string]any)["errors"]; float64(errors) != want {
			t.Errorf("%d errors were told, %v counted", errors, want)
		}
		w = d.do(httptest.NewRequest(http.MethodPost, "/api/v1/check?schema=none", strings.NewReader("a;b\n"+strings.Repeat("1;2\n", 10_001))))
		if got := lines(t, w.Body.String()); got[len(got)-1]["type"] != "problem" || got[len(got)-1]["problem"].(map[string]any)["status"] != 413.0 {
			t.Errorf("too many rows: %v", got)
		}
		w = d.do(httptest.NewRequest(http.MethodPost, "/api/v1/check?limit=1", strings.NewReader(faulty)))
		if got := lines(t, w.Body.String()); len(got) != 3 || got[2]["stats"].(map[string]any)["errors"] != end["stats"].(map[string]any)["errors"] {
			t.Errorf("limit 1: %v", got)
		}
	})
}

// The first findings are there while the file is still sent.
func TestFindingsComeBeforeTheEndOfTheFile(t *testing.T) {
	one(t, func(p *Parts) { p.Limits.Size = 64 << 20 }, func(d *desk) {
		server := httptest.NewServer(d.handler)
		defer server.Close()
		r, w := io.Pipe()
		row := "Sainte-Aulaye;33999;X;Léo;12;2025\n"
		go func() {
			_, _ = io.WriteString(w, strings.SplitAfter(faulty, "\n")[0]+strings.Repeat(row, 10_000)) // 350 kB, and no end
		}()
		request, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+"/api/v1/check?schema=scdl/prenoms&limit=0", r)
		answer, err := server.Client().Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		in := bufio.NewReader(answer.Body)
		for _, want := range []string{`"type":"opened"`, `"type":"finding"`} {
			line, err := in.ReadString('\n')
			if err != nil || !strings.Contains(line, want) {
				t.Fatalf("%q, %v; want %s", line, err, want)
			}
		}
		go func() { _ = w.Close() }()
		rest, err := io.ReadAll(in)
		if err != nil || !bytes.Contains(rest, []byte(`"type":"summary"`)) || !bytes.Contains(rest, []byte(`"rows":10000`)) {
			t.Errorf("%v, %.200q…", err, rest[max(0, len(rest)-300):])
		}
	})
}

// A caller who reads nothing until she has sent all is not made to wait for
// herself.
func TestACallerMaySendFirstAndReadLater(t *testing.T) {
	one(t, func(p *Parts) { p.Limits.Size, p.Limits.Rows = 64<<20, 1_000_000 }, func(d *desk) {
		server := httptest.NewServer(d.handler)
		defer server.Close()
		var text strings.Builder
		text.WriteString(strings.SplitAfter(faulty, "\n")[0])
		for i := range 30_000 {
			fmt.Fprintf(&text, "Sainte-Aulaye;33999;X%d;Léo;12;2025\n", i)
		}
		answer, err := http.Post(server.URL+"/api/v1/check?schema=scdl/prenoms&limit=0", "text/csv", strings.NewReader(text.String()))
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		n := 0
		for in := bufio.NewScanner(answer.Body); in.Scan(); n++ {
		}
		if n < 30_002 {
			t.Errorf("%d lines", n)
		}
	})
}

func TestAnswersThatComeWhole(t *testing.T) {
	one(t, nil, func(d *desk) {
		ask := func(query string, header ...string) *httptest.ResponseRecorder {
			r := httptest.NewRequest(http.MethodPost, "/api/v1/check"+query, strings.NewReader(faulty))
			for i := 0; i+1 < len(header); i += 2 {
				r.Header.Set(header[i], header[i+1])
			}
			return d.do(r)
		}
		var report struct {
			Valid    bool             `json:"valid"`
			Findings []map[string]any `json:"findings"`
		}
		w := ask("", "Accept", "application/json", "Accept-Language", "en")
		if err := json.Unmarshal(w.Body.Bytes(), &report); err != nil || report.Valid || len(report.Findings) < 3 {
			t.Errorf("%v: %s", err, w.Body)
		}
		for query, want := range map[string]string{"?format=csv": "level,code", "?format=html": "<html", "?format=pdf": "%PDF", "?format=mended": "COLL_NOM,COLL_INSEE"} {
			if w := ask(query); w.Code != 200 || !strings.Contains(w.Body.String(), want) {
				t.Errorf("%s: %d %s", query, w.Code, w.Body)
			}
		}
		for _, query := range []string{"?format=xml", "?limit=many", "?schema=scdl/nothing&format=json", "?quality=nonsense&format=json", "?delimiter=ab&format=json"} {
			if w := ask(query); w.Code != 422 || w.Header().Get("Content-Type") != "application/problem+json" {
				t.Errorf("%s: %d %s", query, w.Code, w.Body)
			}
		}
		if w := ask("?schema=scdl/nothing"); w.Code != 422 {
			t.Errorf("a question that makes no sense: %d %s", w.Code, w.Body)
		}
		// Quality is looked at when it is asked for.
		twice := faulty + "Sainte-Aulaye;33999;F;Jeanne;3;2025\n"
		r := httptest.NewRequest(http.MethodPost, "/api/v1/check?quality=duplicate-row", strings.NewReader(twice))
		if w := d.do(r); !strings.Contains(w.Body.String(), "duplicate-row") {
			t.Errorf("quality: %s", w.Body)
		}
	})
}

func TestPackedFilesAreRead(t *testing.T) {
	one(t, nil, func(d *desk) {
		var packed bytes.Buffer
		z := zip.NewWriter(&packed)
		f, _ := z.Create("prenoms.csv")
		_, _ = io.WriteString(f, faulty)
		_ = z.Close()
		mine := d.send("/fr/check", "prenoms.zip", packed.String()).Header().Get("Location")
		d.says("the report", d.get(mine, 200), "zip", "scdl/prenoms", "Le fichier corrigé")
	})
}

// A JSON document is recognised by its head and held against its JSON Schema.
func TestDocumentsAreChecked(t *testing.T) {
	one(t, nil, func(d *desk) {
		text := `{"marches":{"marche":[{"id":"2026S01","montant":"cher"}]}}`
		for _, schema := range []string{"", "decp"} {
			mine := d.send("/fr/check", "decp.json", text, "schema", schema).Header().Get("Location")
			d.says("the report", d.get(mine, 200), "139bercy/format-commande-publique", "2.0.3", "montant")
		}
		w := d.do(httptest.NewRequest(http.MethodPost, "/api/v1/check?schema=139bercy/format-commande-publique", strings.NewReader(text)))
		if got := lines(t, w.Body.String()); len(got) < 3 || got[1]["code"] != "json-schema" {
			t.Errorf("%v", got)
		}
		d.says("the schema", d.get("/api/v1/schemas/decp", 200), `"$schema"`, "marche")
	})
}

func TestSchemasAreListed(t *testing.T) {
	one(t, nil, func(d *desk) {
		var list struct {
			Schemas []schemaLine `json:"schemas"`
		}
		if err := json.Unmarshal([]byte(d.get("/api/v1/schemas", 200)), &list); err != nil || len(list.Schemas) != 62 {
			t.Errorf("%d schemas, %v", len(list.Schemas), err)
		}
		for _, s := range list.Schemas {
			if s.Title == "" || s.TitleEn == "" {
				t.Errorf("%s has no title", s.Name)
			}
		}
		d.says("a schema", d.get("/api/v1/schemas/etalab/schema-irve-statique", 200), `"fields"`, "id_pdc_itinerance")
		d.get("/api/v1/schemas/etalab/nothing", 404)
	})
}

// The schemas to choose from stand under their subjects, each once.
func TestSchemasToChooseFrom(t *testing.T) {
	one(t, nil, func(d *desk) {
		for lang, subject := range map[string]string{"fr": "Mobilité et stationnement", "en": "Mobility and parking"} {
			page := d.get("/"+lang+"/check", 200)
			if n := strings.Count(page, `<option value="`); n < 63 || strings.Count(page, `<option value="etalab/schema-irve-statique"`) != 1 || !strings.Contains(page, `<optgroup label="`+subject+`"`) {
				d.t.Errorf("%s: %d options, or the subjects are missing", lang, n)
			}
		}
	})
}
