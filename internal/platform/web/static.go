package web

import (
	"bytes"
	"net/http"
	"time"

	assets "airial/web"
)

// Static serves the built assets. An address that holds the digest may be kept
// for ever; a plain name is asked for again each time.
func Static() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f, ok := assets.All().At(r.URL.Path)
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		if !ok {
			w.Header().Set("Cache-Control", "no-cache")
			if f, ok = assets.All().Named(r.URL.Path[len(assets.Prefix):]); !ok {
				http.Error(w, "No such asset. If none is there, run: make build", http.StatusNotFound)
				return
			}
		}
		h := w.Header()
		h.Set("Content-Type", f.Type)
		h.Set("Etag", `W/"`+f.Digest[:18]+`"`)
		h.Del("Content-Language")
		h.Del("Vary")
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(f.Bytes))
	})
}
