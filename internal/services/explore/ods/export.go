package ods

import (
	"errors"
	"io"
	"math"
	"net/http"

	"airial/internal/platform/web"
	"airial/internal/services/explore"
	"airial/internal/services/explore/rowfile"
)

// formats of records, in the order in which they are listed.
var recordFormats = []string{"csv", "geojson", "json", "jsonl", "parquet", "xlsx"}

func (s *Service) getExports(w http.ResponseWriter, r *http.Request) error {
	d, err := s.dataset(r, 0)
	if err != nil {
		return err
	}
	return writeJSON(w, map[string]any{"links": formatLinks(r, Base+"/datasets/"+d.ID+"/exports", recordFormats)})
}

func formatLinks(r *http.Request, path string, formats []string) []link {
	out := []link{{"self", web.URL(r.Context(), path)}}
	for _, f := range formats {
		out = append(out, link{f, web.URL(r.Context(), path+"/"+f)})
	}
	return out
}

// getExport streams the records of a query, all of them unless it limits them.
func (s *Service) getExport(w http.ResponseWriter, r *http.Request) error {
	d, err := s.dataset(r, 0)
	if err != nil {
		return err
	}
	q, err := readRequest(r)
	if err != nil {
		return err
	}
	if q.limit, err = integer(q.values, "limit", -1, -1, math.MaxInt32); err != nil {
		return err
	}
	format := r.PathValue("format")
	options, err := rowOptions(q, format)
	if err != nil {
		return err
	}
	if q.fresh(w, r, d.Table.Parquet.Digest, format) {
		return nil
	}
	set, err := s.setting(r, d)
	if err != nil {
		return err
	}
	p, err := set.plan(q.clauses)
	if err != nil {
		return err
	}
	if format == "geojson" && !p.hasPlace() && !p.grouped {
		return badParameter("format", "geojson", "a dataset (and a select) with a place", "un jeu de données (et une sélection) qui contient un lieu")
	}
	name := d.Slug + "." + format
	if s.wholeFile(w, r, d, p, q, format, options) {
		return nil
	}
	if q.limited && q.limit == 0 { // no row; 0 means all below
		return send(w, r, format, name, p, options, func(func([]any) error) error { return nil })
	}
	rows := func(each func([]any) error) error { return s.each(r.Context(), d.Queried(), p, max(0, q.limit), each) }
	return send(w, r, format, name, p, options, rows)
}

// rowOptions reads how an export is to be written.
func rowOptions(q request, format string) (o rowfile.Options, err error) {
	if !rowfile.Known(format) {
		return o, badParameter("format", format, "csv, geojson, json, jsonl, parquet or xlsx", "csv, geojson, json, jsonl, parquet ou xlsx")
	}
	o = rowfile.Options{Format: format, Delimiter: ';'}
	switch text := q.values.Get("delimiter"); text {
	case "":
	case ";", ",", "|", "\t":
		o.Delimiter = text[0]
	case "tab", `\t`:
		o.Delimiter = '\t'
	default:
		return o, badParameter("delimiter", text, `";", ",", "|" or a tab`, "« ; », « , », « | » ou une tabulation")
	}
	if o.QuoteAll, err = flag(q.values, "quote_all", false); err != nil {
		return o, err
	}
	if o.Mark, err = flag(q.values, "with_bom", true); err != nil {
		return o, err
	}
	if text := q.values.Get("epsg"); text != "" && text != "4326" {
		return o, badParameter("epsg", text, "4326", "4326")
	}
	return o, nil
}

func (p plan) hasPlace() bool {
	for _, c := range p.columns {
		if c.kind == explore.Point || c.kind == explore.Shape {
			return true
		}
	}
	return false
}

// send streams rows as a file.
func send(w http.ResponseWriter, r *http.Request, format, name string, p plan, o rowfile.Options, rows func(func([]any) error) error) error {
	o.Columns = make([]rowfile.Column, len(p.columns))
	labels := r.URL.Query().Get("use_labels")
	for i, c := range p.columns {
		o.Columns[i] = rowfile.Column{Name: c.name, Kind: c.kind}
		if (labels == "true" || labels == "1") && c.label != "" {
			o.Columns[i].Name = c.label
		}
	}
	web.Attachment(w, name, rowfile.MediaType(format))
	if r.Method == http.MethodHead {
		return nil
	}
	out := packed(w, r, format)
	file, err := rowfile.New(r.Context(), out, o)
	if err != nil {
		return err
	}
	values := make([]any, len(p.columns))
	err = rows(func(row []any) error {
		for i, c := range p.columns {
			values[i] = c.value(row)
		}
		return file.Row(values)
	})
	if err != nil {
		file.Abort()
		return err
	}
	return errors.Join(file.Close(), out.Close())
}

// packed is where a file goes: packed on its way where it gains by it. The tag is
// a weak one, which a packed answer may share.
func packed(w http.ResponseWriter, r *http.Request, format string) io.WriteCloser {
	if rowfile.Packs(format) {
		return web.Pack(w, r)
	}
	return sent{w}
}

type sent struct{ io.Writer }

func (sent) Close() error { return nil }

// wholeFile answers a whole table in a format in which it is kept already.
func (s *Service) wholeFile(w http.ResponseWriter, r *http.Request, d explore.Dataset, p plan, q request, format string, o rowfile.Options) bool {
	whole := p.plain != nil && len(p.plain.Sort) == 0 && q.limit <= 0 && len(p.columns) == len(d.Table.Columns) && q.sel == "" && !q.labels
	switch {
	case !whole || q.values.Get("timezone") != "":
		return false
	case format == "parquet":
		return s.sendKept(w, r, d.Table.Parquet, d.Slug+".parquet", nil)
	case format == "csv" && !o.QuoteAll && kept(d):
		return s.sendKept(w, r, d.Table.CSV, d.Slug+".csv", func(to io.Writer, from io.Reader) error {
			return rowfile.Redelimit(to, from, o.Delimiter, o.Mark)
		})
	}
	return false
}

// kept tells whether the CSV that is kept says what an export would: values that
// an export writes in another way stand in no column.
func kept(d explore.Dataset) bool {
	for _, f := range d.Fields() {
		if f.Kind == explore.DateTime || f.Kind == explore.Shape || f.Kind == explore.Point {
			return false
		}
	}
	return true
}

func (s *Service) sendKept(w http.ResponseWriter, r *http.Request, f explore.File, name string, through func(io.Writer, io.Reader) error) bool {
	if f.Open == nil {
		return false
	}
	content, err := f.Open(r.Context())
	if err != nil {
		return false // made anew
	}
	defer content.Close()
	format := "csv"
	if through == nil {
		format = "parquet"
		through = func(to io.Writer, from io.Reader) error {
			_, err := io.Copy(to, from)
			return err
		}
	}
	web.Attachment(w, name, rowfile.MediaType(format))
	if r.Method == http.MethodHead {
		return true
	}
	if err := piped(packed(w, r, format), content, through); err != nil {
		panic(http.ErrAbortHandler) // half a file must not look like a whole one
	}
	return true
}

// piped reads and writes at the same time: what is read is checked and written
// anew while what came before is packed and sent.
func piped(out io.WriteCloser, content io.Reader, through func(io.Writer, io.Reader) error) error {
	from, to := io.Pipe()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		to.CloseWithError(through(to, content))
	}()
	_, err := io.CopyBuffer(out, struct{ io.Reader }{from}, make([]byte, 256<<10))
	from.CloseWithError(err)
	<-ended // the content is the caller's again
	if err != nil {
		return err
	}
	return out.Close()
}
