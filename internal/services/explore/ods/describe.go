package ods

import (
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"airial/internal/platform/web"
)

func param(name, kind, doc string) *huma.Param {
	return &huma.Param{Name: name, In: "query", Schema: &huma.Schema{Type: kind, Description: doc}}
}

var (
	whereParameters = []*huma.Param{
		param("where", "string", "ODSQL: which rows"), param("refine", "string", "FIELD:VALUE, may be given more than once"),
		param("exclude", "string", "FIELD:VALUE, may be given more than once"), param("lang", "string", "fr or en: names of days"),
		param("timezone", "string", "Time zone of dates in the query and in the answer; UTC when absent"),
	}
	listParameters = append([]*huma.Param{
		param("select", "string", "ODSQL: fields, expressions, aggregations"), param("order_by", "string", "ODSQL: field or aggregation, asc or desc"),
		param("limit", "integer", "Rows to return, 10 when absent, at most 100"), param("offset", "integer", "Rows to leave out first; offset and limit reach 10,000"),
		param("include_links", "boolean", "Addresses of what belongs to it"), param("include_app_metas", "boolean", "Identifier, time and size of each"),
	}, whereParameters...)
	recordParameters = append([]*huma.Param{param("group_by", "string", "ODSQL: what rows are put together by; limit is then at most 20,000")}, listParameters...)
	facetParameters  = append([]*huma.Param{param("facet", "string", "Field to count by, may be given more than once")}, whereParameters...)
	exportParameters = append([]*huma.Param{
		param("select", "string", "ODSQL"), param("group_by", "string", "ODSQL"), param("order_by", "string", "ODSQL"),
		param("limit", "integer", "Rows to export, all of them when absent or -1"), param("use_labels", "boolean", "Labels of fields for headings"),
		param("delimiter", "string", "csv: ; , | or a tab, ; when absent"), param("quote_all", "boolean", "csv: quotes around every text"),
		param("with_bom", "boolean", "csv: a byte order mark first, for spreadsheets; true when absent"),
		param("list_separator", "string", "csv: between the values of a list, which fields here do not have"),
		param("epsg", "integer", "4326, the only system of coordinates here"),
	}, whereParameters...)
)

// describe writes an operation into the OpenAPI document.
func (s *Service) describe(api *web.Interface, path, summary string, params []*huma.Param) {
	all := []*huma.Param{}
	for _, name := range []string{"id", "record", "format"} {
		if strings.Contains(path, "{"+name+"}") {
			all = append(all, &huma.Param{Name: name, In: "path", Required: true, Schema: &huma.Schema{Type: "string"}})
		}
	}
	api.Document(web.Everyone, huma.Operation{Method: http.MethodGet, Path: path, Tags: []string{"explore"}, Summary: summary,
		Description: "As the Explore API v2.1 of Opendatasoft has it; errors have the shape {\"error_code\", \"message\"}.",
		Parameters:  append(all, params...), Responses: map[string]*huma.Response{"200": {Description: "OK"}}})
}
