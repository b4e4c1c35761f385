package paper

import (
	"bytes"
	"context"
	"net/http"
	"strconv"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/platform/document"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/ui"
)

const (
	tab     = "rgpd"
	pattern = console.MemberPattern + "/rgpd/papers"
	// OperatorPath is the address of the operator's templates.
	OperatorPath = console.Home + "/operator/rgpd/papers"
)

// ListPath is the address of a member's papers.
func ListPath(siren string) string { return console.MemberPath(siren) + "/rgpd/papers" }

// Path is the address of a paper: of a thing of the member, or of the member
// itself where subject is "".
func Path(siren, kind, subject string) string {
	p := ListPath(siren) + "/" + kind
	if subject != "" {
		p += "?of=" + subject
	}
	return p
}

// FilePath is the address of its file.
func FilePath(siren, kind, subject string, f document.Format) string {
	p := ListPath(siren) + "/" + kind + "/" + string(f)
	if subject != "" {
		p += "?of=" + subject
	}
	return p
}

// Register adds the pages to the list of routes, and their entries to the
// console.
func (s *Service) Register(routes *web.Routes) {
	s.operatorRoutes(routes)
	anyone := s.Desk.SignedIn()
	get := http.MethodGet
	for _, r := range []web.Route{
		{Method: get, Pattern: pattern, Guard: anyone, Handler: s.list},
		{Method: get, Pattern: pattern + "/{paper}", Guard: anyone, Handler: s.show},
		{Method: http.MethodPost, Pattern: pattern + "/{paper}", Guard: anyone, Handler: s.prepare},
		{Method: get, Pattern: pattern + "/prepared/{prepared}", Guard: anyone, Handler: s.showPrepared},
		{Method: http.MethodPost, Pattern: pattern + "/prepared/{prepared}", Guard: anyone, Handler: s.change, MaxBody: 4 << 20},
		{Method: get, Pattern: pattern + "/prepared/{prepared}/{as}", Guard: anyone, Handler: s.preparedFile, Kind: web.Download},
		{Method: get, Pattern: pattern + "/{paper}/{as}", Guard: anyone, Handler: s.take, Kind: web.Download},
	} {
		if r.Kind == "" {
			r.Kind = web.Page
		}
		routes.Add(r)
	}
}

func lang(ctx context.Context) i18n.Lang { return i18n.From(ctx).Lang }

// asked is the paper that an address asks for, at its member.
func (s *Service) asked(ctx context.Context, tx access.Tx, r *http.Request) (face console.Face, k Kind, a Ask, err error) {
	if face, err = s.Desk.FaceOf(ctx, tx, r, tab); err != nil {
		return face, k, a, err
	}
	if k, err = s.Kind(r.PathValue("paper")); err != nil {
		return face, k, a, err
	}
	q := r.URL.Query()
	a = Ask{Member: face.Member, Subject: q.Get("of"), Lang: k.in(langOf(ctx, q.Get("lang")))}
	if k.Yearly {
		a.Year = yearOf(q.Get("year"), i18n.Local(tx.Clock().Now()).Year())
	}
	return face, k, a, k.may(ctx, tx, a)
}

// firstYear is when the GDPR began to apply.
const firstYear = 2018

// yearOf reads a year of a report; anything else is the present one.
func yearOf(s string, now int) int {
	if n, err := strconv.Atoi(s); err == nil && n >= firstYear && n <= now {
		return n
	}
	return now
}

func langOf(ctx context.Context, s string) i18n.Lang {
	switch l := i18n.Lang(s); l {
	case i18n.French, i18n.English:
		return l
	}
	return lang(ctx)
}

type listView struct {
	console.Face
	Kinds    []Kind
	Prepared []Prepared
}

// list shows the papers of a member.
func (s *Service) list(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var v listView
	err := s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v.Face, err = s.Desk.FaceOf(ctx, tx, r, tab); err != nil {
			return err
		}
		if v.Kinds, err = s.kindsOf(ctx, tx, Ask{Member: v.Member}); err != nil {
			return err
		}
		v.Prepared, err = s.PreparedOf(ctx, tx, v.Member, "")
		return err
	})
	if err != nil {
		return err
	}
	return s.Desk.ShowMember(w, r, http.StatusOK, v.Face, listBody(v))
}

// kindsOf are the papers that the scope takes of a member.
func (s *Service) kindsOf(ctx context.Context, tx access.Tx, a Ask) ([]Kind, error) {
	var out []Kind
	for _, k := range s.Kinds {
		err := k.may(ctx, tx, a)
		switch {
		case fault.Is(err, fault.NotFound) || fault.Is(err, fault.Forbidden):
		case err != nil:
			return nil, err
		default:
			out = append(out, k)
		}
	}
	return out, nil
}

type showView struct {
	console.Face
	Kind     Kind
	Ask      Ask
	Subjects []Subject // when the address names none
	HTML     string
	MayWrite bool
	Years    []int // of a yearly paper, the latest first
}

// show is a paper as a page, to be read and printed; where the address names
// nothing of which to make it, what there is.
func (s *Service) show(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var v showView
	err := s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v.Face, v.Kind, v.Ask, err = s.asked(ctx, tx, r); err != nil {
			return err
		}
		if v.Kind.Subjects != nil && v.Ask.Subject == "" {
			v.Subjects, err = v.Kind.Subjects(ctx, tx, v.Member)
			return err
		}
		if v.MayWrite, err = tx.Allowed(ctx, access.Register, v.Member.ID); err != nil {
			return err
		}
		m, err := s.Take(ctx, tx, v.Kind, v.Ask)
		if err != nil {
			return err
		}
		if v.Kind.Yearly {
			for y := i18n.Local(m.At).Year(); y >= firstYear; y-- {
				v.Years = append(v.Years, y)
			}
		}
		v.HTML, err = hypertext(m.Document())
		return err
	})
	if err != nil {
		return err
	}
	if v.HTML == "" {
		return s.Desk.ShowMember(w, r, http.StatusOK, v.Face, subjectsBody(v))
	}
	return s.Desk.ShowMember(w, r, http.StatusOK, v.Face, showBody(v))
}

// hypertext is a document as part of a page, whose headings stand below the
// page's own two.
func hypertext(d *document.Document) (string, error) {
	var b bytes.Buffer
	d.Blocks = d.Blocks.Below(2)
	err := d.Write(&b, document.HTML)
	return b.String(), err
}

// take answers with the file of a paper.
func (s *Service) take(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	format := document.Format(r.PathValue("as"))
	if !format.Known() || format == document.HTML {
		return fault.Missing("paper.take")
	}
	var m Made
	err := s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		_, k, a, err := s.asked(ctx, tx, r)
		if err == nil {
			m, err = s.Take(ctx, tx, k, a)
		}
		return err
	})
	if err != nil {
		return err
	}
	return write(w, m.Document(), m.FileName(format), format)
}

// write answers with a file, or with the error that kept it from being made.
func write(w http.ResponseWriter, d *document.Document, name string, f document.Format) error {
	var b bytes.Buffer
	if err := d.Write(&b, f); err != nil {
		return err
	}
	web.Attachment(w, name, f.Type())
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Length", strconv.Itoa(b.Len()))
	_, err := b.WriteTo(w)
	return err
}

// formats are the links to the files of a paper.
func formats(v showView, subject string) []ui.Action {
	var out []ui.Action
	for _, f := range document.Formats {
		out = append(out, ui.Action{Label: upper(f), Icon: ui.IconDownload, Weight: ui.Quiet, Href: FilePath(v.Member.Siren, v.Kind.Name, subject, f) + v.more(subject)})
	}
	return out
}
