package plan

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/commons/user"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

type listView struct {
	view
	Filter  Filter
	By      string // "": a list; "owner", "month" or "calendar"
	Actions []Action
	Groups  []group
	Counts  Counts
	Owners  []user.User
	Pager   ui.Pages
	Form    *form.Form
	Advised int // recommendations that no action comes from
	Month   month
	Members map[string]organisation.Member // of the operator's list
}

// group is the actions under a heading.
type group struct {
	Label   string
	Actions []Action
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	return p.showList(w, r, http.StatusOK, nil)
}

func (p *Pages) showList(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	v := listView{Filter: filterOf(r), By: r.URL.Query().Get("by"), Form: f}
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v.view, err = p.view(ctx, tx, r); err != nil {
			return err
		}
		advised, err := p.Recommended(ctx, tx, v.Member)
		if err != nil {
			return err
		}
		v.Advised, v.Filter.Member = len(advised), v.Member.ID
		if v.Owners, err = Owners(ctx, tx, v.Member.ID); err != nil {
			return err
		}
		return p.fill(ctx, tx, r, &v)
	})
	if err != nil {
		return err
	}
	return p.Desk.ShowMember(w, r, status, v.Face, listBody(v))
}

// fill reads what a list shows, in the order in which it shows it.
func (p *Pages) fill(ctx context.Context, tx access.Tx, r *http.Request, v *listView) (err error) {
	if v.Counts, err = Count(ctx, tx, v.Filter.Member); err != nil {
		return err
	}
	size := pageSize
	switch v.By {
	case "owner", "month":
		size = 1000
	case "calendar":
		v.Month = monthOf(r.URL.Query().Get("month"), v.Today)
		return p.fillMonth(ctx, tx, v)
	default:
		v.By = ""
	}
	v.Pager = ui.Pages{Page: number(r, "page"), Size: size}
	var total int
	v.Actions, total, err = List(ctx, tx, v.Filter.asked(), size, (v.Pager.Page-1)*size)
	v.Pager.Total = int64(total)
	v.Groups = grouped(ctx, v.By, v.Actions)
	return err
}

func grouped(ctx context.Context, by string, list []Action) []group {
	if by == "" {
		return []group{{Actions: list}}
	}
	at := map[string]int{}
	var out []group
	keys := []string{}
	for _, a := range list {
		key, label := "", ""
		if by == "owner" {
			if key, label = strings.ToLower(a.OwnerName), a.OwnerName; key == "" {
				key, label = "\uffff", i18n.Say(ctx, "Sans responsable", "Nobody’s")
			}
		} else if key = "\uffff"; a.Due == "" {
			label = i18n.Say(ctx, "Sans échéance", "No due day")
		} else {
			key, label = a.Due[:7], monthWords(ctx, a.Due[:7])
		}
		n, ok := at[key]
		if !ok {
			n = len(out)
			at[key] = n
			out = append(out, group{Label: label})
			keys = append(keys, key)
		}
		out[n].Actions = append(out[n].Actions, a)
	}
	order := make([]int, len(out))
	for n := range order {
		order[n] = n
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(keys[a], keys[b]) })
	sorted := make([]group, len(out))
	for n, from := range order {
		sorted[n] = out[from]
	}
	return sorted
}

// month is a month of the calendar.
type month struct {
	Key, Before, After string // 2026-11
	Days               []dayCell
}

// dayCell is a day of the calendar; Day is "" for those of other months.
type dayCell struct {
	Day string
	Due []Deadline
}

func monthOf(asked, today string) month {
	t, err := time.Parse("2006-01", asked)
	if err != nil || t.Year() < 2000 || t.Year() > 2199 {
		t, _ = time.Parse("2006-01", today[:7])
	}
	m := month{Key: t.Format("2006-01"), Before: t.AddDate(0, -1, 0).Format("2006-01"), After: t.AddDate(0, 1, 0).Format("2006-01")}
	for range (int(t.Weekday()) + 6) % 7 { // weeks begin on Monday
		m.Days = append(m.Days, dayCell{})
	}
	for d := t; d.Month() == t.Month(); d = d.AddDate(0, 0, 1) {
		m.Days = append(m.Days, dayCell{Day: d.Format(time.DateOnly)})
	}
	for len(m.Days)%7 != 0 {
		m.Days = append(m.Days, dayCell{})
	}
	return m
}

// fillMonth puts what is due, of all rooms, into the days of a month.
func (p *Pages) fillMonth(ctx context.Context, tx access.Tx, v *listView) error {
	list, err := p.Deadlines(ctx, tx, v.Filter.Member, v.Month.Key+"-31")
	for _, d := range list {
		for n := range v.Month.Days {
			if v.Month.Days[n].Day == d.On {
				v.Month.Days[n].Due = append(v.Month.Days[n].Due, d)
			}
		}
	}
	return err
}

// bulk changes the ticked actions of a list, all or none.
func (p *Pages) bulk(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	ids := f.All("action")
	if len(ids) > 1000 {
		ids = ids[:1000]
	}
	n, siren := 0, ""
	err = p.writing(r, func(ctx context.Context, tx access.Tx) error {
		v, err := p.writer(ctx, tx, r)
		if err != nil {
			return err
		}
		n, siren = 0, v.Member.Siren
		if len(ids) == 0 {
			return wrong("bulk", "Cochez au moins une action.", "Tick at least one action.")
		}
		for _, id := range ids {
			a, err := Get(ctx, tx, id)
			if err == nil && a.MemberID != v.Member.ID {
				err = fault.Missing("plan.bulk")
			}
			if err != nil {
				return err
			}
			switch f.Raw("do") {
			case "state":
				_, err = Move(ctx, tx, id, State(f.Raw("state")))
			case "owner":
				_, err = Assign(ctx, tx, id, f.Raw("owner"))
			case "due":
				_, err = Postpone(ctx, tx, id, f.Text("due", 10))
			default:
				err = wrong("bulk", "Choisissez ce qu’il faut faire.", "Choose what is to be done.")
			}
			if err != nil {
				return err
			}
			n++
		}
		return nil
	})
	if err != nil {
		if refused(f, err) {
			return p.showList(w, r, http.StatusUnprocessableEntity, f)
		}
		return err
	}
	p.Desk.Flash(r.Context(), ui.Good, i18n.T("Actions modifiées\u202f: %[1]d.", "Actions changed: %[1]d.", n))
	return web.Redirect(w, r, Base(siren))
}

// all is the operator's list over all members: what is late first.
func (p *Pages) all(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := listView{Filter: filterOf(r)}
	if r.URL.Query().Get("view") == "" {
		v.Filter.View = "late"
	}
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		v.Today = access.Today(tx.Clock())
		if v.Owners, err = Officers(ctx, tx); err != nil {
			return err
		}
		if err = p.fill(ctx, tx, r, &v); err != nil {
			return err
		}
		v.Members, err = membersByID(ctx, tx, v.Actions)
		return err
	})
	if err != nil {
		return err
	}
	return p.Desk.Show(w, r, console.Page{Title: i18n.Say(ctx, "Plans d’actions", "Action plans")}, allBody(v))
}
