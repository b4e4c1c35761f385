package web

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"path"
	"strings"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web/here"
)

type siteKey struct{}

type nowhereKey struct{}

// formerKey holds what was asked for of a host that the site has left.
type formerKey struct{}

// hostsOf are the hosts of addresses, in lower case, with their ports.
func hostsOf(addresses []string) map[string]bool {
	out := map[string]bool{}
	for _, address := range addresses {
		if u, err := url.Parse(address); err == nil && u.Host != "" {
			out[strings.ToLower(u.Host)] = true
		}
	}
	return out
}

// moved leads to the same path of the public address: for good, so that readers,
// catalogues and robots learn it. What was sent is not taken, and told where to.
func (rt *router) moved(w http.ResponseWriter, r *http.Request, uri string) {
	if !strings.HasPrefix(uri, "/") || strings.HasPrefix(uri, "//") { // no path of ours
		uri = "/"
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		rt.fail(w, r, kindOfPath(r.URL.Path), &misdirected{address: rt.PublicURL + uri})
		return
	}
	http.Redirect(w, r, rt.PublicURL+uri, http.StatusPermanentRedirect)
}

// nobodys tells whether a full domain name is neither the public one nor a
// member's. Numbers, and names without a dot, are how machines of the house call
// the server: a proxy, a monitor.
func (rt *router) nobodys(r *http.Request, host string) bool {
	if !rt.Strict || isQuiet(r.URL.Path) {
		return false
	}
	name := bare(host)
	return name != bare(rt.host) && strings.Contains(name, ".") && net.ParseIP(strings.Trim(name, "[]")) == nil && !strings.HasSuffix(name, ".localhost")
}

// bare is a host without its port.
func bare(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.TrimSuffix(host, ".")
}

// onSite notes through which host of its own a part of the site was asked for.
// The name that a request claims is looked up, and never written anywhere.
func (rt *router) onSite(r *http.Request) *http.Request {
	host := strings.ToLower(r.Host)
	if rt.former[host] && host != rt.host && !isQuiet(r.URL.Path) {
		return r.WithContext(context.WithValue(r.Context(), formerKey{}, r.URL.RequestURI()))
	}
	if rt.Sites == nil || host == rt.host || host == "" {
		return r
	}
	site, ok := rt.Sites(r.Context(), host)
	if !ok && rt.nobodys(r, host) {
		site, ok = here.Nowhere(rt.PublicURL), true
		r = r.WithContext(context.WithValue(r.Context(), nowhereKey{}, true))
	}
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

// misdirected is what is asked of the wrong host, and cannot be led to the right
// one: 421 (RFC 9110 §15.5.20).
type misdirected struct {
	address string // where it is
	unknown bool   // the name is nobody's
}

func (m *misdirected) Error() string { return fmt.Sprintf("web: served at %s, not here", m.address) }

func (m *misdirected) words() (title, message i18n.Text) {
	if m.unknown {
		return i18n.T("Aucun portail ne porte ce nom", "No portal has this name"),
			i18n.T("Ce nom mène à notre serveur, et aucun portail ne le porte ici. Les données publiques sont à l’adresse %[1]s. Si ce nom est celui de votre collectivité\u202f: dans la console, l’onglet Portail, Nom de domaine, dit ce qui manque.",
				"This name leads to our server, and no portal has it here. The public data are at %[1]s. If the name is your organisation’s: in the console, the tab Portal, Domain name, says what is missing.", m.address)
	}
	return i18n.T("Cette adresse est celle d’un autre hôte", "This address is another host’s"),
		i18n.T("Rien n’a été pris en compte\u202f: ce nom de domaine ne sert que les pages publiques. Envoyez la demande à %[1]s.",
			"Nothing was taken into account: this domain name serves public pages alone. Send the request to %[1]s.", m.address)
}

// elsewhere answers what was asked of a host that does not have it: it leads to
// where the address really is, on the public host or here without what the host
// stands for, or says so where a redirection would lose what was sent.
func (rt *router) elsewhere(w http.ResponseWriter, r *http.Request) bool {
	ctx := r.Context()
	if uri, former := ctx.Value(formerKey{}).(string); former {
		rt.moved(w, r, uri)
		return true
	}
	if unknown, _ := ctx.Value(nowhereKey{}).(bool); unknown && !here.Shared(r.URL.Path) {
		rt.fail(w, r, kindOfPath(r.URL.Path), &misdirected{rt.PublicURL, true})
		return true
	}
	if away, _ := ctx.Value(awayKey{}).(bool); !away {
		return false
	}
	rt.lead(w, r, here.From(ctx).Path)
	return true
}

// lead sends a reader to a path of the public host, or to the same part of the
// site under its own.
func (rt *router) lead(w http.ResponseWriter, r *http.Request, path string) {
	at := here.From(r.Context())
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
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		rt.fail(w, r, kindOfPath(r.URL.Path), &misdirected{address: to})
		return
	}
	w.Header().Set("Cache-Control", "no-cache")
	w.Header().Set("Access-Control-Allow-Origin", "*") // a script follows to where the answer is
	http.Redirect(w, r, to, status)
}

// onPublic is the path as it was asked for on an own host, when it is not there
// and the public host has it: "/stories", "/datasets/ID/data.csv".
func (rt *router) onPublic(r *http.Request) (string, bool) {
	at := here.From(r.Context())
	if at.Site.Base == "" {
		return "", false
	}
	short, below := strings.CutPrefix(at.Path, at.Site.Under)
	if !below || short == "" || path.Clean(short) != short {
		return "", false
	}
	u := *r.URL
	u.Path, u.RawPath = short, ""
	_, route := rt.mux.Handler(&http.Request{Method: http.MethodGet, URL: &u, Host: r.Host})
	return short, route != ""
}
