package web

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"

	assets "airial/web"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web/here"
)

// Fresh gives the answer a tag made of parts that are cheap to know (version,
// instant of the last change) and tells whether the caller already has that
// answer; it has then been answered 304. The language, the build of the
// assets and the host of a member's own are part of the tag, for pages show all.
func Fresh(w http.ResponseWriter, r *http.Request, parts ...string) bool {
	sum := sha256.Sum256([]byte(strings.Join(append(parts, r.URL.RawQuery, string(i18n.From(r.Context()).Lang),
		assets.Digest(), r.Header.Get("HX-Request"), here.From(r.Context()).Site.Base), "\x00")))
	tag := `W/"` + hex.EncodeToString(sum[:9]) + `"`
	w.Header().Set("Etag", tag)
	if !matches(r.Header.Get("If-None-Match"), tag) {
		return false
	}
	w.WriteHeader(http.StatusNotModified)
	return true
}

// matches compares tags weakly (RFC 9110 §13.1.2).
func matches(header, tag string) bool {
	for one := range strings.SplitSeq(header, ",") {
		one = strings.TrimSpace(one)
		if one == "*" || strings.TrimPrefix(one, "W/") == strings.TrimPrefix(tag, "W/") {
			return true
		}
	}
	return false
}
