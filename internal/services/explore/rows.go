package explore

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"

	"airial/internal/platform/fault"
	"airial/internal/platform/ident"
	"airial/internal/platform/tables"
	"airial/internal/platform/web"
)

// rowsAnswer is a page of rows. Each row is an object whose keys stand in the
// order of the columns.
type rowsAnswer struct {
	Total   int64        `json:"total" doc:"Rows that match"`
	Limit   int          `json:"limit"`
	Offset  int64        `json:"offset"`
	Next    *string      `json:"next" format:"uri" doc:"The next page, null on the last"`
	Columns []rowsColumn `json:"columns"`
	Rows    []row        `json:"rows"`
}

type rowsColumn struct {
	Name  string `json:"name"`
	Type  string `json:"type" doc:"text, integer, number, boolean, date or datetime"`
	Label string `json:"label,omitempty"`
}

type row map[string]any

func (s *Service) getRows(w http.ResponseWriter, r *http.Request) error {
	values := r.URL.Query()
	q, err := ParseQuery(values)
	if err != nil {
		return err
	}
	version, err := number(values, "version", 0, 1<<31)
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	if !ident.Valid(id) {
		return fault.Missing("explore.rows")
	}
	page, err := s.Rows(tables.WithAsker(r.Context(), web.Address(r)), id, int(version), q)
	if err != nil {
		return err
	}
	body, err := encode(page, q, nextAddress(r, values, q, page))
	if err != nil {
		return fault.Wrap("explore.rows", err)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Access-Control-Allow-Origin", "*")
	_, err = w.Write(body)
	return err
}

// nextAddress goes on behind the rows of the page, which may be fewer than asked
// for when they are very large.
func nextAddress(r *http.Request, values url.Values, q tables.Query, page tables.Page) *string {
	next := q.Offset + int64(len(page.Rows))
	if len(page.Rows) == 0 || next >= page.Total {
		return nil
	}
	values.Set("limit", strconv.Itoa(q.Limit))
	values.Set("offset", strconv.FormatInt(next, 10))
	address := web.URL(r.Context(), r.URL.Path+"?"+values.Encode())
	return &address
}

// encode writes the answer by hand, for a Go map would lose the order of the
// columns.
func encode(page tables.Page, q tables.Query, next *string) ([]byte, error) {
	var b bytes.Buffer
	head, err := json.Marshal(struct {
		Total   int64           `json:"total"`
		Limit   int             `json:"limit"`
		Offset  int64           `json:"offset"`
		Next    *string         `json:"next"`
		Columns []tables.Column `json:"columns"`
	}{page.Total, q.Limit, q.Offset, next, page.Columns})
	if err != nil {
		return nil, err
	}
	b.Write(head[:len(head)-1])
	b.WriteString(`,"rows":[`)
	keys := make([][]byte, len(page.Columns))
	for i, c := range page.Columns {
		if keys[i], err = json.Marshal(c.Name); err != nil {
			return nil, err
		}
	}
	for n, row := range page.Rows {
		if n > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('{')
		for i, value := range row {
			if i > 0 {
				b.WriteByte(',')
			}
			cell, err := json.Marshal(value)
			if err != nil {
				return nil, err
			}
			b.Write(keys[i])
			b.WriteByte(':')
			b.Write(cell)
		}
		b.WriteByte('}')
	}
	b.WriteString("]}\n")
	return b.Bytes(), nil
}
