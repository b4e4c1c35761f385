package web

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

// A Check tells whether a part of the server can do its work.
type Check struct {
	Name string
	Fn   func(context.Context) error
}

// Health adds /healthz (the process answers) and /readyz (all its parts do; 503
// with the names of those that do not) to the list of routes.
func Health(routes *Routes, checks ...Check) {
	routes.Add(
		Route{Method: http.MethodGet, Pattern: "/healthz", Kind: Asset, Guard: Everyone, Handler: alive},
		Route{Method: http.MethodGet, Pattern: "/readyz", Kind: Asset, Guard: Everyone, Handler: ready(checks)},
	)
}

func alive(w http.ResponseWriter, _ *http.Request) error {
	plain(w)
	_, _ = fmt.Fprintln(w, "ok")
	return nil
}

func ready(checks []Check) Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		ctx, cancel := context.WithTimeout(r.Context(), 5*time.Second)
		defer cancel()
		lines, status := "", http.StatusOK
		for _, c := range checks {
			word := "ok"
			if c.Fn(ctx) != nil { // why is the log's to say, not the public's
				word, status = "not ready", http.StatusServiceUnavailable
			}
			lines += c.Name + ": " + word + "\n"
		}
		plain(w)
		w.WriteHeader(status)
		_, _ = fmt.Fprint(w, lines)
		return nil
	}
}

func plain(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
}
