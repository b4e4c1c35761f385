package portal

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/platform/text"
	"airial/internal/platform/web/here"
	"airial/internal/platform/web/ui"
)

const (
	searchPage  = 20
	facetValues = 12
	facetFirst  = 7 // of a facet's values, those that show before one asks for more
)

// searchView is what a search page shows.
type searchView struct {
	Search
	Results
	None  []none // what that member has nothing of
	Path  string // of the page
	Pages ui.Pages
	// Alerts says that one can be told by mail of what a search will find.
	Alerts bool
	// Rows are what the page shows, in order: what is published here, and what
	// other portals have.
	Rows []row
	// Origins count what is published here, and what comes from each source.
	Origins []Facet
}

func (s *Service) search(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v, err := s.find(r, r.URL.Query().Get("member"), false)
	if err != nil {
		return err
	}
	v.Path = "/datasets"
	if part(r, "found") {
		return show(w, r, searchPart(s, v))
	}
	head := ui.Page{Title: i18n.Say(ctx, "Données", "Data"), Canonical: "/datasets", NoIndex: v.countless(),
		Description: i18n.Say(ctx, "Rechercher dans les données publiques des collectivités.", "Search the public data of local bodies.")}
	head.Feeds = v.feeds(ctx)
	if v.Query != "" {
		head.Title = i18n.Sayf(ctx, "« %s »", "“%s”", v.Query)
	}
	return show(w, r, searchBody(s, s.frame(ctx, head, "data"), v))
}

// searchAddress leads from the words that people try for the search to its page.
func (s *Service) searchAddress(w http.ResponseWriter, r *http.Request) error {
	return elsewhere(w, r, "/datasets")
}

func (s *Service) memberSearch(w http.ResponseWriter, r *http.Request) error {
	ctx, address := r.Context(), r.PathValue("member")
	v, err := s.find(r, address, true)
	if err != nil {
		return err
	}
	v.Path = memberPath(*v.Results.Within) + "/datasets"
	if v.Results.Within.Slug != address {
		return moved(w, r, v.Path)
	}
	if part(r, "found") {
		return show(w, r, searchPart(s, v))
	}
	if !v.narrowed() {
		profile, err := s.p.Catalogue.Body(ctx, address)
		if err != nil {
			return err
		}
		v.None = s.nones(ctx, profile.Nothing)
	}
	head := ui.Page{Title: i18n.Say(ctx, "Nos données", "Our data"), Canonical: v.Path, NoIndex: v.countless(),
		Description: i18n.Sayf(ctx, "Les données publiques de %s.", "The public data of %s.", v.Results.Within.Name)}
	head.Feeds = v.feeds(ctx)
	return show(w, r, searchBody(s, s.memberFrame(ctx, head, *v.Results.Within, "data"), v))
}

func (s *Service) find(r *http.Request, member string, own bool) (searchView, error) {
	page := pageNumber(r.URL.Query())
	v := searchView{Search: readSearch(r.URL.Query(), member, own), Alerts: s.p.Alerts}
	v.Limit, v.Offset, v.Search.Facets = searchPage, (page-1)*searchPage, true
	var err error
	if err = s.everywhereFind(r.Context(), &v); err != nil {
		return v, err
	}
	if s.p.Searched != nil && v.Query != "" && page == 1 {
		s.p.Searched(r, member, v.Total)
	}
	v.Pages = ui.Pages{Page: page, Size: searchPage, Total: int64(v.Total)}
	return v, nil
}

func (v searchView) orders(ctx context.Context) []choice {
	first := i18n.Say(ctx, "Pertinence", "Relevance")
	out := []choice{{Label: first, Href: "", On: v.Sort == ""}, {Label: i18n.Say(ctx, "Plus récents", "Latest"), Href: "recent", On: v.Sort == "recent"},
		{Label: i18n.Say(ctx, "Titre", "Title"), Href: "title", On: v.Sort == "title"}}
	if v.Query == "" {
		// Without words there is nothing to be relevant to: the latest come first.
		out = out[1:]
		out[0].On, out[0].Href = v.Sort != "title", ""
	}
	for i := range out {
		out[i].Href = here.WithQuery(ctx, "sort", out[i].Href, "page", "")
	}
	return out
}

// retyped is the query with the words that were looked for in place of those
// that were typed.
func (v searchView) retyped() string {
	var out []string
	for _, field := range strings.Fields(v.Query) {
		for _, i := range v.Results.Instead {
			if words := text.Words(field); len(words) == 1 && words[0] == i.Typed {
				field = i.Meant
			}
		}
		out = append(out, field)
	}
	return strings.Join(out, " ")
}

// mended says which words were looked for in place of those that were typed.
func (v searchView) mended(ctx context.Context) string {
	return i18n.Sayf(ctx, "Rien ne correspond à « %s » : voici les résultats pour « %s ».",
		"Nothing matches “%s”: these are the results for “%s”.", v.Query, v.retyped())
}

// filtered tells whether anything but words narrows the search.
func (v searchView) filtered() bool {
	q := v.Search
	q.Query = ""
	return q.narrowed()
}

// countless tells whether the page is one of countless alike, which search
// engines are kept from. A search for words or for one thing alone is a page that
// people look for, and says that the whole list is its one true address; several
// together, later pages, and what finds nothing are not.
func (v searchView) countless() bool {
	asked := 0
	if v.Query != "" {
		asked++
	}
	for _, one := range sides {
		if v.value(one) != "" && !(v.Own && one.name == "member") {
			asked++
		}
	}
	return asked > 1 || asked > 0 && (v.Results.Total == 0 || v.Offset > 0)
}

// unfiltered is the search for the same words alone.
func (v searchView) unfiltered() string { return v.Path + "?q=" + url.QueryEscape(v.Query) }

// export is the address of what was found, as a table.
func (v searchView) export() string { return v.with(".csv") }

// feeds tell of what the search will find.
func (v searchView) feeds(ctx context.Context) []ui.Link {
	q := v.Search
	q.Sort = ""
	return feedsOf(ctx, i18n.Say(ctx, "Cette recherche", "This search"), v.Path, q.values().Encode())
}

// feed is the address of the feed of the search.
func (v searchView) feed() string {
	v.Sort = ""
	return v.with(".atom")
}

// with is the address of the same search with another end.
func (v searchView) with(end string) string {
	address := v.Path + end
	if q := v.values().Encode(); q != "" {
		address += "?" + q
	}
	return address
}

// everywhere is the same search without the bounds of one member.
func (v searchView) everywhere() string {
	return "/datasets?q=" + url.QueryEscape(v.Query)
}

// summary says what was found, for eyes and ears.
func (v searchView) summary(ctx context.Context) string {
	return i18n.Count(ctx, v.Total, "jeu de données", "jeux de données", "dataset", "datasets")
}

func (v searchView) owner() organisation.Member {
	if v.Results.Within == nil {
		return organisation.Member{}
	}
	return *v.Results.Within
}
