package alert_test

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
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/database/databasetest"
	"airial/internal/platform/ident"
	"airial/internal/platform/jobs"
	"airial/internal/platform/journal"
	"airial/internal/platform/keys"
	"airial/internal/platform/mail"
	"airial/internal/platform/web"
	"airial/internal/platform/web/ui"
	"airial/internal/services/portal/alert"
)

// site is what is published, for a test.
type site struct{ items []alert.Item }

func (s *site) News(_ context.Context, search url.Values, since time.Time, most int) (alert.News, error) {
	n := alert.News{Title: "Données « " + search.Get("q") + " »", Path: "/datasets?" + search.Encode()}
	for _, i := range s.items {
		if i.At.After(since) && strings.Contains(i.Title, search.Get("q")) {
			n.Items = append(n.Items, i)
		}
	}
	return n, nil
}

type house struct {
	*testing.T
	db      *database.DB
	clock   *clock.Manual
	ring    *keys.Ring
	site    *site
	service *alert.Service
	handler http.Handler
}

func each(t *testing.T, test func(h *house)) {
	schemas := []database.Schema{jobs.Schema, journal.Schema, organisation.Schema, access.Schema, alert.Schema}
	databasetest.Each(t, schemas, func(t *testing.T, db *database.DB) {
		c := clock.NewManual(time.Date(2026, 11, 23, 6, 0, 0, 0, time.UTC))
		ids := ident.New(c, nil)
		ring, err := keys.New(make([]byte, 32))
		if err != nil {
			t.Fatal(err)
		}
		h := &house{T: t, db: db, clock: c, ring: ring, site: &site{}}
		h.service = alert.New(alert.Parts{Doors: access.New(db, c, ids), Clock: c, Letters: mail.NewQueue(jobs.NewQueue(c, ids), ring, true),
			Keys: ring, Site: h.site, PublicURL: "https://donnees.example.fr"})
		pages := &alert.Pages{Service: h.service, Frame: func(_ context.Context, _ ui.Page, body templ.Component) templ.Component { return body }}
		var routes web.Routes
		pages.Register(&routes)
		h.handler = web.NewRouter(web.Config{PublicURL: "https://donnees.example.fr", Clock: c}, &routes)
		test(h)
	})
}

// letters are those posted so far.
func (h *house) letters() (out []mail.Message) {
	h.Helper()
	err := h.db.Read(h.Context(), func(tx database.Tx) error {
		return database.Each(h.Context(), tx, "test", func(r database.Row) error {
			var args string
			if err := r.Scan(&args); err != nil {
				return err
			}
			var sealed struct{ Sealed []byte }
			if err := json.Unmarshal([]byte(args), &sealed); err != nil {
				return err
			}
			plain, err := h.ring.Unseal("mail", sealed.Sealed)
			if err != nil {
				return err
			}
			var m mail.Message
			err = json.Unmarshal(plain, &m)
			out = append(out, m)
			return err
		}, `select args from job where kind = 'mail.send' order by id`)
	})
	if err != nil {
		h.Fatal(err)
	}
	return out
}

func (h *house) send(method, path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	return w
}

var link = regexp.MustCompile(`https://donnees\.example\.fr(/fr/alerts/\S+)`)

func (h *house) digest() {
	h.Helper()
	if err := h.service.Digest(h.Context()); err != nil {
		h.Fatal(err)
	}
}

func TestAnAlertFromItsBeginningToItsEnd(t *testing.T) {
	each(t, func(h *house) {
		publish := func(title string) {
			h.site.items = append([]alert.Item{{Title: title, By: "Escourbac", Path: "/p/escourbac/datasets/x", At: h.clock.Now()}}, h.site.items...)
		}
		publish("eau, d’avant")
		w := h.send(http.MethodPost, "/fr/alerts", url.Values{"email": {"Lea@example.fr"}, "q": {"eau"}, "pace": {"day"}})
		sent := h.letters()
		if w.Code != http.StatusOK || len(sent) != 1 || sent[0].To != "Lea@example.fr" {
			h.Fatalf("%d, %v", w.Code, sent)
		}
		path := link.FindStringSubmatch(sent[0].Text)[1]
		h.clock.Advance(time.Minute)
		publish("eau, en attendant")
		h.digest()
		if n := len(h.letters()); n != 1 {
			h.Fatalf("%d letters to somebody who has not said yes", n)
		}
		if w := h.send(http.MethodGet, path, nil); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "/confirm") {
			h.Fatalf("%d %s", w.Code, w.Body)
		}
		h.digest() // looking is not confirming
		if w := h.send(http.MethodPost, path+"/confirm", nil); w.Code != http.StatusSeeOther || len(h.letters()) != 1 {
			h.Fatalf("%d, %d letters", w.Code, len(h.letters()))
		}
		h.clock.Advance(time.Hour)
		publish("eau, 1")
		publish("école")
		h.digest()
		h.digest() // cut off and begun again
		sent = h.letters()
		if len(sent) != 2 || !strings.Contains(sent[1].Text, "eau, 1") || strings.Contains(sent[1].Text, "d’avant") || strings.Contains(sent[1].Text, "école") {
			h.Fatalf("%d letters, the last %+v", len(sent), sent[len(sent)-1])
		}
		if want := "https://donnees.example.fr" + strings.TrimPrefix(path, "/fr") + "/end"; sent[1].Unsubscribe != want {
			h.Errorf("unsubscribing is at %q, want %q", sent[1].Unsubscribe, want)
		}
		h.clock.Advance(time.Minute)
		publish("eau, 2")
		h.digest()
		if n := len(h.letters()); n != 2 {
			h.Errorf("two letters on one day")
		}
		h.clock.Advance(24 * time.Hour)
		h.digest()
		if sent = h.letters(); len(sent) != 3 || !strings.Contains(sent[2].Text, "eau, 2") || strings.Contains(sent[2].Text, "eau, 1") {
			h.Errorf("%d letters, the last %+v", len(sent), sent[len(sent)-1])
		}
		// As a mail program does it.
		end := strings.TrimPrefix(path, "/fr") + "/end"
		for range 2 {
			if w := h.send(http.MethodPost, end, url.Values{"List-Unsubscribe": {"One-Click"}}); w.Code != http.StatusOK {
				h.Errorf("%d", w.Code)
			}
		}
		if left, err := h.count(); err != nil || left != 0 {
			h.Errorf("%d rows are left, %v", left, err)
		}
		if w := h.send(http.MethodGet, path, nil); w.Code != http.StatusGone {
			h.Errorf("an alert that has ended answers %d", w.Code)
		}
		if w := h.send(http.MethodPost, path[:len(path)-1]+"A/end", nil); w.Code != http.StatusNotFound && !strings.HasSuffix(path, "A") {
			h.Errorf("a made-up link answers %d", w.Code)
		}
	})
}

func (h *house) count() (n int, err error) {
	err = h.db.Read(h.Context(), func(tx database.Tx) error {
		n, err = database.Value[int](h.Context(), tx, "test", `select count(*) from portal_alert`)
		return err
	})
	return n, err
}

func TestNobodyIsPestered(t *testing.T) {
	each(t, func(h *house) {
		ask := func(address, query string) int {
			return h.send(http.MethodPost, "/alerts", url.Values{"email": {address}, "q": {query}}).Code
		}
		for i, q := range []string{"a", "b", "c", "d"} {
			if code := ask("lea@example.fr", q); code != http.StatusOK {
				h.Errorf("try %d: %d", i, code)
			}
		}
		if n := len(h.letters()); n != 3 {
			h.Errorf("%d letters ask one address to confirm, want 3", n)
		}
		if code := ask("not an address", "e"); code != http.StatusUnprocessableEntity {
			h.Errorf("%d", code)
		}
		ask("f@example.fr", "f")
		ask("g@example.fr", "g")
		if code := ask("h@example.fr", "h"); code != http.StatusTooManyRequests {
			h.Errorf("the seventh from one place: %d", code)
		}
		h.clock.Advance(4 * 24 * time.Hour)
		h.digest()
		if left, err := h.count(); err != nil || left != 0 {
			h.Errorf("%d that nobody confirmed are left, %v", left, err)
		}
	})
}

func TestWhatTheOperatorKnowsOfAlerts(t *testing.T) {
	each(t, func(h *house) {
		ctx := h.Context()
		doors := h.service.Doors
		write := func(as access.Scope, fn func(tx access.Tx) error) error { return doors.Write(ctx, as, fn) }
		var village organisation.Member
		if err := write(access.System("test"), func(tx access.Tx) (err error) {
			if _, err = organisation.Add(ctx, tx, organisation.Member{Siren: "200004000", Name: "Données", Kind: organisation.Operateur, IsOperator: true}); err != nil {
				return err
			}
			village, err = organisation.Add(ctx, tx, organisation.Member{Siren: "214000028", Name: "Saint-Élix", Kind: organisation.Commune, Insee: "40002"})
			return err
		}); err != nil {
			h.Fatal(err)
		}
		confirmed := func(mailbox, query, pace string) string {
			h.clock.Advance(time.Second) // letters are read in their order
			h.send(http.MethodPost, "/fr/alerts", url.Values{"email": {mailbox}, "q": {query}, "pace": {pace}})
			sent := h.letters()
			path := link.FindStringSubmatch(sent[len(sent)-1].Text)[1]
			h.send(http.MethodPost, path+"/confirm", nil)
			return sent[len(sent)-1].About
		}
		first := confirmed("lea@example.fr", "eau", "day")
		confirmed("paul@example.fr", "eau", "week")
		confirmed("lea@example.fr", "école", "day")
		h.clock.Advance(time.Second)
		h.send(http.MethodPost, "/fr/alerts", url.Values{"email": {"zoe@example.fr"}, "q": {"eau"}})
		sent := h.letters()
		unconfirmed := sent[len(sent)-1].About

		person := access.Actor{Kind: access.Person, ID: "sylvie", Name: "Sylvie"}
		officer, data, clerk := access.For(person, nil, []access.Role{access.ProtectionOfficer}), access.For(person, nil, []access.Role{access.OpenDataOfficer}),
			access.For(person, map[string][]access.Role{village.ID: {access.Manager}}, nil)
		count := func() (c alert.Counts) {
			if err := doors.Read(ctx, officer, func(tx access.Tx) (err error) {
				c, err = alert.Count(ctx, tx)
				return err
			}); err != nil {
				h.Fatal(err)
			}
			return c
		}
		if c := count(); c != (alert.Counts{Daily: 2, Weekly: 1, Waiting: 1}) {
			h.Errorf("%+v", c)
		}
		if err := doors.Read(ctx, officer, func(tx access.Tx) error {
			most, err := h.service.Most(ctx, tx, 10)
			if err == nil && (len(most) != 2 || most[0].Alerts != 2 || most[0].Search.Get("q") != "eau" || most[1].Alerts != 1) {
				h.Errorf("%+v", most)
			}
			return err
		}); err != nil {
			h.Fatal(err)
		}
		for _, who := range []access.Scope{data, clerk, access.Public()} {
			if err := write(who, func(tx access.Tx) error {
				_, err := h.service.Erase(ctx, tx, "lea@example.fr")
				return err
			}); err == nil {
				h.Errorf("%v erases an address", who)
			}
		}

		// The mail server refuses for good: at once where nobody has said yes, three times else.
		for _, id := range []string{unconfirmed, first, first} {
			if err := h.service.Refused(ctx, id); err != nil {
				h.Fatal(err)
			}
		}
		if c := count(); c != (alert.Counts{Daily: 2, Weekly: 1, Refused: 1}) {
			h.Errorf("after refusals: %+v", c)
		}
		if err := h.service.Refused(ctx, first); err != nil {
			h.Fatal(err)
		}
		if c := count(); c != (alert.Counts{Daily: 1, Weekly: 1}) {
			h.Errorf("after the third: %+v", c)
		}

		// Whoever asks to be forgotten is, in whatever case she writes her address.
		erased := -1
		if err := write(officer, func(tx access.Tx) (err error) {
			list, err := h.service.Of(ctx, tx, "LEA@example.fr")
			if err != nil || len(list) != 1 || list[0].Search.Get("q") != "école" {
				h.Errorf("%+v, %v", list, err)
			}
			erased, err = h.service.Erase(ctx, tx, "LEA@example.fr")
			return err
		}); err != nil || erased != 1 {
			h.Errorf("%d erased, %v", erased, err)
		}
		if c := count(); c != (alert.Counts{Weekly: 1}) {
			h.Errorf("after the erasure: %+v", c)
		}
	})
}
