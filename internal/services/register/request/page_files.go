package request

import (
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
	id, err := requestID(r)
	if err != nil {
		return err
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return &fault.Error{Kind: fault.Invalid, Op: "request.addFile", Cause: err, Say: i18n.T("L’envoi a été interrompu. Recommencez.", "The upload was cut off. Try again.")}
	}
	scope, kind := access.From(ctx), FileKind("")
	f := form.New()
	added := false
	for range 10 {
		part, err := parts.NextPart()
		if err != nil {
			break
		}
		if part.FormName() == "kind" {
			b := make([]byte, 20)
			n, _ := part.Read(b)
			kind = FileKind(b[:n])
			continue
		}
		if part.FormName() != "file" || part.FileName() == "" {
			continue
		}
		if _, err = p.AddFile(ctx, scope, id, kind, part.FileName(), part); err != nil {
			if !refused(f, err, fields, "file") {
				return err
			}
			return p.showOne(w, r, fault.Status(err), f)
		}
		added = true
	}
	if !added {
		f.Fail("file", i18n.T("Choisissez un fichier.", "Choose a file."))
		return p.showOne(w, r, http.StatusUnprocessableEntity, f)
	}
	p.desk.Flash(ctx, ui.Good, i18n.T("La pièce est ajoutée.", "The file is added."))
	return web.Redirect(w, r, Path(r.PathValue("siren"), id))
}

func (p *Pages) sendFile(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := requestID(r)
	if err != nil || !ident.Valid(r.PathValue("file")) {
		return ifNil(err, fault.Missing("request.sendFile"))
	}
	var f File
	err = p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		face, err := p.member(ctx, tx, r)
		if err != nil {
			return err
		}
		if _, f, err = file(ctx, tx, id, r.PathValue("file")); err == nil && f.MemberID != face.Member.ID {
			err = fault.Missing("request.sendFile")
		}
		return err
	})
	if err != nil {
		return err
	}
	if f.Digest == "" {
		return fault.New(fault.Gone, "request.sendFile", "Cette pièce a été détruite.", "This file was destroyed.")
	}
	b, err := p.Files.Open(ctx, f.MemberID, f.Digest)
	if err != nil {
		return err
	}
	defer b.Close()
	web.Attachment(w, f.Name, "application/octet-stream")
	w.Header().Set("Cache-Control", "no-store")
	http.ServeContent(w, r, "", f.At, b)
	return nil
}

func (p *Pages) destroyFile(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := requestID(r)
	if err != nil || !ident.Valid(r.PathValue("file")) {
		return ifNil(err, fault.Missing("request.destroyFile"))
	}
	if err := p.DestroyFile(ctx, access.From(ctx), id, r.PathValue("file")); err != nil {
		return err
	}
	p.desk.Flash(ctx, ui.Good, i18n.T("La pièce est détruite. La fiche dit seulement qu’elle a existé.", "The file is destroyed. The record only says that it was there."))
	return web.Redirect(w, r, Path(r.PathValue("siren"), id))
}
