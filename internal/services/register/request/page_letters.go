package request

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

type lettersView struct {
	Templates []Template
	Wrong     string     // the letter that was refused
	Theirs    bool       // for somebody else has written it meanwhile
	Form      *form.Form // what was typed for it
}

// seen names a letter as it is, so that a form can say from which it began.
func seen(body string) string {
	sum := sha256.Sum256([]byte(body))
	return hex.EncodeToString(sum[:8])
}

func (p *Pages) letters(w http.ResponseWriter, r *http.Request) error {
	return p.showLetters(w, r, http.StatusOK, lettersView{})
}

func (p *Pages) showLetters(w http.ResponseWriter, r *http.Request, status int, v lettersView) error {
	ctx := r.Context()
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		v.Templates, err = Templates(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	title := i18n.Say(ctx, "Modèles de réponse", "Answer templates")
	crumbs := []ui.Link{{Label: i18n.Say(ctx, "Demandes de droits", "Rights requests"), Href: operatorPath}, {Label: title}}
	if !access.From(ctx).Has(access.ProtectionOfficer) {
		crumbs[0].Href = ""
	}
	return p.desk.ShowStatus(w, r, status, console.Page{Title: title, Crumbs: crumbs}, lettersBody(v))
}

func (p *Pages) setLetter(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	id, body := r.PathValue("letter"), f.Long("body-"+r.PathValue("letter"), maxWords)
	if f.Raw("do") == "default" {
		body = ""
	}
	if f.OK() {
		err = p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
			now, err := Templates(ctx, tx)
			if err != nil {
				return err
			}
			for _, t := range now {
				if was := f.Raw("seen"); t.ID == id && was != "" && was != seen(t.Body) {
					return fault.New(fault.Conflict, "request.setLetter", "Ce modèle a été modifié entre-temps.", "This template was changed in the meantime.")
				}
			}
			return SetTemplate(ctx, tx, id, body)
		})
		if fault.Is(err, fault.Conflict) {
			return p.showLetters(w, r, http.StatusConflict, lettersView{Wrong: id, Form: f, Theirs: true})
		}
		if fault.Is(err, fault.Invalid) {
			f.Fail("body-"+id, fault.Message(err))
		} else if err != nil {
			return err
		}
	}
	if !f.OK() {
		return p.showLetters(w, r, http.StatusUnprocessableEntity, lettersView{Wrong: id, Form: f})
	}
	p.desk.Flash(ctx, ui.Good, i18n.T("Le modèle est enregistré, pour toutes les collectivités.", "The template is kept, for all bodies."))
	return web.Redirect(w, r, lettersPath)
}
