package portal

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
)

const (
	membersPage = 60
	pagesMost   = 10000
)

// membersView is what the list of members shows.
type membersView struct {
	Query  string
	Kind   organisation.Kind
	Bodies []Body
	Pages  ui.Pages
}

func (s *Service) members(w http.ResponseWriter, r *http.Request) error {
	ctx, values := r.Context(), r.URL.Query()
	page := pageNumber(values)
	q := BodySearch{Query: cut(values.Get("q"), 100), Kind: organisation.Kind(values.Get("kind")),
		Limit: membersPage, Offset: (page - 1) * membersPage}
	if !q.Kind.Known() {
		q.Kind = ""
	}
	bodies, total, err := s.bodies(ctx, q)
	if err != nil {
		return err
	}
	v := membersView{Query: q.Query, Kind: q.Kind, Bodies: bodies,
		Pages: ui.Pages{Page: page, Size: membersPage, Total: int64(total)}}
	if part(r, "found") {
		return show(w, r, membersPart(v))
	}
	head := ui.Page{Title: i18n.Say(ctx, "Les collectivités", "The public bodies"),
		Description: i18n.Say(ctx, "Toutes les collectivités du territoire, avec ce que chacune publie.", "All public bodies of the territory, with what each publishes.")}
	return show(w, r, membersList(s.frame(ctx, head, "members"), v))
}

// publishes says how much a member publishes.
func publishes(ctx context.Context, b Body) string {
	if b.Datasets == 0 {
		return i18n.Say(ctx, "ne publie rien pour l’instant", "publishes nothing so far")
	}
	return i18n.Count(ctx, b.Datasets, "jeu de données", "jeux de données", "dataset", "datasets")
}

// describe says in a line what sort of body a member is.
func describe(ctx context.Context, m organisation.Member) string {
	text := i18n.Read(ctx, m.Kind.Label())
	if m.Population > 0 {
		text += " · " + i18n.Count(ctx, m.Population, "habitant", "habitants", "inhabitant", "inhabitants")
	}
	return text
}

func membersHref(ctx context.Context, query string) string {
	if query == "" {
		return ui.Href(ctx, "/members")
	}
	return ui.Href(ctx, "/members?q="+url.QueryEscape(query))
}

func pageNumber(values url.Values) int {
	n, err := strconv.Atoi(values.Get("page"))
	if err != nil || n < 1 {
		return 1
	}
	return min(n, pagesMost)
}
