package quality

import (
	"context"
	"math"
	"net/http"
	"strconv"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/ident"
	"airial/internal/platform/web"
	"airial/internal/platform/web/ui"
)

const (
	tab      = "quality"
	deposits = console.Home + "/deposits/"
)

// Path is the page of a dataset.
func Path(dataset string) string { return deposits + dataset + "/quality" }

// Pages are the room's pages in the console.
type Pages struct {
	*Service
	desk *console.Console
}

// Register adds the room's pages.
func (s *Service) Register(routes *web.Routes, desk *console.Console) {
	p := &Pages{s, desk}
	desk.AddTab(console.Tab{Label: i18n.T("Qualité", "Quality"), Path: tab})
	routes.Add(web.Route{Method: http.MethodGet, Pattern: console.MemberPattern + "/" + tab, Guard: desk.SignedIn(), Handler: p.list, Kind: web.Page})
	routes.Add(web.Route{Method: http.MethodGet, Pattern: deposits + "{piece}/quality", Guard: desk.SignedIn(), Handler: p.one, Kind: web.Page})
}

// shownAtOnce is how many datasets a page lists.
const shownAtOnce = 50

type listView struct {
	All   []Measured
	Shown []Measured
	Page  int
}

// missing counts the datasets that lack each point.
func (v listView) missing() (out [Most]int) {
	for _, m := range v.All {
		for i, p := range m.Points {
			if !p.Held {
				out[i]++
			}
		}
	}
	return out
}

// mean is how many points a dataset holds on average.
func (v listView) mean() float64 {
	sum := 0
	for _, m := range v.All {
		sum += m.Score()
	}
	return math.Round(10*float64(sum)/float64(max(1, len(v.All)))) / 10
}

func (v listView) pages() int { return (len(v.All) + shownAtOnce - 1) / shownAtOnce }

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := listView{Page: 1}
	var face console.Face
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if face, err = p.desk.FaceOf(ctx, tx, r, tab); err != nil {
			return err
		}
		v.All, err = p.Of(ctx, tx, face.Member.ID)
		return err
	})
	if err != nil {
		return err
	}
	if text := r.URL.Query().Get("page"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > max(1, v.pages()) {
			return fault.Missing("quality.page")
		}
		v.Page = n
	}
	from := (v.Page - 1) * shownAtOnce
	v.Shown = v.All[min(from, len(v.All)):min(from+shownAtOnce, len(v.All))]
	return p.desk.ShowMember(w, r, http.StatusOK, face, listBody(v))
}

type oneView struct {
	Measured
	Remarks []Remark
	Whole   bool
	Edits   bool
}

func (p *Pages) one(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id := r.PathValue("piece")
	if !ident.Valid(id) {
		return fault.Missing("quality.one")
	}
	var v oneView
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v.Measured, err = p.seen(ctx, tx, id); err != nil {
			return err
		}
		v.Edits = tx.May(ctx, access.Deposit, v.Member.ID) == nil
		return nil
	})
	if err != nil {
		return err
	}
	if v.Remarks, v.Whole, err = p.Catalogue.Remarks(ctx, v.Dataset); err != nil {
		return err
	}
	title := i18n.Say(ctx, "Qualité", "Quality")
	crumbs := []ui.Link{{Label: i18n.Say(ctx, "Dépôts", "Deposits"), Href: console.Home + "/deposits"}, {Label: v.Title, Href: deposits + v.ID}, {Label: title}}
	return p.desk.Show(w, r, console.Page{Title: title, Crumbs: crumbs}, oneBody(v))
}

// seen measures a dataset for those who work for its member.
func (s *Service) seen(ctx context.Context, tx access.Tx, id string) (Measured, error) {
	m, err := s.One(ctx, tx, id)
	if err == nil && !tx.Scope().Sees(m.Member.ID) {
		err = fault.Missing("quality.seen")
	}
	return m, err
}

// where is the page on which a point is gained, "" where another one does it.
func (v oneView) where(p Point) string {
	switch {
	case !v.Edits:
	case p.Where == Describe:
		return deposits + v.ID + "/edit"
	case p.Where == Again:
		return deposits + v.ID
	}
	return ""
}
