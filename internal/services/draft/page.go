package draft

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/ident"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

// The addresses of this room's pages.
const (
	listPath     = console.Home + "/drafts"
	newPath      = listPath + "/new"
	templatePath = listPath + "/template"
	correctPath  = listPath + "/correct"
)

// Where other rooms lead to: NewPath to begin a table from its schema,
// CorrectPath to post the "piece" and the "number" of a version to correct.
const (
	NewPath     = newPath
	CorrectPath = correctPath
)

// Path is that of a draft.
func Path(id string) string { return listPath + "/" + id }

func draftPath(id string) string { return Path(id) }

// EvidencePath is that of the list of corrections that made a version.
func EvidencePath(version string) string { return listPath + "/corrections/" + version }

// Pages are the pages where tables are written.
type Pages struct {
	*Service
	desk  *console.Console
	piece func(id string) string
}

// Pages dresses the room for the console; piece leads to a dataset.
func (s *Service) Pages(desk *console.Console, piece func(id string) string) *Pages {
	return &Pages{s, desk, piece}
}

// mostBody bounds what a grid or a paste sends, in bytes.
const mostBody = 8 << 20

// Register adds the pages to the list of routes.
func (p *Pages) Register(routes *web.Routes) {
	const one = listPath + "/{draft}"
	get, post := http.MethodGet, http.MethodPost
	for _, r := range []web.Route{
		{Method: get, Pattern: newPath, Handler: p.askNew},
		{Method: post, Pattern: newPath, Handler: p.start},
		{Method: get, Pattern: templatePath, Handler: p.template, Kind: web.Download},
		{Method: post, Pattern: correctPath, Handler: p.correct},
		{Method: get, Pattern: one, Handler: p.draft},
		{Method: post, Pattern: one + "/rules", Handler: p.accept},
		{Method: post, Pattern: one + "/cells", Handler: p.cells, MaxBody: mostBody},
		{Method: post, Pattern: one + "/paste", Handler: p.paste, MaxBody: mostBody},
		{Method: post, Pattern: one + "/undo", Handler: p.undo},
		{Method: post, Pattern: one + "/rows", Handler: p.addRows},
		{Method: post, Pattern: one + "/recheck", Handler: p.recheck},
		{Method: post, Pattern: one + "/deposit", Handler: p.deposit},
		{Method: post, Pattern: one + "/abandon", Handler: p.abandon},
		{Method: get, Pattern: listPath + "/corrections/{version}", Handler: p.evidence, Kind: web.Download},
	} {
		r.Guard = p.desk.SignedIn()
		if r.Kind == "" {
			r.Kind = web.Page
		}
		routes.Add(r)
	}
}

func idOf(r *http.Request) (string, error) {
	id := r.PathValue("draft")
	if !ident.Valid(id) {
		return "", fault.Missing("draft.page")
	}
	return id, nil
}

// posted reads what is sent to a draft.
func posted(r *http.Request) (id string, f *form.Form, err error) {
	if id, err = idOf(r); err == nil {
		f, err = form.Parse(r)
	}
	return id, f, err
}

// act does something to the draft of the address, then leads back to it.
func (p *Pages) act(w http.ResponseWriter, r *http.Request, do func(ctx context.Context, id string, f *form.Form) error) error {
	ctx := r.Context()
	id, f, err := posted(r)
	if err != nil {
		return err
	}
	if err := do(ctx, id, f); err != nil {
		return p.told(w, r, id, f, err)
	}
	return web.Redirect(w, r, back(id, f))
}

// back leads to the part of the draft where a form was sent from.
func back(id string, f *form.Form) string {
	q := url.Values{}
	for _, name := range []string{"page", "row", "all"} {
		if v := f.Raw(name); v != "" && v != "0" && v != "1" || name == "all" && v == "1" {
			q.Set(name, v)
		}
	}
	if len(q) == 0 {
		return draftPath(id)
	}
	return draftPath(id) + "?" + q.Encode()
}

// told shows a refusal on the draft that it concerns.
func (p *Pages) told(w http.ResponseWriter, r *http.Request, id string, f *form.Form, err error) error {
	if !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.TooLarge) {
		return err
	}
	f.Fail("", fault.Message(err))
	return p.show(w, r, http.StatusConflict, id, f, errors.Is(err, errLeft) || errors.Is(err, errLater))
}

func (p *Pages) accept(w http.ResponseWriter, r *http.Request) error {
	return p.act(w, r, func(ctx context.Context, id string, f *form.Form) error {
		keys := f.All("accept")
		if f.Raw("none") != "" {
			keys = nil
		}
		err := p.doors.Write(ctx, access.From(ctx), func(tx access.Tx) error { return p.Accept(ctx, tx, id, keys) })
		if err != nil {
			return err
		}
		return p.Recheck(ctx, access.From(ctx), id)
	})
}

func (p *Pages) recheck(w http.ResponseWriter, r *http.Request) error {
	return p.act(w, r, func(ctx context.Context, id string, f *form.Form) error {
		f.Set("page", "")
		return p.Recheck(ctx, access.From(ctx), id)
	})
}

// undo takes the latest writing back, or makes it again.
func (p *Pages) undo(w http.ResponseWriter, r *http.Request) error {
	return p.act(w, r, func(ctx context.Context, id string, f *form.Form) error {
		return p.doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
			do := p.Undo
			if f.Raw("again") != "" {
				do = p.Redo
			}
			_, err := do(ctx, tx, id)
			return err
		})
	})
}

func (p *Pages) addRows(w http.ResponseWriter, r *http.Request) error {
	return p.act(w, r, func(ctx context.Context, id string, f *form.Form) error {
		n, _ := strconv.Atoi(f.Raw("count"))
		return p.doors.Write(ctx, access.From(ctx), func(tx access.Tx) error { return p.AddRows(ctx, tx, id, min(n, 500)) })
	})
}

func (p *Pages) abandon(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := idOf(r)
	if err != nil {
		return err
	}
	var d Draft
	err = p.doors.Write(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if d, err = get(ctx, tx, id); err != nil {
			return err
		}
		return p.Abandon(ctx, tx, id)
	})
	if err != nil {
		return err
	}
	p.desk.Flash(ctx, ui.Info, i18n.T("Brouillon abandonné. Rien n’a été déposé.", "Draft given up. Nothing was deposited."))
	if d.Corrects() {
		return web.Redirect(w, r, p.piece(d.PieceID))
	}
	return web.Redirect(w, r, newPath)
}

// correct begins the correction of a version, or leads to the one under way.
func (p *Pages) correct(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	number, _ := strconv.Atoi(f.Raw("number"))
	if !ident.Valid(f.Raw("piece")) || number < 1 {
		return fault.Missing("draft.correct")
	}
	id, err := p.Correct(ctx, access.From(ctx), f.Raw("piece"), number)
	if err != nil {
		return err
	}
	return web.Redirect(w, r, draftPath(id))
}

// deposit deposits the draft, and leads to what became of it.
func (p *Pages) deposit(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, f, err := posted(r)
	if err != nil {
		return err
	}
	out, err := p.Deposit(ctx, access.From(ctx), id, f.Raw("anyway") != "")
	switch {
	case err != nil:
		return p.told(w, r, id, f, err)
	case out.Address != "":
		return web.Redirect(w, r, out.Address)
	case !out.Fresh:
		p.desk.Flash(ctx, ui.Info, i18n.T("Rien n’avait changé\u202f: la version déposée reste la dernière.", "Nothing had changed: the deposited version stays the latest."))
	default:
		p.desk.Flash(ctx, ui.Good, i18n.T("Fichier corrigé déposé comme version %[1]d, avec la liste des corrections. Les vérifications commencent.",
			"Corrected file deposited as version %[1]d, with the list of corrections. The checks begin.", out.Version.Number))
	}
	return web.Redirect(w, r, p.piece(out.Version.PieceID))
}

// evidence hands out the list of corrections that made a version.
func (p *Pages) evidence(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id := r.PathValue("version")
	var e *Evidence
	err := p.doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if ident.Valid(id) {
			e, err = EvidenceOf(ctx, tx, id)
		}
		return err
	})
	if err != nil {
		return err
	}
	if e == nil {
		return fault.Missing("draft.evidence")
	}
	web.Attachment(w, "corrections-v"+strconv.Itoa(e.To.Version)+".json", "application/json")
	_, err = w.Write([]byte(asJSON(e)))
	return err
}
