package ods

import (
	"net/http"
	"strings"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/services/explore"
)

// datasetJSON is a dataset as the interface describes it.
type datasetJSON struct {
	ID          string         `json:"dataset_id"`
	UID         string         `json:"dataset_uid"`
	Attachments []any          `json:"attachments"`
	HasRecords  bool           `json:"has_records"`
	Visible     bool           `json:"data_visible"`
	Fields      []fieldJSON    `json:"fields,omitempty"`
	Metas       map[string]any `json:"metas"`
	Features    []string       `json:"features"`
	Links       []link         `json:"links,omitempty"`
}

type fieldJSON struct {
	Name        string         `json:"name"`
	Label       string         `json:"label"`
	Type        explore.Kind   `json:"type"`
	Description *string        `json:"description"`
	Annotations map[string]any `json:"annotations"`
}

// describe makes the description of a dataset. Its fields are left out of lists
// that do not have them.
func describe(r *http.Request, d explore.Dataset, links bool) datasetJSON {
	out := datasetJSON{ID: d.ID, UID: "da_" + strings.ReplaceAll(d.ID, "-", ""), Attachments: []any{}, HasRecords: true, Visible: true,
		Metas: metas(r, d), Features: []string{}}
	dates, places := false, false
	for _, f := range d.Fields() {
		out.Fields = append(out.Fields, describeField(r, f))
		dates = dates || f.Kind == explore.Date || f.Kind == explore.DateTime
		places = places || f.Kind == explore.Point || f.Kind == explore.Shape
	}
	if len(out.Fields) > 0 {
		out.Features = append(out.Features, "analyze")
	}
	if dates {
		out.Features = append(out.Features, "timeserie")
	}
	if places {
		out.Features = append(out.Features, "geo")
	}
	if links {
		base := web.URL(r.Context(), Base+"/datasets")
		for _, part := range []string{"", "/records", "/exports", "/facets", "/attachments"} {
			rel := strings.TrimPrefix(part, "/")
			if rel == "" {
				rel = "self"
			}
			out.Links = append(out.Links, link{rel, base + "/" + d.ID + part})
		}
		out.Links = append(out.Links, link{"datasets", base})
	}
	return out
}

func describeField(r *http.Request, f explore.Field) fieldJSON {
	out := fieldJSON{Name: f.Name, Label: labelOf(r, f), Type: f.Kind, Annotations: map[string]any{}}
	if text := i18n.Read(r.Context(), f.Words.Description); text != "" {
		out.Description = &text
	}
	if isFacet(f) {
		out.Annotations["facet"] = []any{}
	}
	return out
}

func labelOf(r *http.Request, f explore.Field) string {
	if text := i18n.Read(r.Context(), f.Words.Title); text != "" {
		return text
	}
	return f.Name
}

// isFacet tells whether a field is one to count by: its values are few.
func isFacet(f explore.Field) bool {
	return len(f.Words.Values) > 0 || f.Kind == explore.Boolean || f.Kind == explore.Date || f.Kind == explore.DateTime
}

// metas are the metadata, by template. Names are those that the interface gives
// to every dataset; what this server does not know is null, so that clients find
// all of them.
func metas(r *http.Request, d explore.Dataset) map[string]any {
	ctx := r.Context()
	page := web.URL(ctx, d.Path())
	keywords := d.Keywords
	if keywords == nil {
		keywords = []string{}
	}
	territory := []string{d.Member.Name}
	standard := map[string]any{
		"title": d.Title, "description": d.Description, "keyword": keywords, "theme": nil, "publisher": d.Member.Name,
		"license": i18n.Read(ctx, d.Licence.Label), "license_url": d.Licence.URI, "language": "fr", "metadata_languages": []string{"fr"},
		"timezone": "UTC", "modified": isoTime(d.Modified), "modified_updates_on_metadata_change": false, "modified_updates_on_data_change": true,
		"data_processed": isoTime(d.Modified), "metadata_processed": isoTime(d.Modified), "records_count": d.Rows, "records_size": d.Table.CSV.Size,
		"geographic_reference": nil, "geographic_reference_auto": false, "territory": territory, "geometry_types": nil, "bbox": nil,
		"references": page, "source_domain_title": nil, "source_domain_address": nil, "source_dataset": nil, "federated": false,
		"parent_domain": nil, "attributions": nil, "update_frequency": d.Frequency, "oauth_scope": nil,
	}
	if d.Member.Insee != "" {
		standard["geographic_reference"] = []string{"fr_commune_" + d.Member.Insee}
	}
	out := map[string]any{"default": standard,
		"dcat": map[string]any{"created": isoTime(d.Issued), "issued": isoTime(d.Issued), "creator": d.Member.Name, "contributor": nil,
			"accrualperiodicity": d.Frequency, "spatial": strings.Join(territory, ", "), "temporal": nil, "granularity": nil, "dataquality": nil,
			"publisher_type": nil, "conforms_to": nil, "accessRights": nil},
		"custom": map[string]any{"siren": d.Member.Siren, "version": d.Number, "digest": d.Table.CSV.Digest}}
	if d.Schema != "" {
		out["custom"].(map[string]any)["schema"] = d.Schema
		out["dcat"].(map[string]any)["conforms_to"] = "https://schema.data.gouv.fr/" + d.Schema + "/"
	}
	return out
}

func (s *Service) getDataset(w http.ResponseWriter, r *http.Request) error {
	d, err := s.dataset(r, 0)
	if err != nil {
		return err
	}
	q, err := readRequest(r)
	if err != nil {
		return err
	}
	if q.fresh(w, r, d.ID, isoTime(d.Modified), d.Title, d.Description, strings.Join(d.Keywords, "\x00")) {
		return nil
	}
	out := describe(r, d, q.links)
	return writeJSON(w, out)
}
