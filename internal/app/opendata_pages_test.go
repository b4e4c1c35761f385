package app

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"io"
	"log/slog"
	"mime/multipart"
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
	"airial/internal/commons/piece"
	"airial/internal/commons/user"
	"airial/internal/platform/clock"
	"airial/internal/platform/config"
	"airial/internal/platform/fault"
	"airial/internal/platform/journal"
	"airial/internal/platform/web"
	"airial/internal/platform/web/ui"
	"airial/internal/services/opendata"
)

// signedIn is somebody at the console, and what the next page is to say.
type signedIn struct {
	scope   access.Scope
	flashes []ui.Flash
}

func (s *signedIn) Scope(*http.Request) (access.Scope, error) {
	if s.scope.IsPublic() {
		return s.scope, &fault.Error{Kind: fault.Unauthenticated}
	}
	return s.scope, nil
}

func (s *signedIn) Flash(_ context.Context, f ui.Flash) { s.flashes = append(s.flashes, f) }

func (s *signedIn) Flashes(context.Context) []ui.Flash {
	out := s.flashes
	s.flashes = nil
	return out
}

// office is the console with the real rooms behind it, on SQLite, whose lives
// go on when the test lets them.
type office struct {
	t        *testing.T
	app      *App
	clock    *clock.Manual
	queue    *lifetest.Queue
	sessions *signedIn
	site     http.Handler
	// Operator, a town that gave it a mandate, and two that did not.
	operator, town, village, other organisation.Member
	secretary                      access.Scope
}

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{t: t, clock: clock.NewManual(time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)), queue: &lifetest.Queue{}, sessions: &signedIn{}}
	data := config.Data{Data: t.TempDir()}
	ground, err := OpenGround(t.Context(), GroundConfig{Data: data, Alone: true, Clock: o.clock, Bulk: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ground.Close() })
	c := config.Serve{Data: data, Listen: "localhost:8080", Limits: config.Limits{Upload: 1 << 20, Columns: 2000, Record: 1 << 20, Requests: 1e6, Burst: 1e6}}
	log := slog.New(slog.DiscardHandler)
	if o.app, err = New(t.Context(), ground, c, "test", log, o.queue); err != nil {
		t.Fatal(err)
	}
	o.operator = o.member("200004000", "Données des Landes", organisation.Operateur)
	o.town = o.member("214000010", "Ychoux-sur-Lande", organisation.Commune)
	o.village = o.member("214000028", "Saint-Élix", organisation.Commune)
	o.other = o.member("264000019", "CCAS de Saint-Élix", organisation.CCAS)
	o.write(access.System("test"), func(tx access.Tx) error {
		_, err := access.AddMandate(t.Context(), tx, access.Mandate{MemberID: o.town.ID, From: "2026-01-01", Signatory: "Une maire"})
		return err
	})
	o.secretary = o.person("secretary", "Marie Dupouy", o.town, access.Depositor)
	o.build(log)
	return o
}

func (o *office) build(log *slog.Logger) {
	desk := console.New(console.Config{Doors: o.app.Doors, Sessions: o.sessions, Clock: o.clock, Label: o.app.Engine.Label})
	o.app.openDataPages(desk)
	o.app.draftPages(desk)
	if o.app.Interface == nil {
		o.app.Interface = web.NewAPI(o.app.Routes, "Airial", "test", "http://localhost:8080")
	}
	o.app.nothingPages(desk)
	o.app.gatherPages(desk)
	o.app.planPages(desk)
	o.app.qualityPages(desk)
	o.app.outlinePages(desk)
	o.app.succession().Pages(desk).Register(o.app.Routes)
	o.handover().Pages(desk, o.app.Queue).Register(o.app.Routes)
	desk.Register(o.app.Routes)
	o.site = web.NewRouter(web.Config{PublicURL: "http://localhost:8080", Logger: log, Clock: o.clock}, o.app.Routes)
}

func (o *office) member(siren, name string, kind organisation.Kind) (m organisation.Member) {
	o.write(access.System("test"), func(tx access.Tx) (err error) {
		m, err = organisation.Add(o.t.Context(), tx, organisation.Member{Siren: siren, Name: name, Kind: kind,
			IsOperator: kind == organisation.Operateur})
		return err
	})
	return m
}

// person opens an account with roles at one member and returns its scope.
func (o *office) person(login, name string, m organisation.Member, roles ...access.Role) (s access.Scope) {
	o.write(access.System("test"), func(tx access.Tx) error {
		u, err := user.Create(o.t.Context(), tx, user.Account{Login: login + m.Siren, Name: name, Password: "x"})
		if err != nil {
			return err
		}
		for _, role := range roles {
			if err := access.Grant(o.t.Context(), tx, u.ID, m.ID, role); err != nil {
				return err
			}
		}
		s, err = access.ScopeOf(o.t.Context(), tx, u.Actor())
		return err
	})
	return s
}

func (o *office) write(s access.Scope, fn func(access.Tx) error) {
	o.t.Helper()
	if err := o.app.Doors.Write(o.t.Context(), s, fn); err != nil {
		o.t.Fatal(err)
	}
}

// settle lets lives go on and the journal number what happened.
func (o *office) settle() {
	o.t.Helper()
	o.queue.Run(o.t, o.app.Engine)
	s := journal.NewSequencer(o.app.Journal, o.app.Doors.Platform("test"), o.app.Signer, slog.New(slog.DiscardHandler), journal.SequencerConfig{})
	if _, err := s.Sequence(o.t.Context()); err != nil {
		o.t.Fatal(err)
	}
}

// reply is what the console answered.
type reply struct {
	*httptest.ResponseRecorder
	t *testing.T
}

// as makes a person ask for what follows.
func (o *office) as(s access.Scope) *office {
	o.sessions.scope = s
	return o
}

func (o *office) do(r *http.Request) reply {
	w := httptest.NewRecorder()
	o.site.ServeHTTP(w, r)
	return reply{w, o.t}
}

func (o *office) get(path string) reply {
	return o.do(httptest.NewRequest(http.MethodGet, path, nil))
}

func (o *office) post(path string, values url.Values) reply {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return o.do(r)
}

// file is a file of a form.
type file struct{ name, content string }

// send sends a form of files as a browser does: its fields first.
func (o *office) send(path string, fields url.Values, files ...file) reply {
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for name, values := range fields {
		for _, v := range values {
			_ = m.WriteField(name, v)
		}
	}
	for _, f := range files {
		part, err := m.CreateFormFile("files", f.name)
		if err != nil {
			o.t.Fatal(err)
		}
		_, _ = io.WriteString(part, f.content)
	}
	_ = m.Close()
	r := httptest.NewRequest(http.MethodPost, path, &body)
	r.Header.Set("Content-Type", m.FormDataContentType())
	return o.do(r)
}

var tag, blanks = regexp.MustCompile(`<[^>]*>`), regexp.MustCompile(`[ \n\t]+`)

// text is what a page says, without its markup.
func (p reply) text() string {
	s := html.UnescapeString(tag.ReplaceAllString(p.Body.String(), " "))
	s = strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(s)
	return strings.TrimSpace(blanks.ReplaceAllString(s, " "))
}

func (p reply) is(status int) reply {
	p.t.Helper()
	if p.Code != status {
		p.t.Fatalf("status %d, want %d: %s", p.Code, status, p.text())
	}
	return p
}

// to checks that the answer leads on, and returns where to.
func (p reply) to(prefix string) string {
	p.t.Helper()
	to := p.is(http.StatusSeeOther).Header().Get("Location")
	if !strings.HasPrefix(to, prefix) {
		p.t.Fatalf("leads to %q, want %q…", to, prefix)
	}
	return to
}

func (p reply) says(words ...string) reply {
	p.t.Helper()
	for _, w := range words {
		if !strings.Contains(p.text(), w) {
			p.t.Errorf("does not say %q:\n%s", w, p.text())
		}
	}
	return p
}

func (p reply) links(paths ...string) reply {
	p.t.Helper()
	for _, to := range paths {
		if !strings.Contains(p.html(), `href="`+to+`"`) {
			p.t.Errorf("does not link to %s:\n%s", to, p.text())
		}
	}
	return p
}

func (p reply) silent(words ...string) reply {
	p.t.Helper()
	for _, w := range words {
		if strings.Contains(p.text(), w) {
			p.t.Errorf("says %q:\n%s", w, p.text())
		}
	}
	return p
}

// The files of the tests: one that is right, one with errors, one that names a
// telephone.
const (
	header = "nomAttribuant,idAttribuant,dateConvention,referenceDecision,nomBeneficiaire,idBeneficiaire,rnaBeneficiaire,objet,montant,nature,conditionsVersement,datesPeriodeVersement,idRAE,notificationUE,pourcentageSubvention,dispositifAide\n"
	row    = "Ychoux,21400001000014,2025-03-01,2025-03,%s,,W401234567,%s,%s,aide en numéraire,unique,2025-03-01/2025-12-31,,non,1,\n"
)

func grants(who, what, amount string) string { return header + fmt.Sprintf(row, who, what, amount) }

// deposit deposits a file straight into the room and lets its life go on.
func (o *office) deposit(s access.Scope, m organisation.Member, title, content string, press bool) (v piece.Version) {
	o.t.Helper()
	return o.depositUnder("scdl/subventions", s, m, title, content, press)
}

func (o *office) depositUnder(schema string, s access.Scope, m organisation.Member, title, content string, press bool) (v piece.Version) {
	o.t.Helper()
	v, _, err := o.app.OpenData.Deposit(o.t.Context(), s, opendata.Request{MemberID: m.ID, Title: title, FileName: "subventions.csv",
		Schema: schema, Press: press}, strings.NewReader(content))
	if err != nil {
		o.t.Fatal(err)
	}
	o.queue.Run(o.t, o.app.Engine)
	return v
}

func (o *office) life(version string) (l life.Life) {
	o.t.Helper()
	o.write(access.System("test"), func(tx access.Tx) (err error) {
		l, err = life.Get(o.t.Context(), tx, version)
		return err
	})
	return l
}

func pageOf(v piece.Version) string { return "/fr/console/deposits/" + v.PieceID }

func decisionOf(v piece.Version) string {
	return fmt.Sprintf("%s/versions/%d/decision", pageOf(v), v.Number)
}
