package counter

import (
	"net/http"
	"path"
	"strings"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
)

// late is an answer whose head goes out with its first bytes: until then an
// error is an error.
type late struct {
	w     http.ResponseWriter
	name  string
	begun bool
}

func (l *late) Write(b []byte) (int, error) {
	if !l.begun {
		l.begun = true
		_ = http.NewResponseController(l.w).EnableFullDuplex()
		web.Attachment(l.w, l.name, "text/csv; charset=utf-8")
		l.w.Header().Set("Cache-Control", "no-store")
	}
	return l.w.Write(b)
}

// mendedName is the name of the mended table of a file.
func mendedName(file string, lang i18n.Lang) string {
	base := strings.TrimSuffix(file, path.Ext(file))
	if base == "" {
		base = i18n.T("tableau", "table").In(lang)
	}
	return base + i18n.T("-corrige", "-mended").In(lang) + ".csv"
}
