package portal

import (
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/ident"
	"airial/internal/services/portal/label"
)

// Embedded is a part of the site as it stands in another site's page.
type Embedded struct {
	Title string
	Page  string              // path of the page that it is a part of
	Who   organisation.Member // whose data it shows; zero for the whole territory's
	Face  label.Face
	Body  templ.Component
}

// EmbedPath is where the parts stand.
const EmbedPath = "/embed"

// embedAddress is where a dataset's view stands, with or without its pictures.
func embedAddress(id, part string) string {
	out := EmbedPath + "/datasets/" + id
	if part != "" {
		out += "/" + part
	}
	return out
}

// embeddedDataset finds what is shown; what is no longer public is NotFound.
func (s *Service) embeddedDataset(r *http.Request) (Shown, error) {
	const op = "portal.embedded"
	id := r.PathValue("id")
	if !ident.Valid(id) {
		return Shown{}, fault.Missing(op)
	}
	d, err := s.p.Catalogue.Dataset(r.Context(), "", id, 0)
	if err == nil && d.Hidden != nil {
		err = fault.Missing(op)
	}
	return d, err
}

// EmbeddedTable is the table of a dataset in the view that the address has.
func (s *Service) EmbeddedTable(r *http.Request) (Embedded, error) {
	d, err := s.embeddedDataset(r)
	if err != nil {
		return Embedded{}, err
	}
	e, err := s.explore(r, d, embedAddress(d.ID, ""))
	if err != nil {
		return Embedded{}, err
	}
	e.Embed = "" // it stands in one already
	return Embedded{Title: d.Title, Page: e.address(datasetPath(d.Dataset)), Who: d.Body, Face: s.face(r.Context(), d.Body), Body: embeddedTable(d.Title, e)}, nil
}

// EmbeddedPictures are the charts and the map of a dataset: the one that the
// address describes, or those that the rules choose.
func (s *Service) EmbeddedPictures(r *http.Request) (Embedded, error) {
	ctx := r.Context()
	d, err := s.embeddedDataset(r)
	if err != nil {
		return Embedded{}, err
	}
	e, err := s.explore(r, d, embedAddress(d.ID, "chart"))
	if err != nil {
		return Embedded{}, err
	}
	p := s.pictures(ctx, d, e)
	return Embedded{Title: d.Title, Page: e.address(datasetPath(d.Dataset)) + "#charts", Who: d.Body, Face: s.face(ctx, d.Body), Body: embeddedPictures(d.Title, p)}, nil
}

// EmbeddedList is a list of datasets: of a member or of all, of a schema, by
// words; with a box to search them where "search" is in the address.
func (s *Service) EmbeddedList(r *http.Request) (Embedded, error) {
	ctx, q := r.Context(), r.URL.Query()
	v, err := s.find(r, q.Get("member"), q.Get("member") != "")
	if err != nil {
		return Embedded{}, err
	}
	out := Embedded{Title: i18n.Say(ctx, "Données publiques", "Public data"), Page: "/datasets", Face: s.face(ctx, s.p.Operator)}
	if v.Within != nil {
		out.Who, out.Page = *v.Within, memberPath(*v.Within)+"/datasets"
		out.Face = s.face(ctx, out.Who)
		out.Title = i18n.Sayf(ctx, "Données publiques de %s", "Public data of %s", out.Who.Name)
	}
	keep := url.Values{}
	for _, name := range []string{"schema", "q", "sort"} {
		if q.Get(name) != "" {
			keep.Set(name, q.Get(name))
		}
	}
	if len(keep) > 0 {
		out.Page += "?" + keep.Encode()
	}
	out.Body = embeddedList(out.Title, v, r.URL.Query())
	return out, nil
}

// listAddress is where the list of a search stands, with the search.
func listAddress(v searchView) string {
	out := url.Values{"search": {"1"}}
	if v.Within != nil {
		out.Set("member", v.Within.Slug)
	}
	if v.Query != "" {
		out.Set("q", v.Query)
	}
	if v.Schema != "" {
		out.Set("schema", v.Schema)
	}
	return EmbedPath + "/datasets?" + out.Encode()
}
