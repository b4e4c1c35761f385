package web

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"runtime/debug"
	"strings"
	"time"

	"github.com/klauspost/compress/gzhttp"

	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/telemetry"
	"airial/internal/platform/web/here"
)

// locate gives the request its number, its language and its place, and takes
// the language prefix off its path.
func (rt *router) locate(w http.ResponseWriter, r *http.Request) *http.Request {
	id := rt.Idents.New()
	w.Header().Set("X-Request-Id", id)
	lang, path, fixed := i18n.CutPrefix(r.URL.Path)
	if !fixed {
		lang = i18n.Negotiate(r)
		w.Header().Add("Vary", "Accept-Language")
	}
	ctx := i18n.With(r.Context(), i18n.Locale{Lang: lang, Fixed: fixed})
	site, _ := ctx.Value(siteKey{}).(here.Site)
	nowhere, _ := ctx.Value(nowhereKey{}).(bool)
	away := site.Base != "" && !nowhere && onPublicHost(path)
	rewritten := site.Base != "" && !nowhere && !away
	if rewritten {
		path = site.Long(path)
	}
	if away {
		ctx = context.WithValue(ctx, awayKey{}, true)
	}
	ctx = here.With(ctx, here.Place{PublicURL: rt.PublicURL, Path: path, Query: r.URL.RawQuery,
		RequestID: id, Fragment: IsFragment(r), Site: site})
	ctx = telemetry.WithRequestID(context.WithValue(ctx, shellKey{}, rt.Shell), id)
	ctx = context.WithValue(ctx, headerKey{}, w.Header())
	r = r.WithContext(ctx)
	if fixed || rewritten {
		u := *r.URL
		u.Path, u.RawPath = path, ""
		if raw := r.URL.RawPath; raw != "" {
			if fixed {
				raw = strings.TrimPrefix(raw, "/"+string(lang))
			}
			if rewritten {
				raw = site.Long(raw)
			}
			u.RawPath = raw
		}
		r.URL = &u
	}
	return r
}

// finish is the last thing that happens to a request: what panicked is
// answered, and the access log gets its line.
func (rt *router) finish(w *response, r *http.Request, started time.Time) {
	if p := recover(); p != nil {
		if p == http.ErrAbortHandler {
			panic(p)
		}
		rt.Logger.ErrorContext(r.Context(), "panic",
			"path", r.URL.Path, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
		if w.status != 0 {
			panic(http.ErrAbortHandler) // half an answer must not look like a whole one
		}
		rt.fail(w, r, kindOfPath(r.URL.Path), &fault.Error{Op: "web.Serve", Cause: fmt.Errorf("panic: %v", p)})
	}
	level := slog.LevelInfo
	if isQuiet(r.URL.Path) {
		level = slog.LevelDebug
	}
	rt.Logger.Log(r.Context(), level, "request",
		"method", r.Method, "path", r.URL.Path, "status", w.code(), "bytes", w.bytes,
		"ms", rt.Clock.Now().Sub(started).Milliseconds())
}

func isQuiet(path string) bool {
	return strings.HasPrefix(path, "/static/") || path == "/healthz" || path == "/readyz"
}

// admit refuses what no route should see: too many requests from one address,
// and forms sent by other sites.
func (rt *router) admit(w http.ResponseWriter, r *http.Request) error {
	if !isQuiet(r.URL.Path) {
		if wait, ok := rt.limiter.Allow(Address(r)); !ok {
			w.Header().Set("Retry-After", fmt.Sprint(seconds(wait)))
			return &fault.Error{Kind: fault.TooMany, Op: "web.Admit"}
		}
	}
	// A bearer token is no cookie: a browser never adds it by itself.
	if strings.HasPrefix(r.Header.Get("Authorization"), "Bearer ") {
		return nil
	}
	if err := rt.origin.Check(r); err != nil {
		return &fault.Error{Kind: fault.Forbidden, Op: "web.Admit", Cause: err, Say: i18n.T(
			"Cette demande vient d’un autre site et n’a pas été prise en compte. Revenez sur la page et recommencez depuis celle-ci.",
			"This request came from another site and was not taken into account. Go back to the page and start again from there.")}
	}
	return nil
}

// Address returns the network that limits count as one caller: one address of
// IPv4, the /64 that a household or an office gets of IPv6.
func Address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	ip := net.ParseIP(host)
	if ip == nil || ip.To4() != nil {
		return host
	}
	return ip.Mask(net.CIDRMask(64, 128)).String()
}

// Network is the part of the Internet from which a request comes, coarsely: the
// /24 of IPv4, the /48 of IPv6. It tells a town hall from elsewhere, and no
// person from her colleague.
func Network(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return ""
	}
	bits := 48
	if ip = ip.Unmap().WithZone(""); ip.Is4() {
		bits = 24
	}
	return netip.PrefixFrom(ip, bits).Masked().String()
}

// unrouted answers what the mux knows nothing of: 404, or 405 with what would
// be allowed.
func (rt *router) unrouted(w http.ResponseWriter, r *http.Request) {
	probe := &discard{header: http.Header{}}
	rt.mux.ServeHTTP(probe, r)
	kind := kindOfPath(r.URL.Path)
	if probe.status == http.StatusMethodNotAllowed {
		w.Header().Set("Allow", probe.header.Get("Allow"))
		rt.fail(w, r, kind, errMethod)
		return
	}
	rt.fail(w, r, kind, fault.Missing("web.Route"))
}

// kindOfPath guesses how to answer where no route says it.
func kindOfPath(path string) Kind {
	if strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/catalog.") {
		return API
	}
	return Page
}

// compress packs text for those who ask; ranges and what is packed already are
// left alone.
func (rt *router) compress(next http.Handler) http.Handler {
	wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(1024), gzhttp.CompressionLevel(4),
		gzhttp.ContentTypes([]string{"text/html", "text/css", "text/csv", "text/plain", "text/javascript", "text/turtle",
			"application/json", "application/ld+json", "application/rdf+xml", "application/geo+json", "application/x-ndjson", "application/problem+json", "image/svg+xml", "application/xml"}))
	if err != nil {
		panic("web: compression: " + err.Error()) // constant options
	}
	return wrap(next)
}
