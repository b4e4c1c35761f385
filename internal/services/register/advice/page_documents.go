package advice

import (
	"io"
	"net/http"
	"path"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/post"
)

type documentsView struct {
	Documents []Document
	Officer   bool
	Form      *form.Form
}

func (s *Service) documents(w http.ResponseWriter, r *http.Request) error {
	return s.showDocuments(w, r, http.StatusOK, nil)
}

func (s *Service) showDocuments(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	ctx := r.Context()
	scope := access.From(ctx)
	v := documentsView{Form: f, Officer: officer(scope)}
	fresh := 0
	err := s.Doors.Read(ctx, scope, func(tx access.Tx) (err error) {
		if v.Documents, err = Documents(ctx, tx); err == nil {
			fresh, err = countNew(ctx, tx)
		}
		return err
	})
	if err == nil && fresh > 0 {
		err = s.Doors.Write(ctx, scope, func(tx access.Tx) error { return Seen(ctx, tx) })
	}
	if err != nil {
		return err
	}
	return s.Desk.ShowStatus(w, r, status, console.Page{Title: i18n.Say(ctx, "Espace documentaire", "Document space")}, documentsBody(v))
}

func (s *Service) star(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := s.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error { return Star(ctx, tx, r.PathValue("document")) }); err != nil {
		return err
	}
	return web.Redirect(w, r, documentsPath)
}

func (s *Service) file(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var d Document
	err := s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if d, err = document(ctx, tx, r.PathValue("document")); err == nil && d.Digest == "" {
			err = fault.Missing("advice.file")
		}
		return err
	})
	if err != nil {
		return err
	}
	b, err := s.Files.Open(ctx, d.MemberID, d.Digest)
	if err != nil {
		return err
	}
	defer b.Close()
	web.Attachment(w, d.FileName, "application/octet-stream")
	http.ServeContent(w, r, "", d.At, b)
	return nil
}

// share takes a document in: what is said of it, then its file.
func (s *Service) share(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	scope := access.From(ctx)
	parts, err := r.MultipartReader()
	if err != nil {
		return &fault.Error{Kind: fault.Invalid, Op: "advice.share", Cause: err, Say: i18n.T("L’envoi a été interrompu. Recommencez.", "The upload was cut off. Try again.")}
	}
	var operator organisation.Member
	if err := s.Doors.Read(ctx, scope, func(tx access.Tx) (err error) { operator, err = organisation.Operator(ctx, tx); return err }); err != nil {
		return err
	}
	f, d := form.New(), Document{}
	for range 20 {
		part, err := parts.NextPart()
		if err != nil {
			break
		}
		if part.FileName() == "" {
			b, _ := io.ReadAll(io.LimitReader(part, 4*MaxWords))
			f.Set(part.FormName(), string(b))
			continue
		}
		body := &io.LimitedReader{R: part, N: maxFile + 1}
		ref, err := s.Files.Put(ctx, operator.ID, body)
		if err != nil {
			return err
		}
		if ref.Size > maxFile {
			f.Fail("file", i18n.T("Ce fichier dépasse 20\u00a0Mo.", "This file is larger than 20 MB."))
			break
		}
		if ref.Size > 0 {
			d.Digest, d.Size, d.FileName = ref.Digest, ref.Size, path.Base(strings.ReplaceAll(part.FileName(), `\`, "/"))
		}
	}
	d.Title, d.Category, d.Words, d.Link, d.Pinned = f.Text("title", 200), f.Text("category", 20), f.Long("words", 1000), f.Text("link", 500), f.Checked("pinned")
	if f.OK() {
		err = s.Doors.Write(ctx, scope, func(tx access.Tx) (err error) {
			if d, err = s.Share(ctx, tx, d); err != nil || !f.Checked("notify") {
				return err
			}
			return s.Post.TellAll(ctx, tx, post.Letter{Path: documentsPath, Subject: i18n.T("Un nouveau document de votre DPO", "A new document of your DPO"),
				Text: i18n.T("Bonjour,\n\nLe délégué à la protection des données a ajouté un document à l’espace documentaire\u202f: «\u00a0%[1]s\u00a0».",
					"Hello,\n\nThe data-protection officer has added a document to the document space: “%[1]s”.", d.Title)})
		})
		if e, ok := err.(*fault.Error); ok && fault.Is(err, fault.Invalid) {
			f.Fail(strings.TrimPrefix(e.Op, "advice."), e.Say)
		} else if err != nil {
			return err
		}
	}
	if !f.OK() {
		return s.showDocuments(w, r, http.StatusUnprocessableEntity, f)
	}
	s.Desk.Flash(ctx, ui.Good, i18n.T("Le document est partagé avec toutes les collectivités.", "The document is shared with all bodies."))
	return web.Redirect(w, r, documentsPath)
}

func (s *Service) remove(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var d Document
	err := s.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		d, err = s.Remove(ctx, tx, r.PathValue("document"))
		return err
	})
	if err == nil && d.Digest != "" {
		err = s.Files.Destroy(ctx, d.MemberID, []string{d.Digest})
	}
	if err != nil {
		return err
	}
	s.Desk.Flash(ctx, ui.Good, i18n.T("Le document est retiré.", "The document is removed."))
	return web.Redirect(w, r, documentsPath)
}
