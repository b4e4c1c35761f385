package portal

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/ui"
)

// What a commune's page shows of each body, and of how many bodies in all.
const (
	communeDatasets = 8
	communeBodies   = 12
	communesFound   = 30
)

// Around are the bodies whose data concern those who live in a commune.
type Around struct {
	Commune Body
	Near    []Circle // the nearest first; the commune itself is none of them
}

// Circle are bodies that stand in one relation to a commune.
type Circle struct {
	Relation Relation
	Bodies   []Body
}

// Relation is how a body concerns a commune.
type Relation string

// The relations of bodies to a commune.
const (
	Attached    Relation = "attached" // its CCAS and the like
	Group       Relation = "group"    // its EPCI
	Unions      Relation = "unions"   // the syndicats to which it or its EPCI belongs
	OfGroup     Relation = "of-group" // CIAS and others of its EPCI
	Departement Relation = "departement"
)

// communeView is the page on which people say where they live.
type communeView struct {
	Query  string
	Bodies []Body
}

// commune finds a commune by its name, its postcode or its code; one alone is led
// to at once.
func (s *Service) commune(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := communeView{Query: strings.TrimSpace(cut(r.URL.Query().Get("q"), 100))}
	if v.Query != "" {
		var err error
		if v.Bodies, err = s.p.Catalogue.Communes(ctx, v.Query, communesFound); err != nil {
			return err
		}
		if len(v.Bodies) == 1 {
			return web.Moved(w, r, aroundPath(v.Bodies[0].Member), false)
		}
	}
	head := ui.Page{Title: i18n.Say(ctx, "Les données de ma commune", "The data of my town"), Canonical: "/commune", NoIndex: v.Query != "",
		Description: i18n.Say(ctx, "Ce que publient votre commune, son intercommunalité et son département.", "What your town, its intermunicipal body and its département publish.")}
	return show(w, r, communePage(s.frame(ctx, head, "members"), v))
}

// ring is a relation with what its bodies publish.
type ring struct {
	Title  string
	Bodies []published
}

// published is a body with the latest of what it publishes.
type published struct {
	Body
	Latest []Dataset
}

func (s *Service) around(w http.ResponseWriter, r *http.Request) error {
	ctx, address := r.Context(), r.PathValue("member")
	a, err := s.p.Catalogue.Around(ctx, address)
	if err != nil {
		return err
	}
	if !isCommune(a.Commune.Kind) {
		return fault.Missing("portal.around")
	}
	if a.Commune.Slug != address {
		return moved(w, r, aroundPath(a.Commune.Member))
	}
	circles := append([]Circle{{Bodies: []Body{a.Commune}}}, a.Near...)
	var rings []ring
	shown := 0
	for _, c := range circles {
		one := ring{Title: c.Relation.title(ctx)}
		for _, b := range c.Bodies {
			p := published{Body: b}
			if b.Datasets > 0 && shown < communeBodies {
				found, err := s.p.Catalogue.Search(ctx, Search{Member: b.Slug, Sort: "recent", Limit: communeDatasets, Own: true})
				if err != nil {
					return err
				}
				p.Latest = found.Datasets
				shown++
			}
			one.Bodies = append(one.Bodies, p)
		}
		rings = append(rings, one)
	}
	head := ui.Page{Title: i18n.Sayf(ctx, "Les données qui concernent %s", "The data that concern %s", a.Commune.Name), Canonical: aroundPath(a.Commune.Member),
		Description: i18n.Sayf(ctx, "Ce que publient %s, son intercommunalité et son département.", "What %s, its intermunicipal body and its département publish.", a.Commune.Name)}
	return show(w, r, aroundPage(s.frame(ctx, head, "members"), a.Commune, rings))
}

func (r Relation) title(ctx context.Context) string {
	switch r {
	case Attached:
		return i18n.Say(ctx, "Rattachés à la commune", "Attached to the town")
	case Group:
		return i18n.Say(ctx, "Son intercommunalité", "Its intermunicipal body")
	case Unions:
		return i18n.Say(ctx, "Ses syndicats", "Its joint authorities")
	case OfGroup:
		return i18n.Say(ctx, "Établissements de l’intercommunalité", "Bodies of the intermunicipal body")
	case Departement:
		return i18n.Say(ctx, "Le département", "The département")
	}
	return i18n.Say(ctx, "La commune", "The town")
}

func isCommune(k organisation.Kind) bool {
	return k == organisation.Commune || k == organisation.CommuneNouvelle
}

func aroundPath(m organisation.Member) string { return memberPath(m) + "/around" }

// areaSearch is the search within the territory of the commune's EPCI.
func areaSearch(rings []ring) string {
	for _, r := range rings {
		for _, b := range r.Bodies {
			if b.Kind == organisation.EPCI {
				return "/datasets?area=" + url.QueryEscape(b.Slug)
			}
		}
	}
	return ""
}
