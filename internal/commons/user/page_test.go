package user_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/commons/user"
	"airial/internal/platform/web"
	"airial/internal/platform/web/ui"
)

// meanwhile is what happens while the slow page is made.
var meanwhile func(r *http.Request)

// site is the room's pages with one page of a service and one of the portal.
func site(t testing.TB, g *organisationtest.Ground, publicURL string) http.Handler {
	return siteOf(g, serviceAt(t, g, publicURL))
}

func siteOf(g *organisationtest.Ground, s *user.Service) http.Handler {
	sessions, publicURL := s.Sessions, s.PublicURL
	var routes web.Routes
	bare := func(_ context.Context, _ string, body templ.Component) templ.Component { return body }
	s.Register(&routes, user.Frames{Gate: bare,
		Desk: func(_ *http.Request, _ string, body templ.Component) (templ.Component, error) { return body, nil }})
	who := func(w http.ResponseWriter, r *http.Request) error {
		_, err := io.WriteString(w, "by "+access.From(r.Context()).Actor().Name)
		return err
	}
	slow := func(w http.ResponseWriter, r *http.Request) error {
		meanwhile(r)
		sessions.Flash(r.Context(), ui.Flash{Text: "Fait."})
		return who(w, r)
	}
	routes.Add(
		web.Route{Method: "GET", Pattern: "/console/slow", Kind: web.Page, Guard: access.SignedIn(sessions), Handler: slow},
		web.Route{Method: "GET", Pattern: "/console", Kind: web.Page, Guard: access.SignedIn(sessions), Handler: who},
		web.Route{Method: "GET", Pattern: "/console/pieces", Kind: web.Page, Guard: access.SignedIn(sessions), Handler: who},
		web.Route{Method: "GET", Pattern: "/datasets", Kind: web.Page, Guard: web.Everyone, Handler: who},
	)
	return sessions.Wrap(web.NewRouter(web.Config{PublicURL: publicURL, Clock: g.Clock, Login: user.LoginPath}, &routes))
}

// browser keeps a cookie, as a browser does.
type browser struct {
	t      *testing.T
	site   http.Handler
	cookie string      // the session's
	device string      // the browser's own
	header http.Header // of the last answer
}

func (b *browser) do(method, target string, form url.Values) (status int, body string) {
	b.t.Helper()
	r := httptest.NewRequest(method, target, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	r.Header.Set("Cookie", strings.Trim(b.cookie+"; "+b.device, "; "))
	w := httptest.NewRecorder()
	b.site.ServeHTTP(w, r)
	b.header = w.Header()
	for _, c := range w.Result().Cookies() {
		if strings.HasSuffix(c.Name, "-device") {
			b.device = c.Name + "=" + c.Value
			continue
		}
		b.cookie = c.Name + "=" + c.Value
		if c.MaxAge < 0 {
			b.cookie = ""
		}
	}
	return w.Code, w.Body.String()
}

// sessionCookie is the line that set the session's cookie, beside that which
// names the browser.
func (b *browser) sessionCookie() string {
	for _, line := range b.header.Values("Set-Cookie") {
		if name, _, _ := strings.Cut(line, "="); !strings.HasSuffix(name, "-device") {
			return line
		}
	}
	return ""
}

func (b *browser) login(login, password, next string) int {
	status, _ := b.do("POST", user.LoginPath, url.Values{"login": {login}, "password": {password}, "next": {next}})
	return status
}

func (b *browser) wants(status int, location, method, target string, form url.Values) string {
	b.t.Helper()
	got, body := b.do(method, target, form)
	if got != status || b.header.Get("Location") != location {
		b.t.Errorf("%s %s: %d to %q, want %d to %q", method, target, got, b.header.Get("Location"), status, location)
	}
	return body
}

func signUp(t *testing.T, g *organisationtest.Ground) user.User {
	t.Helper()
	return create(t, g, user.Account{Login: "claire", Name: "Claire", Password: user.WeakHash(good)})
}

func TestLogInAndOut(t *testing.T) {
	organisationtest.Each(t, schemas, func(t *testing.T, g *organisationtest.Ground) {
		signUp(t, g)
		b := &browser{t: t, site: site(t, g, "http://localhost:8080")}
		b.wants(303, "/console/login?next=%2Fconsole%2Fpieces%3Fq%3Da", "GET", "/console/pieces?q=a", nil)
		if b.cookie != "" {
			t.Errorf("a cookie for nobody: %s", b.cookie)
		}
		if status, body := b.do("POST", user.LoginPath, url.Values{"login": {"Claire"}, "password": {"faux mot de passe"}}); status != 422 ||
			!strings.Contains(body, `value="Claire"`) || strings.Contains(body, "faux mot") {
			t.Errorf("a wrong password: %d, %s", status, body)
		}
		b.wants(303, "/console/pieces?q=a", "POST", user.LoginPath, url.Values{"login": {"Claire"}, "password": {good}, "next": {"/console/pieces?q=a"}})
		set := b.sessionCookie()
		for _, want := range []string{"airial=", "; Path=/;", "HttpOnly", "SameSite=Lax"} {
			if !strings.Contains(set, want) {
				t.Errorf("cookie %q lacks %q", set, want)
			}
		}
		if strings.Contains(set, "Secure") || strings.Contains(set, "Expires") {
			t.Errorf("cookie %q", set)
		}
		if body := b.wants(200, "", "GET", "/console", nil); body != "by Claire" {
			t.Errorf("page says %q", body)
		}
		b.wants(303, "/console", "GET", user.LoginPath, nil)
		kept := b.cookie
		b.wants(303, user.LoginPath, "POST", user.LogoutPath, nil)
		b.cookie = kept
		b.wants(303, "/console/login?next=%2Fconsole", "GET", "/console", nil)
	})
}

func TestPublicPagesKnowNoCookie(t *testing.T) {
	organisationtest.Each(t, schemas, func(t *testing.T, g *organisationtest.Ground) {
		signUp(t, g)
		b := &browser{t: t, site: site(t, g, "http://localhost:8080")}
		b.login("claire", good, "")
		body := b.wants(200, "", "GET", "/datasets", nil)
		if body != "by " || b.header.Get("Set-Cookie") != "" || strings.Contains(strings.Join(b.header.Values("Vary"), ","), "Cookie") {
			t.Errorf("page says %q, headers %v", body, b.header)
		}
	})
}

func TestCookieIsBoundToAnHTTPSHost(t *testing.T) {
	organisationtest.Each(t, schemas, func(t *testing.T, g *organisationtest.Ground) {
		signUp(t, g)
		b := &browser{t: t, site: site(t, g, "https://data.example.fr")}
		b.login("claire", good, "")
		if set := b.sessionCookie(); !strings.HasPrefix(set, "__Host-airial=") || !strings.Contains(set, "Path=/;") ||
			!strings.Contains(set, "Secure") || strings.Contains(set, "Domain") {
			t.Errorf("cookie %q", set)
		}
	})
}

func TestLogInChangesTheToken(t *testing.T) {
	organisationtest.Each(t, schemas, func(t *testing.T, g *organisationtest.Ground) {
		signUp(t, g)
		b := &browser{t: t, site: site(t, g, "http://localhost:8080")}
		b.login("claire", good, "")
		before := b.cookie
		b.login("claire", good, "")
		if b.cookie == before {
			t.Error("the token is the one from before the log-in")
		}
		b.cookie = before
		b.wants(303, "/console/login?next=%2Fconsole", "GET", "/console", nil)
	})
}

func TestSessionEnds(t *testing.T) {
	organisationtest.Each(t, schemas, func(t *testing.T, g *organisationtest.Ground) {
		signUp(t, g)
		for _, c := range []struct {
			name    string
			pause   time.Duration
			pages   int
			stillIn bool
		}{
			{"used each ten minutes for less than twelve hours", 10 * time.Minute, 71, true},
			{"used each ten minutes for twelve hours", 10 * time.Minute, 72, false},
			{"left alone for a quarter of an hour", 15 * time.Minute, 1, false},
			{"left alone for less", 15*time.Minute - time.Second, 1, true},
		} {
			b := &browser{t: t, site: site(t, g, "http://localhost:8080")}
			b.login("claire", good, "")
			status := 0
			for range c.pages {
				g.Clock.Advance(c.pause)
				status, _ = b.do("GET", "/console", nil)
			}
			if (status == 200) != c.stillIn {
				t.Errorf("%s: %d", c.name, status)
			}
		}
	})
}

func TestDisabledOrUnknownAccountIsOutAtOnce(t *testing.T) {
	organisationtest.Each(t, schemas, func(t *testing.T, g *organisationtest.Ground) {
		signUp(t, g)
		b := &browser{t: t, site: site(t, g, "http://localhost:8080")}
		b.login("claire", good, "")
		for _, statement := range []string{`update account set disabled_at = 1`, `delete from account`} {
			g.Write(t, access.System("test"), func(tx access.Tx) error { _, err := tx.Exec(t.Context(), statement); return err })
			b.wants(303, "/console/login?next=%2Fconsole", "GET", "/console", nil)
		}
		b.cookie = "airial=made-up"
		b.wants(303, "/console/login?next=%2Fconsole", "GET", "/console", nil)
	})
}

func TestNextStaysInTheConsole(t *testing.T) {
	for next, want := range map[string]string{
		"":                          "/console",
		"/console":                  "/console",
		"/console/pieces?q=a&b=é":   "/console/pieces?q=a&b=é",
		"/en/console/pieces":        "/en/console/pieces",
		"/consolex":                 "/console",
		"/datasets":                 "/console",
		"//evil.example/console":    "/console",
		"https://evil.example":      "/console",
		"https:/console":            "/console",
		"/\\evil.example/console":   "/console",
		"/console/../datasets":      "/console",
		"/console/%2e%2e/x":         "/console",
		"/console/login":            "/console",
		"/fr/console/logout":        "/console",
		"javascript:alert(1)":       "/console",
		"/console/x\r\nSet-Cookie:": "/console",
	} {
		if got := user.SafeNext(next); got != want {
			t.Errorf("SafeNext(%q) = %q, want %q", next, got, want)
		}
	}
}
