package web

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"airial/internal/platform/clock"
	"airial/internal/platform/fault"
	"airial/internal/platform/ident"
	"airial/internal/platform/web/here"
	"airial/internal/platform/web/ui"
)

// Config is what the router needs to know. Only PublicURL is required.
type Config struct {
	PublicURL string // "https://data.example.fr": the source of every absolute address
	Logger    *slog.Logger
	Clock     clock.Clock
	Idents    *ident.Source
	Limits    Limits
	// Login is the page to which a page leads whom nobody knows yet, with the
	// address to come back to as "next"; "" shows the error instead.
	Login string
	// Help returns the address that asks for help about the page of a context,
	// which its error page then offers; "" for none. It may be nil.
	Help func(ctx context.Context) string
	// Shell dresses an error page. By default it is a portal shell with the
	// name of the product; the application hands in one with the operator's.
	Shell func(ctx context.Context, title string, body templ.Component) templ.Component
	// Sites knows the parts of the public pages that have a host of their own:
	// those of a host are served there, and nothing else. It may be nil.
	Sites func(ctx context.Context, host string) (here.Site, bool)
	// Strict answers 421 to names that are neither the public one nor known to
	// Sites. Without it, whatever the name, it is answered as the public one.
	Strict bool
	// Former are addresses under which the site was reached before: what is asked for
	// there leads to the same path of PublicURL.
	Former []string
	// Watch is told of each request, with the pattern of its route ("" for
	// none) and its number; nil for nobody.
	Watch func(r *http.Request, route, id string) (ctx context.Context, end func(status int, size int64))
}

func (c *Config) defaults() {
	c.PublicURL = strings.TrimSuffix(c.PublicURL, "/")
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.Clock == nil {
		c.Clock = clock.System{}
	}
	if c.Idents == nil {
		c.Idents = ident.New(c.Clock, nil)
	}
	if c.Shell == nil {
		c.Shell = ui.PlainPage
	}
	c.Limits.defaults()
}

// CheckPublicURL says what is wrong with a public address: it must be http or
// https, with a host, without path, query or user.
func CheckPublicURL(address string) error {
	u, err := url.Parse(strings.TrimSuffix(address, "/"))
	switch {
	case err != nil:
		return fmt.Errorf("public URL: %w", err)
	case u.Scheme != "http" && u.Scheme != "https":
		return fmt.Errorf("public URL %q: must begin with http:// or https://", address)
	case u.Host == "" || u.Path != "" || u.RawQuery != "" || u.User != nil || u.Fragment != "":
		return fmt.Errorf("public URL %q: must be a scheme and a host only", address)
	}
	return nil
}

type shellKey struct{}

// Framed dresses a body in the frame that the application gave the router, for
// pages that belong to no service.
func Framed(ctx context.Context, title string, body templ.Component) templ.Component {
	if shell, ok := ctx.Value(shellKey{}).(func(context.Context, string, templ.Component) templ.Component); ok {
		return shell(ctx, title, body)
	}
	return ui.PlainPage(ctx, title, body)
}

type router struct {
	Config
	mux     *http.ServeMux
	limiter *Limiter
	origin  *http.CrossOriginProtection
	secure  bool
	host    string                       // of the public URL, with its port
	hold    func(r *http.Request) string // nil for none
	shared  map[string]bool              // patterns that scripts of any page may read
	former  map[string]bool              // hosts of Former, in lower case
}

// NewRouter makes the handler of the whole site from the one list of routes.
// It panics when two routes collide or one has no guard: that is a mistake in
// the program, found at start.
func NewRouter(c Config, routes *Routes) http.Handler {
	c.defaults()
	rt := &router{
		Config:  c,
		mux:     http.NewServeMux(),
		limiter: NewLimiter(c.Clock, c.Limits.PerSecond, c.Limits.Burst).Share(c.Limits.Shared, c.Limits.Burst/16),
		origin:  http.NewCrossOriginProtection(),
		secure:  strings.HasPrefix(c.PublicURL, "https://"),
		hold:    routes.Hold,
		shared:  map[string]bool{},
	}
	rt.former = hostsOf(c.Former)
	if u, err := url.Parse(c.PublicURL); err == nil {
		rt.host = strings.ToLower(u.Host)
	}
	if err := rt.origin.AddTrustedOrigin(c.PublicURL); c.PublicURL != "" && err != nil {
		panic("web: public URL: " + err.Error())
	}
	for _, route := range routes.All() {
		if route.Guard == nil || route.Handler == nil {
			panic(fmt.Sprintf("web: route %s %s lacks a guard or a handler", route.Method, route.Pattern))
		}
		pattern := strings.TrimSpace(route.Method + " " + route.Pattern)
		rt.mux.Handle(pattern, rt.serve(route))
		if route.open() {
			rt.shared[pattern] = true
		}
	}
	rt.mux.Handle("GET /static/", Static())
	return rt.compress(rt)
}

// ServeHTTP passes the request through what all routes share, then to the mux.
func (rt *router) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	rw := &response{ResponseWriter: w}
	r = rt.locate(rw, rt.onSite(r))
	started := rt.Clock.Now()
	_, route := rt.mux.Handler(r)
	if rt.Watch != nil && !isQuiet(r.URL.Path) {
		ctx, end := rt.Watch(r, patternOf(route), here.From(r.Context()).RequestID)
		r = r.WithContext(ctx)
		defer func() { end(rw.code(), rw.bytes) }()
	}
	defer rt.finish(rw, r, started)
	rt.headers(rw, r)
	if err := rt.admit(rw, r); err != nil {
		rt.fail(rw, r, kindOfPath(r.URL.Path), err)
		return
	}
	if rt.preflight(rw, r) || rt.elsewhere(rw, r) {
		return
	}
	if route == "" {
		if path, ok := rt.onPublic(r); ok {
			rt.lead(rw, r, path)
			return
		}
		rt.unrouted(rw, r)
		return
	}
	rt.mux.ServeHTTP(rw, r)
}

// patternOf drops the method of a route's pattern.
func patternOf(route string) string {
	if _, path, found := strings.Cut(route, " "); found {
		return path
	}
	return route
}

// serve makes the handler of one route: limits, guard, handler, error.
func (rt *router) serve(route Route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		setCaching(w, route)
		if route.open() {
			w.Header().Set("Access-Control-Allow-Origin", "*")
		}
		rt.bound(w, r, route)
		admitted, err := route.Guard.Admit(r)
		if route.Guard != Everyone && here.From(r.Context()).Site.Base != "" {
			err = fault.Missing("web.Site") // whoever signs in does so on the public host
		}
		if err == nil {
			if admitted != nil {
				r = admitted
			}
			err = route.Handler(w, r)
		}
		if err != nil {
			rt.fail(w, r, route.Kind, err)
		}
	})
}
