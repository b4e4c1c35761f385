package display

import (
	"context"
	"net/http"
	"strconv"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/ident"
	"airial/internal/platform/web"
	"airial/internal/platform/web/ui"
)

// mostVersions is how many states the history shows.
const mostVersions = 50

func (p *Pages) history(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var v view
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v, err = p.load(ctx, tx, r); err == nil {
			v.Versions, err = history(ctx, tx, v.ID, mostVersions)
		}
		return err
	})
	if err != nil {
		return err
	}
	title := i18n.Say(ctx, "Ce qui a été montré", "What was shown")
	return p.desk.Show(w, r, v.page(ctx, title, ui.Link{Label: i18n.Say(ctx, "Graphiques de la page", "Charts of the page"), Href: Path(v.ID)}), historyBody(v))
}

func (p *Pages) restore(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	number, err := strconv.Atoi(r.PathValue("number"))
	id := r.PathValue("piece")
	if err != nil || number < 0 || !ident.Valid(id) {
		return fault.Missing("display.restore")
	}
	var done State
	err = p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		done, err = p.Restore(ctx, tx, id, number)
		return err
	})
	if err != nil {
		return err
	}
	p.desk.FlashUndo(ctx, ui.Good, i18n.T("Les graphiques sont de nouveau comme avant.", "The charts are as they were before."), Path(id)+"/history/"+strconv.Itoa(done.Number-1))
	return web.Redirect(w, r, Path(id))
}

// titles are the names of a document's figures, in a row.
func (v view) titles(ctx context.Context, d Document) []string {
	var out []string
	for _, f := range d.Figures {
		name := f.Spec().Name(ctx, v.Table)
		if f.Hidden {
			name += i18n.Say(ctx, " (masqué)", " (hidden)")
		}
		out = append(out, name)
	}
	return out
}
