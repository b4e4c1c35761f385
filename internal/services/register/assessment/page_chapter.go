package assessment

import (
	"context"
	"net/http"
	"strconv"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/model"
)

type chapterView struct {
	oneView
	Chapter Chapter
	Place   int // from 0
	List    []Chapter
	Verb    string // "chapter" or "evaluate", of the address
	Edited  model.Edited
	Shown   model.Shown
	Form    *form.Form
	Rev     int
	Clash   *model.Clash
	Risks   []Risk
}

func (v chapterView) at(c Chapter) string { return v.path() + "/" + v.Verb + "/" + c.Name }

// tabs lead from step to step.
func (v chapterView) tabs(ctx context.Context) []ui.NavItem {
	out := make([]ui.NavItem, len(v.List))
	for i, c := range v.List {
		out[i] = ui.NavItem{Label: strconv.Itoa(i+1) + " " + i18n.Read(ctx, c.Title), Href: v.at(c), Current: i == v.Place}
	}
	return out
}

// isRisk tells whether the chapter is a feared event.
func (v chapterView) isRisk() bool { return v.Place >= 3 && v.Place < 6 }

func (v chapterView) editable() bool {
	if v.Chapter.Name == "opinions" {
		return v.judgeable()
	}
	return v.writable()
}

func (p *Pages) chapter(w http.ResponseWriter, r *http.Request) error {
	return p.showChapter(w, r, http.StatusOK, nil, 0, nil)
}

func (p *Pages) showChapter(w http.ResponseWriter, r *http.Request, status int, f *form.Form, rev int, clash *model.Clash) error {
	v := chapterView{Form: f, Rev: rev, Clash: clash, List: chapters, Verb: "chapter"}
	if v.Chapter, v.Place = chapterOf(chapters, r.PathValue("chapter")); v.Place < 0 {
		return fault.Missing("assessment.chapter")
	}
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		v.oneView, err = p.oneView(ctx, tx, r)
		return err
	})
	if err != nil {
		return err
	}
	part := v.Chapter.cut(v.Full.Record)
	if v.Form == nil {
		v.Form, v.Rev = formOf(v.Chapter.spec(), part), v.Full.Rev
	}
	v.Shown = model.Shown{Spec: v.Chapter.spec(), Record: part, HasBase: v.Full.ModelID != "", Own: v.Full.Own}
	v.Edited = model.Edited{Spec: v.Chapter.spec(), Form: v.Form, Base: v.Full.Base, HasBase: v.Full.ModelID != "", Own: v.Full.Own}
	if clash != nil {
		v.Clash.Shown = v.Shown
	}
	v.Risks = Risks(v.Full.Record)
	return p.Desk.ShowMember(w, r, status, v.Face, chapterBody(v))
}

// formOf is a form in which a part of a record is written: each list that must
// have a row shows an empty one.
func formOf(spec model.Spec, part model.Record) *form.Form {
	f := model.FillForm(spec, part)
	for name := range f.Values {
		if len(name) > 3 && name[len(name)-3:] == ".en" { // a member writes in French; a text left as it is keeps its translation
			f.Values.Del(name)
		}
	}
	for _, p := range spec.Parts {
		for _, l := range p.Lists {
			if l.Required && len(part.Lists[l.Name]) == 0 {
				f.Set(l.Name+".rows", "1")
			}
		}
	}
	f.Set("seen", model.Encode(part))
	return f
}

// saving is what a form of a part of an assessment wants.
type saving struct {
	f    *form.Form
	cut  func(r model.Record) model.Record       // the part, of a record
	read func(seen model.Record) model.Record    // the part, of the form
	put  func(r, part model.Record) model.Record // the record with it
	rev  int                                     // when the form was opened; afterwards, the one that was met
}

// save writes a part. What somebody else wrote since in another part stands
// beside it; in the same part, both are shown and she chooses.
func (s *saving) save(ctx context.Context, tx access.Tx, full Full) (*model.Clash, error) {
	seen, err := model.Decode(s.f.Raw("seen"))
	if err != nil {
		return nil, fault.New(fault.Invalid, "assessment.save", "Le formulaire est incomplet. Rouvrez la page.", "The form is incomplete. Open the page again.")
	}
	part := s.read(seen)
	if full.Rev != s.rev {
		s.f.Values.Del("met") // she has not seen this one
	}
	if full.Rev != s.rev || s.f.Checked("met") {
		s.rev = full.Rev
		by, err := model.LastWriter(ctx, tx, full.ID)
		if err != nil {
			return nil, err
		}
		clash, merged, err := model.Meet(s.f, seen, part, s.cut(full.Record), by)
		if err != nil || clash != nil {
			return clash, err
		}
		part = merged
	}
	_, err = Save(ctx, tx, full.ID, full.Rev, s.put(full.Record, part))
	return nil, err
}

func (p *Pages) saveChapter(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	c, place := chapterOf(chapters, r.PathValue("chapter"))
	if place < 0 {
		return fault.Missing("assessment.saveChapter")
	}
	s := &saving{f: f, cut: c.cut, put: c.put}
	s.rev, _ = strconv.Atoi(f.Raw("rev"))
	if model.More(c.spec(), f) {
		return p.showChapter(w, r, http.StatusOK, f, s.rev, nil)
	}
	var clash *model.Clash
	var path string
	err = p.writing(r, func(ctx context.Context, tx access.Tx) error {
		clash, f.Errors = nil, nil
		v, err := p.oneView(ctx, tx, r)
		if err != nil {
			return err
		}
		path = v.path()
		s.read = func(seen model.Record) model.Record { return model.ReadForm(c.spec(), f, seen, newKey(tx)) }
		clash, err = s.save(ctx, tx, v.Full)
		return err
	})
	if fault.Is(err, fault.Invalid) {
		f.Fail("", fault.Message(err))
	} else if err != nil {
		return err
	}
	switch {
	case clash != nil:
		return p.showChapter(w, r, http.StatusConflict, f, s.rev, clash)
	case !f.OK():
		return p.showChapter(w, r, http.StatusUnprocessableEntity, f, s.rev, nil)
	}
	next := path
	if place+1 < len(chapters) && f.Raw("do") == "next" {
		next = path + "/chapter/" + chapters[place+1].Name
	}
	p.Desk.Flash(ctx, ui.Good, i18n.T("L’étape est enregistrée.", "The step is saved."))
	return web.Redirect(w, r, next)
}
