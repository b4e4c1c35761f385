package harvest

import (
	"context"
	"iter"
	"net/http"
	"strconv"

	"airial/internal/commons/organisation"
	"airial/internal/platform/clock"
	"airial/internal/platform/fault"
	"airial/internal/platform/web"
	"airial/standards/dcat"
)

// pageSize is how many datasets stand on a page of a catalogue.
const pageSize = 1000

// Service is the room, put together.
type Service struct{ p Parts }

// Parts is what the room is made with.
type Parts struct {
	Catalogue Catalogue
	Clock     clock.Clock
	Operator  organisation.Member // publishes the catalogue of all
	PageSize  int                 // datasets on a page; 0 for 1000
}

// New puts the room together.
func New(p Parts) *Service {
	if p.PageSize == 0 {
		p.PageSize = pageSize
	}
	return &Service{p}
}

// Register adds the room's routes.
func (s *Service) Register(routes *web.Routes) {
	for _, syntax := range []dcat.Syntax{dcat.JSONLD, dcat.Turtle} {
		name := "/catalog" + syntax.Extension()
		for _, pattern := range []string{name, "/p/{member}" + name} {
			routes.Add(web.Route{Method: http.MethodGet, Pattern: pattern, Kind: web.Download, Guard: web.Everyone,
				Handler: func(w http.ResponseWriter, r *http.Request) error { return s.catalog(w, r, syntax) }})
		}
	}
}

// Write answers with the catalogue of all in a syntax, at whatever address.
func (s *Service) Write(w http.ResponseWriter, r *http.Request, syntax dcat.Syntax) error {
	return s.catalog(w, r, syntax)
}

func (s *Service) catalog(w http.ResponseWriter, r *http.Request, syntax dcat.Syntax) error {
	const op = "harvest.catalog"
	ctx := r.Context()
	number, err := pageNumber(r)
	if err != nil {
		return err
	}
	catalog, base, member := s.whole(ctx), "", ""
	if address := r.PathValue("member"); address != "" {
		m, err := s.p.Catalogue.Member(ctx, address)
		if err != nil {
			return err
		}
		catalog, base, member = own(ctx, m), "/p/"+m.Siren, m.ID
	}
	found, total, err := s.p.Catalogue.Page(ctx, member, s.p.PageSize, (number-1)*s.p.PageSize)
	if err != nil {
		return err
	}
	catalog.Paging, err = dcat.Page(web.URL(ctx, base+"/catalog"+syntax.Extension()), number, s.p.PageSize, total)
	if err != nil {
		return &fault.Error{Kind: fault.NotFound, Op: op, Cause: err}
	}
	none, err := s.p.Catalogue.Nothing(ctx, member, s.p.PageSize, (number-1)*s.p.PageSize)
	if err != nil {
		return err
	}
	for _, x := range none {
		catalog.Nothing = append(catalog.Nothing, nothing(ctx, x))
		if x.Declared.After(catalog.Modified) {
			catalog.Modified = x.Declared
		}
	}
	for _, d := range found {
		if d.Modified.After(catalog.Modified) {
			catalog.Modified = d.Modified
		}
	}
	w.Header().Set("Content-Type", syntax.MediaType()+"; charset=utf-8")
	w.Header().Set("Access-Control-Allow-Origin", "*")
	return fault.Wrap(op, dcat.Write(w, syntax, catalog, records(ctx, found), dcat.Options{Now: s.p.Clock.Now()}))
}

func records(ctx context.Context, found []Dataset) iter.Seq2[dcat.Dataset, error] {
	return func(yield func(dcat.Dataset, error) bool) {
		for _, d := range found {
			if !yield(record(ctx, d), nil) {
				return
			}
		}
	}
}

// whole is the catalogue of all members.
func (s *Service) whole(ctx context.Context) dcat.Catalog {
	publisher := agent(ctx, s.p.Operator)
	if s.p.Operator.Siren == "" { // nobody was named yet: the site itself
		publisher = dcat.Agent{URI: web.URL(ctx, "/"), Name: dcat.Fr("Airial")}
	}
	return describe(dcat.Catalog{URI: web.URL(ctx, "/#catalog"), Publisher: publisher, Homepage: web.URL(ctx, "/"),
		Title: dcat.Texts{{Value: "Données publiques du territoire", Lang: "fr"}, {Value: "Public data of the territory", Lang: "en"}}})
}

// own is the catalogue of one member.
func own(ctx context.Context, m organisation.Member) dcat.Catalog {
	return describe(dcat.Catalog{URI: web.URL(ctx, "/p/"+m.Siren+"#catalog"), Publisher: agent(ctx, m), Homepage: web.URL(ctx, "/p/"+m.Slug),
		Title:   dcat.Texts{{Value: "Données publiques – " + m.Name, Lang: "fr"}, {Value: "Public data – " + m.Name, Lang: "en"}},
		Spatial: places(m)})
}

func describe(c dcat.Catalog) dcat.Catalog {
	c.Description = dcat.Texts{{Value: "Jeux de données publics, vérifiés, chacun en CSV et en Parquet.", Lang: "fr"},
		{Value: "Public datasets, checked, each as CSV and as Parquet.", Lang: "en"}}
	c.Languages = []dcat.Language{dcat.French}
	c.License = dcat.LicenceOuverte2
	return c
}

func pageNumber(r *http.Request) (int, error) {
	text := r.URL.Query().Get("page")
	if text == "" {
		return 1, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > 1<<30 {
		return 0, fault.New(fault.Invalid, "harvest.page", "Le paramètre « page » est un nombre entier, à partir de 1.",
			"The parameter “page” is a whole number, from 1 on.")
	}
	return n, nil
}
