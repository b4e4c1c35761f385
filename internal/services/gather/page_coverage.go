package gather

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/chart"
	"airial/internal/platform/web/ui"
)

// Site is the public site's frame.
type Site interface {
	Dress(ctx context.Context, page ui.Page, at string, body templ.Component) templ.Component
}

// Public adds the public pages.
func (s *Service) Public(routes *web.Routes, site Site) {
	p := publicPages{s, site}
	routes.Add(web.Route{Method: http.MethodGet, Pattern: "/coverage", Kind: web.Page, Guard: web.Everyone, Handler: p.all})
	routes.Add(web.Route{Method: http.MethodGet, Pattern: "/coverage/{schema...}", Kind: web.Page, Guard: web.Everyone, Handler: p.one})
}

type publicPages struct {
	*Service
	site Site
}

// firstYear is that of the loi pour une République numérique.
const firstYear = 2016

// yearsShown is how many years back a page compares.
const yearsShown = 6

// allView is what is gathered.
type allView struct {
	List   []Gathering
	Titles map[string]string
	Pages  map[string]string
	Served int
}

func (p publicPages) all(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := allView{Titles: map[string]string{}, Pages: map[string]string{}}
	err := p.p.Doors.Read(ctx, access.Public(), func(tx access.Tx) error {
		list, err := List(ctx, tx)
		if err != nil {
			return err
		}
		for _, g := range list {
			page, err := p.p.Shelf.Page(ctx, tx, g.Dataset)
			if fault.Is(err, fault.Gone) || fault.Is(err, fault.NotFound) {
				continue
			}
			if err != nil {
				return err
			}
			v.List, v.Pages[g.Schema], v.Titles[g.Schema] = append(v.List, g), page, p.title(ctx, g.Schema)
		}
		served, err := Served(ctx, tx)
		v.Served = len(served)
		return err
	})
	if err != nil {
		return err
	}
	head := ui.Page{Title: i18n.Say(ctx, "Le territoire en un jeu de données", "The territory in one dataset"),
		Description: i18n.Say(ctx, "Les jeux de données consolidés du territoire, et qui a publié.", "The consolidated datasets of the territory, and who has published.")}
	return show(w, r, p.site.Dress(ctx, head, "data", allBody(v)))
}

func (s *Service) title(ctx context.Context, schema string) string {
	if m, ok := s.p.Schemas.Known(schema); ok && !m.Title.Empty() {
		return i18n.Read(ctx, m.Title)
	}
	return schema
}

// oneView is who has published under a schema.
type oneView struct {
	Coverage
	Gathering Gathering
	Title     string
	Page      string // of the consolidated dataset
	Years     []Coverage
	Sources   []Taken
	Left      []Taken // of which something was left out
	Kept      []Kept
}

func (p publicPages) one(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	model, ok := p.p.Schemas.Known(r.PathValue("schema"))
	if !ok {
		return fault.Missing("gather.coverage")
	}
	v := oneView{Title: i18n.Read(ctx, model.Title)}
	err := p.p.Doors.Read(ctx, access.Public(), func(tx access.Tx) (err error) {
		if v.Gathering, err = Get(ctx, tx, model.Name); err != nil {
			return err
		}
		if v.Gathering.Dataset != "" {
			if v.Page, err = p.p.Shelf.Page(ctx, tx, v.Gathering.Dataset); err != nil && !fault.Is(err, fault.Gone) {
				return err
			}
		}
		if v.Sources, err = Sources(ctx, tx, model.Name); err != nil {
			return err
		}
		if v.Kept, err = KeptOf(ctx, tx, model.Name); err != nil {
			return err
		}
		return p.fill(ctx, tx, r, model.Name, &v)
	})
	if err != nil {
		return err
	}
	for _, t := range v.Sources {
		if t.Left.Count() > 0 || len(t.Left.Columns) > 0 {
			v.Left = append(v.Left, t)
		}
	}
	title := i18n.Sayf(ctx, "Qui a publié\u202f: %s", "Who has published: %s", v.Title)
	return show(w, r, p.site.Dress(ctx, ui.Page{Title: title, Description: v.Sentence(ctx)}, "data", oneBody(v)))
}

// fill counts the years that are shown, and chooses the one that is asked for: the
// latest for which anybody has published.
func (p publicPages) fill(ctx context.Context, tx access.Tx, r *http.Request, schema string, v *oneView) error {
	served, err := Served(ctx, tx)
	if err != nil {
		return err
	}
	if served == nil {
		served = []organisation.Member{}
	}
	now := i18n.Local(tx.Clock().Now()).Year()
	asked, err := YearOf(r, now)
	if err != nil {
		return err
	}
	var years []int
	for year := now; year > now-yearsShown; year-- {
		years = append(years, year)
	}
	if v.Years, err = p.Coverages(ctx, tx, schema, years, served); err != nil {
		return err
	}
	for _, c := range v.Years {
		if v.Year == 0 && (asked == c.Year || asked == 0 && c.Count(Published) > 0) {
			v.Coverage = c
		}
	}
	switch {
	case v.Year != 0:
		return nil
	case asked != 0:
		v.Coverage, err = p.Coverage(ctx, tx, schema, asked, served)
	default:
		v.Coverage = v.Years[0]
	}
	return err
}

// YearOf reads the year of an address; 0 for none. now is this year.
func YearOf(r *http.Request, now int) (int, error) {
	text := r.URL.Query().Get("year")
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < firstYear || n > now+1 {
		return 0, fault.New(fault.Invalid, "gather.year", "Choisissez une année de %[1]d à %[2]d.", "Choose a year from %[1]d to %[2]d.", firstYear, now+1)
	}
	return n, nil
}

// byYear is the chart of the years: how many are in each group.
func (v oneView) byYear(ctx context.Context) chart.Chart {
	c := chart.Chart{ID: "coverage-years", Kind: chart.Column, Stacked: true, Plain: true, Axis: i18n.Say(ctx, "Année", "Year"),
		Title: i18n.Say(ctx, "Les collectivités, année par année", "The public bodies, year by year")}
	for _, s := range Standings() {
		if s == NotOwed && !v.Ruled {
			continue
		}
		series := chart.Series{Name: i18n.Read(ctx, s.Label())}
		for i := len(v.Years) - 1; i >= 0; i-- {
			series.Values = append(series.Values, float64(v.Years[i].Count(s)))
		}
		c.Series = append(c.Series, series)
	}
	for i := len(v.Years) - 1; i >= 0; i-- {
		c.Categories = append(c.Categories, strconv.Itoa(v.Years[i].Year))
	}
	return c
}

// show answers with a page and tags it with its content.
func show(w http.ResponseWriter, r *http.Request, page templ.Component) error {
	var b bytes.Buffer
	if err := page.Render(r.Context(), &b); err != nil {
		return err
	}
	sum := sha256.Sum256(b.Bytes())
	if web.Fresh(w, r, hex.EncodeToString(sum[:])) {
		return nil
	}
	return web.Render(w, r, templ.Raw(b.String()))
}
