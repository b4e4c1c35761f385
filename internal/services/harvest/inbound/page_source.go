package inbound

import (
	"context"
	"net/http"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

// sourceView is one source with its runs.
type sourceView struct {
	Source  Source
	Member  organisation.Member
	Runs    []Run
	Present int // datasets that it lists
	Gone    int // that it lists no longer
	May     bool
	Form    *form.Form
}

func (p *Pages) found(ctx context.Context, tx access.Tx, id string) (v sourceView, err error) {
	if v.Source, err = GetSource(ctx, tx, id); err != nil {
		return v, err
	}
	v.Member, err = organisation.Get(ctx, tx, v.Source.MemberID)
	return v, err
}

// place says where a source's page is.
func (p *Pages) place(v sourceView, more ...ui.Link) console.Page {
	crumbs := append([]ui.Link{{Label: v.Member.Name, Href: console.MemberPath(v.Member.Siren)},
		{Label: "Sources", Href: console.MemberPath(v.Member.Siren) + "/sources"}, {Label: v.Source.Name, Href: sourcePath(v.Source.ID)}}, more...)
	return console.Page{Title: v.Source.Name, Crumbs: crumbs}
}

func (p *Pages) source(w http.ResponseWriter, r *http.Request) error {
	return p.showSource(w, r, http.StatusOK, nil)
}

func (p *Pages) showSource(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	ctx := r.Context()
	var v sourceView
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v, err = p.found(ctx, tx, r.PathValue("id")); err != nil {
			return err
		}
		if v.Runs, err = Runs(ctx, tx, v.Source.ID, 20); err != nil {
			return err
		}
		if v.May, err = tx.Allowed(ctx, access.Publish, v.Source.MemberID); err != nil {
			return err
		}
		var all int
		if _, v.Present, err = Find(ctx, tx, Query{SourceID: v.Source.ID}); err == nil {
			_, all, err = Find(ctx, tx, Query{SourceID: v.Source.ID, Vanished: true})
		}
		v.Gone = all - v.Present
		return err
	})
	if err != nil {
		return err
	}
	v.Form = f
	if f == nil {
		v.Form = form.New("name", v.Source.Name, "pace", string(v.Source.Pace))
		if v.Source.Paused {
			v.Form.Set("paused", "on")
		}
	}
	return p.desk.ShowStatus(w, r, status, p.place(v), sourceBody(v))
}

func (p *Pages) change(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	err = p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		_, err := p.Change(ctx, tx, r.PathValue("id"), f.Raw("name"), Pace(f.Raw("pace")), f.Checked("paused"))
		return err
	})
	if err != nil {
		return err
	}
	p.desk.Flash(ctx, ui.Good, i18n.T("Source enregistrée.", "Source saved."))
	return web.Redirect(w, r, sourcePath(r.PathValue("id")))
}

func (p *Pages) run(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	err := p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		_, err := p.Ask(ctx, tx, r.PathValue("id"))
		return err
	})
	if err != nil {
		return err
	}
	p.desk.Flash(ctx, ui.Info, i18n.T("La lecture est en route\u202f: son rapport s’affiche dans la liste.", "The reading is on its way: its report shows in the list."))
	return web.Redirect(w, r, sourcePath(r.PathValue("id")))
}

func (p *Pages) askRemove(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var v sourceView
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v, err = p.found(ctx, tx, r.PathValue("id")); err != nil {
			return err
		}
		if err = tx.May(ctx, access.Publish, v.Source.MemberID); err != nil {
			return err
		}
		_, v.Present, err = Find(ctx, tx, Query{SourceID: v.Source.ID, Vanished: true})
		return err
	})
	if err != nil {
		return err
	}
	return p.desk.Show(w, r, p.place(v, ui.Link{Label: i18n.Say(ctx, "Supprimer", "Delete")}), removeBody(v))
}

func (p *Pages) remove(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	to := ""
	err := p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		v, err := p.found(ctx, tx, r.PathValue("id"))
		if err != nil {
			return err
		}
		to = console.MemberPath(v.Member.Siren) + "/sources"
		_, err = p.Remove(ctx, tx, v.Source.ID)
		return err
	})
	if err != nil {
		return err
	}
	p.desk.Flash(ctx, ui.Good, i18n.T("Source supprimée, avec ce qu’elle avait apporté.", "Source deleted, with what it had brought."))
	return web.Redirect(w, r, to)
}

// reportView is the report of a run.
type reportView struct {
	sourceView
	Run Run
}

func (p *Pages) report(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var v reportView
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v.sourceView, err = p.found(ctx, tx, r.PathValue("id")); err != nil {
			return err
		}
		v.Run, err = GetRun(ctx, tx, v.Source.ID, r.PathValue("run"))
		return err
	})
	if err != nil {
		return err
	}
	label := i18n.Sayf(ctx, "Lecture du %s", "Reading of %s", i18n.DateTime(ctx, v.Run.Begun))
	page := p.place(v.sourceView, ui.Link{Label: label})
	page.Title = label + ", " + v.Source.Name
	return p.desk.Show(w, r, page, reportBody(v, label))
}
