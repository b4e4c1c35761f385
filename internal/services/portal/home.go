package portal

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
	"airial/internal/services/portal/label"
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
	if part(r, "places") {
		p, err := s.places(ctx, q)
		if err != nil {
			return err
		}
		return show(w, r, placesPart(p))
	}
	page := ui.Page{Description: i18n.Say(ctx, "Budgets, subventions, délibérations, équipements : les données publiques des collectivités du territoire, à chercher, lire et télécharger.",
		"Budgets, grants, decisions, facilities: the public data of the local bodies, to search, read and download.")}
	body, err := s.homeWith(ctx, page, s.face(ctx, s.p.Operator), q)
	if err != nil {
		return err
	}
	return show(w, r, body)
}

func (s *Service) places(ctx context.Context, q BodySearch) (p places, err error) {
	p.Query = q.Query
	p.Bodies, p.Total, err = s.bodies(ctx, q)
	return p, err
}

// homeWith is the first page of the whole site with a face.
func (s *Service) homeWith(ctx context.Context, page ui.Page, f label.Face, q BodySearch) (templ.Component, error) {
	var v homeView
	var err error
	if v.Places, err = s.places(ctx, q); err != nil {
		return nil, err
	}
	all, err := s.count(ctx)
	if err != nil {
		return nil, err
	}
	latest, err := s.p.Catalogue.Search(ctx, Search{Sort: "recent", Limit: homeLatest})
	if err != nil {
		return nil, err
	}
	v.Figures, v.Latest = all.Figures, latest.Datasets
	v.Themes = s.themesOf(all.Schemas, len(all.Schemas))
	blocks, err := s.homeBlocks(ctx, f, v)
	if err != nil {
		return nil, err
	}
	return homePage(s.frameWith(ctx, page, "home", f), f.Label, blocks), nil
}

// cut bounds what somebody typed, in characters.
func cut(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most])
	}
	return text
}
