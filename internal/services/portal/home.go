package portal

import (
	"net/http"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
)

const (
	homeLatest = 6
	homePlaces = 12
)

// homeView is what the home page shows.
type homeView struct {
	Figures Figures
	Latest  []Dataset
	Themes  []theme
	Places  places
}

// theme is a schema under which something is published.
type theme struct {
	Schema Schema
	Count  int
}

// places is the part of the home page that finds a commune.
type places struct {
	Query  string
	Bodies []Body
	Total  int
}

func (s *Service) home(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	q := BodySearch{Query: cut(r.URL.Query().Get("place"), 100), Limit: homePlaces}
	var v homeView
	var err error
	v.Places.Query = q.Query
	if v.Places.Bodies, v.Places.Total, err = s.bodies(ctx, q); err != nil {
		return err
	}
	if part(r, "places") {
		return show(w, r, placesPart(v.Places))
	}
	all, err := s.count(ctx)
	if err != nil {
		return err
	}
	latest, err := s.p.Catalogue.Search(ctx, Search{Sort: "recent", Limit: homeLatest})
	if err != nil {
		return err
	}
	v.Figures, v.Latest = all.Figures, latest.Datasets
	for _, f := range all.Schemas {
		if schema, ok := s.p.Schemas.Schema(f.Value); ok {
			v.Themes = append(v.Themes, theme{schema, f.Count})
		}
	}
	page := ui.Page{Description: i18n.Say(ctx, "Budgets, subventions, délibérations, équipements : les données publiques des collectivités du territoire, à chercher, lire et télécharger.",
		"Budgets, grants, decisions, facilities: the public data of the local bodies, to search, read and download.")}
	return show(w, r, homePage(s.frame(ctx, page, "home"), v))
}

// cut bounds what somebody typed, in characters.
func cut(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most])
	}
	return text
}
