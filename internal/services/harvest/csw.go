package harvest

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"path"
	"strings"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/standards/csw"
	"airial/standards/dcat"
)

// registerCSW adds the catalogue services: one of all, one of each member.
func (s *Service) registerCSW(routes *web.Routes) {
	for _, pattern := range []string{"/csw", "/p/{member}/csw"} {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			routes.Add(web.Route{Method: method, Pattern: pattern, Kind: web.Download, Guard: web.Everyone, Handler: s.csw})
		}
	}
}

// csw answers a request of CSW 2.0.2. Errors are exceptions of OWS, whatever
// went wrong: who asks reads nothing else.
func (s *Service) csw(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	server := csw.Server{Title: i18n.Say(ctx, "Données publiques du territoire", "Public data of the territory"), Provider: s.p.Operator.Name,
		Abstract: i18n.Say(ctx, "Jeux de données publics des collectivités, en fiches ISO 19139.", "Public datasets of local bodies, as records of ISO 19139."),
		Site:     web.URL(ctx, "/"), Address: web.URL(ctx, "/csw"), Source: shelf{s.p.Catalogue, Filter{}}}
	if server.Provider == "" {
		server.Provider = "Airial"
	}
	if address := r.PathValue("member"); address != "" {
		m, err := s.p.Catalogue.Member(ctx, address)
		if err != nil {
			return err
		}
		server.Title, server.Provider = i18n.Say(ctx, "Données publiques – ", "Public data – ")+m.Name, m.Name
		server.Site, server.Address = web.URL(ctx, "/p/"+m.Slug), web.URL(ctx, "/p/"+m.Siren+"/csw")
		server.Source = shelf{s.p.Catalogue, Filter{Member: m.ID}}
	}
	var asked csw.Request
	var err error
	if r.Method == http.MethodPost {
		asked, err = csw.ReadBody(r.Body)
	} else {
		asked, err = csw.ReadQuery(r.URL.Query())
	}
	var body []byte
	if err == nil {
		body, err = server.Answer(ctx, asked, s.p.Clock.Now())
	}
	w.Header().Set("Content-Type", "application/xml; charset=utf-8")
	w.Header().Set("Access-Control-Allow-Origin", "*")
	if err != nil {
		status := http.StatusInternalServerError
		if e := new(csw.Exception); errors.As(err, &e) {
			status = http.StatusBadRequest
		} else if s.p.Log != nil {
			s.p.Log.ErrorContext(ctx, "csw", "error", err)
		}
		w.WriteHeader(status)
		body = csw.Report(err)
	}
	_, err = w.Write(body)
	return err
}

// shelf gives a catalogue's datasets as records.
type shelf struct {
	catalogue Catalogue
	filter    Filter
}

func (s shelf) Page(ctx context.Context, limit, offset int) ([]csw.Record, int, error) {
	found, total, err := s.catalogue.Page(ctx, s.filter, limit, offset)
	out := make([]csw.Record, len(found))
	for i, d := range found {
		out[i] = iso(ctx, d)
	}
	return out, total, err
}

func (s shelf) Get(ctx context.Context, id string) (csw.Record, bool, error) {
	d, found, err := s.catalogue.Get(ctx, s.filter, strings.TrimSpace(id))
	if err != nil || !found {
		return csw.Record{}, false, err
	}
	return iso(ctx, d), true, nil
}

// maintenance gives ISO 19115's name of a frequency of the EU authority table.
var maintenance = map[dcat.Frequency]string{dcat.Continuous: "continual", dcat.Daily: "daily", dcat.Weekly: "weekly", dcat.Biweekly: "fortnightly", dcat.Monthly: "monthly",
	dcat.Quarterly: "quarterly", dcat.HalfYearly: "biannually", dcat.Annual: "annually", dcat.AsNeeded: "asNeeded", dcat.Irregular: "irregular", dcat.Never: "notPlanned", dcat.Unknown: "unknown"}

// iso is a dataset as the record of a catalogue service: the same identifier and
// addresses as in DCAT, so that who harvests both knows it again.
func iso(ctx context.Context, d Dataset) csw.Record {
	self := web.URL(ctx, "/datasets/"+d.ID)
	out := csw.Record{ID: d.ID, Title: d.Title, Abstract: d.Description, Publisher: d.Member.Name, Homepage: web.URL(ctx, "/p/"+d.Member.Slug),
		Landing: web.URL(ctx, "/p/"+d.Member.Slug+"/datasets/"+d.Slug), Issued: d.Issued, Modified: d.Modified, Frequency: maintenance[dcat.Frequency(d.Frequency)]}
	out.Keywords = append(out.Keywords, d.Keywords...)
	for _, t := range themesOf(d) {
		out.Keywords = append(out.Keywords, t.Labels()[0].Value)
	}
	if licence, ok := dcat.LicenseOf(d.Licence); ok {
		out.Licence, out.Terms = licence.Name, licence.URI
	}
	for _, place := range places(d.Member, nil) {
		out.Place, out.PlaceCode = place.Name[0].Value, place.URI
	}
	if area := cmp.Or(d.Area, d.Around); area != nil {
		out.BBox = &[4]float64{area.West, area.South, area.East, area.North}
	}
	out.Links = []csw.Link{{URL: self + "/data.csv", Name: "CSV", Format: "CSV", Media: dcat.CSV.Media, Size: d.CSV.Size},
		{URL: self + "/data.parquet", Name: "Parquet", Format: "Parquet", Media: dcat.Parquet.Media, Size: d.Parquet.Size},
		{URL: self + "/original", Name: i18n.T("Fichier d’origine", "Original file").Fr, Format: strings.ToUpper(strings.TrimPrefix(path.Ext(d.FileName), ".")), Size: d.Original.Size}}
	return out
}
