package label

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

const tab = "portal"

// Pages are the pages of the console on which a portal gets its face.
type Pages struct {
	*Service
	desk    *console.Console
	preview Preview
}

// Preview shows the first page of a portal with a face.
type Preview func(ctx context.Context, m organisation.Member, f Face) (templ.Component, error)

// Pages dresses the room for the console.
func (s *Service) Pages(desk *console.Console, preview Preview) *Pages {
	desk.AddTab(console.Tab{Label: i18n.T("Portail", "Portal"), Path: tab, Visible: sees})
	return &Pages{s, desk, preview}
}

// sees tells who is shown the tab: those who may write on a portal.
func sees(s access.Scope, member string) bool {
	return s.Has(access.Administrator) || slices.Contains(s.MembersWith(access.Publish), member) || slices.Contains(s.MembersWith(access.Manage), member)
}

// maxForm bounds a section of the editor.
const maxForm = 512 << 10

// Register adds the pages, and the address of logos.
func (p *Pages) Register(routes *web.Routes) {
	const one = console.MemberPattern + "/" + tab
	page := func(method, pattern string, handler web.Handler, most int64) {
		routes.Add(web.Route{Method: method, Pattern: pattern, Kind: web.Page, Guard: p.desk.SignedIn(), Handler: handler, MaxBody: most})
	}
	for _, section := range []string{"", "home", "pages"} {
		pattern := one
		if section != "" {
			pattern += "/" + section
		}
		page(http.MethodGet, pattern, p.edit(section), 0)
		page(http.MethodPost, pattern, p.save(section), maxForm)
	}
	page(http.MethodPost, one+"/logo", p.logo, MaxLogoBytes+64<<10)
	page(http.MethodGet, one+"/preview", p.previewPage, 0)
	page(http.MethodPost, one+"/publish", p.publish, 0)
	page(http.MethodPost, one+"/discard", p.discard, 0)
	page(http.MethodGet, one+"/history", p.history, 0)
	page(http.MethodPost, one+"/history/{number}", p.restore, 0)
	page(http.MethodGet, one+"/accessibility", p.audits, 0)
	page(http.MethodPost, one+"/accessibility", p.recordAudit, 0)
	page(http.MethodPost, one+"/accessibility/{id}/undo", p.undoAudit, 0)
	page(http.MethodGet, one+"/host", p.hosts, 0)
	page(http.MethodPost, one+"/host", p.askHost, 0)
	page(http.MethodPost, one+"/host/{id}/verify", p.verifyHost, 0)
	page(http.MethodPost, one+"/host/{id}/release", p.releaseHost, 0)
	routes.Add(web.Route{Method: http.MethodGet, Pattern: "/logos/{digest}", Kind: web.Asset, Guard: web.Everyone, Handler: p.serveLogo})
	routes.Add(web.Route{Method: http.MethodGet, Pattern: "/hosts.txt", Kind: web.Asset, Guard: web.Everyone, Handler: p.served})
}

// view is what every page of the editor shows.
type view struct {
	console.Face
	Section  string
	Purpose  Purpose
	Form     *form.Form
	Label    Label
	Pending  bool // a draft is not published yet
	Draft    Version
	Current  Version
	Instead  map[string]string // by field: a value that would do
	Problems []Problem
	Seen     string // the section as it stood when the page was written
	Theirs   bool   // somebody else has saved the section in the meantime
	Theme    *swatches
	Versions []Version
	Audits   []Audit
	State    Statement
	Hosts    []Host
	OwnHosts bool
	Public   string // host of the platform
	Now      time.Time
	Address  func(host string) string // of the portal under a host
}

func purposeOf(r *http.Request) Purpose {
	if r.URL.Query().Get("for") == string(OfMembers) {
		return OfMembers
	}
	return OfSite
}

// path is the address of a section, with the purpose.
func (v view) path(section string) string {
	out := console.MemberPath(v.Member.Siren) + "/" + tab
	if section != "" {
		out += "/" + section
	}
	if v.Purpose == OfMembers {
		out += "?for=" + string(OfMembers)
	}
	return out
}

func back(r *http.Request, section string) string {
	v := view{Purpose: purposeOf(r)}
	v.Member.Siren = r.PathValue("siren")
	return v.path(section)
}

// load reads what the pages of the editor have in common.
func (p *Pages) load(ctx context.Context, tx access.Tx, r *http.Request, section string) (v view, err error) {
	v.Section, v.Purpose = section, purposeOf(r)
	if v.Face, err = p.desk.FaceOf(ctx, tx, r, tab); err != nil {
		return v, err
	}
	if v.Draft, v.Pending, err = p.Draft(ctx, tx, v.Member, v.Purpose); err != nil {
		return v, err
	}
	v.Label = v.Draft.Label
	v.Seen = seen(v.Label, section)
	v.Current, err = current(ctx, tx, v.Member.ID, v.Purpose)
	return v, err
}

func (p *Pages) read(r *http.Request, section string, more func(tx access.Tx, v *view) error) (v view, err error) {
	ctx := r.Context()
	err = p.desk.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v, err = p.load(ctx, tx, r, section); err == nil && more != nil {
			err = more(tx, &v)
		}
		return err
	})
	return v, err
}

// edit shows a section with what is wrong in it.
func (p *Pages) edit(section string) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		v, err := p.read(r, section, nil)
		if err != nil {
			return err
		}
		return p.show(w, r, http.StatusOK, v)
	}
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request, status int, v view) error {
	if v.Section == "home" && len(v.Label.Blocks) == 0 {
		v.Label.Blocks = Usual(v.Member.IsOperator && v.Purpose == OfSite)
	}
	checked := v.Label
	v.Problems, v.Instead = checked.Check(), map[string]string{}
	v.Form = formOf(v.Label, v.Section)
	for _, one := range v.Problems {
		if sectionOf(one.Field) == v.Section {
			v.Form.Fail(one.Field, one.Say)
			v.Instead[one.Field] = one.Instead
		}
	}
	v.Theme = swatchesOf(v.Label.Colours)
	return p.desk.ShowMember(w, r, status, v.Face, editor(v, sectionBody(v)))
}

// save keeps a section as the draft.
func (p *Pages) save(section string) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		ctx := r.Context()
		f, err := form.Parse(r)
		if err != nil {
			return err
		}
		var v view
		err = p.desk.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) (err error) {
			if v, err = p.load(ctx, tx, r, section); err != nil {
				return err
			}
			base := f.Raw("seen")
			v.Theirs = base != "" && base != v.Seen
			readForm(f, &v.Label, section)
			if v.Theirs {
				return nil
			}
			act(&v.Label, f, v.Member.IsOperator && v.Purpose == OfSite)
			v.Seen = seen(v.Label, section)
			return p.Save(ctx, tx, v.Member, v.Purpose, v.Label)
		})
		switch {
		case err != nil:
			return err
		case v.Theirs:
			return p.show(w, r, http.StatusConflict, v)
		}
		v.Pending = true
		checked := v.Label
		wrong := slices.ContainsFunc(checked.Check(), func(one Problem) bool { return sectionOf(one.Field) == section })
		if wrong {
			return p.show(w, r, http.StatusUnprocessableEntity, v)
		}
		if f.Raw("do") == "preview" {
			return web.Redirect(w, r, back(r, "preview"))
		}
		p.desk.Flash(ctx, ui.Good, i18n.T("Brouillon enregistré. Il sera visible de tous quand vous l’aurez publié.", "Draft saved. Everybody will see it once you have published it."))
		return web.Redirect(w, r, back(r, section))
	}
}

// logo takes a picture, or takes it away.
func (p *Pages) logo(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	var picture Logo
	if !f.Checked("remove") {
		file, _, err := r.FormFile("logo")
		if err != nil {
			p.desk.Flash(ctx, ui.Bad, i18n.T("Choisissez d’abord un fichier.", "Choose a file first."))
			return web.Redirect(w, r, back(r, "")+"#logo")
		}
		defer file.Close()
		sent, err := io.ReadAll(io.LimitReader(file, MaxLogoBytes+1))
		if err != nil {
			return fault.Wrap("label.logo", err)
		}
		if picture, err = ReadLogo(sent); fault.Is(err, fault.Invalid) {
			p.desk.Flash(ctx, ui.Bad, fault.Message(err))
			return web.Redirect(w, r, back(r, "")+"#logo")
		} else if err != nil {
			return err
		}
	}
	err = p.desk.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		v, err := p.load(ctx, tx, r, "")
		if err != nil {
			return err
		}
		if picture.Digest != "" {
			if err := p.AddLogo(ctx, tx, v.Member, picture); err != nil {
				return err
			}
		}
		v.Label.Logo = picture.Digest
		return p.Save(ctx, tx, v.Member, v.Purpose, v.Label)
	})
	if err != nil {
		return err
	}
	p.desk.Flash(ctx, ui.Good, i18n.T("Brouillon enregistré, avec ce logo.", "Draft saved, with this logo."))
	return web.Redirect(w, r, back(r, "")+"#logo")
}

func (p *Pages) serveLogo(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var l Logo
	err := p.p.Doors.Read(ctx, access.Public(), func(tx access.Tx) (err error) {
		l, err = logo(ctx, tx, r.PathValue("digest"))
		return err
	})
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", l.Type)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Content-Security-Policy", web.Sandbox)
	h.Del("Content-Language")
	h.Del("Vary")
	_, err = w.Write(l.Content)
	return err
}

// previewPage is the first page as it would be.
func (p *Pages) previewPage(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var f Face
	v, err := p.read(r, "preview", func(tx access.Tx, v *view) (err error) {
		l := v.Label
		l.Check() // cleans what is shown
		f, err = p.face(ctx, tx.Elevated("portal preview"), v.Member, l, true)
		return err
	})
	if err != nil {
		return err
	}
	page, err := p.preview(ctx, v.Member, f)
	if err != nil {
		return err
	}
	return web.Render(w, r, page)
}

// otherDraft tells whether the draft that a button was pressed for is not the
// one that stands: somebody has saved since.
func (v view) otherDraft(f *form.Form) bool {
	return v.Pending && f.Raw("draft") != "" && f.Raw("draft") != v.Draft.ID
}

var draftMoved = i18n.T("Rien n’est fait\u202f: quelqu’un d’autre a changé le brouillon entre-temps. Le voici tel qu’il est\u202f; relisez-le, puis recommencez.",
	"Nothing was done: somebody else has changed the draft in the meantime. Here it is as it stands; read it again, then try again.")

func (p *Pages) publish(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	var v view
	var done Version
	var problems []Problem
	moved := false
	err = p.desk.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v, err = p.load(ctx, tx, r, ""); err != nil || !v.Pending {
			return err
		}
		if moved = v.otherDraft(f); moved {
			return nil
		}
		checked := v.Label
		if problems = checked.Check(); len(problems) > 0 {
			return nil
		}
		done, err = p.Publish(ctx, tx, v.Member, v.Purpose, v.Label)
		return err
	})
	switch {
	case err != nil:
		return err
	case moved:
		p.desk.Flash(ctx, ui.Wait, draftMoved)
	case len(problems) > 0:
		p.desk.Flash(ctx, ui.Bad, i18n.T("Rien n’est publié\u202f: corrigez d’abord ce qui est signalé.", "Nothing is published: correct first what is pointed out."))
		return web.Redirect(w, r, back(r, sectionOf(problems[0].Field)))
	case !v.Pending:
		p.desk.Flash(ctx, ui.Info, i18n.T("Il n’y a pas de brouillon à publier.", "There is no draft to publish."))
	default:
		p.forget()
		p.desk.FlashUndo(ctx, ui.Good, i18n.T("Publié\u202f: tout le monde le voit.", "Published: everybody sees it."), v.path("history/"+number(done.Number-1)))
	}
	return web.Redirect(w, r, back(r, ""))
}

func (p *Pages) discard(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	moved := false
	err = p.desk.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		v, err := p.load(ctx, tx, r, "")
		if moved = v.otherDraft(f); err == nil && !moved {
			_, err = p.Discard(ctx, tx, v.Member, v.Purpose)
		}
		return err
	})
	if err != nil {
		return err
	}
	if moved {
		p.desk.Flash(ctx, ui.Wait, draftMoved)
	} else {
		p.desk.Flash(ctx, ui.Info, i18n.T("Brouillon abandonné.", "Draft given up."))
	}
	return web.Redirect(w, r, back(r, ""))
}

// mostVersions is how many versions the history shows.
const mostVersions = 50

func (p *Pages) history(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v, err := p.read(r, "history", func(tx access.Tx, v *view) (err error) {
		v.Versions, err = history(ctx, tx, v.Member.ID, v.Purpose, mostVersions)
		return err
	})
	if err != nil {
		return err
	}
	return p.desk.ShowMember(w, r, http.StatusOK, v.Face, editor(v, historyBody(v)))
}

func (p *Pages) restore(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	n, err := strconv.Atoi(r.PathValue("number"))
	if err != nil || n < 0 || strings.HasPrefix(r.PathValue("number"), "+") {
		return fault.Missing("label.restore")
	}
	var v view
	err = p.desk.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v, err = p.load(ctx, tx, r, "history"); err == nil {
			_, err = p.Restore(ctx, tx, v.Member, v.Purpose, n)
		}
		return err
	})
	if err != nil {
		return err
	}
	p.forget()
	say := i18n.T("Le portail a repris son aspect d’origine.", "The portal looks as it did at first again.")
	if n > 0 {
		say = i18n.T("La version %d est de nouveau celle que tout le monde voit.", "Version %d is again the one that everybody sees.", n)
	}
	p.desk.FlashUndo(ctx, ui.Good, say, v.path("history/"+number(v.Current.Number)))
	return web.Redirect(w, r, back(r, "history"))
}
