package voice_test

import (
	"context"
	"encoding/json"
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
	"airial/internal/commons/user"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/ident"
	"airial/internal/platform/jobs"
	"airial/internal/platform/keys"
	"airial/internal/platform/mail"
	"airial/internal/platform/web"
	"airial/internal/platform/web/ui"
	"airial/internal/services/portal/voice"
)

type shelf struct{ town organisation.Member }

func (s shelf) one() voice.Dataset {
	return voice.Dataset{ID: "ds-1", Title: "Subventions 2025", Path: "/p/ychoux/datasets/subventions", Member: s.town, Public: true}
}

func (s shelf) Public(_ context.Context, _, dataset string) (voice.Dataset, error) {
	if dataset != "subventions" && dataset != "ds-1" {
		return voice.Dataset{}, fault.Missing("test")
	}
	return s.one(), nil
}

func (s shelf) Dataset(context.Context, access.Tx, string) (voice.Dataset, error) {
	return s.one(), nil
}

type house struct {
	*organisationtest.Ground
	t    *testing.T
	ring *keys.Ring
	room *voice.Service
}

func each(t *testing.T, test func(t *testing.T, h *house)) {
	organisationtest.Each(t, []database.Schema{jobs.Schema, user.Schema, voice.Schema}, func(t *testing.T, g *organisationtest.Ground) {
		ring, err := keys.Open(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		h := &house{Ground: g, t: t, ring: ring}
		h.room = voice.New(voice.Parts{Doors: g.Doors, Catalogue: shelf{g.Town}, Letters: mail.NewQueue(jobs.NewQueue(g.Clock, ident.New(g.Clock, nil)), ring, true), Sealer: ring,
			Clock: g.Clock, Key: []byte("key"), PublicURL: "https://donnees.example.fr",
			Frame: func(_ context.Context, _ ui.Page, _ organisation.Member, body templ.Component) templ.Component {
				return body
			}})
		test(t, h)
	})
}

// letters reads what is to be sent, and forgets it.
func (h *house) letters() (out []mail.Message) {
	h.t.Helper()
	h.Write(h.t, access.System("test"), func(tx access.Tx) error {
		args, err := database.All(h.t.Context(), tx, "test", func(r database.Row) (s string, err error) { return s, r.Scan(&s) }, `select args from job where kind = 'mail.send' order by id`)
		for _, a := range args {
			var sealed struct{ Sealed []byte }
			var m mail.Message
			if err := json.Unmarshal([]byte(a), &sealed); err != nil {
				return err
			}
			plain, err := h.ring.Unseal("mail", sealed.Sealed)
			if err != nil {
				return err
			}
			if err := json.Unmarshal(plain, &m); err != nil {
				return err
			}
			out = append(out, m)
		}
		if err == nil {
			_, err = database.Exec(h.t.Context(), tx, "test", `delete from job`)
		}
		return err
	})
	return out
}

var link = regexp.MustCompile(`/voices/([^/\s]+)/([^/\s]+)`)

// received submits something and confirms it.
func (h *house) received(d voice.Draft) string {
	h.t.Helper()
	h.Write(h.t, access.System("test"), func(tx access.Tx) error { return h.room.Submit(h.t.Context(), tx, shelf{h.Town}.one(), d) })
	list := h.letters()
	if len(list) != 1 || list[0].To != d.Email {
		h.t.Fatalf("letters: %v", list)
	}
	m := link.FindStringSubmatch(list[0].Text)
	h.Write(h.t, access.System("test"), func(tx access.Tx) error { _, err := h.room.Prove(h.t.Context(), tx, m[1], m[2]); return err })
	return m[1]
}

func draft() voice.Draft {
	return voice.Draft{Kind: voice.Question, Title: "Une ligne sans montant", Body: "Pourquoi la ligne 12 n’a-t-elle pas de montant ?", Name: "Zoé Larrieu", Shown: true, Email: "zoe@exemple.fr"}
}

func TestNothingIsSeenBeforeItIsConfirmed(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		manager := organisationtest.At("m", h.Town, access.Manager)
		h.Write(t, access.System("test"), func(tx access.Tx) error { return h.room.Submit(ctx, tx, shelf{h.Town}.one(), draft()) })
		count := func(s access.Scope, view string) (n int) {
			h.Read(t, s, func(tx access.Tx) (err error) { _, n, err = voice.List(ctx, tx, voice.Filter{View: view}); return err })
			return n
		}
		shown := func() (list []voice.Thread) {
			h.Read(t, access.Public(), func(tx access.Tx) (err error) { list, err = voice.Shown(ctx, tx, "ds-1"); return err })
			return list
		}
		if n := count(manager, ""); n != 0 {
			t.Errorf("the member sees %d unconfirmed", n)
		}
		m := link.FindStringSubmatch(h.letters()[0].Text)
		if err := h.Try(t, access.System("test"), func(tx access.Tx) error { _, err := h.room.Prove(ctx, tx, m[1], "faux"); return err }); !fault.Is(err, fault.Gone) {
			t.Errorf("a wrong secret: %v", err)
		}
		for range 2 { // twice does no more than once
			h.Write(t, access.System("test"), func(tx access.Tx) error { _, err := h.room.Prove(ctx, tx, m[1], m[2]); return err })
		}
		if n := count(manager, ""); n != 1 || len(shown()) != 0 {
			t.Errorf("the member sees %d, the public %d", n, len(shown()))
		}
		if n := count(organisationtest.At("v", h.Village, access.Manager), ""); n != 0 {
			t.Errorf("another member sees %d", n)
		}
		answer := func(s access.Scope, r voice.Reply) error {
			return h.Try(t, s, func(tx access.Tx) error { _, err := h.room.Answer(ctx, tx, m[1], r); return err })
		}
		if err := answer(organisationtest.At("r", h.Town, access.Reader), voice.Reply{Text: "Oui"}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a reader answers: %v", err)
		}
		if err := answer(manager, voice.Reply{}); !fault.Is(err, fault.Invalid) {
			t.Errorf("an empty answer: %v", err)
		}
		if err := answer(manager, voice.Reply{Text: "C’est corrigé.", Public: true}); err != nil {
			t.Fatal(err)
		}
		if list := h.letters(); len(list) != 1 || list[0].To != "zoe@exemple.fr" || !strings.Contains(list[0].Text, "C’est corrigé.") {
			t.Errorf("the answer goes to %v", list)
		}
		if list := shown(); len(list) != 1 || list[0].Name != "Zoé Larrieu" || list[0].Answer != "C’est corrigé." {
			t.Errorf("the public reads %+v", list)
		}
		if err := answer(manager, voice.Reply{Text: "Encore"}); !fault.Is(err, fault.Conflict) {
			t.Errorf("answered twice: %v", err)
		}
		h.Write(t, manager, func(tx access.Tx) error { _, err := h.room.Show(ctx, tx, m[1], false); return err })
		if len(shown()) != 0 {
			t.Error("hidden, and still shown")
		}
	})
}

func TestWhatIsForgotten(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		manager := organisationtest.At("m", h.Town, access.Manager)
		h.Write(t, access.System("test"), func(tx access.Tx) error { return h.room.Submit(ctx, tx, shelf{h.Town}.one(), draft()) })
		h.letters()
		private := draft()
		private.Shown = false
		id := h.received(private)
		other := h.received(func() voice.Draft { d := draft(); d.Email = "autre@exemple.fr"; return d }())
		tick := func() {
			t.Helper()
			if err := h.room.Tick(ctx); err != nil {
				t.Fatal(err)
			}
		}
		number := func(query string) (n int) {
			h.Read(t, access.System("test"), func(tx access.Tx) (err error) { n, err = database.Value[int](ctx, tx, "test", query); return err })
			return n
		}
		h.Read(t, access.System("test"), func(tx access.Tx) error {
			sealed, err := database.Value[string](ctx, tx, "test", `select email from voice_asker where thread_id = $1`, id)
			if strings.Contains(sealed, "zoe") {
				t.Errorf("the address is not sealed: %s", sealed)
			}
			return err
		})
		h.Clock.Advance(49 * time.Hour)
		tick()
		if n := number(`select count(*) from voice_thread where state = 'unproven'`); n != 0 {
			t.Errorf("%d unconfirmed are kept", n)
		}
		h.Write(t, manager, func(tx access.Tx) error {
			_, err := h.room.Answer(ctx, tx, id, voice.Reply{Text: "Merci.", Public: true})
			return err
		})
		h.letters()
		h.Clock.Advance(6 * 24 * time.Hour)
		tick()
		if n := number(`select count(*) from voice_thread where reminded_at > proven_at`); n != 1 {
			t.Errorf("%d reminded, want 1: the one that still waits", n)
		}
		h.Clock.Advance(25 * 24 * time.Hour)
		tick()
		if n := number(`select count(*) from voice_asker where thread_id = '` + id + `'`); n != 0 {
			t.Error("the address is kept a month after the answer")
		}
		if n := number(`select count(*) from voice_asker where thread_id = '` + other + `'`); n != 1 {
			t.Error("the address of who still waits is gone: nobody could answer")
		}
		if n := number(`select count(*) from voice_thread where id = '` + id + `' and name = ''`); n != 1 {
			t.Error("a name is shown though it was not to be")
		}
	})
}

func TestFloods(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		submit := func(d voice.Draft) error {
			return h.Try(t, access.System("test"), func(tx access.Tx) error { return h.room.Submit(ctx, tx, shelf{h.Town}.one(), d) })
		}
		for i := range 4 {
			err := submit(draft())
			if (i < 3) != (err == nil) || i == 3 && !fault.Is(err, fault.TooMany) {
				t.Errorf("letter %d to one address: %v", i+1, err)
			}
		}
		for name, change := range map[string]func(*voice.Draft){
			"three links": func(d *voice.Draft) { d.Body = "http://a.fr http://b.fr www.c.fr" }, "no address": func(d *voice.Draft) { d.Email = "zoe" },
			"no title": func(d *voice.Draft) { d.Title = " " }, "a reuse without link": func(d *voice.Draft) { d.Kind, d.Reuse = voice.Reuse, "article" },
			"a script": func(d *voice.Draft) { d.Kind, d.Reuse, d.Link = voice.Reuse, "article", "javascript:alert(1)" }, "no kind": func(d *voice.Draft) { d.Kind = "spam" },
		} {
			d := draft()
			d.Email = "autre@exemple.fr"
			change(&d)
			if err := submit(d); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

var stamp = regexp.MustCompile(`name="shown" value="([^"]+)"`)

func TestPublicForm(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		var routes web.Routes
		h.room.RegisterPublic(&routes)
		router := web.NewRouter(web.Config{PublicURL: "https://donnees.example.fr", Clock: h.Clock}, &routes)
		const path = "/fr/p/ychoux/datasets/subventions/ask/question"
		call := func(method, path string, f url.Values) *httptest.ResponseRecorder {
			r := httptest.NewRequest(method, "https://donnees.example.fr"+path, strings.NewReader(f.Encode()))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set("Sec-Fetch-Site", "same-origin")
			w := httptest.NewRecorder()
			router.ServeHTTP(w, r)
			return w
		}
		body := call(http.MethodGet, path, nil).Body.String()
		m := stamp.FindStringSubmatch(body)
		if m == nil {
			t.Fatalf("no form: %s", body)
		}
		f := url.Values{"shown": {m[1]}, "title": {"Une ligne"}, "body": {"Pourquoi cette ligne est-elle vide ?"}, "email": {"zoe@exemple.fr"}}
		if w := call(http.MethodPost, path, f); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("sent at once: %d", w.Code)
		}
		h.Clock.Advance(10 * time.Second)
		trap := url.Values{"website": {"x"}}
		for k, v := range f {
			trap[k] = v
		}
		if w := call(http.MethodPost, path, trap); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("the hidden field was filled in: %d", w.Code)
		}
		if len(h.letters()) != 0 {
			t.Error("a program has a letter sent")
		}
		if w := call(http.MethodPost, path, f); w.Code != http.StatusSeeOther {
			t.Fatalf("sent: %d %s", w.Code, w.Body)
		}
		link := regexp.MustCompile(`https://donnees.example.fr(/fr/p/\S+)`).FindStringSubmatch(h.letters()[0].Text)
		if w := call(http.MethodGet, link[1], nil); w.Code != 200 || !strings.Contains(w.Body.String(), "Confirmer et envoyer") {
			t.Errorf("the link: %d %s", w.Code, w.Body)
		}
		if w := call(http.MethodPost, link[1], nil); w.Code != 200 || !strings.Contains(w.Body.String(), "Votre message est arrivé") {
			t.Errorf("confirmed: %d %s", w.Code, w.Body)
		}
		if w := call(http.MethodGet, "/fr/p/ychoux/datasets/autre/ask/question", nil); w.Code != 404 {
			t.Errorf("about nothing: %d", w.Code)
		}
	})
}
