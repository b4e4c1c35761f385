package tabular

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"airial/internal/platform/fault"
	"airial/internal/platform/tables"
	"airial/internal/platform/web"
	"airial/internal/services/explore"
	"airial/internal/services/explore/rowfile"
)

// Parts is what the room is made with.
type Parts struct {
	Engine  *tables.Engine
	Shelf   explore.Shelf
	Limiter *web.Limiter // of the questions of one address; nil for no bound
}

// Service is the room, put together.
type Service struct{ p Parts }

// New puts the room together.
func New(p Parts) *Service { return &Service{p} }

// Base is where the API begins.
const Base = "/api/resources"

// Register adds the room's routes, with the slash at their ends that the API's
// own addresses have.
func (s *Service) Register(routes *web.Routes, api *web.Interface) {
	one := Base + "/{resource}/"
	for _, r := range []struct {
		path, summary string
		kind          web.Kind
		fn            func(http.ResponseWriter, *http.Request, explore.Dataset) error
	}{
		{one, "A resource and what can be asked of it", web.API, s.getMeta},
		{one + "data/", "Rows: COLUMN__exact, __differs, __contains, __notcontains, __in, __notin, __less, __greater, __strictly_less, __strictly_greater, __isnull, __isnotnull, __sort, __groupby, __count, __avg, __min, __max, __sum; columns, page, page_size (at most 50)", web.API, s.getData},
		{one + "profile/", "Columns and their types", web.API, s.getProfile},
		{one + "swagger/", "What can be asked of each column, as OpenAPI", web.API, s.getSwagger},
		{one + "data/csv/", "All rows that match, as CSV", web.Download, s.getFile("csv")},
		{one + "data/json/", "All rows that match, as JSON", web.Download, s.getFile("json")},
	} {
		handler := s.handler(r.fn)
		routes.Add(web.Route{Method: http.MethodGet, Pattern: r.path + "{$}", Kind: r.kind, Guard: web.Everyone, Handler: handler})
		api.Document(web.Everyone, huma.Operation{Method: http.MethodGet, Path: r.path, Tags: []string{"tabular"}, Summary: r.summary,
			Description: "As the tabular API of data.gouv.fr has it. A resource is the identifier of a dataset.",
			Parameters:  []*huma.Param{{Name: "resource", In: "path", Required: true, Schema: &huma.Schema{Type: "string"}}},
			Responses:   map[string]*huma.Response{"200": {Description: "OK"}}})
	}
}

// handler finds the dataset, counts the question, and gives errors the API's
// shape.
func (s *Service) handler(fn func(http.ResponseWriter, *http.Request, explore.Dataset) error) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		err := s.answer(w, r, fn)
		if err == nil {
			return nil
		}
		if b, ok := w.(interface{ Started() bool }); ok && b.Started() {
			return err
		}
		out := &wrong{fault.Status(err), "Query failed", fault.Message(err).En}
		var own *wrong
		switch {
		case errors.As(err, &own):
			out = own
		case fault.Is(err, fault.Invalid):
			out.status, out.title = http.StatusBadRequest, "Invalid query string"
		case fault.Is(err, fault.NotFound):
			out.title = "Resource not found"
		case out.status >= http.StatusInternalServerError && !fault.Is(err, fault.Unavailable):
			return err
		}
		return writeJSON(w, out.status, map[string]any{"errors": []any{map[string]any{"code": nil, "title": out.title, "detail": out.detail}}})
	}
}

func (s *Service) answer(w http.ResponseWriter, r *http.Request, fn func(http.ResponseWriter, *http.Request, explore.Dataset) error) error {
	r = r.WithContext(tables.WithAsker(r.Context(), web.Address(r)))
	if s.p.Limiter != nil {
		q := s.p.Limiter.Take(web.Address(r))
		if q.Tell(w.Header(), "explore"); q.Wait > 0 {
			return &fault.Error{Kind: fault.TooMany, Op: "tabular"}
		}
	}
	d, err := s.p.Shelf.Dataset(r.Context(), r.PathValue("resource"), 0)
	if err != nil {
		return err
	}
	return fn(w, r, d)
}

func address(r *http.Request, d explore.Dataset, part string) string {
	return web.URL(r.Context(), Base+"/"+d.ID+"/"+part)
}

// getData answers a page.
func (s *Service) getData(w http.ResponseWriter, r *http.Request, d explore.Dataset) error {
	q, err := parse(d, r.URL.RawQuery)
	if err != nil {
		return err
	}
	if web.Fresh(w, r, d.Table.Parquet.Digest) {
		return nil
	}
	q.ask.Limit, q.ask.Offset = q.size, int64(q.size)*int64(q.page-1)
	rows, total, err := s.p.Engine.Ask(r.Context(), d.Queried(), q.ask)
	if err != nil {
		return err
	}
	b := []byte(`{"data":[`)
	keys := rowfile.Keys(q.names)
	for n, row := range rows {
		if n > 0 {
			b = append(b, ',')
		}
		b = append(b, '{')
		for i, v := range row {
			if i > 0 {
				b = append(b, ',')
			}
			if i == 0 && q.names[0] == "__id" {
				id, _ := v.(int64)
				v = id + 1
			}
			b = rowfile.AppendJSON(append(b, keys[i]...), v)
		}
		b = append(b, '}')
	}
	links := map[string]any{"profile": address(r, d, "profile/"), "swagger": address(r, d, "swagger/"), "next": nil, "prev": nil}
	if q.ask.Offset+int64(len(rows)) < total && len(rows) > 0 {
		links["next"] = s.page(r, d, q, q.page+1)
	}
	if q.page > 1 {
		links["prev"] = s.page(r, d, q, q.page-1)
	}
	meta := map[string]any{"page": q.page, "page_size": q.size}
	if !q.grouped {
		meta["total"] = total
	}
	b = rowfile.AppendJSON(append(b, `],"links":`...), links)
	b = append(rowfile.AppendJSON(append(b, `,"meta":`...), meta), "}\n"...)
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, err = w.Write(b)
	return err
}

func (s *Service) page(r *http.Request, d explore.Dataset, q question, number int) string {
	v := url.Values{}
	for name, values := range r.URL.Query() {
		v[name] = values
	}
	v.Set("page", strconv.Itoa(number))
	v.Set("page_size", strconv.Itoa(q.size))
	return address(r, d, "data/?"+v.Encode())
}

// getFile streams all rows that match.
func (s *Service) getFile(format string) func(http.ResponseWriter, *http.Request, explore.Dataset) error {
	return func(w http.ResponseWriter, r *http.Request, d explore.Dataset) error {
		q, err := parse(d, r.URL.RawQuery)
		if err != nil {
			return err
		}
		if web.Fresh(w, r, d.Table.Parquet.Digest) {
			return nil
		}
		o := rowfile.Options{Format: format, Delimiter: ','}
		for i, name := range q.names {
			o.Columns = append(o.Columns, rowfile.Column{Name: name, Kind: q.kinds[i]})
		}
		web.Attachment(w, d.ID+"."+format, rowfile.MediaType(format))
		if r.Method == http.MethodHead {
			return nil
		}
		file, err := rowfile.New(r.Context(), w, o)
		if err != nil {
			return err
		}
		err = s.p.Engine.EachAsk(r.Context(), d.Queried(), q.ask, func(row []any) error {
			if id, ok := row[0].(int64); ok && q.names[0] == "__id" {
				row[0] = id + 1
			}
			return file.Row(row)
		})
		if err != nil {
			file.Abort()
			return err
		}
		return file.Close()
	}
}
