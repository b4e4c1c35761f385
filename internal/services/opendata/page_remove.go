package opendata

import (
	"context"
	"net/http"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/text"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

// maxNote is the longest note beside the reason of a withdrawal, in characters.
const maxNote = 500

// readReason reads why something is withdrawn.
func readReason(f *form.Form) (reason, note string) {
	reason, note = f.Raw("reason"), f.Long("note", maxNote)
	if _, ok := ReasonOf(reason); !ok {
		f.Fail("reason", i18n.T("Choisissez la raison du retrait.", "Choose the reason of the withdrawal."))
	}
	if reason == "other" && note == "" {
		f.Fail("note", i18n.T("Dites en une phrase pourquoi vous retirez ce jeu de données.", "Say in a sentence why you withdraw this dataset."))
	}
	return reason, note
}

// removalView is a dataset that is about to be withdrawn or erased.
type removalView struct {
	Dataset  Dataset
	Form     *form.Form
	Versions int
	Edition  Edition // the one that the public sees; zero for none
}

// removal finds the dataset of the address, if the scope may remove it.
func (p *Pages) removal(r *http.Request, right access.Right) (removalView, error) {
	ctx := r.Context()
	v := removalView{Form: form.New()}
	id, err := pieceOf(r)
	if err != nil {
		return v, err
	}
	err = p.doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v.Dataset, err = p.own(ctx, tx, id, right); err != nil {
			return err
		}
		return tx.QueryRow(ctx, `select latest from piece where id = $1`, id).Scan(&v.Versions)
	})
	return v, err
}

func (p *Pages) askWithdraw(w http.ResponseWriter, r *http.Request) error {
	v, err := p.removal(r, access.Withdraw)
	if err != nil {
		return err
	}
	return p.showWithdraw(w, r, http.StatusOK, v)
}

func (p *Pages) showWithdraw(w http.ResponseWriter, r *http.Request, status int, v removalView) error {
	ctx := r.Context()
	title := i18n.Say(ctx, "Retirer de la publication", "Withdraw from publication")
	return p.desk.ShowStatus(w, r, status, console.Page{Title: title, Crumbs: v.crumbs(ctx, title)}, withdrawBody(v))
}

func (v removalView) crumbs(ctx context.Context, title string) []ui.Link {
	return crumbs(ctx, ui.Link{Label: v.Dataset.Title, Href: piecePath(v.Dataset.ID)}, ui.Link{Label: title})
}

func (p *Pages) withdraw(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v, err := p.removal(r, access.Withdraw)
	if err != nil {
		return err
	}
	if v.Form, err = form.Parse(r); err != nil {
		return err
	}
	reason, note := readReason(v.Form)
	if v.Form.OK() {
		err = p.doors.Write(ctx, access.From(ctx), func(tx access.Tx) error { return p.Withdraw(ctx, tx, v.Dataset.ID, reason, note) })
		if fault.Is(err, fault.Invalid) {
			v.Form.Fail("note", fault.Message(err))
			err = nil
		}
	}
	if err != nil {
		return p.changed(w, r, v.Dataset.ID, err)
	}
	if !v.Form.OK() {
		return p.showWithdraw(w, r, http.StatusUnprocessableEntity, v)
	}
	p.desk.FlashUndo(ctx, ui.Good, i18n.T("Retiré. Le public ne voit plus ce jeu de données.", "Withdrawn. The public no longer sees this dataset."),
		piecePath(v.Dataset.ID)+"/restore")
	return web.Redirect(w, r, piecePath(v.Dataset.ID))
}

// restore brings a withdrawn dataset back.
func (p *Pages) restore(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := pieceOf(r)
	if err != nil {
		return err
	}
	err = p.doors.Write(ctx, access.From(ctx), func(tx access.Tx) error { return p.Restore(ctx, tx, id) })
	if err != nil {
		return p.changed(w, r, id, err)
	}
	p.desk.Flash(ctx, ui.Good, i18n.T("Rétabli. Ce qui était public l’est de nouveau.", "Brought back. What was public is so again."))
	return web.Redirect(w, r, piecePath(id))
}

func (p *Pages) askErase(w http.ResponseWriter, r *http.Request) error {
	v, err := p.removal(r, access.Erase)
	if err != nil {
		return err
	}
	return p.showErase(w, r, http.StatusOK, v)
}

func (p *Pages) showErase(w http.ResponseWriter, r *http.Request, status int, v removalView) error {
	ctx := r.Context()
	title := i18n.Say(ctx, "Effacer pour données personnelles", "Erase for personal data")
	return p.desk.ShowStatus(w, r, status, console.Page{Title: title, Crumbs: v.crumbs(ctx, title)}, eraseBody(v))
}

// erase destroys a dataset, once its title was typed.
func (p *Pages) erase(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v, err := p.removal(r, access.Erase)
	if err != nil {
		return err
	}
	if v.Form, err = form.Parse(r); err != nil {
		return err
	}
	// Accents, case and kinds of blank are not what is tested here.
	if text.Fold(v.Form.Raw("title")) != text.Fold(v.Dataset.Title) || strings.TrimSpace(v.Form.Raw("title")) == "" {
		v.Form.Fail("title", i18n.T("Recopiez le titre tel qu’il est écrit au-dessus.", "Copy the title as it is written above."))
		return p.showErase(w, r, http.StatusUnprocessableEntity, v)
	}
	if err := p.Erase(ctx, access.From(ctx), v.Dataset.ID); err != nil {
		return err
	}
	p.desk.Flash(ctx, ui.Good, i18n.T("Effacé. Le journal garde qui l’a fait et quand, et rien de ce qui a été effacé.",
		"Erased. The journal keeps who did it and when, and nothing of what was erased."))
	return web.Redirect(w, r, listPath)
}
