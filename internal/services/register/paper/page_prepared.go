package paper

import (
	"context"
	"io"
	"net/http"
	"strconv"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/platform/document"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/ident"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

// PreparedPath is the address of a prepared paper.
func PreparedPath(siren, id string) string { return ListPath(siren) + "/prepared/" + id }

// prepare fills a paper in, to be reworded.
func (s *Service) prepare(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var p Prepared
	var face console.Face
	err := s.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		var k Kind
		var a Ask
		if face, k, a, err = s.asked(ctx, tx, r); err == nil {
			p, err = s.Prepare(ctx, tx, k, a)
		}
		return err
	})
	if err != nil {
		return err
	}
	return web.Redirect(w, r, PreparedPath(face.Member.Siren, p.ID))
}

type preparedView struct {
	console.Face
	Paper    Prepared
	Form     *form.Form
	MayWrite bool
	HTML     string
}

func (v preparedView) path() string { return PreparedPath(v.Member.Siren, v.Paper.ID) }

func (s *Service) prepared(ctx context.Context, tx access.Tx, r *http.Request) (v preparedView, err error) {
	id := r.PathValue("prepared")
	if !ident.Valid(id) {
		return v, fault.Missing("paper.prepared")
	}
	if v.Face, err = s.Desk.FaceOf(ctx, tx, r, tab); err != nil {
		return v, err
	}
	if v.Paper, _, err = s.GetPrepared(ctx, tx, v.Member, id); err != nil {
		return v, err
	}
	v.MayWrite, err = tx.Allowed(ctx, access.Register, v.Member.ID)
	return v, err
}

func (s *Service) showPrepared(w http.ResponseWriter, r *http.Request) error {
	return s.writePrepared(w, r, http.StatusOK, nil)
}

func (s *Service) writePrepared(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	ctx := r.Context()
	var v preparedView
	err := s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		v, err = s.prepared(ctx, tx, r)
		return err
	})
	if err != nil {
		return err
	}
	body := v.Paper.Body
	if v.Form = f; f == nil {
		v.Form = form.New("body", body)
	} else {
		body = f.Raw("body")
	}
	v.Form.Set("revision", strconv.FormatInt(v.Paper.Revision, 10))
	d := v.Paper.Document(v.Member)
	d.Blocks = document.Read(body)
	if v.HTML, err = hypertext(d); err != nil {
		return err
	}
	return s.Desk.ShowMember(w, r, status, v.Face, preparedBody(v))
}

// change rewords a draft, issues it or throws it away.
func (s *Service) change(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	do, revision := f.Raw("do"), int64(0)
	if n, err := strconv.ParseInt(f.Raw("revision"), 10, 64); err == nil {
		revision = n
	}
	if do == "preview" {
		return s.writePrepared(w, r, http.StatusOK, f)
	}
	var v preparedView
	err = s.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v, err = s.prepared(ctx, tx, r); err != nil {
			return err
		}
		if do == "drop" {
			return s.Drop(ctx, tx, v.Member, v.Paper.ID, revision)
		}
		v.Paper, err = s.Reword(ctx, tx, v.Member, v.Paper.ID, revision, f.Raw("body"))
		return err
	})
	if err == nil && do == "issue" {
		v.Paper, err = s.Issue(ctx, access.From(ctx), v.Member, v.Paper.ID, v.Paper.Revision)
	}
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) || fault.Is(err, fault.TooLarge) {
		f.Fail("body", fault.Message(err))
		return s.writePrepared(w, r, fault.Status(err), f)
	}
	if err != nil {
		return err
	}
	switch do {
	case "drop":
		s.Desk.Flash(ctx, ui.Good, i18n.T("Le brouillon est jeté.", "The draft is thrown away."))
		return web.Redirect(w, r, ListPath(v.Member.Siren))
	case "issue":
		s.Desk.Flash(ctx, ui.Good, i18n.T("Le document est émis\u202f: il est gardé tel quel, avec sa date et son empreinte.", "The paper is issued: it is kept as it is, with its date and its digest."))
	default:
		s.Desk.Flash(ctx, ui.Good, i18n.T("Le brouillon est enregistré.", "The draft is saved."))
	}
	return web.Redirect(w, r, v.path())
}

// preparedFile is a prepared paper as a file: the PDF of an issued one is the
// very file that was kept.
func (s *Service) preparedFile(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	format := document.Format(r.PathValue("as"))
	if !format.Known() || format == document.HTML {
		return fault.Missing("paper.preparedFile")
	}
	var v preparedView
	err := s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		v, err = s.prepared(ctx, tx, r)
		return err
	})
	if err != nil {
		return err
	}
	name := fileName(Kind{Name: v.Paper.Kind}, Ask{Member: v.Member, Year: v.Paper.Year}, format)
	if v.Paper.State != Issued || format != document.PDF {
		return write(w, v.Paper.Document(v.Member), name, format)
	}
	b, err := s.Files.Open(ctx, v.Member.ID, v.Paper.Digest)
	if err != nil {
		return err
	}
	defer b.Close()
	web.Attachment(w, name, format.Type())
	w.Header().Set("Cache-Control", "no-store")
	_, err = io.Copy(w, b)
	return err
}
