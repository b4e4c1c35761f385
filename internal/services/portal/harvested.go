package portal

import (
	"context"
	"net/http"
	"strings"
	"time"

	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/ui"
)

// Harvested is what this room needs of whoever harvests the catalogues of others.
// It answers the public.
type Harvested interface {
	// Find returns harvested datasets.
	Find(ctx context.Context, q HarvestedSearch) (HarvestedResults, error)
	// Get returns one, also one that its source lists no longer.
	Get(ctx context.Context, id string) (HarvestedDataset, error)
}

// HarvestedSearch chooses harvested datasets.
type HarvestedSearch struct {
	Query         string
	Member        string // id, "" for all
	Source        string // id, "" for all
	Area          string // id of an EPCI, "" for all
	Schema        string // as in Search
	Theme         string // as in Search
	Format        string
	Licence       string
	Year          int
	Sort          string // "title"; "" for those first whose title has the words; then the latest changed
	Limit, Offset int
	Facets        bool // count by what the search can be narrowed too
}

// HarvestedResults is what a search of harvested datasets finds.
type HarvestedResults struct {
	Datasets []HarvestedDataset
	Total    int
	Facets           // those that others’ datasets have
	Sources  []Facet // by id, with their names
}

// HarvestedDataset is a dataset of another portal: what that one says of it, and
// links.
type HarvestedDataset struct {
	ID          string
	Title       string
	Description string
	Keywords    []string
	Themes      []string // codes of the EU’s table
	Publisher   string
	Licence     string // a key ("lov2"), or what the source says
	Landing     string
	InTitle     bool // its title has the words that were looked for
	Modified    time.Time
	Seen        time.Time // when the source last listed it
	Vanished    time.Time // since when it does not; zero while it does
	Source      string    // the source's name
	SourceID    string
	Host        string
	Body        organisation.Member // in whose catalogue it stands
	Resources   []HarvestedResource
}

// HarvestedResource is a file or an interface elsewhere.
type HarvestedResource struct {
	Title, URL, Format string
	Size               int64 // bytes, 0 for unknown
}

// harvestedPages adds the pages of what was harvested, where there is a room that
// harvests.
func (s *Service) harvestedPages(routes *web.Routes) {
	if s.p.Harvested == nil {
		return
	}
	for _, r := range []web.Route{{Pattern: "/harvested", Handler: s.harvested}, {Pattern: "/harvested/{id}", Handler: s.harvestedOne}, {Pattern: "/p/{member}/harvested", Handler: s.harvested}} {
		r.Method, r.Kind, r.Guard = http.MethodGet, web.Page, web.Everyone
		routes.Add(r)
	}
}

// harvestedView is a list of what was harvested.
type harvestedView struct {
	HarvestedSearch
	Body     *organisation.Member
	Datasets []HarvestedDataset
	Total    int
	Path     string
	Pages    ui.Pages
}

func (s *Service) harvested(w http.ResponseWriter, r *http.Request) error {
	ctx, values := r.Context(), r.URL.Query()
	page := pageNumber(values)
	v := harvestedView{HarvestedSearch: HarvestedSearch{Query: cut(values.Get("q"), 400), Source: cut(values.Get("source"), 64),
		Limit: searchPage, Offset: (page - 1) * searchPage}, Path: "/harvested"}
	if address := r.PathValue("member"); address != "" {
		profile, err := s.p.Catalogue.Body(ctx, address)
		if err != nil {
			return err
		}
		v.Body, v.Member, v.Path = &profile.Member, profile.ID, memberPath(profile.Member)+"/harvested"
		if profile.Slug != address {
			return moved(w, r, v.Path)
		}
	}
	found, err := s.p.Harvested.Find(ctx, v.HarvestedSearch)
	if err != nil {
		return err
	}
	v.Datasets, v.Total = found.Datasets, found.Total
	v.Pages = ui.Pages{Page: page, Size: searchPage, Total: int64(v.Total)}
	head := ui.Page{Title: i18n.Say(ctx, "Données d’autres portails", "Data of other portals"), Canonical: v.Path, NoIndex: true}
	frame := s.frame(ctx, head, "data")
	if v.Body != nil {
		frame = s.memberFrame(ctx, head, *v.Body, "data")
	}
	return show(w, r, harvestedBody(frame, v))
}

func (s *Service) harvestedOne(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	d, err := s.p.Harvested.Get(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	// Search engines are to find it where it is at home.
	head := ui.Page{Title: d.Title, Canonical: "/harvested/" + d.ID, NoIndex: true}
	return show(w, r, harvestedDataset(s.frame(ctx, head, "data"), d))
}

// mostBeside is how many harvested datasets stand below what a member's page
// shows.
const mostBeside = 3

// beside finds what a member has of other portals, to stand below its own.
func (s *Service) beside(ctx context.Context, member *organisation.Member) (v harvestedView, err error) {
	if s.p.Harvested == nil {
		return v, nil
	}
	v.HarvestedSearch = HarvestedSearch{Member: member.ID, Limit: mostBeside}
	v.Body, v.Path = member, memberPath(*member)+"/harvested"
	found, err := s.p.Harvested.Find(ctx, v.HarvestedSearch)
	v.Datasets, v.Total = found.Datasets, found.Total
	return v, err
}

func harvestedPath(d HarvestedDataset) string { return "/harvested/" + d.ID }

// from says where a dataset comes from.
func (d HarvestedDataset) from(ctx context.Context) string {
	return i18n.Sayf(ctx, "moissonné depuis «\u00a0%s\u00a0»", "harvested from “%s”", d.Source)
}

func (d HarvestedDataset) licence(ctx context.Context) string {
	switch d.Licence {
	case "":
		return i18n.Say(ctx, "La source ne le dit pas.", "The source does not say.")
	case "lov2":
		return i18n.Say(ctx, "Licence Ouverte", "Open Licence (Licence Ouverte)")
	case "odbl":
		return "ODbL"
	}
	return d.Licence
}

func (r HarvestedResource) label(ctx context.Context) string {
	if r.Title != "" {
		return r.Title
	}
	if r.Format != "" {
		return i18n.Say(ctx, "Fichier ", "File ") + strings.ToUpper(r.Format)
	}
	return i18n.Say(ctx, "Lien", "Link")
}
