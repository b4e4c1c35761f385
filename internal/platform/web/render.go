package web

import (
	"bytes"
	"context"
	"net/http"
	"sync"

	"github.com/a-h/templ"

	"airial/internal/platform/fault"
	"airial/internal/platform/web/here"
)

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// Render writes a page with status 200. The page is rendered whole before its
// first byte goes out, so that an error is still an error page.
func Render(w http.ResponseWriter, r *http.Request, page templ.Component) error {
	return RenderStatus(w, r, http.StatusOK, page)
}

// RenderStatus is Render with another status: 422 for a refused form.
func RenderStatus(w http.ResponseWriter, r *http.Request, status int, page templ.Component) error {
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	b.Reset()
	if err := page.Render(r.Context(), b); err != nil {
		return fault.Wrap("web.Render", err)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Add("Vary", "HX-Request")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // a reader who left is no error of ours
	return nil
}

// IsFragment tells whether htmx asks for a part of the page. Going back in the
// history asks for the whole one.
func IsFragment(r *http.Request) bool {
	return r.Header.Get("HX-Request") == "true" && r.Header.Get("HX-Boosted") == "" &&
		r.Header.Get("HX-History-Restore-Request") == ""
}

// Redirect sends the browser to another page of the site after a form was
// accepted (303), in the language of the current address.
func Redirect(w http.ResponseWriter, r *http.Request, path string) error {
	to := here.Href(r.Context(), path)
	if IsFragment(r) {
		w.Header().Set("HX-Redirect", to)
		w.WriteHeader(http.StatusOK)
		return nil
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// Moved sends the browser to the lasting address of what it asked for: 308 when
// permanent, else 307.
func Moved(w http.ResponseWriter, r *http.Request, path string, permanent bool) error {
	status := http.StatusTemporaryRedirect
	if permanent {
		status = http.StatusPermanentRedirect
	}
	http.Redirect(w, r, here.Href(r.Context(), path), status)
	return nil
}

// URL makes the absolute address of a path of the site, from the configured
// public address alone.
func URL(ctx context.Context, path string) string { return here.URL(ctx, path) }

// RequestID returns the number of the request of the context.
func RequestID(ctx context.Context) string { return here.From(ctx).RequestID }
