// Package consoletest gives tests of rooms with pages in the console a desk to
// sit at: a console on a ground, and somebody who is signed in.
package consoletest

import (
	"bytes"
	"context"
	"html"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/platform/fault"
	"airial/internal/platform/web"
	"airial/internal/platform/web/ui"
)

// Desk is a console with the pages that Serve was given.
type Desk struct {
	*organisationtest.Ground
	Console *console.Console
	// Scope is who is signed in, Messages what the next page would say.
	Scope    access.Scope
	Messages []ui.Flash
	site     http.Handler
	t        testing.TB
}

// New returns a desk on a ground.
func New(t testing.TB, g *organisationtest.Ground) *Desk {
	d := &Desk{Ground: g, t: t}
	d.Console = console.New(console.Config{Doors: g.Doors, Sessions: d.Sessions(), Clock: g.Clock, Brand: ui.Brand{Name: "Données"}})
	return d
}

// Serve opens the pages of a room.
func (d *Desk) Serve(register func(*web.Routes)) {
	var routes web.Routes
	register(&routes)
	d.Console.Register(&routes)
	d.site = web.NewRouter(web.Config{PublicURL: "http://localhost", Clock: d.Clock, Login: "/console/login"}, &routes)
}

// As asks for a page in somebody's name, or sends a form when there is one.
func (d *Desk) As(s access.Scope, target string, form ...string) (status int, body string, header http.Header) {
	d.t.Helper()
	d.Scope = s
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
	w := httptest.NewRecorder()
	d.site.ServeHTTP(w, r)
	return w.Code, w.Body.String(), w.Header()
}

// Upload sends a form with a file in its field "file", after its other fields.
func (d *Desk) Upload(s access.Scope, target, name, content string, form ...string) (status int, body string, header http.Header) {
	d.t.Helper()
	d.Scope = s
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for i := 0; i+1 < len(form); i += 2 {
		_ = m.WriteField(form[i], form[i+1])
	}
	file, _ := m.CreateFormFile("file", name)
	_, _ = io.WriteString(file, content)
	if err := m.Close(); err != nil {
		d.t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, target, &b)
	r.Header.Set("Content-Type", m.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	w := httptest.NewRecorder()
	d.site.ServeHTTP(w, r)
	return w.Code, w.Body.String(), w.Header()
}

// Wants asks, and wants a status.
func (d *Desk) Wants(status int, s access.Scope, target string, form ...string) (body string, header http.Header) {
	d.t.Helper()
	got, body, header := d.As(s, target, form...)
	if got != status {
		d.t.Errorf("%s in the name of %s: %d, want %d\n%s", target, s.Actor().Name, got, status, Words(body))
	}
	return body, header
}

// Session is the name of the one session there is.
const Session = "session"

// Sessions are those of the console, with the one person who is signed in.
type Sessions struct{ desk *Desk }

// Sessions returns who is signed in, as rooms ask for it.
func (d *Desk) Sessions() Sessions { return Sessions{d} }

// Scope is the person signed in.
func (s Sessions) Scope(*http.Request) (access.Scope, error) {
	if s.desk.Scope.IsPublic() {
		return s.desk.Scope, &fault.Error{Kind: fault.Unauthenticated}
	}
	return s.desk.Scope, nil
}

// Key names the one session there is.
func (Sessions) Key(context.Context) string { return Session }

// Flash keeps what the next page is to say.
func (s Sessions) Flash(_ context.Context, f ui.Flash) { s.desk.Messages = append(s.desk.Messages, f) }

// Flashes says it, and keeps it in Messages for the test.
func (s Sessions) Flashes(context.Context) []ui.Flash { return s.desk.Messages }

// Told returns what was to be said, and forgets it.
func (d *Desk) Told() []ui.Flash {
	out := d.Messages
	d.Messages = nil
	return out
}

var (
	mainOf = regexp.MustCompile(`(?s)<main.*</main>`)
	tags   = regexp.MustCompile(`<[^>]*>`)
	blanks = regexp.MustCompile(`\s+`)
)

// Words returns what a page says in its main part.
func Words(body string) string {
	return blanks.ReplaceAllString(html.UnescapeString(tags.ReplaceAllString(mainOf.FindString(body), " ")), " ")
}

// Says wants a page to hold some words, in this order, and not others (which
// begin with "!").
func Says(t testing.TB, what, body string, wanted ...string) {
	t.Helper()
	text, rest := Words(body), Words(body)
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
