// Package here tells a page where it stands: the address asked for, the public
// address of the site, the number of the request. The router puts it into the
// context; components read it to write links, language switches and absolute
// addresses without being handed them one by one.
package here

import (
	"context"
	"net/url"
	"strings"

	"airial/internal/platform/i18n"
)

// Place is what is known of the request that a page answers.
type Place struct {
	PublicURL string // without a slash at its end: "https://data.example.fr"
	Path      string // without language prefix: "/datasets"
	Query     string // as sent, without "?"
	RequestID string
	Fragment  bool // htmx asks for a part of the page
	// Site is the own host through which the request came; zero on the public
	// one.
	Site Site
}

type key struct{}

// With returns a context that carries the place.
func With(ctx context.Context, p Place) context.Context { return context.WithValue(ctx, key{}, p) }

// From returns the place of the context; without one, the root of nowhere.
func From(ctx context.Context) Place {
	if p, ok := ctx.Value(key{}).(Place); ok {
		return p
	}
	return Place{Path: "/"}
}

// URL makes an absolute address of a path inside the site. It comes from the
// configured public address alone, never from what the request claims, and is
// the same through whatever host a page is read: it is an identifier too.
func URL(ctx context.Context, path string) string { return From(ctx).PublicURL + path }

// Href returns an address as the current page must link to it: one inside the
// site keeps the language that the address of the page fixes. Other addresses,
// assets and addresses that already name a language come back unchanged.
func Href(ctx context.Context, path string) string {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.HasPrefix(path, "/static/") {
		return path
	}
	if _, _, ok := i18n.CutPrefix(path); ok {
		return From(ctx).outward(path)
	}
	return From(ctx).outward(i18n.Path(ctx, path))
}

// outward writes an address as it is under the host of the request: on an own
// host without what that host stands for, and in full where it leads elsewhere.
func (p Place) outward(path string) string {
	if p.Site.Base == "" {
		return path
	}
	if short, ok := p.Site.Short(path); ok {
		return short
	}
	return p.PublicURL + path
}

// In returns the address of the current page in another language.
func In(ctx context.Context, lang i18n.Lang) string {
	p := From(ctx)
	address := p.outward("/" + string(lang) + p.Path)
	if p.Query != "" {
		address += "?" + p.Query
	}
	return address
}

// WithQuery returns the current address with some values of its query
// replaced; an empty value takes the key out. Pages and sort orders live in
// the address this way.
func WithQuery(ctx context.Context, pairs ...string) string {
	p := From(ctx)
	q, err := url.ParseQuery(p.Query)
	if err != nil {
		q = url.Values{}
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			q.Del(pairs[i])
		} else {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	address := Href(ctx, p.Path)
	if enc := q.Encode(); enc != "" {
		address += "?" + enc
	}
	return address
}
