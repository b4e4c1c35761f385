package portal

import (
	"net/http"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
)

func (s *Service) about(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	head := ui.Page{Title: i18n.Say(ctx, "À propos de ce site", "About this site")}
	return show(w, r, aboutPage(s, s.frame(ctx, head, "about")))
}
