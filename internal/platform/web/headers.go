package web

import (
	"net/http"
	"strings"

	"github.com/klauspost/compress/gzhttp"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web/here"
)

// csp lets a page load what this server serves, and nothing else, from nobody
// else: no inline script or style, no frame.
const csp = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; " +
	"img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; form-action 'self'; " +
	"base-uri 'none'; frame-ancestors 'none'"

// policy is csp, and on a host of a member's own that with what only the public
// host has: the places of a map, forms that concern all.
func (rt *router) policy(r *http.Request) string {
	if here.From(r.Context()).Site.Base == "" {
		return csp
	}
	return strings.NewReplacer("connect-src 'self'", "connect-src 'self' "+rt.PublicURL, "form-action 'self'", "form-action 'self' "+rt.PublicURL).Replace(csp)
}

// Sandbox is the policy of files that others deposited: whatever they hold, no
// browser runs it.
const Sandbox = "default-src 'none'; sandbox"

func (rt *router) headers(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", rt.policy(r))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	if rt.secure {
		age := "max-age=31536000"
		if here.From(r.Context()).Site.Base == "" { // what lies below another's name is not ours to close
			age += "; includeSubDomains"
		}
		h.Set("Strict-Transport-Security", age)
	}
	h.Set("Content-Language", string(i18n.From(r.Context()).Lang))
}

// setCaching says who may keep the answer: a public page may be kept by anyone
// who asks again before each use, what a guard protects by its reader alone,
// and what a machine asked for likewise. Handlers may say more.
func setCaching(w http.ResponseWriter, route Route) {
	if route.Kind == Download {
		// A packed answer and a plain one would share their strong tag, and a
		// download that is taken up again would mix their bytes.
		w.Header().Set(gzhttp.HeaderNoCompression, "1")
	}
	if route.Guard == Everyone {
		w.Header().Set("Cache-Control", "no-cache")
		return
	}
	w.Header().Set("Cache-Control", "private, no-store")
}

// Attachment sends what follows as a file to keep, never to show: with the
// policy that lets nothing in it run.
func Attachment(w http.ResponseWriter, name, contentType string) {
	h := w.Header()
	h.Set("Content-Type", contentType)
	h.Set("Content-Disposition", disposition(name))
	h.Set("Content-Security-Policy", Sandbox)
	h.Del("Content-Language")
}
