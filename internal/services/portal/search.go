package portal

import (
	"context"
	"net/http"
	"net/url"

	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/here"
	"airial/internal/platform/web/ui"
)

const (
	searchPage  = 20
	facetValues = 12
)

// searchView is what a search page shows.
type searchView struct {
	Search
	Results
	None  []none // what that member has nothing of
	Path  string // of the page
	Pages ui.Pages
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
	head := ui.Page{Title: i18n.Say(ctx, "Données", "Data"), Canonical: "/datasets", NoIndex: v.Query != "",
		Description: i18n.Say(ctx, "Rechercher dans les données publiques des collectivités.", "Search the public data of local bodies.")}
	if v.Query != "" {
		head.Title = i18n.Sayf(ctx, "« %s »", "“%s”", v.Query)
	}
	return show(w, r, searchBody(s, s.frame(ctx, head, "data"), v))
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
	if v.Query == "" {
		profile, err := s.p.Catalogue.Body(ctx, address)
		if err != nil {
			return err
		}
		v.None = s.nones(ctx, profile.Nothing)
	}
	head := ui.Page{Title: i18n.Say(ctx, "Nos données", "Our data"), Canonical: v.Path, NoIndex: v.Query != "",
		Description: i18n.Sayf(ctx, "Les données publiques de %s.", "The public data of %s.", v.Results.Within.Name)}
	return show(w, r, searchBody(s, s.memberFrame(ctx, head, *v.Results.Within, "data"), v))
}

func (s *Service) find(r *http.Request, member string, own bool) (searchView, error) {
	values := r.URL.Query()
	page := pageNumber(values)
	v := searchView{Search: Search{Query: cut(values.Get("q"), 400), Member: member, Schema: values.Get("schema"),
		Sort: values.Get("sort"), Limit: searchPage, Offset: (page - 1) * searchPage, Facets: true, Own: own}}
	if v.Sort != "recent" && v.Sort != "title" {
		v.Sort = ""
	}
	var err error
	if v.Results, err = s.p.Catalogue.Search(r.Context(), v.Search); err != nil {
		return v, err
	}
	v.Pages = ui.Pages{Page: page, Size: searchPage, Total: int64(v.Total)}
	return v, nil
}

// choice is a value of a facet, a sort order, or a filter that can be taken
// away again.
type choice struct {
	Label, Href string
	Count       int
	On          bool
}

func (s *Service) schemaLabel(ctx context.Context, name string) string {
	if name == "" || name == "none" {
		return i18n.Say(ctx, "Sans schéma national", "Without national schema")
	}
	if schema, ok := s.p.Schemas.Schema(name); ok {
		return i18n.Read(ctx, schema.Title)
	}
	return name
}

func schemaValue(name string) string {
	if name == "" {
		return "none"
	}
	return name
}

func (v searchView) schemas(ctx context.Context, s *Service) []choice {
	var out []choice
	for _, f := range v.Results.Schemas {
		value := schemaValue(f.Value)
		c := choice{Label: s.schemaLabel(ctx, value), Count: f.Count, On: v.Schema == value}
		c.Href = here.WithQuery(ctx, "schema", unless(c.On, value), "page", "")
		out = append(out, c)
	}
	return out
}

func (v searchView) members(ctx context.Context) []choice {
	var out []choice
	for _, f := range v.Results.Members {
		c := choice{Label: f.Label, Count: f.Count, On: v.Results.Within != nil && v.Results.Within.Slug == f.Value}
		if !c.On && len(out) >= facetValues {
			continue
		}
		c.Href = here.WithQuery(ctx, "member", unless(c.On, f.Value), "page", "")
		out = append(out, c)
	}
	return out
}

func unless(on bool, value string) string {
	if on {
		return ""
	}
	return value
}

// active are the filters in force, each with the address without it.
func (v searchView) active(ctx context.Context, s *Service) []choice {
	var out []choice
	if v.Query != "" {
		out = append(out, choice{Label: i18n.Sayf(ctx, "« %s »", "“%s”", v.Query), Href: here.WithQuery(ctx, "q", "", "page", "")})
	}
	if v.Schema != "" {
		out = append(out, choice{Label: s.schemaLabel(ctx, v.Schema), Href: here.WithQuery(ctx, "schema", "", "page", "")})
	}
	if v.Results.Within != nil && !v.Own {
		out = append(out, choice{Label: v.Results.Within.Name, Href: here.WithQuery(ctx, "member", "", "page", "")})
	}
	return out
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
