package activity

import (
	"net/http"

	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/ui"
)

// notShown is the answer where a member shows nothing.
func notShown() error {
	return fault.New(fault.NotFound, "activity.public", "Cette collectivité ne publie pas de registre ici. Vous pouvez lui demander de le consulter.",
		"This body publishes no register here. You may ask it to see the register.")
}

func (p *Pages) showPublic(w http.ResponseWriter, r *http.Request, v publicView) error {
	ctx := r.Context()
	title := i18n.Sayf(ctx, "Registre des traitements – %s", "Register of processing – %s", v.Member.Name)
	return web.Render(w, r, p.Frame(ctx, ui.Page{Title: title}, publicBody(v)))
}
