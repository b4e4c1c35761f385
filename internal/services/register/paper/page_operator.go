package paper

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/document"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

const onePattern = OperatorPath + "/{paper}"

func (s *Service) operatorRoutes(routes *web.Routes) {
	officers := s.Desk.OperatorOnly(access.ProtectionOfficer)
	s.Desk.Add(console.Entry{Icon: ui.IconFile, Label: i18n.T("Modèles de documents", "Templates of papers"), Href: OperatorPath, Order: 645,
		Visible: func(s access.Scope) bool { return s.Has(access.ProtectionOfficer) }})
	get, post := http.MethodGet, http.MethodPost
	for _, r := range []web.Route{
		{Method: get, Pattern: OperatorPath, Guard: officers, Handler: s.templates},
		{Method: get, Pattern: onePattern, Guard: officers, Handler: s.askEdit},
		{Method: post, Pattern: onePattern, Guard: officers, Handler: s.edit, MaxBody: 4 << 20},
		{Method: post, Pattern: onePattern + "/restore", Guard: officers, Handler: s.restore},
		{Method: get, Pattern: onePattern + "/compare", Guard: officers, Handler: s.compare},
		{Method: get, Pattern: onePattern + "/sample/{as}", Guard: officers, Handler: s.sampleFile, Kind: web.Download},
	} {
		if r.Kind == "" {
			r.Kind = web.Page
		}
		routes.Add(r)
	}
}

type templateLine struct {
	Kind
	InForce []Version // in each language
}

type templatesView struct{ Lines []templateLine }

// templates lists the papers with the template in force of each.
func (s *Service) templates(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var v templatesView
	err := s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		set, err := s.Open(ctx, tx)
		if err != nil {
			return err
		}
		for _, k := range s.Kinds {
			line := templateLine{Kind: k}
			for _, l := range k.Langs() {
				line.InForce = append(line.InForce, set.version(k, l))
			}
			v.Lines = append(v.Lines, line)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.Desk.Show(w, r, console.Page{Title: i18n.Say(ctx, "Modèles de documents", "Templates of papers"), Crumbs: crumbs(ctx)}, templatesBody(v))
}

func crumbs(ctx context.Context, more ...ui.Link) []ui.Link {
	return append([]ui.Link{{Label: i18n.Say(ctx, "Registres RGPD", "GDPR registers"), Href: console.Home + "/operator/rgpd"},
		{Label: i18n.Say(ctx, "Modèles de documents", "Templates of papers"), Href: OperatorPath}}, more...)
}

type editView struct {
	Kind     Kind
	Lang     i18n.Lang
	Form     *form.Form
	Versions []Version // the one in force first
	Shown    int       // the number of the version in the editor
	Preview  string    // as HTML
	Of       string    // of whom the preview is
}

func (v editView) inForce() Version { return v.Versions[0] }

func (v editView) path() string { return OperatorPath + "/" + v.Kind.Name }

func (s *Service) editedOf(r *http.Request) (v editView, err error) {
	if v.Kind, err = s.Kind(r.PathValue("paper")); err != nil {
		return v, err
	}
	v.Lang = v.Kind.in(langOf(r.Context(), r.FormValue("lang")))
	return v, nil
}

func (s *Service) askEdit(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v, err := s.editedOf(r)
	if err != nil {
		return err
	}
	err = s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		v.Versions, err = Versions(ctx, tx, v.Kind, v.Lang)
		return err
	})
	if err != nil {
		return err
	}
	shown := v.inForce()
	if n := r.URL.Query().Get("version"); n != "" {
		if shown, err = numbered(v.Versions, n); err != nil {
			return err
		}
	}
	v.Shown = shown.Number
	v.Form = form.New("body", shown.Body, "was", strconv.Itoa(v.inForce().Number), "lang", string(v.Lang))
	if err := v.preview(v.Kind.Sample(v.Lang), shown.Body); err != nil {
		v.Form.Fail("body", fault.Message(err)) // saved by an earlier program
	}
	return s.showEdit(w, r, http.StatusOK, v)
}

func numbered(list []Version, number string) (Version, error) {
	n, err := strconv.Atoi(number)
	for _, v := range list {
		if err == nil && v.Number == n {
			return v, nil
		}
	}
	return Version{}, fault.Missing("paper.version")
}

// preview fills a template that is not in force yet.
func (v *editView) preview(data document.Data, body string) error {
	t, err := v.Kind.Check(body, v.Lang)
	if err != nil {
		return err
	}
	text, err := t.Fill(data)
	if err != nil {
		return err
	}
	v.Preview, err = hypertext(&document.Document{Lang: string(v.Lang), Blocks: document.Read(text)})
	return err
}

func (s *Service) showEdit(w http.ResponseWriter, r *http.Request, status int, v editView) error {
	title := i18n.Read(r.Context(), v.Kind.Title)
	return s.Desk.ShowStatus(w, r, status, console.Page{Title: title, Crumbs: crumbs(r.Context(), ui.Link{Label: title})}, editBody(v))
}

// edit shows what a template gives, or saves it.
func (s *Service) edit(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	v, err := s.editedOf(r)
	if err != nil {
		return err
	}
	v.Form = f
	was, _ := strconv.Atoi(f.Raw("was"))
	v.Shown = was
	body := strings.ReplaceAll(f.Raw("body"), "\r\n", "\n")
	if f.Raw("do") == "save" {
		var saved Version
		err := s.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) (err error) {
			saved, err = Save(ctx, tx, v.Kind, v.Lang, was, body, f.Text("note", maxNote))
			return err
		})
		if err == nil {
			s.Desk.Flash(ctx, ui.Good, i18n.T("La version %d est en vigueur\u202f: tous les documents se font désormais d’après elle.", "Version %d is in force: all papers are made from it from now on.", saved.Number))
			return web.Redirect(w, r, v.path()+"?lang="+string(v.Lang))
		}
		if !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.TooLarge) {
			return err
		}
		f.Fail("body", fault.Message(err))
	}
	err = s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v.Versions, err = Versions(ctx, tx, v.Kind, v.Lang); err != nil {
			return err
		}
		data, err := s.previewed(ctx, tx, &v)
		if err == nil && f.OK() {
			err = v.preview(data, body)
		}
		if fault.Is(err, fault.Invalid) || fault.Is(err, fault.TooLarge) {
			f.Fail("body", fault.Message(err))
			err = nil
		}
		return err
	})
	if err != nil {
		return err
	}
	if fresh := v.inForce().Number; fresh != was {
		f.Set("was", strconv.Itoa(fresh)) // saving again is then meant
	}
	status := http.StatusOK
	if !f.OK() {
		status = http.StatusUnprocessableEntity
	}
	return s.showEdit(w, r, status, v)
}

// previewed is what the preview is filled with: the sample, or the first thing of
// the first member of that name that has one.
func (s *Service) previewed(ctx context.Context, tx access.Tx, v *editView) (document.Data, error) {
	query := v.Form.Text("member", 200)
	if query == "" {
		return v.Kind.Sample(v.Lang), nil
	}
	members, err := organisation.Page(ctx, tx, organisation.Filter{Query: query}, 20, 0)
	if err != nil {
		return nil, err
	}
	why := i18n.T("Aucun adhérent ne s’appelle ainsi.", "No member is called so.")
	for _, m := range members {
		a := Ask{Member: m, Lang: v.Lang}
		if v.Kind.Yearly {
			a.Year = i18n.Local(tx.Clock().Now()).Year()
		}
		if v.Kind.may(ctx, tx, a) != nil {
			why = i18n.T("Ce document n’existe pas pour cet adhérent, ou ne vous est pas ouvert.", "There is no such paper of this member, or it is not open to you.")
			continue
		}
		v.Of = m.Name
		if v.Kind.Subjects != nil {
			things, err := v.Kind.Subjects(ctx, tx, m)
			if err != nil {
				return nil, err
			}
			if len(things) == 0 {
				why = i18n.T("Cet adhérent n’a encore rien de tel.", "This member has no such thing yet.")
				continue
			}
			a.Subject = things[0].ID
			v.Of += " – " + things[0].Name
		}
		set, err := s.Open(ctx, tx)
		if err != nil {
			return nil, err
		}
		filled, err := v.Kind.filled(ctx, tx, a)
		if err != nil {
			return nil, err
		}
		return set.data(ctx, tx, v.Kind, a, filled)
	}
	v.Form.Fail("member", why)
	v.Of = ""
	return v.Kind.Sample(v.Lang), nil
}

// restore puts the program's template back in force.
func (s *Service) restore(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	v, err := s.editedOf(r)
	if err != nil {
		return err
	}
	was, _ := strconv.Atoi(f.Raw("was"))
	err = s.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		_, err := Restore(ctx, tx, v.Kind, v.Lang, was)
		return err
	})
	if err != nil {
		return err
	}
	s.Desk.Flash(ctx, ui.Good, i18n.T("Le modèle d’origine est de nouveau en vigueur. Vos versions restent dans la liste.", "The built-in template is in force again. Your versions stay in the list."))
	return web.Redirect(w, r, v.path()+"?lang="+string(v.Lang))
}

type compareView struct {
	editView
	A, B  Version
	Lines []Line
}

// compare sets two versions side by side.
func (s *Service) compare(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	e, err := s.editedOf(r)
	if err != nil {
		return err
	}
	v := compareView{editView: e}
	err = s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		v.Versions, err = Versions(ctx, tx, v.Kind, v.Lang)
		return err
	})
	if err != nil {
		return err
	}
	q := r.URL.Query()
	v.A, v.B = v.Versions[len(v.Versions)-1], v.Versions[0]
	if q.Get("a") != "" {
		if v.A, err = numbered(v.Versions, q.Get("a")); err != nil {
			return err
		}
	}
	if q.Get("b") != "" {
		if v.B, err = numbered(v.Versions, q.Get("b")); err != nil {
			return err
		}
	}
	v.Lines = Compare(v.A.Body, v.B.Body)
	title := i18n.Say(ctx, "Comparer deux versions", "Compare two versions")
	page := console.Page{Title: title, Crumbs: crumbs(ctx, ui.Link{Label: i18n.Read(ctx, v.Kind.Title), Href: v.path() + "?lang=" + string(v.Lang)}, ui.Link{Label: title})}
	return s.Desk.Show(w, r, page, compareBody(v))
}

// sampleFile is the template in force, filled with the sample.
func (s *Service) sampleFile(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v, err := s.editedOf(r)
	if err != nil {
		return err
	}
	format := document.Format(r.PathValue("as"))
	if !format.Known() || format == document.HTML {
		return fault.Missing("paper.sampleFile")
	}
	var text string
	err = s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		set, err := s.Open(ctx, tx)
		if err != nil {
			return err
		}
		t, err := set.template(v.Kind, set.version(v.Kind, v.Lang))
		if err == nil {
			text, err = t.Fill(v.Kind.Sample(v.Lang))
		}
		return err
	})
	if err != nil {
		return err
	}
	name := v.Kind.Name + "-" + i18n.Say(ctx, "exemple", "sample") + "." + string(format)
	return write(w, &document.Document{Lang: string(v.Lang), Footer: v.Kind.Title.In(v.Lang), Blocks: document.Read(text)}, name, format)
}
