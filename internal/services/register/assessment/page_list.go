package assessment

import (
	"context"
	"encoding/csv"
	"io"
	"net/http"
	"strconv"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/activity"
)

type listView struct {
	view
	Show  string // "", "missing", "open", "all"
	Rows  []Row
	Alone []Assessment // of no activity of the register
	All   int          // activities
	Lack  int
	Open  int
	Due   int
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	var v listView
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v.view, err = p.view(ctx, tx, r); err != nil {
			return err
		}
		v.Show = r.URL.Query().Get("show")
		return v.fill(ctx, tx)
	})
	if err != nil {
		return err
	}
	return p.Desk.ShowMember(w, r, http.StatusOK, v.Face, listBody(v))
}

func (v *listView) fill(ctx context.Context, tx access.Tx) error {
	rows, err := Of(ctx, tx, v.Member)
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for _, row := range rows {
		known[row.Activity.ID] = true
		v.All++
		a, there := row.Assessment()
		if row.Missing() {
			v.Lack++
		}
		if row.Need.Result == Open {
			v.Open++
		}
		if there && a.Due(v.Today) {
			v.Due++
		}
		switch v.Show {
		case "missing":
			there = row.Missing()
		case "open":
			there = row.Need.Result == Open
		case "all":
			there = true
		default:
			there = there || row.Need.Result == Needed || row.Need.Result == Open
		}
		if there {
			v.Rows = append(v.Rows, row)
		}
	}
	list, err := List(ctx, tx, v.Member.ID)
	for _, a := range list {
		if !known[a.ActivityID] {
			v.Alone = append(v.Alone, a)
		}
	}
	return err
}

func (v listView) tabs(ctx context.Context) []ui.NavItem {
	tab := func(show, label string, n int) ui.NavItem {
		href := v.base()
		if show != "" {
			href += "?show=" + show
		}
		return ui.NavItem{Label: label, Href: href, Current: v.Show == show, Count: n}
	}
	return []ui.NavItem{tab("", i18n.Say(ctx, "À regarder", "To look at"), 0), tab("missing", i18n.Say(ctx, "Sans analyse", "Without one"), v.Lack),
		tab("open", i18n.Say(ctx, "À évaluer", "To be decided"), v.Open), tab("all", i18n.Say(ctx, "Tous les traitements", "All activities"), v.All)}
}

type everywhereView struct {
	List    []Counts
	Pages   ui.Pages
	Missing int
	Due     int
	Lacking int // members that lack one
}

const pageSize = 100

func (p *Pages) counts(r *http.Request) (list []Counts, err error) {
	err = p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		list, err = Everywhere(ctx, tx)
		return err
	})
	return list, err
}

func (p *Pages) everywhere(w http.ResponseWriter, r *http.Request) error {
	list, err := p.counts(r)
	if err != nil {
		return err
	}
	v := everywhereView{}
	for _, c := range list {
		v.Missing += c.Missing
		v.Due += c.Due
		if c.Missing > 0 {
			v.Lacking++
		}
	}
	n, _ := strconv.Atoi(r.URL.Query().Get("page"))
	n = min(max(n, 1), max(1, (len(list)+pageSize-1)/pageSize))
	v.Pages = ui.Pages{Page: n, Size: pageSize, Total: int64(len(list))}
	v.List = list[min(len(list), (n-1)*pageSize):min(len(list), n*pageSize)]
	ctx := r.Context()
	title := i18n.Say(ctx, "Analyses d’impact", "Impact assessments")
	return p.Desk.Show(w, r, console.Page{Title: title, Crumbs: []ui.Link{{Label: i18n.Say(ctx, "Registres RGPD", "GDPR registers"), Href: activity.OperatorPath}, {Label: title}}}, everywhereBody(v))
}

func (p *Pages) everywhereCSV(w http.ResponseWriter, r *http.Request) error {
	list, err := p.counts(r)
	if err != nil {
		return err
	}
	web.Attachment(w, "analyses-impact.csv", "text/csv; charset=utf-8")
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.Comma = ';'
	_ = out.Write([]string{"siren", "nom", "necessaires", "manquantes", "a_evaluer", "en_cours", "validees", "a_revoir"})
	for _, c := range list {
		_ = out.Write([]string{c.Member.Siren, c.Member.Name, itoa(c.Needed), itoa(c.Missing), itoa(c.Open), itoa(c.UnderWay), itoa(c.Validated), itoa(c.Due)})
	}
	out.Flush()
	return out.Error()
}
