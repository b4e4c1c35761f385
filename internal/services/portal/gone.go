package portal

import (
	"context"
	"net/http"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/ui"
)

// gone answers 410 with a page that says why the dataset is no longer there,
// since when, and what one can do.
func (s *Service) gone(w http.ResponseWriter, r *http.Request, d Shown) error {
	ctx := r.Context()
	title := i18n.Say(ctx, "Ce jeu de données a été retiré", "This dataset was withdrawn")
	if d.Hidden.Erased {
		title = i18n.Say(ctx, "Ce jeu de données a été effacé", "This dataset was erased")
	}
	w.Header().Set("Cache-Control", "no-store")
	shell := s.memberFrame(ctx, ui.Page{Title: title, NoIndex: true}, d.Body, "data")
	return web.RenderStatus(w, r, http.StatusGone, gonePage(shell, title, d))
}

// sentence says who hid the dataset, and when.
func (h Hidden) sentence(ctx context.Context, by string) string {
	if h.Erased {
		return i18n.Sayf(ctx, "%s l’a effacé le %s. Le fichier, ses versions et tout ce qui en avait été tiré sont détruits.",
			"%s erased it on %s. The file, its versions and all that was made of them are destroyed.", by, i18n.Date(ctx, h.At))
	}
	return i18n.Sayf(ctx, "%s l’a retiré de la publication le %s.", "%s withdrew it from publication on %s.", by, i18n.Date(ctx, h.At))
}
