package harvest

import (
	"context"
	"iter"
	"log/slog"
	"net/http"
	"strconv"
	"strings"

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
	Log       *slog.Logger        // nil for none
}

// New puts the room together.
func New(p Parts) *Service {
	if p.PageSize == 0 {
		p.PageSize = pageSize
	}
	return &Service{p}
}

// syntaxes are those that are served, the first where nothing says which.
var syntaxes = []dcat.Syntax{dcat.JSONLD, dcat.Turtle, dcat.RDFXML}

// Register adds the room's routes.
func (s *Service) Register(routes *web.Routes) {
	s.registerCSW(routes)
	for _, base := range []string{"", "/p/{member}", "/themes/{theme}"} {
		for _, syntax := range syntaxes {
			routes.Add(web.Route{Method: http.MethodGet, Pattern: base + "/catalog" + syntax.Extension(), Kind: web.Download, Guard: web.Everyone,
				Handler: func(w http.ResponseWriter, r *http.Request) error { return s.catalog(w, r, syntax) }})
		}
		routes.Add(web.Route{Method: http.MethodGet, Pattern: base + "/catalog", Kind: web.Download, Guard: web.Everyone, Handler: s.negotiated})
	}
}

// negotiated answers in the syntax that the reader prefers; a browser is shown
// where the data are.
func (s *Service) negotiated(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Vary", "Accept")
	syntax, ok := preferred(r.Header.Values("Accept"))
	if ok {
		w.Header().Set("Content-Location", web.URL(r.Context(), r.URL.Path+syntax.Extension()))
		return s.catalog(w, r, syntax)
	}
	to := "/datasets"
	if member := r.PathValue("member"); member != "" {
		m, err := s.p.Catalogue.Member(r.Context(), member)
		if err != nil {
			return err
		}
		to = "/p/" + m.Slug + "/datasets"
	}
	return web.Redirect(w, r, to)
}

// Write answers with the catalogue of all in a syntax, at whatever address.
func (s *Service) Write(w http.ResponseWriter, r *http.Request, syntax dcat.Syntax) error {
	return s.catalog(w, r, syntax)
}

// chosen is the catalogue that an address means: its head, the part of its
// address that is its own, and what it lists.
func (s *Service) chosen(r *http.Request) (catalog dcat.Catalog, base string, f Filter, err error) {
	ctx := r.Context()
	if address := r.PathValue("member"); address != "" {
		m, err := s.p.Catalogue.Member(ctx, address)
		return own(ctx, m), "/p/" + m.Siren, Filter{Member: m.ID}, err
	}
	if code := r.PathValue("theme"); code != "" {
		theme := dcat.Theme(strings.ToUpper(code))
		if theme.Labels() == nil {
			return catalog, "", f, fault.New(fault.NotFound, "harvest.theme", "Ce thème n’existe pas. Les thèmes sont ceux du vocabulaire européen\u202f: %[1]s.",
				"There is no such theme. The themes are those of the European vocabulary: %[1]s.", themeCodes())
		}
		return s.about(ctx, theme), "/themes/" + string(theme), Filter{Theme: theme}, nil
	}
	return s.whole(ctx), "", f, nil
}

func (s *Service) catalog(w http.ResponseWriter, r *http.Request, syntax dcat.Syntax) error {
	const op = "harvest.catalog"
	ctx := r.Context()
	number, err := pageNumber(r)
	if err != nil {
		return err
	}
	catalog, base, filter, err := s.chosen(r)
	if err != nil {
		return err
	}
	found, total, err := s.p.Catalogue.Page(ctx, filter, s.p.PageSize, (number-1)*s.p.PageSize)
	if err != nil {
		return err
	}
	catalog.Paging, err = dcat.Page(web.URL(ctx, base+"/catalog"+syntax.Extension()), number, s.p.PageSize, total)
	if err != nil {
		return &fault.Error{Kind: fault.NotFound, Op: op, Cause: err}
	}
	if filter.Member != "" && len(found) > 0 {
		catalog.Spatial = places(found[0].Member, found[0].Around)
	}
	var none []Nothing
	if filter.Theme == "" {
		if none, err = s.p.Catalogue.Nothing(ctx, filter.Member, s.p.PageSize, (number-1)*s.p.PageSize); err != nil {
			return err
		}
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

// about is the catalogue of one theme, of all members.
func (s *Service) about(ctx context.Context, theme dcat.Theme) dcat.Catalog {
	c := s.whole(ctx)
	c.URI = web.URL(ctx, "/themes/"+string(theme)+"#catalog")
	for i, t := range theme.Labels() {
		c.Title[i].Value += " – " + t.Value
	}
	return c
}

// own is the catalogue of one member.
func own(ctx context.Context, m organisation.Member) dcat.Catalog {
	return describe(dcat.Catalog{URI: web.URL(ctx, "/p/"+m.Siren+"#catalog"), Publisher: agent(ctx, m), Homepage: web.URL(ctx, "/p/"+m.Slug),
		Title:   dcat.Texts{{Value: "Données publiques – " + m.Name, Lang: "fr"}, {Value: "Public data – " + m.Name, Lang: "en"}},
		Spatial: places(m, nil)})
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
