package console_test

import (
	"context"
	"fmt"
	"html"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/life"
	"airial/internal/commons/life/lifetest"
	"airial/internal/commons/organisation"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/commons/piece"
	"airial/internal/commons/user"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/ui"
)

// sessions is somebody who is signed in, and what the next page is to say.
type sessions struct {
	scope   access.Scope
	flashes []ui.Flash
}

func (s *sessions) Scope(*http.Request) (access.Scope, error) {
	if s.scope.IsPublic() {
		return s.scope, &fault.Error{Kind: fault.Unauthenticated}
	}
	return s.scope, nil
}

func (s *sessions) Flash(_ context.Context, f ui.Flash) { s.flashes = append(s.flashes, f) }

func (s *sessions) Flashes(context.Context) []ui.Flash {
	out := s.flashes
	s.flashes = nil
	return out
}

// desk is a console on a ground, with one kind of piece whose life waits as its
// title says.
type desk struct {
	*organisationtest.Ground
	t        *testing.T
	sessions *sessions
	console  *console.Console
	site     http.Handler
	engine   *life.Engine
	queue    *lifetest.Queue
	fragment bool // ask as htmx does
}

type gate func(title string) life.Verdict

func (g gate) Visit(_ context.Context, v life.Visit) (life.Verdict, error) {
	return g(v.Piece.Title), nil
}

func each(t *testing.T, test func(t *testing.T, d *desk)) {
	t.Helper()
	organisationtest.Each(t, []database.Schema{user.Schema, piece.Schema, life.Schema}, func(t *testing.T, g *organisationtest.Ground) {
		test(t, newDesk(t, g))
	})
}

func newDesk(t *testing.T, g *organisationtest.Ground) *desk {
	d := &desk{Ground: g, t: t, sessions: &sessions{}, queue: &lifetest.Queue{}}
	d.engine = life.NewEngine(g.Doors, d.queue, &lifetest.Recorder{}, slog.New(slog.DiscardHandler))
	d.engine.Register(life.Path{Kind: "dataset", Stages: []life.Stage{
		{Name: "received", Label: i18n.T("Reçu", "Received")},
		{Name: "approved", Label: i18n.T("Approuvé", "Approved"), Handler: gate(verdict)},
		{Name: "published", Label: i18n.T("Publié", "Published")},
	}})
	d.console = console.New(console.Config{Doors: g.Doors, Sessions: d.sessions, Clock: g.Clock,
		Brand: ui.Brand{Name: "Données"}, Label: d.engine.Label})
	d.console.Describe(console.Kind{Name: "dataset", Label: i18n.T("Jeu de données", "Dataset"), Deposit: "/console/deposit",
		Href: func(id string) string { return "/console/pieces/" + id }})
	d.console.Add(console.Entry{Label: i18n.T("Dépôts", "Deposits"), Href: "/console/pieces", Order: 100})
	var routes web.Routes
	d.console.Register(&routes)
	d.site = web.NewRouter(web.Config{PublicURL: "http://localhost", Clock: g.Clock, Login: user.LoginPath}, &routes)
	return d
}

func verdict(title string) life.Verdict {
	what, _, _ := strings.Cut(title, " ")
	why := i18n.T("Parce que "+title, "Because "+title)
	switch what {
	case "approve", "decide", "publish":
		return life.Hold(life.Wait{Right: access.Right(what), Why: why}, nil)
	case "refuse":
		return life.Refuse(why, nil)
	}
	return life.Pass(nil)
}

// deposit deposits a piece whose first word says what becomes of it.
func (d *desk) deposit(m organisation.Member, title string) piece.Piece {
	d.t.Helper()
	var p piece.Piece
	d.Write(d.t, access.System("test"), func(tx access.Tx) (err error) {
		var v piece.Version
		p, v, _, err = piece.Put(d.t.Context(), tx, piece.Deposit{MemberID: m.ID, Kind: "dataset", Title: title, Digest: title})
		if err != nil {
			return err
		}
		_, err = d.engine.Begin(d.t.Context(), tx, v, "dataset", nil)
		return err
	})
	d.queue.Run(d.t, d.engine)
	d.Clock.Advance(time.Second) // so that the order is that of the deposits
	return p
}

// as asks for a page, or sends a form when there is one.
func (d *desk) as(s access.Scope, target string, form ...string) (status int, body string, header http.Header) {
	d.t.Helper()
	d.sessions.scope = s
	method, values := http.MethodGet, url.Values{}
	if form != nil {
		method = http.MethodPost
	}
	for i := 0; i+1 < len(form); i += 2 {
		values.Add(form[i], form[i+1])
	}
	r := httptest.NewRequest(method, target, strings.NewReader(values.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	if d.fragment {
		r.Header.Set("HX-Request", "true")
	}
	w := httptest.NewRecorder()
	d.site.ServeHTTP(w, r)
	return w.Code, w.Body.String(), w.Header()
}

var (
	mainOf = regexp.MustCompile(`(?s)<main.*</main>`)
	tags   = regexp.MustCompile(`<[^>]*>`)
	blanks = regexp.MustCompile(`\s+`)
)

// words returns what a page says in its main part.
func words(body string) string {
	return blanks.ReplaceAllString(html.UnescapeString(tags.ReplaceAllString(mainOf.FindString(body), " ")), " ")
}

// says wants a page to hold some words, in this order, and not others (which
// begin with "!").
func says(t *testing.T, what, body string, wanted ...string) {
	t.Helper()
	text, rest := words(body), words(body)
	for _, w := range wanted {
		if no, found := strings.CutPrefix(w, "!"); found {
			if strings.Contains(text, no) {
				t.Errorf("%s says %q:\n%s", what, no, text)
			}
			continue
		}
		_, after, found := strings.Cut(rest, w)
		if !found {
			t.Errorf("%s does not say %q (after what comes before it):\n%s", what, w, text)
			continue
		}
		rest = after
	}
}

func person(roles map[string][]access.Role) access.Scope {
	return access.For(access.Actor{Kind: access.Person, ID: "p", Name: "Claire"}, roles, nil)
}

func (d *desk) mandate(m organisation.Member) {
	d.t.Helper()
	d.Write(d.t, access.System("test"), func(tx access.Tx) error {
		_, err := access.AddMandate(d.t.Context(), tx, access.Mandate{MemberID: m.ID, From: "2026-01-01", Signatory: "Le maire"})
		return err
	})
}

func link(path string, args ...any) string { return fmt.Sprintf(`href="`+path+`"`, args...) }
