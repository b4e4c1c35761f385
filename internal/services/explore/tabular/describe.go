package tabular

import (
	"encoding/json"
	"net/http"

	"airial/internal/platform/web"
	"airial/internal/services/explore"
)

func writeJSON(w http.ResponseWriter, status int, v any) error {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	return json.NewEncoder(w).Encode(v)
}

// getMeta says what can be asked of a resource.
func (s *Service) getMeta(w http.ResponseWriter, r *http.Request, d explore.Dataset) error {
	link := func(rel string) map[string]string {
		return map[string]string{"href": address(r, d, rel+"/"), "type": "GET", "rel": rel}
	}
	return writeJSON(w, http.StatusOK, map[string]any{"created_at": d.Issued.UTC().Format("2006-01-02T15:04:05.000000+00:00"),
		"url":   web.URL(r.Context(), "/datasets/"+d.ID+"/data.csv"),
		"links": []any{link("profile"), link("data"), link("swagger")}})
}

// kinds are the types of csv-detective, by ours.
var kinds = map[explore.Kind]string{explore.Int: "int", explore.Double: "float", explore.Boolean: "bool", explore.Date: "date",
	explore.DateTime: "datetime", explore.Shape: "json"}

func kindOf(f explore.Field) string {
	if k := kinds[f.Kind]; k != "" {
		return k
	}
	return "string"
}

// getProfile describes the columns in the form of csv-detective's profiles.
func (s *Service) getProfile(w http.ResponseWriter, _ *http.Request, d explore.Dataset) error {
	columns, header := map[string]any{}, []string{}
	for _, f := range d.Fields() {
		if f.Column < 0 {
			continue
		}
		header = append(header, f.Name)
		format := kindOf(f)
		if f.Kind == explore.Point {
			format = "latlon_wgs"
			if f.Reversed {
				format = "lonlat_wgs"
			}
		}
		columns[f.Name] = map[string]any{"score": 1.0, "format": format, "python_type": kindOf(f)}
	}
	profile := map[string]any{"header": header, "columns": columns, "total_lines": d.Rows, "encoding": "utf-8", "separator": ",",
		"header_row_idx": 0, "heading_columns": 0, "trailing_columns": 0, "nb_duplicates": nil, "categorical": []string{}, "formats": map[string]any{}}
	return writeJSON(w, http.StatusOK, map[string]any{"profile": profile, "dataset_id": d.ID, "indexes": nil})
}

// operators of each type, as the API has them.
var operators = map[string][]string{
	"string": {"exact", "differs", "contains", "notcontains", "in", "notin", "less", "greater", "strictly_less", "strictly_greater"},
	"int":    {"exact", "differs", "in", "notin", "less", "greater", "strictly_less", "strictly_greater"},
	"bool":   {"exact", "differs", "in", "notin"},
	"date":   {"exact", "differs", "contains", "notcontains", "in", "notin", "less", "greater", "strictly_less", "strictly_greater"},
	"json":   {},
}

// getSwagger describes what can be asked of each column.
func (s *Service) getSwagger(w http.ResponseWriter, r *http.Request, d explore.Dataset) error {
	parameter := func(name, kind, doc string) map[string]any {
		return map[string]any{"name": name, "in": "query", "required": false, "description": doc, "schema": map[string]any{"type": kind}}
	}
	flag := func(name, doc string) map[string]any {
		p := parameter(name, "string", doc)
		p["allowEmptyValue"] = true
		return p
	}
	params := []map[string]any{parameter("page", "integer", "Page, from 1 on"), parameter("page_size", "integer", "Rows of a page, at most 50"),
		parameter("columns", "string", "Names of columns, separated by commas")}
	for _, f := range d.Fields() {
		if f.Column < 0 {
			continue
		}
		kind := kindOf(f)
		like := map[string]string{"float": "int", "datetime": "date"}[kind]
		if like == "" {
			like = kind
		}
		for _, op := range operators[like] {
			params = append(params, parameter(f.Name+"__"+op, "string", op+" on column "+f.Name))
		}
		params = append(params, parameter(f.Name+"__sort", "string", "asc or desc"), flag(f.Name+"__isnull", "No value"), flag(f.Name+"__isnotnull", "A value"),
			flag(f.Name+"__groupby", "Group by this column"), flag(f.Name+"__count", "Count its values"))
		if like == "int" {
			for _, op := range []string{"avg", "min", "max", "sum"} {
				params = append(params, flag(f.Name+"__"+op, op+" of column "+f.Name))
			}
		}
	}
	get := func(summary string) map[string]any {
		return map[string]any{"get": map[string]any{"summary": summary, "parameters": params, "responses": map[string]any{"200": map[string]any{"description": "OK"}}}}
	}
	base := Base + "/" + d.ID + "/data/"
	return writeJSON(w, http.StatusOK, map[string]any{"openapi": "3.0.3", "info": map[string]any{"title": d.Title, "version": "1.0.0"},
		"servers": []any{map[string]any{"url": web.URL(r.Context(), "")}},
		"paths":   map[string]any{base: get("Rows"), base + "csv/": get("Rows as CSV"), base + "json/": get("Rows as JSON")}})
}
