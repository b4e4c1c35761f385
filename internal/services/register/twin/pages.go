package twin

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/model"
)

// The addresses of this room.
const (
	tab     = activity.Tab + "/twins"
	pattern = console.MemberPattern + "/" + tab
	// OperatorPath lists the members with twins to settle.
	OperatorPath = activity.OperatorPath + "/twins"
)

// Path is the address of a member's twins.
func Path(siren string) string { return console.MemberPath(siren) + "/" + tab }

// Pages are the pages of this room.
type Pages struct{ *Service }

// Register adds the pages to the list of routes.
func (p *Pages) Register(routes *web.Routes) {
	anyone, operator := p.Desk.SignedIn(), p.Desk.OperatorOnly()
	get, post := http.MethodGet, http.MethodPost
	const pair = pattern + "/{keep}/{gone}"
	for _, r := range []web.Route{
		{Method: get, Pattern: pattern, Guard: anyone, Handler: p.list},
		{Method: post, Pattern: pattern + "/same", Guard: anyone, Handler: p.mergeSame},
		{Method: get, Pattern: pair, Guard: anyone, Handler: p.compare},
		{Method: post, Pattern: pair, Guard: anyone, Handler: p.settle},
		{Method: post, Pattern: pattern + "/{twin}/undo", Guard: anyone, Handler: p.undo},
		{Method: get, Pattern: OperatorPath, Guard: operator, Handler: p.everywhere},
	} {
		r.Kind = web.Page
		routes.Add(r)
	}
}

func (p *Pages) reading(r *http.Request, fn func(ctx context.Context, tx access.Tx) error) error {
	ctx := r.Context()
	return p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error { return fn(ctx, tx) })
}

func (p *Pages) writing(r *http.Request, fn func(ctx context.Context, tx access.Tx) error) error {
	ctx := r.Context()
	return p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error { return fn(ctx, tx) })
}

type view struct {
	console.Face
	MayWrite bool
	Form     *form.Form
}

func (v view) path() string { return Path(v.Member.Siren) }

func (v view) activity(id string) string {
	return activity.Base(v.Member.Siren) + "/activities/" + id
}

func (p *Pages) view(ctx context.Context, tx access.Tx, r *http.Request) (v view, err error) {
	if v.Face, err = p.Desk.FaceOf(ctx, tx, r, activity.Tab); err != nil {
		return v, err
	}
	v.MayWrite, err = tx.Allowed(ctx, access.Register, v.Member.ID)
	return v, err
}

type listView struct {
	view
	*Service
	Open    []Compared
	Same    int // pairs that say the same
	Decided []Settled
	Names   map[string]i18n.Text // of the activities that were decided on
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	return p.showList(w, r, http.StatusOK, nil)
}

func (p *Pages) showList(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	v := listView{Service: p.Service}
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v.view, err = p.view(ctx, tx, r); err != nil {
			return err
		}
		if v.Open, err = Open(ctx, tx, v.Member.ID); err != nil {
			return err
		}
		for _, o := range v.Open {
			if o.Same() {
				v.Same++
			}
		}
		if v.Decided, err = Decided(ctx, tx, v.Member.ID); err != nil {
			return err
		}
		v.Names, err = names(ctx, tx, v.Member.ID, v.Decided)
		return err
	})
	if err != nil {
		return err
	}
	v.Form = f
	return p.Desk.ShowMember(w, r, status, v.Face, listBody(v))
}

// names are those of the activities that were decided on, out of use or not.
func names(ctx context.Context, tx access.Tx, member string, list []Settled) (map[string]i18n.Text, error) {
	var ids []string
	for _, s := range list {
		ids = append(ids, s.Kept, s.Gone)
	}
	out := map[string]i18n.Text{}
	if len(ids) == 0 {
		return out, nil
	}
	found, _, err := model.Find(ctx, tx, model.Ask{Kind: activity.Kind, Member: member, Retired: true, IDs: ids}, len(ids), 0)
	for _, i := range found {
		out[i.ID] = i.Name
	}
	return out, err
}

type compareView struct {
	view
	Compared
	Shown model.Shown
}

func (v compareView) address() string { return v.path() + "/" + v.Keep.ID + "/" + v.Gone.ID }

func (p *Pages) compare(w http.ResponseWriter, r *http.Request) error {
	return p.showCompare(w, r, http.StatusOK, nil)
}

func (p *Pages) showCompare(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	var v compareView
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v.view, err = p.view(ctx, tx, r); err != nil {
			return err
		}
		if v.Compared, err = p.Compare(ctx, tx, v.Member.ID, r.PathValue("keep"), r.PathValue("gone")); err != nil {
			return err
		}
		v.Shown = model.Shown{Spec: activity.Spec, Record: v.Keep.Record}
		if p.Terms == nil {
			v.Shown.Terms, err = model.ReadTerms(ctx, tx)
		} else {
			v.Shown.Terms, err = p.Terms(ctx, tx, v.Member.ID)
		}
		return err
	})
	if err != nil {
		return err
	}
	if v.Form = f; f == nil {
		v.Form = form.New()
		for _, d := range v.Differences {
			v.Form.Set("choice."+d.Path, suggested(v.Compared, d))
		}
	}
	return p.Desk.ShowMember(w, r, status, v.Face, compareBody(v))
}

func (p *Pages) settle(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	c := Choice{Keep: r.PathValue("keep"), Gone: r.PathValue("gone"), Take: map[string]string{}, Note: f.Text("note", 2*maxNote)}
	c.KeepRev, _ = strconv.Atoi(f.Raw("keep_rev"))
	c.GoneRev, _ = strconv.Atoi(f.Raw("gone_rev"))
	for name := range f.Values {
		if path, ok := strings.CutPrefix(name, "choice."); ok {
			c.Take[path] = f.Raw(name)
		}
	}
	apart := f.Raw("do") == string(Apart)
	var to string
	var done Settled
	err = p.writing(r, func(ctx context.Context, tx access.Tx) error {
		v, err := p.view(ctx, tx, r)
		if err != nil {
			return err
		}
		c.Member, to = v.Member.ID, v.path()
		if apart {
			done, err = p.KeepApart(ctx, tx, c)
		} else {
			done, err = p.Merge(ctx, tx, c)
		}
		return err
	})
	switch {
	case fault.Is(err, fault.Conflict): // what is shown now is what is there now
		f.Fail("", fault.Message(err))
		return p.showCompare(w, r, http.StatusConflict, f)
	case fault.Is(err, fault.Invalid):
		f.Fail("", fault.Message(err))
		return p.showCompare(w, r, http.StatusUnprocessableEntity, f)
	case err != nil:
		return err
	}
	ctx := r.Context()
	undo := to + "/" + done.ID + "/undo"
	if apart {
		p.Desk.FlashUndo(ctx, ui.Good, i18n.T("Les deux traitements restent au registre.", "Both activities stay in the register."), undo)
	} else {
		p.Desk.FlashUndo(ctx, ui.Good, as(i18n.Say(ctx, "Les deux traitements n’en font plus qu’un.", "The two activities are one now.")+" "+p.followed(ctx, done)), undo)
	}
	return web.Redirect(w, r, to)
}

func (p *Pages) mergeSame(w http.ResponseWriter, r *http.Request) error {
	var n int
	var to string
	err := p.writing(r, func(ctx context.Context, tx access.Tx) error {
		v, err := p.view(ctx, tx, r)
		if err != nil {
			return err
		}
		to = v.path()
		n, err = p.MergeSame(ctx, tx, v.Member.ID)
		return err
	})
	if err != nil {
		return err
	}
	ctx := r.Context()
	p.Desk.Flash(ctx, ui.Good, as(i18n.Count(ctx, n, "paire fusionnée.", "paires fusionnées.", "pair merged.", "pairs merged.")))
	return web.Redirect(w, r, to)
}

func (p *Pages) undo(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	var to string
	var stay int
	err = p.writing(r, func(ctx context.Context, tx access.Tx) error {
		v, err := p.view(ctx, tx, r)
		if err != nil {
			return err
		}
		to = v.path()
		_, list, err := p.Undo(ctx, tx, v.Member.ID, r.PathValue("twin"))
		stay = len(list)
		return err
	})
	if fault.Is(err, fault.Conflict) {
		f.Fail("", fault.Message(err))
		return p.showList(w, r, http.StatusConflict, f)
	}
	if err != nil {
		return err
	}
	words := i18n.T("C’est annulé.", "It is undone.")
	if stay > 0 {
		words = i18n.T("C’est annulé. Ce qui a été modifié depuis la fusion est resté dans le traitement gardé.", "It is undone. What was changed since the merge stayed in the activity that was kept.")
	}
	p.Desk.Flash(r.Context(), ui.Good, words)
	return web.Redirect(w, r, to)
}

func (p *Pages) everywhere(w http.ResponseWriter, r *http.Request) error {
	var list []Crowd
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		list, err = Everywhere(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	title := i18n.Say(r.Context(), "Traitements en double", "Activities that are there twice")
	return p.Desk.Show(w, r, console.Page{Title: title, Crumbs: []ui.Link{{Label: i18n.Say(r.Context(), "Registres RGPD", "GDPR registers"), Href: activity.EverywherePath}, {Label: title}}}, everywhereBody(list))
}
