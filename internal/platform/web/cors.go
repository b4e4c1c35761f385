package web

import (
	"net/http"
	"strings"
)

// open tells whether scripts of any page may read the answers of a route: those
// of the interfaces, which know no cookie and answer whoever has no token with
// what is public; and files that everybody may have.
func (r Route) open() bool {
	if r.Method != http.MethodGet || strings.HasPrefix(r.Pattern, "/console") {
		return false
	}
	return r.Kind == API || r.Kind != Page && r.Guard == Everyone
}

// preflight answers the question that a browser asks before a script of another
// page may read with headers of its own (Fetch §4.8).
func (rt *router) preflight(w http.ResponseWriter, r *http.Request) bool {
	if r.Method != http.MethodOptions || r.Header.Get("Access-Control-Request-Method") == "" {
		return false
	}
	read := *r
	read.Method = http.MethodGet
	if _, pattern := rt.mux.Handler(&read); !rt.shared[pattern] {
		return false
	}
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Allow-Methods", "GET, HEAD")
	h.Set("Access-Control-Allow-Headers", "Accept, Accept-Language, Authorization, Content-Type, If-None-Match, Range, X-Requested-With")
	h.Set("Access-Control-Max-Age", "86400")
	w.WriteHeader(http.StatusNoContent)
	return true
}
