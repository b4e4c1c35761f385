package features

import (
	"net/http"
	"strconv"

	"airial/internal/platform/fault"
	"airial/internal/platform/web"
	"airial/internal/services/explore"
	"airial/internal/services/explore/ods"
	"airial/standards/odsql"
)

// scanned is how many datasets a page of collections looks at: those that have
// places are a few among many.
const scanned = 300

// crs is longitude and latitude.
const crs = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"

// placeOf is the field of a dataset's places.
func placeOf(d explore.Dataset) (explore.Field, bool) {
	for _, f := range d.Fields() {
		if f.Kind == explore.Point || f.Kind == explore.Shape {
			return f, true
		}
	}
	return explore.Field{}, false
}

// timeOf is the field of a dataset's moments: its first date.
func timeOf(d explore.Dataset) (explore.Field, bool) {
	for _, f := range d.Fields() {
		if f.Kind == explore.Date || f.Kind == explore.DateTime {
			return f, true
		}
	}
	return explore.Field{}, false
}

// dataset finds the collection of a request.
func (s *Service) dataset(r *http.Request) (explore.Dataset, error) {
	d, err := s.p.Shelf.Dataset(r.Context(), r.PathValue("collection"), 0)
	if err != nil {
		return d, err
	}
	if _, ok := placeOf(d); !ok {
		return d, fault.Missing("features.dataset")
	}
	return d, nil
}

func describe(r *http.Request, d explore.Dataset) map[string]any {
	path := "/collections/" + d.ID
	return map[string]any{"id": d.ID, "title": d.Title, "description": d.Description, "itemType": "feature", "crs": []string{crs},
		"links": []link{{at(r, path), "self", plainJSON, d.Title}, {at(r, path+"?f=html"), "alternate", page, d.Title},
			{at(r, path+"/items"), "items", geoJSON, "Features"}, {at(r, path+"/items?f=html"), "items", page, "Features"},
			{web.URL(r.Context(), d.Path()), "describedby", page, "The dataset's page"}, {d.Licence.URI, "license", page, d.Licence.Label.En}}}
}

func (s *Service) collections(w http.ResponseWriter, r *http.Request) error {
	v := r.URL.Query()
	if err := only(v, "offset"); err != nil {
		return err
	}
	offset, err := whole(v, "offset", 0, 0, 1<<30)
	if err != nil {
		return err
	}
	found, err := s.p.Shelf.Page(r.Context(), scanned, offset)
	if err != nil {
		return err
	}
	ids := make([]string, len(found))
	for i, d := range found {
		ids[i] = d.ID
	}
	list, err := s.p.Shelf.Find(r.Context(), ids)
	if err != nil {
		return err
	}
	links := []link{{at(r, "/collections"), "self", plainJSON, "Collections"}, {at(r, "/collections?f=html"), "alternate", page, "Collections"}}
	if len(found) == scanned {
		links = append(links, link{at(r, "/collections?offset="+strconv.Itoa(offset+scanned)), "next", plainJSON, "More"})
	}
	shown := []any{}
	pages := links
	for _, d := range list {
		if _, ok := placeOf(d); ok {
			shown = append(shown, describe(r, d))
			pages = append(pages, link{at(r, "/collections/"+d.ID+"?f=html"), "item", page, d.Title})
		}
	}
	return s.answer(w, r, plainJSON, "Collections", map[string]any{"links": links, "collections": shown}, pages)
}

func (s *Service) collection(w http.ResponseWriter, r *http.Request) error {
	if err := only(r.URL.Query()); err != nil {
		return err
	}
	d, err := s.dataset(r)
	if err != nil {
		return err
	}
	out := describe(r, d)
	if extent := s.extent(r, d); extent != nil {
		out["extent"] = extent
	}
	return s.answer(w, r, plainJSON, d.Title, out, out["links"].([]link))
}

// extent is what the places and the moments of a collection lie within.
func (s *Service) extent(r *http.Request, d explore.Dataset) map[string]any {
	out := map[string]any{}
	f, _ := placeOf(d)
	name := odsql.FieldName(f.Name)
	a, err := s.p.Explore.Ask(r.Context(), d, ods.Question{Select: "bbox(" + name + ") as b", Limit: 1})
	if err == nil && len(a.Rows) == 1 {
		if box := boxOf(a.Rows[0][0]); box != nil {
			out["spatial"] = map[string]any{"bbox": [][]float64{box}, "crs": crs}
		}
	}
	if t, ok := timeOf(d); ok {
		name := odsql.FieldName(t.Name)
		a, err := s.p.Explore.Ask(r.Context(), d, ods.Question{Select: "min(" + name + ") as a, max(" + name + ") as b", Limit: 1})
		if err == nil && len(a.Rows) == 1 && a.Rows[0][0] != nil {
			out["temporal"] = map[string]any{"interval": [][]any{{instant(a.Rows[0][0]), instant(a.Rows[0][1])}}, "trs": "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"}
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}
