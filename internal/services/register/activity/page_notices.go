package activity

import (
	"bytes"
	"context"
	"net/http"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/document"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/model"
	"airial/internal/services/register/paper"
)

type noticesView struct {
	view
	Full    model.Full
	Notices []Notice
}

func (p *Pages) notices(w http.ResponseWriter, r *http.Request) error {
	var v noticesView
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v.view, err = p.view(ctx, tx, r); err != nil {
			return err
		}
		if v.Full, err = v.found(ctx, tx, r); err != nil {
			return err
		}
		up, err := placed(ctx, tx, v.Member.ID)
		if err != nil {
			return err
		}
		set, err := paper.Open(ctx, tx, Officer)
		if err != nil {
			return err
		}
		v.Notices, err = noticesOf(ctx, tx, set, v.Terms, v.Member, v.Full, up)
		return err
	})
	if err != nil {
		return err
	}
	return p.Desk.ShowMember(w, r, http.StatusOK, v.Face, noticesBody(v))
}

// takeNotice notes that a notice is taken, and hands it out: as a file, as a page
// to print, or not at all when it was copied.
func (p *Pages) takeNotice(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	way := f.Raw("way")
	var v view
	var full model.Full
	var n Notice
	err = p.writing(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v, err = p.view(ctx, tx, r); err != nil {
			return err
		}
		if full, err = v.found(ctx, tx, r); err != nil {
			return err
		}
		i := slices.IndexFunc(noticeForms, func(x noticeForm) bool { return x.Form == f.Raw("form") })
		if i < 0 {
			return fault.New(fault.Invalid, "activity.takeNotice", "Cette forme de mention n’existe pas.", "There is no such form of notice.")
		}
		set, err := paper.Open(ctx, tx, Officer)
		if err != nil {
			return err
		}
		if n, err = noticeOf(ctx, tx, set, v.Terms, v.Member, full, noticeForms[i], nil); err != nil {
			return err
		}
		return place(ctx, tx, full, n, way)
	})
	if err != nil {
		return err
	}
	switch format := document.Format(way); {
	case way == "print":
		return web.Redirect(w, r, paper.Path(v.Member.Siren, n.Kind, full.ID))
	case format.Known():
		var b bytes.Buffer
		if err := n.Paper.Document().Write(&b, format); err != nil {
			return err
		}
		web.Attachment(w, n.Paper.FileName(format), format.Type())
		w.Header().Set("Cache-Control", "no-store")
		_, err := b.WriteTo(w)
		return err
	}
	p.Desk.Flash(r.Context(), ui.Good, i18n.T("C’est noté. Vous serez prévenu ici si le traitement change.", "Noted. You will be told here if the activity changes."))
	return web.Redirect(w, r, v.path(full.Instance)+"/notices")
}

// takenNotice is a notice that was taken, with the activity that it tells of.
type takenNotice struct {
	Notice
	Activity model.Instance
}

type noticeListView struct {
	view
	Outdated, Good []takenNotice
	Without        int // activities of which none was taken
}

// noticeList shows which notices of a member no longer say what its register
// says.
func (p *Pages) noticeList(w http.ResponseWriter, r *http.Request) error {
	var v noticeListView
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v.view, err = p.view(ctx, tx, r); err != nil {
			return err
		}
		taken, err := p.taken(ctx, tx, v.Member, nil)
		if err != nil {
			return err
		}
		with := map[string]bool{}
		for _, n := range taken {
			with[n.Activity.ID] = true
			if n.Outdated {
				v.Outdated = append(v.Outdated, n)
			} else {
				v.Good = append(v.Good, n)
			}
		}
		c, err := model.Count(ctx, tx, model.Ask{Kind: Kind, Member: v.Member.ID})
		v.Without = max(0, c.All-len(with))
		return err
	})
	if err != nil {
		return err
	}
	return p.Desk.ShowMember(w, r, http.StatusOK, v.Face, noticeListBody(v))
}

// taken makes anew the notices that a member has taken, and says which differ;
// only, when not nil, are those to look at.
func (p *Pages) taken(ctx context.Context, tx access.Tx, m organisation.Member, only []placedRow) ([]takenNotice, error) {
	up := only
	if up == nil {
		var err error
		if up, err = placed(ctx, tx, m.ID); err != nil {
			return nil, err
		}
	}
	if len(up) == 0 {
		return nil, nil
	}
	set, err := paper.Open(ctx, tx, Officer)
	if err != nil {
		return nil, err
	}
	ids := []string{}
	for _, row := range up {
		if !slices.Contains(ids, row.instance) {
			ids = append(ids, row.instance)
		}
	}
	list, err := model.All(ctx, tx, model.Ask{Kind: Kind, Member: m.ID, IDs: ids})
	if err != nil {
		return nil, err
	}
	terms, err := model.ReadTerms(ctx, tx)
	if err != nil {
		return nil, err
	}
	var out []takenNotice
	for _, f := range list {
		for _, form := range noticeForms {
			if !slices.ContainsFunc(up, func(row placedRow) bool { return row.instance == f.ID && row.form == form.Form }) {
				continue
			}
			n, err := noticeOf(ctx, tx, set, terms, m, f, form, up)
			if err != nil {
				return nil, err
			}
			out = append(out, takenNotice{n, f.Instance})
		}
	}
	return out, nil
}

// outdated counts the notices of a member that no longer say what its register
// says.
func (p *Pages) outdated(ctx context.Context, tx access.Tx, m organisation.Member) (int, error) {
	list, err := p.taken(ctx, tx, m, nil)
	return countOutdated(list), err
}

func countOutdated(list []takenNotice) (n int) {
	for _, x := range list {
		if x.Outdated {
			n++
		}
	}
	return n
}

type outdatedMember struct {
	Member organisation.Member
	Count  int
}

type outdatedView struct {
	Members []outdatedMember
	Total   int
	Taken   int
	More    bool // there were too many to look at all
}

// maxLooked is how many notices of all members are made anew for the operator's
// page at most: it looks at those alone whose record or template changed since.
const maxLooked = 2000

// noticesEverywhere counts the outdated notices of all members.
func (p *Pages) noticesEverywhere(w http.ResponseWriter, r *http.Request) error {
	var v outdatedView
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		v, err = p.readOutdated(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	title := i18n.Say(r.Context(), "Mentions à remplacer", "Notices to replace")
	return p.Desk.Show(w, r, console.Page{Title: title, Crumbs: []ui.Link{{Label: i18n.Say(r.Context(), "Registres RGPD", "GDPR registers"), Href: OperatorPath}, {Label: title}}}, noticesEverywhereBody(v))
}

func (p *Pages) readOutdated(ctx context.Context, tx access.Tx) (v outdatedView, err error) {
	suspects, taken, err := suspectNotices(ctx, tx)
	if err != nil {
		return v, err
	}
	v.Taken = taken
	if v.More = len(suspects) > maxLooked; v.More {
		suspects = suspects[:maxLooked]
	}
	byMember, ids := map[string][]placedRow{}, []string{}
	for _, s := range suspects {
		if byMember[s.member] == nil {
			ids = append(ids, s.member)
		}
		byMember[s.member] = append(byMember[s.member], s)
	}
	members, err := organisation.ByIDs(ctx, tx, ids)
	if err != nil {
		return v, err
	}
	for _, id := range ids {
		list, err := p.taken(ctx, tx, members[id], byMember[id])
		if err != nil {
			return v, err
		}
		if n := countOutdated(list); n > 0 {
			v.Members, v.Total = append(v.Members, outdatedMember{members[id], n}), v.Total+n
		}
	}
	slices.SortStableFunc(v.Members, func(a, b outdatedMember) int { return b.Count - a.Count })
	return v, nil
}
