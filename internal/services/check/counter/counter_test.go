package counter

import (
	"bytes"
	"context"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/commons/piece"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/database/databasetest"
	"airial/internal/platform/ident"
	"airial/internal/platform/keys"
	"airial/internal/platform/outbound"
	"airial/internal/platform/quota"
	"airial/internal/platform/web"
	"airial/internal/platform/web/ui"
	"airial/internal/services/check"
)

// desk is a counter on a ground, and what answers its requests.
type desk struct {
	*Service
	*organisationtest.Ground
	t       *testing.T
	handler http.Handler
}

// each runs a test on both databases, one on SQLite alone: what reads no record
// needs no more.
func each(t *testing.T, change func(*Parts), test func(d *desk)) {
	t.Helper()
	organisationtest.Each(t, []database.Schema{piece.Schema, check.Schema}, func(t *testing.T, g *organisationtest.Ground) {
		test(newDesk(t, g, change))
	})
}

func one(t *testing.T, change func(*Parts), test func(d *desk)) {
	t.Helper()
	db := databasetest.SQLite(t, []database.Schema{organisation.Schema, access.Schema, piece.Schema, check.Schema})
	test(newDesk(t, organisationtest.New(t, db), change))
}

func newDesk(t *testing.T, g *organisationtest.Ground, change func(*Parts)) *desk {
	t.Helper()
	ring, err := keys.New(bytes.Repeat([]byte{7}, keys.Size))
	if err != nil {
		t.Fatal(err)
	}
	p := Parts{Doors: g.Doors, Keys: ring, Clock: g.Clock, Limits: Limits{Size: 1 << 20, Rows: 10_000, Time: time.Minute, Together: 4,
		PerAddress: 2, Kept: time.Hour, Shared: 7 * 24 * time.Hour},
		Frame: func(ctx context.Context, page ui.Page, body templ.Component) templ.Component {
			return ui.PlainPage(ctx, page.Title, body)
		}}
	if change != nil {
		change(&p)
	}
	d := &desk{Service: New(p), Ground: g, t: t}
	routes := &web.Routes{}
	d.Register(routes)
	d.API(web.NewAPI(routes, "Airial", "test", "http://localhost"))
	d.handler = web.NewRouter(web.Config{PublicURL: "http://localhost", Clock: g.Clock}, routes)
	return d
}

const faulty = "COLL_NOM;COLL_INSEE;ENFANT_SEXE;ENFANT_PRENOM;NOMBRE_OCCURRENCES;ANNEE\n" +
	"Sainte-Aulaye;33999;F;Jeanne;3;2025\nSainte-Aulaye;33999;f;Léo;12;2025\nSainte-Aulaye;33999;M;jeanne.martin@exemple.fr;x;2025\n"

// send posts a file as a browser does, with fields before it.
func (d *desk) send(path, file, text string, fields ...string) *httptest.ResponseRecorder {
	d.t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for i := 0; i+1 < len(fields); i += 2 {
		_ = m.WriteField(fields[i], fields[i+1])
	}
	part, _ := m.CreateFormFile("files", file)
	_, _ = io.WriteString(part, text)
	_ = m.Close()
	r := httptest.NewRequest(http.MethodPost, path, &body)
	r.Header.Set("Content-Type", m.FormDataContentType())
	return d.do(r)
}

func (d *desk) do(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	d.handler.ServeHTTP(w, r)
	return w
}

func (d *desk) get(path string, status int) string {
	d.t.Helper()
	w := d.do(httptest.NewRequest(http.MethodGet, path, nil))
	if w.Code != status {
		d.t.Fatalf("%s: %d, want %d: %s", path, w.Code, status, w.Body)
	}
	return w.Body.String()
}

func (d *desk) press(path, do string, status int) string {
	d.t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader("do="+do))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := d.do(r)
	if w.Code != status {
		d.t.Fatalf("%s %s: %d, want %d: %s", do, path, w.Code, status, w.Body)
	}
	return w.Header().Get("Location")
}

func (d *desk) says(what, text string, want ...string) {
	d.t.Helper()
	for _, s := range want {
		if !strings.Contains(text, s) {
			d.t.Errorf("%s does not say %q:\n%s", what, s, text)
		}
	}
}

func (d *desk) hidesFrom(what, text string, secrets ...string) {
	d.t.Helper()
	for _, s := range secrets {
		if strings.Contains(text, s) {
			d.t.Errorf("%s says %q", what, s)
		}
	}
}

// A file, its report, its share and its end, as a person without an account
// goes through them.
func TestAReportFromItsMakingToItsEnd(t *testing.T) {
	each(t, nil, func(d *desk) {
		w := d.send("/fr/check", "prénoms 2025.csv", faulty)
		if w.Code != http.StatusSeeOther {
			t.Fatalf("%d: %s", w.Code, w.Body)
		}
		mine := w.Header().Get("Location")
		page := d.get(mine, 200)
		d.says("the report", page, "prénoms 2025.csv", "scdl/prenoms", "reconnu", "ENFANT_SEXE", "jeanne.martin@exemple.fr", "Le fichier corrigé", "Effacer maintenant")
		fixed := d.get(strings.Replace(mine, "/report?", "/report/mended?", 1), 200)
		d.says("the mended file", fixed, "F,Léo,12,2025")
		for form, want := range map[string]string{"csv": "ENFANT_SEXE", "json": `"valid": false`, "html": "<html", "pdf": "%PDF-1."} {
			d.says(form, d.get(strings.Replace(mine, "/report?", "/report/"+form+"?", 1), 200), want)
		}

		u, _ := url.Parse(mine)
		q := u.Query()
		q.Del("k")
		others := "/en/check/report?" + q.Encode()
		d.get(others, 404) // not shared yet
		d.press(others, "erase", 404)
		d.press(mine, "share", 303)
		read := d.get(others, 200)
		d.says("the shared report", read, "scdl/prenoms", "ENFANT_SEXE", "••••", "noindex")
		d.hidesFrom("the shared report", read, "jeanne.martin", "Erase now", "Le fichier corrigé")
		for _, form := range []string{"csv", "json", "html"} {
			d.hidesFrom(form, d.get(strings.Replace(others, "/report?", "/report/"+form+"?", 1), 200), "jeanne.martin")
		}
		d.get(strings.Replace(others, "/report?", "/report/mended?", 1), 404)
		d.press(others, "erase", 404) // not hers to erase

		d.Clock.Advance(7*24*time.Hour - time.Minute)
		d.get(others, 200)
		d.Clock.Advance(2 * time.Minute)
		d.get(others, 404)
		d.get(mine, 404)
		if err := d.Sweep(t.Context()); err != nil || d.count() != 0 {
			t.Errorf("%d reports are left, %v", d.count(), err)
		}

		mine = d.send("/fr/check", "a.csv", faulty).Header().Get("Location")
		if to := d.press(mine, "erase", 303); to != "/fr/check" {
			t.Errorf("erasing leads to %s", to)
		}
		d.get(mine, 404)
		if d.count() != 0 {
			t.Error("what was erased is still there")
		}
	})
}

// The database tells nothing of what was checked, the master key included:
// only the address opens a report.
func TestReportsAreSealedByTheirAddress(t *testing.T) {
	each(t, nil, func(d *desk) {
		mine := d.send("/fr/check", "prénoms.csv", faulty).Header().Get("Location")
		u, _ := url.Parse(mine)
		token := u.Query().Get("r")
		digest, sealed := d.row()
		if strings.Contains(digest+sealed, token) || strings.Contains(sealed, "Jeanne") {
			t.Error("the record tells its address or its content")
		}
		if _, err := d.unseal(newToken(), sealed); err == nil {
			t.Error("another address opens the report")
		}
		if v, err := d.unseal(token, sealed); err != nil || v.Report.Rows != 3 {
			t.Errorf("its own address: %v", err)
		}
	})
}

func TestWhatIsRefusedComesBackWithTheReason(t *testing.T) {
	one(t, func(p *Parts) { p.Limits.Size, p.Limits.Rows = 2000, 20 }, func(d *desk) {
		long := "a,b\n" + strings.Repeat("1,2\n", 21)
		for _, c := range []struct {
			name, file, text string
			fields           []string
			status           int
			says             string
		}{
			{"an unknown schema", "a.csv", faulty, []string{"schema", "scdl/nothing"}, 422, "n’est pas au catalogue"},
			{"too large", "a.csv", strings.Repeat("a,b\n", 1000), nil, 413, "dépasse la taille"},
			{"too many rows", "a.csv", long, []string{"schema", "none"}, 413, "plus de 20 lignes"},
			{"an encoding", "a.csv", faulty, []string{"encoding", "klingon"}, 422, "klingon"},
		} {
			w := d.send("/fr/check", c.file, c.text, c.fields...)
			if w.Code != c.status || !strings.Contains(w.Body.String(), c.says) || !strings.Contains(w.Body.String(), `name="schema"`) {
				t.Errorf("%s: %d, want %d and %q:\n%s", c.name, w.Code, c.status, c.says, w.Body)
			}
		}
		if w := d.send("/fr/check", "", ""); w.Code != 422 || !strings.Contains(w.Body.String(), "Choisissez un fichier") {
			t.Errorf("no file: %d", w.Code)
		}
		// What is no table is an answer, not a refusal.
		mine := d.send("/fr/check", "lettre.pdf", "%PDF-1.7\n").Header().Get("Location")
		d.says("the report on a PDF", d.get(mine, 200), "ne se lit pas comme un tableau", "PDF")
		if d.count() != 1 {
			t.Errorf("%d reports are kept", d.count())
		}
	})
}

func TestOnlySoManyAtOnce(t *testing.T) {
	gate := newTurnstile(3, 2)
	a, v1 := gate.enter("a")
	_, v2 := gate.enter("a")
	_, v3 := gate.enter("a")
	_, v4 := gate.enter("b")
	_, v5 := gate.enter("c")
	if v1 != free || v2 != free || v3 != twice || v4 != free || v5 != crowded {
		t.Errorf("%d %d %d %d %d", v1, v2, v3, v4, v5)
	}
	a()
	a() // leaving twice is leaving once
	if _, v := gate.enter("c"); v != free {
		t.Error("the place that was left is not free")
	}
	if _, v := gate.enter("d"); v != crowded {
		t.Error("a place was left twice")
	}
}

func TestACellHasOnlySoManyBytesHereToo(t *testing.T) {
	one(t, func(p *Parts) { p.Limits.Cell = 40 }, func(d *desk) {
		w := d.send("/fr/check", "a.csv", "a,b\n1,"+strings.Repeat("x", 41)+"\n2,"+strings.Repeat("x", 40)+"\n", "schema", "none")
		d.says("the report", d.get(w.Header().Get("Location"), 200), "La cellule de la ligne 2, colonne B, compte 41 octets, plus que les 40 permis")
	})
}

func TestTheBusyAreToldWhenToComeBack(t *testing.T) {
	one(t, func(p *Parts) { p.Limits.PerAddress = 1 }, func(d *desk) {
		leave, _ := d.gate.enter("192.0.2.1") // the address of httptest
		w := d.send("/fr/check", "a.csv", faulty)
		api := d.do(httptest.NewRequest(http.MethodPost, "/api/v1/check", strings.NewReader(faulty)))
		for _, w := range []*httptest.ResponseRecorder{w, api} {
			if w.Code != 429 || w.Header().Get("Retry-After") == "" {
				t.Errorf("%d, Retry-After %q", w.Code, w.Header().Get("Retry-After"))
			}
		}
		leave()
		if w := d.send("/fr/check", "a.csv", faulty); w.Code != 303 {
			t.Errorf("later: %d", w.Code)
		}
	})
}

func TestTheChecksOfAnAddressAreThoseOfAllProcesses(t *testing.T) {
	organisationtest.Each(t, []database.Schema{piece.Schema, check.Schema, quota.Schema}, func(t *testing.T, g *organisationtest.Ground) {
		process := func() *desk {
			return newDesk(t, g, func(p *Parts) {
				p.Places = quota.New(quota.Parts{DB: g.DB, Clock: g.Clock, Ident: ident.New(g.Clock, nil), Secret: []byte("secret")}).Of("checks")
			})
		}
		one, other := process(), process()
		var leave []func()
		for range 2 {
			r := httptest.NewRequest(http.MethodPost, "/check", nil)
			_, out, err := one.enter(httptest.NewRecorder(), r)
			if err != nil {
				t.Fatal(err)
			}
			leave = append(leave, out)
		}
		if w := other.send("/fr/check", "a.csv", faulty); w.Code != 429 || w.Header().Get("Retry-After") == "" {
			t.Errorf("a third at the other process: %d, Retry-After %q", w.Code, w.Header().Get("Retry-After"))
		}
		leave[0]()
		for range 3 { // each leaves its place, the refused one none
			if w := other.send("/fr/check", "a.csv", faulty); w.Code != 303 {
				t.Errorf("when one has left: %d", w.Code)
			}
		}
		leave[1]()
	})
}

func TestFilesAreFetchedWhereTheOperatorAllows(t *testing.T) {
	files := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/r/stable":
			http.Redirect(w, r, "/prenoms-2025.csv", http.StatusFound)
		case "/round":
			http.Redirect(w, r, "/round", http.StatusFound)
		case "/prenoms-2025.csv":
			_, _ = io.WriteString(w, faulty)
		default:
			http.NotFound(w, r)
		}
	}))
	defer files.Close()
	field := regexp.MustCompile(`name="address"`)
	one(t, func(p *Parts) {
		p.Fetch = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	}, func(d *desk) {
		if !field.MatchString(d.get("/fr/check", 200)) {
			t.Error("there is no field for the address")
		}
		d.says("the report", d.get(d.send("/fr/check", "", "", "address", files.URL+"/r/stable").Header().Get("Location"), 200), "prenoms-2025.csv", "scdl/prenoms")
		for path, says := range map[string]string{"/nothing": "404", "/round": "302"} {
			if w := d.send("/fr/check", "", "", "address", files.URL+path); w.Code != 422 || !strings.Contains(w.Body.String(), says) {
				t.Errorf("%s: %d, %s", path, w.Code, w.Body)
			}
		}
		if w := d.send("/fr/check", "", "", "address", "file:///etc/passwd"); w.Code != 422 {
			t.Errorf("a file of the machine: %d", w.Code)
		}
	})
	// By the rules of the house, an address of this machine is never asked,
	// whatever is allowed.
	_, port, _ := strings.Cut(strings.TrimPrefix(files.URL, "http://"), ":")
	any, err := outbound.ParsePattern("*:" + port)
	if err != nil {
		t.Fatal(err)
	}
	rules := outbound.New(outbound.Config{Clock: clock.System{}})
	one(t, func(p *Parts) {
		p.Fetch = rules.With([]outbound.Pattern{any}).Client("check", time.Minute)
	}, func(d *desk) {
		for _, host := range []string{"127.0.0.1", "localhost", "[::1]"} {
			w := d.send("/fr/check", "", "", "address", "http://"+host+":"+port+"/prenoms-2025.csv")
			if w.Code != 422 || !strings.Contains(w.Body.String(), "réseau privé") {
				t.Errorf("%s: %d, %s", host, w.Code, w.Body)
			}
		}
		if c := rules.Contacts(); len(c) == 0 || c[0].Purpose != "check" || c[0].Reached > 0 {
			t.Errorf("contacts: %+v", c)
		}
	})
	one(t, nil, func(d *desk) {
		if field.MatchString(d.get("/fr/check", 200)) {
			t.Error("there is a field for an address, though none may be asked")
		}
		if w := d.send("/fr/check", "", "", "address", "https://exemple.fr/a.csv"); w.Code != 422 {
			t.Errorf("an address nobody opened: %d", w.Code)
		}
	})
}
