package breach

import (
	"context"
	"net/http"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/ident"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

func (p *Pages) addFile(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	parts, err := r.MultipartReader()
	if err != nil {
		return cutOff(err)
	}
	var face string
	var id string
	if err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		f, one, err := p.own(ctx, tx, r)
		face, id = f.Member.Siren, one
		return err
	}); err != nil {
		return err
	}
	f := form.New()
	added, err := p.takeFile(ctx, id, parts, f)
	switch {
	case fault.Is(err, fault.TooLarge):
		f.Fail("file", fault.Message(err))
		return p.showOne(w, r, fault.Status(err), f)
	case err != nil && refused(f, err):
		return p.showOne(w, r, fault.Status(err), f)
	case err != nil:
		return err
	case added.ID == "":
		f.Fail("file", i18n.T("Choisissez un fichier.", "Choose a file."))
		return p.showOne(w, r, http.StatusUnprocessableEntity, f)
	}
	p.desk.Flash(ctx, ui.Good, i18n.T("La pièce est ajoutée.", "The file is added."))
	return web.Redirect(w, r, Path(face, id))
}

func cutOff(err error) error {
	return &fault.Error{Kind: fault.Invalid, Op: "breach.addFile", Cause: err, Say: i18n.T("L’envoi a été interrompu. Recommencez.", "The upload was cut off. Try again.")}
}

// fileOf is the file of the address, of the member's breach of the address.
func (p *Pages) fileOf(ctx context.Context, tx access.Tx, r *http.Request) (siren, breach string, f File, err error) {
	if !ident.Valid(r.PathValue("file")) {
		return "", "", f, fault.Missing("breach.fileOf")
	}
	face, breach, err := p.own(ctx, tx, r)
	if err == nil {
		_, f, err = file(ctx, tx, breach, r.PathValue("file"))
	}
	return face.Member.Siren, breach, f, err
}

func (p *Pages) sendFile(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var f File
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		_, _, f, err = p.fileOf(ctx, tx, r)
		return err
	})
	if err != nil {
		return err
	}
	return p.send(w, r, f)
}

func (p *Pages) enclose(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	var path string
	err = p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		siren, breach, one, err := p.fileOf(ctx, tx, r)
		if err != nil {
			return err
		}
		path = Path(siren, breach)
		return Enclose(ctx, tx, breach, one.ID, With{CNIL: f.Checked(boxName("to_cnil", one.ID)), People: f.Checked(boxName("to_people", one.ID))})
	})
	if err != nil {
		return err
	}
	p.desk.Flash(ctx, ui.Good, i18n.T("C’est noté\u202f: la fiche et le message nomment les pièces qui les accompagnent.", "It is recorded: the sheet and the message name the files that go with them."))
	return web.Redirect(w, r, path)
}

func (p *Pages) destroyFile(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var siren, breach string
	var f File
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		siren, breach, f, err = p.fileOf(ctx, tx, r)
		return err
	})
	if err == nil {
		err = p.DestroyFile(ctx, access.From(ctx), breach, f.ID)
	}
	if err != nil {
		return err
	}
	p.desk.Flash(ctx, ui.Good, i18n.T("La pièce est détruite. Le dossier dit seulement qu’elle a existé.", "The file is destroyed. The record only says that it was there."))
	return web.Redirect(w, r, Path(siren, breach))
}
