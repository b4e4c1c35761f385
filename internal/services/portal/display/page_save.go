package display

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
	"airial/internal/services/portal"
	"airial/internal/services/portal/picture"
)

// save carries out one act on the page, at once: each can be taken back.
func (p *Pages) save(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	verb, place, _ := strings.Cut(f.Raw("do"), ":")
	at, err := strconv.Atoi(place)
	if err != nil {
		at = -1
	}
	base, _ := strconv.Atoi(f.Raw("base"))
	var v view
	var next Document
	var done State
	err = p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v, err = p.load(ctx, tx, r); err != nil {
			return err
		}
		v.Form, v.Editing = f, at
		figure := v.readFigure(f, r)
		if verb == "preview" {
			figure.Title = words(figure.Title)
			one := p.draw(ctx, v.Table, figure, 0, "preview")
			v.Preview = &one
			return nil
		}
		if verb == verbRestored {
			if err := json.Unmarshal([]byte(f.Raw("document")), &next); err != nil {
				return fault.New(fault.Invalid, "display.save", "Cette version ne se lit pas. Refaites votre changement.", "This version cannot be read. Make your change again.")
			}
		} else if next, err = p.from(ctx, tx, v, base).act(v.Table, verb, at, figure); err != nil {
			return err
		}
		done, err = p.Save(ctx, tx, v.ID, base, next)
		return err
	})
	switch {
	case fault.Is(err, fault.Conflict) && v.Public && next.Figures != nil || fault.Is(err, fault.Conflict) && v.Public && next.Automatic:
		return p.overtaken(w, r, next)
	case fault.Is(err, fault.Invalid) && v.ID != "":
		f.Fail("title", fault.Message(err))
		if v.Fields.Columns == nil {
			v.Fields = portal.ChartFormOf(v.Table, picture.Spec{})
		}
		return p.show(w, r, http.StatusUnprocessableEntity, v)
	case err != nil:
		return err
	case verb == "preview":
		return p.show(w, r, http.StatusOK, v)
	}
	p.desk.FlashUndo(ctx, ui.Good, said[verb], Path(v.ID)+"/history/"+strconv.Itoa(done.Number-1))
	return web.Redirect(w, r, Path(v.ID))
}

// said is what was done, as people read it.
var said = map[string]i18n.Text{
	verbAdd:       i18n.T("Graphique ajouté\u202f: le public le voit.", "Chart added: the public sees it."),
	verbSuggested: i18n.T("Graphique ajouté\u202f: le public le voit.", "Chart added: the public sees it."),
	verbChange:    i18n.T("Graphique changé\u202f: le public le voit ainsi.", "Chart changed: the public sees it so."),
	verbUp:        i18n.T("Graphique monté.", "Chart moved up."),
	verbDown:      i18n.T("Graphique descendu.", "Chart moved down."),
	verbHide:      i18n.T("Graphique masqué\u202f: le public ne le voit plus.", "Chart hidden: the public no longer sees it."),
	verbShow:      i18n.T("Graphique montré\u202f: le public le voit.", "Chart shown: the public sees it."),
	verbRemove:    i18n.T("Graphique retiré.", "Chart removed."),
	verbAutomatic: i18n.T("La page montre de nouveau les graphiques proposés.", "The page shows the proposed charts again."),
	verbRestored:  i18n.T("Votre version est enregistrée à la place de l’autre.", "Your version is saved in place of the other."),
}

// from is the document from which a change was made: what stood when the form was
// shown.
func (p *Pages) from(ctx context.Context, tx access.Tx, v view, base int) Document {
	if base != v.State.Number {
		if was, err := at(ctx, tx, v.ID, base); err == nil {
			return was.Document
		}
		return Document{Automatic: true}
	}
	return v.State.Document
}

// overtaken shows what stands now beside what the reader would have saved.
func (p *Pages) overtaken(w http.ResponseWriter, r *http.Request, mine Document) error {
	v, err := p.read(r)
	if err != nil {
		return err
	}
	text, err := json.Marshal(mine)
	if err != nil {
		return fault.Wrap("display.overtaken", err)
	}
	v.Mine, v.MineJSON = &mine, string(text)
	v.fill(Figure{})
	return p.show(w, r, http.StatusConflict, v)
}
