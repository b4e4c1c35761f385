package redaction

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/jobs"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
	"airial/internal/services/clear/letters"
	"airial/privacy/redact"
)

// Path is the address of the page.
const Path = console.Home + "/redact"

// Parts are what the pages stand on.
type Parts struct {
	Doors  *access.Doors
	Desk   *console.Console
	Vault  Vault
	Reader redact.Reader  // nil where no program reads letters
	Drawer letters.Drawer // nil where no program draws pages
}

// Pages are the pages of this room.
type Pages struct {
	Parts
	reading, using turns
}

// New returns the pages, with their entry in the rail.
func New(p Parts) *Pages {
	p.Desk.Add(console.Entry{Icon: ui.IconEye, Label: i18n.T("Caviarder un document", "Redact a document"), Href: Path, Order: 300})
	return &Pages{Parts: p, reading: make(turns, documentsAtATime), using: make(turns, documentsAtATime)}
}

// Register adds the pages to the list of routes.
func (p *Pages) Register(routes *web.Routes) {
	get, post, one := http.MethodGet, http.MethodPost, Path+"/{id}"
	for _, r := range []web.Route{
		{Method: get, Pattern: Path, Handler: p.start},
		{Method: post, Pattern: Path, Handler: p.receive, MaxBody: MostBytes + 1<<20},
		{Method: get, Pattern: one, Handler: p.show},
		{Method: post, Pattern: one, Handler: p.choose},
		{Method: get, Pattern: one + "/done", Handler: p.done},
		{Method: get, Pattern: one + "/page/{n}", Handler: p.picture},
		{Method: get, Pattern: one + "/copy", Handler: p.copy},
		{Method: get, Pattern: one + "/report", Handler: p.report},
		{Method: post, Pattern: one + "/erase", Handler: p.erase},
	} {
		r.Kind, r.Guard = web.Page, p.Desk.SignedIn()
		routes.Add(r)
	}
}

const jobSweep = "redaction.sweep"

// Handle has documents erased when their time is over.
func Handle(runner *jobs.Runner, doors *access.Doors) {
	runner.Every(jobSweep, jobs.Each(5*time.Minute), func(ctx context.Context, _ jobs.Job) error { return Sweep(ctx, doors) })
}

func titled(ctx context.Context, rest ...string) console.Page {
	title := i18n.Say(ctx, "Caviarder un document", "Redact a document")
	page := console.Page{Title: title}
	if len(rest) > 0 {
		page = console.Page{Title: rest[0], Crumbs: []ui.Link{{Label: title, Href: Path}, {Label: rest[0]}}}
	}
	return page
}

func (p *Pages) start(w http.ResponseWriter, r *http.Request) error {
	return p.showStart(w, r, http.StatusOK, form.New())
}

func (p *Pages) showStart(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	return p.Desk.ShowStatus(w, r, status, titled(r.Context()), startBody(startView{Form: f, Reads: p.Reader != nil, Draws: p.Drawer != nil}))
}

// receive takes a document in.
func (p *Pages) receive(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	refuse := func(say i18n.Text) error {
		f := form.New()
		f.Fail("file", say)
		return p.showStart(w, r, http.StatusUnprocessableEntity, f)
	}
	name, file, err := received(r)
	if err != nil {
		return err
	}
	if len(file) == 0 {
		return refuse(i18n.T("Choisissez un document.", "Choose a document."))
	}
	if len(file) > MostBytes {
		return refuse(i18n.T("Ce document dépasse 25\u00a0Mo.", "This document is larger than 25 MB."))
	}
	m := &memory{inner: p.Reader, known: map[string][]redact.ReadWord{}}
	var d *redact.Document
	err = p.reading.take(ctx, func() (err error) {
		d, err = open(ctx, file, m)
		return err
	})
	if fault.Is(err, fault.Invalid) {
		return refuse(fault.Message(err))
	}
	if err != nil {
		return err
	}
	work := Work{Format: d.Format, secret: secret{Name: name, Read: m.known}}
	err = p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error { return p.begin(ctx, tx, &work, file) })
	if fault.Is(err, fault.Invalid) {
		return refuse(fault.Message(err))
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, Path+"/"+work.ID)
}

// received reads the one file of a form.
func received(r *http.Request) (name string, file []byte, err error) {
	broken := func(err error) error {
		return &fault.Error{Kind: fault.Invalid, Op: "redaction.receive", Cause: err,
			Say: i18n.T("L’envoi a été interrompu. Recommencez.", "The upload was cut off. Try again.")}
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return "", nil, broken(err)
	}
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			return name, file, nil
		}
		if err != nil {
			return "", nil, broken(err)
		}
		if part.FormName() != "file" || part.FileName() == "" {
			continue
		}
		name = part.FileName()
		if file, err = io.ReadAll(io.LimitReader(part, MostBytes+1)); err != nil {
			return "", nil, broken(err)
		}
	}
}

// load gives a work with its document, in its turn.
func (p *Pages) load(r *http.Request) (work Work, d *redact.Document, err error) {
	err = p.using.take(r.Context(), func() (err error) {
		work, _, d, err = p.read(r)
		return err
	})
	return work, d, err
}

// made is a work with its copy.
type made struct {
	work      Work
	file, out []byte
	doc       *redact.Document
	counts    redact.Done
}

// make gives a work with the copy that was chosen, in its turn. opened tells
// that there is a work, and that an error is the copy's.
func (p *Pages) make(r *http.Request) (m made, opened bool, err error) {
	err = p.using.take(r.Context(), func() (err error) {
		if m.work, m.file, m.doc, err = p.read(r); err != nil {
			return err
		}
		opened = true
		m.out, m.counts, err = m.doc.Redact(m.work.chosen(m.doc))
		return explained(err)
	})
	return m, opened, err
}

// read gives a work with its document.
func (p *Pages) read(r *http.Request) (work Work, file []byte, d *redact.Document, err error) {
	ctx := r.Context()
	err = p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if work, err = p.find(ctx, tx, r.PathValue("id")); err == nil {
			file, err = p.file(ctx, tx, work)
		}
		return err
	})
	if err != nil {
		return work, nil, nil, err
	}
	d, err = open(ctx, file, &memory{known: work.Read})
	return work, file, d, err
}

// chosen is what is to be taken out.
func (w *Work) chosen(d *redact.Document) redact.Choice {
	if w.Choice != nil {
		return *w.Choice
	}
	return d.Proposed()
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	work, d, err := p.load(r)
	if err != nil {
		return err
	}
	return p.showWork(w, r, http.StatusOK, work, d, nil)
}

func (p *Pages) showWork(w http.ResponseWriter, r *http.Request, status int, work Work, d *redact.Document, f *form.Form) error {
	ctx := r.Context()
	return p.Desk.ShowStatus(w, r, status, titled(ctx, i18n.Say(ctx, "Ce qui sera retiré", "What will be taken out")), workBody(newWorkView(p, work, d, f)))
}

// choose keeps what was chosen, and goes on to the copy when that is asked for.
func (p *Pages) choose(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	work, d, err := p.load(r)
	if err != nil {
		return err
	}
	choice := readChoice(f, d)
	if f.OK() {
		work.Choice = &choice
		err = p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error { return p.keep(ctx, tx, &work) })
		if err != nil {
			return err
		}
		if f.Raw("act") != "finish" {
			return web.Redirect(w, r, Path+"/"+work.ID)
		}
		err = p.using.take(ctx, func() error {
			_, _, err := d.Redact(choice)
			return err
		})
		if err == nil {
			return web.Redirect(w, r, Path+"/"+work.ID+"/done")
		}
		say, ok := refusal(err)
		if !ok {
			return fault.Wrap("redaction.choose", err)
		}
		f.Fail("", say)
	}
	work.Choice = &choice
	return p.showWork(w, r, http.StatusUnprocessableEntity, work, d, f)
}

func (p *Pages) erase(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	err := p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		work, err := p.find(ctx, tx, r.PathValue("id"))
		if err != nil {
			return err
		}
		return erase(ctx, tx, work.ID)
	})
	if err != nil {
		return err
	}
	p.Desk.Flash(ctx, ui.Good, i18n.T("Le document et sa copie sont effacés du serveur.", "The document and its copy are erased from the server."))
	return web.Redirect(w, r, Path)
}

// picture shows a page, as it is or as it will be.
func (p *Pages) picture(w http.ResponseWriter, r *http.Request) error {
	var out []byte
	kind := "image/png"
	err := p.using.take(r.Context(), func() error {
		work, _, d, err := p.read(r)
		if err != nil {
			return err
		}
		n, err := strconv.Atoi(r.PathValue("n"))
		if err != nil || n < 1 || n > len(d.Pages) || d.Format == redact.PDF && p.Drawer == nil {
			return fault.Missing("redaction.picture")
		}
		choice := redact.Choice{}
		if r.URL.Query().Has("after") {
			choice = work.chosen(d)
		}
		if out, _, err = d.Redact(choice); err != nil {
			return fault.Wrap("redaction.picture", err)
		}
		switch d.Format {
		case redact.JPEG:
			kind = "image/jpeg"
		case redact.PDF:
			out, err = p.Drawer.Draw(r.Context(), out, n)
		}
		return fault.Wrap("redaction.picture", err)
	})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Cache-Control", "private, no-store")
	_, _ = io.Copy(w, bytes.NewReader(out)) // who left is no error of ours
	return nil
}

// copy gives the redacted document, and lets it go soon after.
func (p *Pages) copy(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	m, _, err := p.make(r)
	if err != nil {
		return err
	}
	work := m.work
	err = p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		if soon := tx.Clock().Now().Add(KeptForAfter); soon.Before(work.Expires) {
			work.Expires = soon
		}
		work.Taken = true
		return p.keep(ctx, tx, &work)
	})
	if err != nil {
		return err
	}
	web.Attachment(w, copyName(ctx, work.Name, m.doc.Format), mediaTypes[m.doc.Format])
	w.Header().Set("Cache-Control", "private, no-store")
	_, _ = w.Write(m.out)
	return nil
}

var mediaTypes = map[string]string{redact.PDF: "application/pdf", redact.PNG: "image/png", redact.JPEG: "image/jpeg",
	redact.ODT: "application/vnd.oasis.opendocument.text", redact.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}

// copyName names the copy after the document.
func copyName(ctx context.Context, name, format string) string {
	base := path.Base(strings.ReplaceAll(name, `\`, "/"))
	base = strings.TrimSuffix(base, path.Ext(base))
	if base == "" || base == "." || base == "/" {
		base = "document"
	}
	ext := format
	if format == redact.JPEG {
		ext = "jpg"
	}
	return base + i18n.Say(ctx, "-caviardé.", "-redacted.") + ext
}

func (p *Pages) done(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	m, opened, err := p.make(r)
	if opened && err != nil {
		return web.Redirect(w, r, Path+"/"+m.work.ID) // where it is said what is wrong
	}
	if err != nil {
		return err
	}
	return p.Desk.Show(w, r, titled(ctx, i18n.Say(ctx, "La copie est prête", "The copy is ready")), doneBody(newDoneView(ctx, p, m)))
}

func (p *Pages) report(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	m, _, err := p.make(r)
	if err != nil {
		return err
	}
	web.Attachment(w, i18n.Say(ctx, "rapport-de-caviardage.txt", "redaction-report.txt"), "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "private, no-store")
	_, _ = io.WriteString(w, newDoneView(ctx, p, m).Text(ctx, p.today(ctx)))
	return nil
}
