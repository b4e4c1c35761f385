package web

import (
	"context"
	"net/http"
	"strings"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web/here"
)

type siteKey struct{}

// onSite notes through which host of its own a part of the site was asked for.
// The name that a request claims is looked up, and never written anywhere.
func (rt *router) onSite(r *http.Request) *http.Request {
	host := strings.ToLower(r.Host)
	if rt.Sites == nil || host == rt.host || host == "" {
		return r
	}
	site, ok := rt.Sites(r.Context(), host)
	if !ok {
		return r
	}
	return r.WithContext(context.WithValue(r.Context(), siteKey{}, site))
}

// central are the addresses that only the public host has, whatever part of the
// site a page belongs to.
var central = []string{"/console", "/api", "/p", "/members", "/schemas", "/journal", "/check"}

func onPublicHost(path string) bool {
	for _, one := range central {
		if path == one || strings.HasPrefix(path, one+"/") {
			return true
		}
	}
	return false
}

type awayKey struct{}

// elsewhere leads from an own host to where an address really is: on the public
// host, or here without what the host stands for.
func (rt *router) elsewhere(w http.ResponseWriter, r *http.Request) bool {
	if away, _ := r.Context().Value(awayKey{}).(bool); !away || r.Method != http.MethodGet && r.Method != http.MethodHead {
		return false
	}
	at := here.From(r.Context())
	path := at.Path
	if l := i18n.From(r.Context()); l.Fixed {
		path = "/" + string(l.Lang) + path
	}
	to, status := rt.PublicURL+path, http.StatusTemporaryRedirect
	if short, ok := at.Site.Short(path); ok {
		to, status = at.Site.Base+short, http.StatusPermanentRedirect
	}
	if at.Query != "" {
		to += "?" + at.Query
	}
	w.Header().Set("Cache-Control", "no-cache")
	http.Redirect(w, r, to, status)
	return true
}
