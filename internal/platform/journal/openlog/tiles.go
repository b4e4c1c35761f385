package openlog

import (
	"net/http"
	"strconv"

	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/journal"
	"airial/internal/platform/web"
)

// forever is said of what never changes. A week, not a year: an installation
// restored from a backup begins a new log under the same addresses.
const forever = "public, max-age=604800, immutable"

func (s *Service) checkpoint(w http.ResponseWriter, r *http.Request) error {
	st, err := s.state(r.Context(), nil)
	if err != nil {
		return err
	}
	if st.Public.Size == 0 {
		return fault.New(fault.NotFound, "openlog.checkpoint",
			"Le journal est encore vide\u202f: il n’y a pas de point de contrôle.", "The journal is still empty: there is no checkpoint.")
	}
	machine(w, "text/plain; charset=utf-8")
	if web.Fresh(w, r, st.Public.Note) {
		return nil
	}
	_, _ = w.Write([]byte(st.Public.Note))
	return nil
}

func (s *Service) tile(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	t, ok := journal.ParseTilePath("tile/" + r.PathValue("path"))
	if !ok {
		return fault.Missing("openlog.tile")
	}
	var data []byte
	err := s.p.DB.Read(ctx, func(tx database.Tx) (err error) {
		if t.L == journal.Entries {
			data, err = s.p.Journal.Bundle(ctx, tx, t.N, t.W)
		} else {
			data, err = s.p.Journal.Tile(ctx, tx, t)
		}
		return err
	})
	if err != nil {
		return err
	}
	machine(w, "application/octet-stream")
	w.Header().Set("Cache-Control", forever)
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	_, _ = w.Write(data)
	return nil
}

// machine says what an answer for machines is: also scripts of other sites may
// read it.
func machine(w http.ResponseWriter, mediaType string) {
	h := w.Header()
	h.Set("Content-Type", mediaType)
	h.Set("Access-Control-Allow-Origin", "*")
	h.Del("Content-Language")
	h.Del("Vary")
}
