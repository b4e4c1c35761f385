package builder

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/ui"
	"airial/internal/services/explore"
	"airial/internal/services/explore/features"
	"airial/internal/services/explore/ods"
	"airial/internal/services/explore/rowfile"
	"airial/internal/services/explore/tabular"
	"airial/standards/odsql"
)

// Service is the room, put together.
type Service struct {
	explore *ods.Service
	shelf   explore.Shelf
	limiter *web.Limiter
}

// New puts the room together. The limiter bounds the questions of one address;
// nil for no bound.
func New(e *ods.Service, shelf explore.Shelf, limiter *web.Limiter) *Service {
	return &Service{explore: e, shelf: shelf, limiter: limiter}
}

// Register adds the page.
func (s *Service) Register(routes *web.Routes) {
	routes.Add(web.Route{Method: http.MethodGet, Pattern: "/p/{member}/datasets/{slug}/api", Kind: web.Page, Guard: web.Everyone, Handler: s.page})
}

// shownRows is how many rows the page shows at most.
const shownRows = 50

// query is what the form asks.
type query struct {
	Field, Op, Value string // a filter put together by lists
	Where            string // one that is written
	Group, Measure   string
	Select           string
	Sort             string // a field, with - in front to descend
	Limit            int
}

func readQuery(v url.Values) query {
	q := query{Field: v.Get("field"), Op: v.Get("op"), Value: v.Get("value"), Where: strings.TrimSpace(v.Get("where")), Group: v.Get("group"),
		Measure: v.Get("measure"), Select: strings.TrimSpace(v.Get("select")), Sort: v.Get("sort")}
	if q.Limit, _ = strconv.Atoi(v.Get("limit")); q.Limit < 1 || q.Limit > shownRows {
		q.Limit = 10
	}
	return q
}

// operators are the filters of the list, as ODSQL writes them around a field and
// a value.
var operators = []struct {
	key   string
	label i18n.Text
	write func(field, value string) string
}{
	{"eq", i18n.T("est égal à", "equals"), func(f, v string) string { return f + " = " + odsql.Text(v) }},
	{"like", i18n.T("contient", "contains"), func(f, v string) string { return f + " like " + odsql.Text(v) }},
	{"gt", i18n.T("est plus grand que", "is greater than"), func(f, v string) string { return f + " > " + odsql.Text(v) }},
	{"lt", i18n.T("est plus petit que", "is less than"), func(f, v string) string { return f + " < " + odsql.Text(v) }},
	{"ne", i18n.T("est différent de", "differs from"), func(f, v string) string { return f + " != " + odsql.Text(v) }},
	{"null", i18n.T("est vide", "is empty"), func(f, _ string) string { return f + " is null" }},
	{"notnull", i18n.T("est rempli", "is filled"), func(f, _ string) string { return f + " is not null" }},
}

// question is the query in ODSQL.
func (q query) question() ods.Question {
	out := ods.Question{Select: q.Select, Limit: q.Limit}
	var where []string
	for _, o := range operators {
		if q.Field != "" && o.key == q.Op && (q.Value != "" || o.key == "null" || o.key == "notnull") {
			where = append(where, o.write(odsql.FieldName(q.Field), q.Value))
		}
	}
	if q.Where != "" {
		if len(where) > 0 {
			q.Where = "(" + q.Where + ")"
		}
		where = append(where, q.Where)
	}
	if len(where) > 0 {
		out.Where = []string{strings.Join(where, " and ")}
	}
	if q.Group != "" {
		out.GroupBy = odsql.FieldName(q.Group)
		if out.Select == "" {
			out.Select = q.measure()
			out.OrderBy = strings.TrimSpace(strings.SplitN(out.Select, " as ", 2)[0]) + " desc"
		}
	}
	if name, down := strings.CutPrefix(q.Sort, "-"); name != "" {
		out.OrderBy = odsql.FieldName(name)
		if down {
			out.OrderBy += " desc"
		}
	}
	return out
}

// measure is what is computed of each group.
func (q query) measure() string {
	fn, field, found := strings.Cut(q.Measure, ":")
	if !found || !slices.Contains([]string{"sum", "avg", "min", "max"}, fn) {
		return "count(*) as total"
	}
	return fn + "(" + odsql.FieldName(field) + ") as " + fn
}

// parameters are those of the Explore API.
func parameters(q ods.Question) string {
	v := url.Values{}
	for name, value := range map[string]string{"select": q.Select, "group_by": q.GroupBy, "order_by": q.OrderBy} {
		if value != "" {
			v.Set(name, value)
		}
	}
	for _, w := range q.Where {
		v.Add("where", w)
	}
	return v.Encode()
}

// view is what the page shows.
type view struct {
	Dataset explore.Dataset
	Fields  []explore.Field
	Query   query
	Answer  ods.Answer
	Problem string
	Address string // of the query in the Explore API
	Export  string // the same, without format
	Place   bool   // the dataset has places
	Base    string
}

func (s *Service) page(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if s.limiter != nil && r.URL.RawQuery != "" {
		if q := s.limiter.Take(web.Address(r)); q.Wait > 0 {
			return &fault.Error{Kind: fault.TooMany, Op: "builder"}
		}
	}
	d, err := s.shelf.Dataset(ctx, r.PathValue("slug")+"@"+r.PathValue("member"), 0)
	if err != nil {
		return err
	}
	v := view{Dataset: d, Fields: d.Fields(), Query: readQuery(r.URL.Query())}
	v.Place = slices.ContainsFunc(v.Fields, func(f explore.Field) bool { return f.Kind == explore.Point || f.Kind == explore.Shape })
	question := v.Query.question()
	v.Base = web.URL(ctx, ods.Base+"/datasets/"+d.ID)
	params := parameters(question)
	v.Address = v.Base + "/records?" + join(params, "limit="+strconv.Itoa(question.Limit))
	v.Export = "?" + params
	if params == "" {
		v.Export = ""
	}
	v.Answer, err = s.explore.Ask(ctx, d, question)
	switch {
	case fault.Is(err, fault.Invalid), fault.Is(err, fault.Unavailable):
		v.Problem = i18n.Read(ctx, fault.Message(err))
	case err != nil:
		return err
	}
	title := "API – " + d.Title
	return web.Render(w, r, web.Framed(ctx, title, page(v)))
}

func join(params ...string) string {
	return strings.Join(slices.DeleteFunc(params, func(p string) bool { return p == "" }), "&")
}

// snippet is the query in a language.
type snippet struct{ Name, Text string }

func (v view) snippets() []snippet {
	quoted := strconv.Quote(v.Address)
	return []snippet{
		{"curl", "curl '" + v.Address + "'"},
		{"Python", "import requests\n\nanswer = requests.get(" + quoted + ", timeout=30)\nanswer.raise_for_status()\nrows = answer.json()[\"results\"]"},
		{"R", "library(jsonlite)\n\nrows <- fromJSON(" + quoted + ")$results"},
		{"JavaScript", "const answer = await fetch(" + quoted + ");\nconst { results } = await answer.json();"},
	}
}

func (v view) fieldOptions(first string) []ui.Option {
	out := []ui.Option{{Label: first}}
	for _, f := range v.Fields {
		if f.Kind != explore.Point && f.Kind != explore.Shape {
			out = append(out, ui.Option{Value: f.Name, Label: f.Name})
		}
	}
	return out
}

func (v view) operatorOptions(ctx context.Context) (out []ui.Option) {
	for _, o := range operators {
		out = append(out, ui.Option{Value: o.key, Label: i18n.Read(ctx, o.label)})
	}
	return out
}

func (v view) measureOptions(ctx context.Context) []ui.Option {
	out := []ui.Option{{Label: i18n.Say(ctx, "le nombre de lignes", "the number of rows")}}
	for _, m := range []struct {
		key   string
		label i18n.Text
	}{{"sum", i18n.T("la somme de %s", "the sum of %s")}, {"avg", i18n.T("la moyenne de %s", "the average of %s")}} {
		for _, f := range v.Fields {
			if f.Kind == explore.Int || f.Kind == explore.Double {
				out = append(out, ui.Option{Value: m.key + ":" + f.Name, Label: strings.ReplaceAll(i18n.Read(ctx, m.label), "%s", f.Name)})
			}
		}
	}
	return out
}

func (v view) sortOptions(ctx context.Context) []ui.Option {
	out := []ui.Option{{Label: i18n.Say(ctx, "sans tri particulier", "in no particular order")}}
	for _, f := range v.Fields {
		if f.Kind == explore.Point || f.Kind == explore.Shape {
			continue
		}
		out = append(out, ui.Option{Value: f.Name, Label: f.Name + " ↑"}, ui.Option{Value: "-" + f.Name, Label: f.Name + " ↓"})
	}
	return out
}

func (v view) cell(row []any, i int) string { return rowfile.Text(row[i]) }

func numeric(k explore.Kind) bool { return k == explore.Int || k == explore.Double }

func (v view) path() string { return v.Dataset.Path() + "/api" }

// tabularAddress and featuresAddress are where the other interfaces have the
// dataset.
func (v view) tabularAddress(ctx context.Context) string {
	return web.URL(ctx, tabular.Base+"/"+v.Dataset.ID+"/data/")
}

func (v view) featuresAddress(ctx context.Context) string {
	return web.URL(ctx, features.Base+"/collections/"+v.Dataset.ID+"/items")
}
