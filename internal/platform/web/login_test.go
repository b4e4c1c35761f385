package web_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"airial/internal/platform/fault"
	"airial/internal/platform/web"
)

func TestUnknownPersonIsLedToLogIn(t *testing.T) {
	var routes web.Routes
	nobody := web.GuardFunc("signed in", func(*http.Request) (*http.Request, error) {
		return nil, &fault.Error{Kind: fault.Unauthenticated}
	})
	never := func(http.ResponseWriter, *http.Request) error { t.Error("the guard let nobody in"); return nil }
	for _, method := range []string{"GET", "POST"} {
		routes.Add(web.Route{Method: method, Pattern: "/room/x", Kind: web.Page, Guard: nobody, Handler: never})
	}
	routes.Add(web.Route{Method: "GET", Pattern: "/api/x", Kind: web.API, Guard: nobody, Handler: never})
	h := web.NewRouter(web.Config{PublicURL: "http://localhost", Login: "/room/login"}, &routes)
	for _, test := range []struct {
		method, target, referer, fragment string
		status                            int
		location, htmx                    string
	}{
		{"GET", "/room/x", "", "", 303, "/room/login?next=%2Froom%2Fx", ""},
		{"GET", "/en/room/x?q=a+b", "", "", 303, "/en/room/login?next=%2Fen%2Froom%2Fx%3Fq%3Da%2Bb", ""},
		{"POST", "/room/x", "http://localhost/room/form?y=1", "", 303, "/room/login?next=%2Froom%2Fform%3Fy%3D1", ""},
		{"GET", "/room/x", "http://localhost/room", "true", 200, "", "/room/login?next=%2Froom"},
		{"GET", "/api/x", "", "", 401, "", ""},
	} {
		r := httptest.NewRequest(test.method, test.target, nil)
		r.Header.Set("Referer", test.referer)
		r.Header.Set("HX-Request", test.fragment)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != test.status || w.Header().Get("Location") != test.location || w.Header().Get("HX-Redirect") != test.htmx {
			t.Errorf("%s %s: %d, Location %q, HX-Redirect %q, want %d, %q, %q", test.method, test.target, w.Code,
				w.Header().Get("Location"), w.Header().Get("HX-Redirect"), test.status, test.location, test.htmx)
		}
	}
}
