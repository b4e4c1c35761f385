package explore

import (
	"net/http"
	"strconv"
	"time"

	"airial/internal/platform/fault"
	"airial/internal/platform/ident"
	"airial/internal/platform/web"
)

// getFile hands out one of a dataset's files, whole or in ranges.
func (s *Service) getFile(name string) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		const op = "explore.file"
		number := 0
		if text := r.PathValue("number"); text != "" {
			n, err := strconv.Atoi(text)
			if err != nil || n < 1 {
				return fault.Missing(op)
			}
			number = n
		}
		if !ident.Valid(r.PathValue("id")) {
			return fault.Missing(op)
		}
		t, err := s.catalogue.Table(r.Context(), r.PathValue("id"), number)
		if err != nil {
			return err
		}
		file := map[string]File{"original": t.Original, "data.csv": t.CSV, "data.parquet": t.Parquet}[name]
		w.Header().Set("ETag", `"`+file.Digest+`"`)
		w.Header().Set("Access-Control-Allow-Origin", "*")
		content, err := file.Open(r.Context())
		if err != nil {
			return fault.Wrap(op, err)
		}
		defer content.Close()
		web.Attachment(w, file.Name, file.Type)
		http.ServeContent(w, r, "", time.Time{}, content)
		return nil
	}
}
