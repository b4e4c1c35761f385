package ods

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"airial/internal/platform/fault"
	"airial/internal/platform/tables"
	"airial/internal/platform/web"
	"airial/internal/services/explore"
	"airial/internal/services/explore/rowfile"
)

// link leads from an answer to what belongs to it.
type link struct {
	Rel  string `json:"rel"`
	Href string `json:"href"`
}

func (s *Service) getRecords(w http.ResponseWriter, r *http.Request) error {
	d, err := s.dataset(r, 0)
	if err != nil {
		return err
	}
	q, err := readRequest(r)
	if err != nil {
		return err
	}
	if q.fresh(w, r, d.Table.Parquet.Digest) {
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
	if err := q.window(p.grouped); err != nil {
		return err
	}
	if p.grouped {
		q.metas = false
	}
	if q.metas { // the rows' numbers name them
		p.ask.Out = append(p.ask.Out, tables.RowNumber())
		p.plain = nil
	}
	rows, total, err := s.rows(r.Context(), d.Queried(), p, q.limit, q.offset)
	if err != nil {
		return err
	}
	b := strconv.AppendInt([]byte(`{"total_count":`), total, 10)
	if q.links {
		b = append(rowfile.AppendJSON(append(b, `,"links":`...), pageLinks(r, q, total)), ' ')
	}
	b = append(b, `,"results":[`...)
	keys := heads(p.columns, q.labels)
	for i, row := range rows {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendRow(b, p.columns, keys, row)
		if q.metas {
			b = appendMetas(r, b, d, row[len(row)-1])
		}
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, err = w.Write(append(b, "]}\n"...))
	return err
}

// appendMetas adds to a record what the interface knows of it.
func appendMetas(r *http.Request, b []byte, d explore.Dataset, number any) []byte {
	row, _ := number.(int64)
	id := fmt.Sprintf("%d-%d", d.Number, row+1)
	size := len(b)
	b = append(b[:size-1], `,"_links":`...)
	b = rowfile.AppendJSON(b, []link{{"self", web.URL(r.Context(), Base+"/datasets/"+d.ID+"/records/"+id)}})
	b = append(rowfile.AppendText(append(b, `,"_id":`...), id), `,"_timestamp":`...)
	return append(rowfile.AppendText(b, isoTime(d.Modified)), '}')
}

// pageLinks lead to the pages around an answer.
func pageLinks(r *http.Request, q request, total int64) []link {
	at := func(rel string, offset int) link {
		v := url.Values{}
		for name, values := range q.values {
			v[name] = values
		}
		v.Set("limit", strconv.Itoa(q.limit))
		v.Set("offset", strconv.Itoa(offset))
		return link{rel, web.URL(r.Context(), r.URL.Path+"?"+v.Encode())}
	}
	out := []link{at("self", q.offset), at("first", 0)}
	if q.limit == 0 || total == 0 {
		return out
	}
	out = append(out, at("last", int(total-1)/q.limit*q.limit))
	if next := q.offset + q.limit; int64(next) < total {
		out = append(out, at("next", next))
	}
	if q.offset > 0 {
		out = append(out, at("prev", max(0, q.offset-q.limit)))
	}
	return out
}

// getRecord reads one record, of the version that its identifier names.
func (s *Service) getRecord(w http.ResponseWriter, r *http.Request) error {
	const op = "ods.record"
	number, place, found := strings.Cut(r.PathValue("record"), "-")
	n, err1 := strconv.Atoi(number)
	row, err2 := strconv.ParseInt(place, 10, 64)
	if !found || err1 != nil || err2 != nil || n < 1 || row < 1 {
		return fault.Missing(op)
	}
	d, err := s.dataset(r, n)
	if err != nil {
		return err
	}
	q, err := readRequest(r)
	if err != nil {
		return err
	}
	set, err := s.setting(r, d)
	if err != nil {
		return err
	}
	p, err := set.plan(clauses{sel: q.sel})
	if err != nil {
		return err
	}
	if p.grouped {
		return &problem{http.StatusBadRequest, codeQuery, "ODSQL query is malformed: one record has no aggregation.", "Un enregistrement seul ne s’agrège pas."}
	}
	rows, _, err := s.rows(r.Context(), d.Queried(), p, 1, int(row-1))
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return fault.Missing(op)
	}
	b := appendRow(nil, p.columns, heads(p.columns, q.labels), rows[0])
	if q.metas {
		b = appendMetas(r, b, d, row-1)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, err = w.Write(append(b, '\n'))
	return err
}

func (s *Service) getAttachments(w http.ResponseWriter, r *http.Request) error {
	d, err := s.dataset(r, 0)
	if err != nil {
		return err
	}
	return writeJSON(w, map[string]any{
		"links":       []link{{"self", web.URL(r.Context(), Base+"/datasets/"+d.ID+"/attachments")}},
		"attachments": []any{}, "total_count": 0, "results": []any{}})
}
