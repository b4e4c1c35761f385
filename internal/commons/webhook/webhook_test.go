package webhook_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/commons/user"
	"airial/internal/commons/webhook"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/ident"
	"airial/internal/platform/jobs"
	"airial/internal/platform/journal"
	"airial/internal/platform/keys"
	"airial/internal/platform/outbound"
)

// receiver is a machine that is told, and answers as the test says.
type receiver struct {
	*httptest.Server
	mu     sync.Mutex
	status int
	got    []*http.Request
	bodies []string
}

func newReceiver(t *testing.T) *receiver {
	r := &receiver{status: 204}
	r.Server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		body, _ := io.ReadAll(q.Body)
		r.mu.Lock()
		defer r.mu.Unlock()
		r.got, r.bodies = append(r.got, q), append(r.bodies, string(body))
		if r.status == http.StatusTemporaryRedirect {
			w.Header().Set("Location", "https://127.0.0.1:1/elsewhere")
		}
		w.WriteHeader(r.status)
		_, _ = io.WriteString(w, "réponse\x00\x1b[31m")
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) answer(status int) { r.mu.Lock(); r.status = status; r.mu.Unlock() }

func (r *receiver) count() int { r.mu.Lock(); defer r.mu.Unlock(); return len(r.got) }

// tower is the room with all it stands on.
type tower struct {
	*organisationtest.Ground
	*webhook.Service
	t       *testing.T
	journal *journal.Journal
	feed    *journal.Feed
	runner  *jobs.Runner
	seq     *journal.Sequencer
	to      *receiver
}

var published = webhook.Event{Name: "dataset.published", Label: i18n.T("Publié", "Published"), Of: func(n journal.Numbered) (map[string]string, bool) {
	return map[string]string{"dataset": n.Subject}, n.Kind == "dataset.published"
}}

var withdrawn = webhook.Event{Name: "dataset.withdrawn", Label: i18n.T("Retiré", "Withdrawn"), Of: func(n journal.Numbered) (map[string]string, bool) {
	return nil, n.Kind == "dataset.withdrawn"
}}

func each(t *testing.T, test func(t *testing.T, w *tower)) {
	organisationtest.Each(t, []database.Schema{jobs.Schema, journal.Schema, user.Schema, webhook.Schema}, func(t *testing.T, g *organisationtest.Ground) {
		w := &tower{Ground: g, t: t, to: newReceiver(t)}
		ids := ident.New(g.Clock, nil)
		w.journal = journal.New(g.Clock, ids, nil)
		g.Doors.Tell(w.journal)
		ring, err := keys.Open(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		_, port, _ := net.SplitHostPort(w.to.Listener.Addr().String())
		pattern, err := outbound.ParsePattern("*:" + port)
		if err != nil {
			t.Fatal(err)
		}
		roots := x509.NewCertPool()
		roots.AddCert(w.to.Certificate())
		out := outbound.New(outbound.Config{Hosts: []outbound.Pattern{pattern}, Networks: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, Clock: g.Clock, Roots: roots})
		queue := jobs.NewQueue(g.Clock, ids)
		log := slog.New(slog.DiscardHandler)
		w.Service = webhook.New(webhook.Parts{Doors: g.Doors, Queue: queue, Sealer: ring, Check: out.Check, Client: out.Client("webhook", 0),
			Events: []webhook.Event{published, withdrawn, {Name: "catalogue.merged", Installation: true, Of: func(n journal.Numbered) (map[string]string, bool) {
				return map[string]string{"merge": n.Subject}, n.Kind == "catalogue.merged"
			}}}, PublicURL: "https://d.example", Version: "test", Log: log})
		w.feed = journal.NewFeed(w.journal, g.Doors.Platform("feed"), log, journal.FeedConfig{})
		w.Subscribe(w.feed)
		w.runner = jobs.NewRunner(g.Doors.Platform("jobs"), queue, log, jobs.Config{})
		w.Handle(w.runner)
		signer, _, err := journal.LoadKey(t.TempDir()+"/key", "airial/journal")
		if err != nil {
			t.Fatal(err)
		}
		w.seq = journal.NewSequencer(w.journal, g.Doors.Platform("journal"), signer, log, journal.SequencerConfig{})
		test(t, w)
	})
}

// happen writes an entry into the journal and lets everybody hear it.
func (w *tower) happen(kind string, m organisation.Member) {
	w.t.Helper()
	w.Write(w.t, access.System("test"), func(tx access.Tx) error {
		return tx.Record(w.t.Context(), kind, m.ID, "0190-dataset", map[string]string{"reason": "mots d’une personne"})
	})
	if _, err := w.seq.Sequence(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	w.settle()
}

// settle reads the feed and does the jobs that are due.
func (w *tower) settle() {
	w.t.Helper()
	if err := w.feed.Drain(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	if err := w.runner.Drain(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

func (w *tower) make(s access.Scope, m organisation.Member, everyone bool, events ...string) (h webhook.Hook, secret string) {
	w.t.Helper()
	w.Write(w.t, s, func(tx access.Tx) (err error) {
		h, secret, err = w.Create(w.t.Context(), tx, m.ID, everyone, webhook.Draft{Name: "Site", URL: w.to.URL + "/hook?k=1", Events: events})
		return err
	})
	return h, secret
}

func (w *tower) list(h webhook.Hook) (list []webhook.Delivery) {
	w.t.Helper()
	w.Read(w.t, access.System("test"), func(tx access.Tx) (err error) {
		list, _, err = webhook.Deliveries(w.t.Context(), tx, h.ID, 1)
		return err
	})
	return list
}

func (w *tower) get(h webhook.Hook) (out webhook.Hook) {
	w.t.Helper()
	w.Read(w.t, access.System("test"), func(tx access.Tx) (err error) {
		out, err = webhook.Get(w.t.Context(), tx, h.ID)
		return err
	})
	return out
}

func manager(w *tower, m organisation.Member) access.Scope {
	return organisationtest.At("m", m, access.Manager)
}

func TestTold(t *testing.T) {
	each(t, func(t *testing.T, w *tower) {
		w.happen("dataset.published", w.Village) // before there is a hook
		w.Clock.Advance(time.Second)
		_, secret := w.make(manager(w, w.Village), w.Village, false, "dataset.published")
		w.happen("dataset.published", w.Village)
		w.happen("dataset.withdrawn", w.Village) // not asked for
		w.happen("dataset.published", w.Town)    // another's
		if w.to.count() != 1 {
			t.Fatalf("%d deliveries, want 1: %v", w.to.count(), w.to.bodies)
		}
		r, body := w.to.got[0], w.to.bodies[0]
		var got struct {
			Type      string
			Timestamp time.Time
			Data      map[string]string
		}
		if err := json.Unmarshal([]byte(body), &got); err != nil || got.Type != "dataset.published" || !got.Timestamp.Equal(w.Clock.Now()) ||
			got.Data["member"] != w.Village.Siren || got.Data["dataset"] != "0190-dataset" || strings.Contains(body, "mots") {
			t.Errorf("body %s, %v", body, err)
		}
		// As the documentation tells receivers to check it.
		key, _ := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(r.Header.Get("webhook-id") + "." + r.Header.Get("webhook-timestamp") + "." + body))
		if want := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)); r.Header.Get("webhook-signature") != want {
			t.Errorf("signature %q, want %q", r.Header.Get("webhook-signature"), want)
		}
		if r.Method != "POST" || r.URL.String() != "/hook?k=1" || r.Header.Get("Content-Type") != "application/json" {
			t.Errorf("%s %s %v", r.Method, r.URL, r.Header)
		}
	})
}

func TestOnceHoweverOftenTheFeedIsRead(t *testing.T) {
	each(t, func(t *testing.T, w *tower) {
		h, _ := w.make(manager(w, w.Village), w.Village, false, "dataset.published")
		w.happen("dataset.published", w.Village)
		w.Write(t, access.System("test"), func(tx access.Tx) error {
			_, err := tx.Exec(t.Context(), `update journal_cursor set next = 0 where name = 'webhooks'`)
			return err
		})
		w.settle()
		if n := w.to.count(); n != 1 || len(w.list(h)) != 1 {
			t.Errorf("%d requests and %d deliveries of one event", n, len(w.list(h)))
		}
	})
}

func TestTheOperatorHearsOfEverybody(t *testing.T) {
	each(t, func(t *testing.T, w *tower) {
		admin := organisationtest.At("a", w.Operator, access.Administrator)
		w.make(admin, w.Operator, true, "dataset.published")
		w.happen("dataset.published", w.Village)
		w.happen("dataset.published", w.Town)
		if w.to.count() != 2 {
			t.Errorf("%d deliveries, want 2", w.to.count())
		}
		// What is about no member is the operator's to hear, and nobody else's.
		w.make(admin, w.Operator, true, "catalogue.merged")
		w.make(manager(w, w.Village), w.Village, false, "catalogue.merged", "dataset.published")
		w.happen("catalogue.merged", organisation.Member{})
		w.happen("dataset.published", organisation.Member{})
		if w.to.count() != 3 {
			t.Errorf("%d deliveries, want one more", w.to.count())
		}
	})
}

func TestWhoMayMakeHooks(t *testing.T) {
	each(t, func(t *testing.T, w *tower) {
		h, _ := w.make(manager(w, w.Village), w.Village, false, "dataset.published")
		draft := webhook.Draft{Name: "Site", URL: w.to.URL, Events: []string{"dataset.published"}}
		for name, c := range map[string]struct {
			scope    access.Scope
			member   organisation.Member
			everyone bool
			want     fault.Kind
		}{
			"depositor":          {organisationtest.At("d", w.Village, access.Depositor), w.Village, false, fault.Forbidden},
			"another's manager":  {manager(w, w.Town), w.Village, false, fault.NotFound},
			"officer":            {organisationtest.At("o", w.Operator, access.OpenDataOfficer), w.Village, false, fault.Forbidden},
			"manager, for all":   {manager(w, w.Village), w.Village, true, fault.NotFound},
			"officer, for all":   {organisationtest.At("o", w.Operator, access.SecurityOfficer), w.Operator, true, fault.NotFound},
			"nobody":             {access.Public(), w.Village, false, fault.NotFound},
			"operator's manager": {access.For(access.Actor{Kind: access.Person, ID: "x"}, map[string][]access.Role{w.Operator.ID: {access.Manager}}, nil), w.Operator, true, fault.NotFound},
		} {
			err := w.Try(t, c.scope, func(tx access.Tx) error {
				_, _, err := w.Create(t.Context(), tx, c.member.ID, c.everyone, draft)
				return err
			})
			if !fault.Is(err, c.want) {
				t.Errorf("%s: %v, want %s", name, err, c.want)
			}
			for what, act := range map[string]func(tx access.Tx) error{
				"get":    func(tx access.Tx) error { _, err := webhook.Get(t.Context(), tx, h.ID); return err },
				"rotate": func(tx access.Tx) error { _, _, err := w.Rotate(t.Context(), tx, h.ID); return err },
				"list":   func(tx access.Tx) error { _, _, err := webhook.Deliveries(t.Context(), tx, h.ID, 1); return err },
				"test":   func(tx access.Tx) error { _, err := w.Test(t.Context(), tx, h.ID); return err },
				"delete": func(tx access.Tx) error { _, err := webhook.Delete(t.Context(), tx, h.ID); return err },
			} {
				if name == "manager, for all" {
					continue // it is hers
				}
				if err := w.Try(t, c.scope, act); err == nil {
					t.Errorf("%s may %s a hook of the village", name, what)
				}
			}
		}
	})
}

func TestTriedAgainThenGivenUp(t *testing.T) {
	each(t, func(t *testing.T, w *tower) {
		w.to.answer(500)
		h, _ := w.make(manager(w, w.Village), w.Village, false, "dataset.published")
		w.happen("dataset.published", w.Village)
		d := w.list(h)[0]
		if d.State != webhook.Waiting || d.Attempts != 1 || d.Status != 500 || !d.Next.Equal(w.Clock.Now().Add(5*time.Second)) || d.Answer != "réponse[31m" {
			t.Errorf("after the first attempt: %+v", d)
		}
		w.settle()
		if w.to.count() != 1 {
			t.Error("tried again before its time")
		}
		for range 9 {
			w.Clock.Set(w.list(h)[0].Next)
			w.settle()
		}
		d = w.list(h)[0]
		if d.State != webhook.Failed || d.Attempts != 10 || w.to.count() != 10 || w.get(h).Failing.IsZero() {
			t.Errorf("after all attempts: %+v, %d requests", d, w.to.count())
		}
		// Sent again by hand, once the receiver is back.
		w.to.answer(200)
		w.Write(t, manager(w, w.Village), func(tx access.Tx) error {
			_, err := w.Replay(t.Context(), tx, h.ID, d.ID)
			return err
		})
		w.settle()
		list := w.list(h)
		if len(list) != 2 || list[0].State != webhook.Taken || list[0].ReplayOf != d.ID || !w.get(h).Failing.IsZero() {
			t.Errorf("after the replay: %+v", list)
		}
		if a, b := w.to.got[0].Header.Get("webhook-id"), w.to.got[10].Header.Get("webhook-id"); a != b || a == "" {
			t.Errorf("webhook-id %q became %q: the receiver cannot tell that it is the same", a, b)
		}
	})
}

func TestSwitchedOffAfterFiveDays(t *testing.T) {
	each(t, func(t *testing.T, w *tower) {
		w.to.answer(http.StatusTemporaryRedirect) // is no success, and is not followed
		h, _ := w.make(manager(w, w.Village), w.Village, false, "dataset.published")
		w.happen("dataset.published", w.Village)
		w.Clock.Advance(5 * 24 * time.Hour)
		w.happen("dataset.published", w.Village)
		if h = w.get(h); h.Why != webhook.DisabledFailing || h.Disabled.IsZero() {
			t.Fatalf("still on after five days: %+v", h)
		}
		for _, d := range w.list(h) {
			if d.State != webhook.Failed {
				t.Errorf("still waits: %+v", d)
			}
		}
		n := w.to.count()
		w.happen("dataset.published", w.Village)
		if err := w.Try(t, manager(w, w.Village), func(tx access.Tx) error { _, err := w.Test(t.Context(), tx, h.ID); return err }); !fault.Is(err, fault.Conflict) {
			t.Errorf("a test of a hook that is off: %v", err)
		}
		if w.to.count() != n {
			t.Error("something went out though it is off")
		}
		w.to.answer(200)
		w.Write(t, manager(w, w.Village), func(tx access.Tx) error { _, err := w.Switch(t.Context(), tx, h.ID, true); return err })
		w.happen("dataset.published", w.Village)
		if w.to.count() != n+1 {
			t.Error("nothing went out after it was switched on")
		}
	})
}

func TestGoneIsBelieved(t *testing.T) {
	each(t, func(t *testing.T, w *tower) {
		w.to.answer(http.StatusGone)
		h, _ := w.make(manager(w, w.Village), w.Village, false, "dataset.published")
		w.happen("dataset.published", w.Village)
		if h = w.get(h); h.Why != webhook.DisabledGone {
			t.Errorf("still on: %+v", h)
		}
	})
}

func TestRotation(t *testing.T) {
	each(t, func(t *testing.T, w *tower) {
		h, first := w.make(manager(w, w.Village), w.Village, false, "dataset.published")
		var second string
		w.Write(t, manager(w, w.Village), func(tx access.Tx) (err error) { _, second, err = w.Rotate(t.Context(), tx, h.ID); return err })
		send := func() []string {
			n := w.to.count()
			w.Write(t, manager(w, w.Village), func(tx access.Tx) error { _, err := w.Test(t.Context(), tx, h.ID); return err })
			w.settle()
			if w.to.count() != n+1 {
				t.Fatal("the test did not arrive")
			}
			return strings.Split(w.to.got[n].Header.Get("webhook-signature"), " ")
		}
		signed := func(n int, secret string) string {
			r := w.to.got[n]
			var at int64
			_ = json.Unmarshal([]byte(r.Header.Get("webhook-timestamp")), &at)
			s, err := webhook.Sign(r.Header.Get("webhook-id"), time.Unix(at, 0), w.to.bodies[n], secret)
			if err != nil {
				t.Fatal(err)
			}
			return s
		}
		if got := send(); len(got) != 2 || got[0] != signed(0, second) || got[1] != signed(0, first) || first == second {
			t.Errorf("signatures %v", got)
		}
		w.Clock.Advance(24 * time.Hour)
		if got := send(); len(got) != 1 || got[0] != signed(1, second) {
			t.Errorf("signatures after a day %v", got)
		}
		w.Read(t, access.System("test"), func(tx access.Tx) error {
			stored, err := database.Value[string](t.Context(), tx, "test", `select secret || old_secret from webhook`)
			for _, secret := range []string{first, second} {
				if strings.Contains(stored, secret) || strings.Contains(stored, strings.TrimPrefix(secret, "whsec_")) {
					t.Error("the secret stands in the database as it is")
				}
			}
			return err
		})
	})
}

func TestWhatIsRefused(t *testing.T) {
	each(t, func(t *testing.T, w *tower) {
		good := []string{"dataset.published"}
		for _, d := range []webhook.Draft{
			{Name: "", URL: w.to.URL, Events: good}, {Name: strings.Repeat("x", 101), URL: w.to.URL, Events: good},
			{Name: "x", URL: w.to.URL}, {Name: "x", URL: w.to.URL, Events: []string{"dataset.published", "nothing.known"}},
			{Name: "x", URL: "http://127.0.0.1/x", Events: good}, {Name: "x", URL: "https://", Events: good}, {Name: "x", URL: "javascript:alert(1)", Events: good},
			{Name: "x", URL: strings.Replace(w.to.URL, "https://", "https://user:pass@", 1), Events: good}, {Name: "x", URL: w.to.URL + "#x", Events: good},
			{Name: "x", URL: w.to.URL + "/\r\nX: y", Events: good}, {Name: "x", URL: "https://elsewhere.example/", Events: good},
			{Name: "x", URL: "https://169.254.169.254/latest/meta-data", Events: good}, {Name: "x", URL: "https://[::1]/", Events: good},
			{Name: "x", URL: w.to.URL + "/" + strings.Repeat("x", 600), Events: good},
		} {
			err := w.Try(t, manager(w, w.Village), func(tx access.Tx) error {
				_, _, err := w.Create(t.Context(), tx, w.Village.ID, false, d)
				return err
			})
			if !fault.Is(err, fault.Invalid) || fault.Message(err).Empty() {
				t.Errorf("%.80q %.80q %v: %v", d.Name, d.URL, d.Events, err)
			}
		}
		for range webhook.MaxHooks {
			w.make(manager(w, w.Village), w.Village, false, "dataset.published")
		}
		err := w.Try(t, manager(w, w.Village), func(tx access.Tx) error {
			_, _, err := w.Create(t.Context(), tx, w.Village.ID, false, webhook.Draft{Name: "x", URL: w.to.URL, Events: good})
			return err
		})
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("one hook more than there may be: %v", err)
		}
	})
}

func TestSweep(t *testing.T) {
	each(t, func(t *testing.T, w *tower) {
		h, _ := w.make(manager(w, w.Village), w.Village, false, "dataset.published")
		w.happen("dataset.published", w.Village)
		w.Clock.Advance(29 * 24 * time.Hour)
		sweep := func() int {
			if err := w.Sweep(context.Background()); err != nil {
				t.Fatal(err)
			}
			return len(w.list(h))
		}
		if n := sweep(); n != 1 {
			t.Errorf("%d deliveries after 29 days", n)
		}
		w.Clock.Advance(2 * 24 * time.Hour)
		if n := sweep(); n != 0 {
			t.Errorf("%d deliveries after 31 days", n)
		}
	})
}

func FuzzURL(f *testing.F) {
	for _, s := range []string{"https://a.example/x", "https://a.example:8443/", "https://[::1]/", "https://u@a", "HTTPS://A", "https://a\\@b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		host, port, err := webhook.CheckURL(s)
		if err == nil && (host == "" || port == "" || strings.ContainsAny(host, "/\\@ \r\n") || !strings.HasPrefix(strings.ToLower(s), "https:")) {
			t.Errorf("%q leads to host %q port %q", s, host, port)
		}
	})
}

func TestAFailedTestIsNoFailure(t *testing.T) {
	each(t, func(t *testing.T, w *tower) {
		w.to.answer(500)
		h, _ := w.make(manager(w, w.Village), w.Village, false, "dataset.published")
		w.Write(t, manager(w, w.Village), func(tx access.Tx) error { _, err := w.Test(t.Context(), tx, h.ID); return err })
		w.settle()
		if d := w.list(h)[0]; d.State != webhook.Failed || d.Status != 500 || !w.get(h).Failing.IsZero() {
			t.Errorf("%+v, failing since %s", d, w.get(h).Failing)
		}
	})
}
