// Package export writes the rows that a query of a published table asks for as
// a file: what somebody looks at in the explorer, filtered, sorted and without
// the columns that she has hidden. Any number of rows, at flat memory.
package export

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"airial/internal/platform/fault"
	"airial/internal/platform/tables"
	"airial/internal/platform/web"
	"airial/internal/services/explore"
	"airial/internal/services/explore/rowfile"
)

// Formats are those of a view.
var Formats = []string{"csv", "xlsx", "json", "jsonl"}

// Parts is what the room is made with.
type Parts struct {
	Shelf   explore.Shelf
	Rows    *explore.Service
	Limiter *web.Limiter // may be nil
}

// Service is the room, put together.
type Service struct{ p Parts }

// New puts the room together.
func New(p Parts) *Service { return &Service{p} }

// Register adds the room's operation.
func (s *Service) Register(api *web.Interface) {
	param := func(name, doc, kind string) *huma.Param {
		return &huma.Param{Name: name, In: "query", Schema: &huma.Schema{Type: kind, Description: doc}}
	}
	api.Stream(web.Everyone, huma.Operation{Method: http.MethodGet, Path: "/api/v1/datasets/{id}/rows/{format}", Tags: []string{"datasets"},
		Summary: "Take the rows of a published dataset as a file",
		Description: "All rows that match, whatever their number. Filters, q, sort and version are those of /rows. " +
			"CSV separates with semicolons and begins with a byte order mark, as spreadsheets here expect.",
		Parameters: []*huma.Param{
			{Name: "id", In: "path", Required: true, Schema: &huma.Schema{Type: "string"}},
			{Name: "format", In: "path", Required: true, Schema: &huma.Schema{Type: "string", Enum: []any{"csv", "xlsx", "json", "jsonl"}}},
			param("column", "Name of a column to keep; may be repeated; all when absent", "string"),
			param("sort", "Names of columns, with - in front to descend, separated by commas", "string"),
			param("q", "Words to find in any cell", "string"),
			param("version", "Number of a version; the latest when absent", "integer"),
		},
		Responses: map[string]*huma.Response{"200": {Description: "The file"}},
	}, 0, s.get)
}

func (s *Service) get(w http.ResponseWriter, r *http.Request) error {
	const op = "export.get"
	format := r.PathValue("format")
	if !slices.Contains(Formats, format) {
		return fault.Missing(op)
	}
	if s.p.Limiter != nil {
		q := s.p.Limiter.Take(web.Address(r))
		if q.Tell(w.Header(), "explore"); q.Wait > 0 {
			return &fault.Error{Kind: fault.TooMany, Op: op}
		}
	}
	d, q, err := s.read(r.Context(), r.PathValue("id"), r.URL.Query())
	if err != nil {
		return err
	}
	w.Header().Set("Access-Control-Allow-Origin", "*")
	if web.Fresh(w, r, d.Table.Parquet.Digest+"/"+format+"?"+r.URL.Query().Encode()) {
		return nil
	}
	o := rowfile.Options{Format: format, Delimiter: ';', Mark: true}
	kinds := map[string]explore.Kind{}
	for _, c := range d.Table.Columns {
		kinds[c.Name] = kindOf(c.Type)
	}
	for _, name := range q.Columns {
		o.Columns = append(o.Columns, rowfile.Column{Name: name, Kind: kinds[name]})
	}
	started := false
	var file rowfile.Writer
	var packed io.WriteCloser
	begin := func() (err error) {
		started = true
		web.Attachment(w, d.Slug+"."+format, rowfile.MediaType(format))
		if rowfile.Packs(format) {
			packed = web.Pack(w, r)
			file, err = rowfile.New(r.Context(), packed, o)
			return err
		}
		file, err = rowfile.New(r.Context(), w, o)
		return err
	}
	if r.Method == http.MethodHead {
		web.Attachment(w, d.Slug+"."+format, rowfile.MediaType(format))
		return nil
	}
	// The first row comes before the file begins: a query that cannot be
	// answered is answered with why.
	err = s.p.Rows.Each(r.Context(), d.ID, d.Number, q, func(row []any) error {
		if !started {
			if err := begin(); err != nil {
				return err
			}
		}
		return file.Row(row)
	})
	if err == nil && !started {
		err = begin()
	}
	if err != nil {
		if file != nil {
			file.Abort()
		}
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	if packed != nil {
		return packed.Close()
	}
	return nil
}

// read finds the dataset and reads the query.
func (s *Service) read(ctx context.Context, id string, values url.Values) (d explore.Dataset, q tables.Query, err error) {
	number := 0
	if text := values.Get("version"); text != "" {
		if number, err = strconv.Atoi(text); err != nil || number < 0 {
			return d, q, fault.New(fault.Invalid, "export.read", "Le paramètre « version » est le numéro d’une version.", "The parameter “version” is the number of a version.")
		}
	}
	if d, err = s.p.Shelf.Dataset(ctx, id, number); err != nil {
		return d, q, err
	}
	wanted := values["column"]
	values.Del("column")
	values.Del("limit")
	if q, err = explore.ParseQuery(values); err != nil {
		return d, q, err
	}
	q.Limit = 0 // all
	for _, c := range d.Table.Columns {
		if len(wanted) == 0 || slices.Contains(wanted, c.Name) {
			q.Columns = append(q.Columns, c.Name)
		}
	}
	if len(q.Columns) == 0 {
		return d, q, fault.New(fault.Invalid, "export.read", "Le jeu de données n’a pas de colonne « %s ».", "The dataset has no column “%s”.", wanted[0])
	}
	return d, q, nil
}

func kindOf(t tables.Type) explore.Kind {
	switch t {
	case tables.Integer, tables.Year:
		return explore.Int
	case tables.Number:
		return explore.Double
	case tables.Boolean:
		return explore.Boolean
	case tables.Date:
		return explore.Date
	case tables.DateTime:
		return explore.DateTime
	}
	return explore.Text
}
