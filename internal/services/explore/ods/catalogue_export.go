package ods

import (
	"math"
	"net/http"
	"slices"

	"airial/internal/platform/tables"
)

// atOnce is how many datasets of an export are looked up together.
const atOnce = 200

// tableFormats are those of the catalogue as a table.
var tableFormats = []string{"csv", "json", "jsonl", "xlsx"}

func (s *Service) catalogueFormats() []string {
	return slices.Sorted(slices.Values(append(slices.Clone(tableFormats), s.p.Syntaxes...)))
}

func (s *Service) getCatalogueExports(w http.ResponseWriter, r *http.Request) error {
	return writeJSON(w, map[string]any{"links": formatLinks(r, Base+"/exports", s.catalogueFormats())})
}

// getCatalogueExport streams the catalogue: as DCAT, or as a table that the
// clauses of a query choose from.
func (s *Service) getCatalogueExport(w http.ResponseWriter, r *http.Request) error {
	format := r.PathValue("format")
	if slices.Contains(s.p.Syntaxes, format) {
		return s.p.Catalogue(w, r, format)
	}
	if !slices.Contains(tableFormats, format) {
		return badParameter("format", format, "one of the catalogue's formats", "un des formats du catalogue")
	}
	q, err := readRequest(r)
	if err != nil {
		return err
	}
	if q.limit, err = integer(q.values, "limit", -1, -1, math.MaxInt32); err != nil {
		return err
	}
	options, err := rowOptions(q, format)
	if err != nil {
		return err
	}
	set, err := s.catalogueSetting(r)
	if err != nil {
		return err
	}
	p, err := set.plan(q.clauses)
	if err != nil {
		return err
	}
	t, err := s.catalogue(r.Context())
	if err != nil {
		return err
	}
	p.plain = nil
	if !p.grouped {
		p.ask.Out = append(p.ask.Out, tables.Cell(0, catalogueColumns[0]))
	}
	return send(w, r, format, "catalog."+format, p, options, func(fn func([]any) error) error {
		if q.limited && q.limit == 0 {
			return nil
		}
		return s.eachStanding(r, t, p, max(0, q.limit), fn)
	})
}

// eachStanding hands on the rows of datasets that are public still.
func (s *Service) eachStanding(r *http.Request, t tables.Table, p plan, limit int, fn func([]any) error) error {
	if p.grouped {
		return s.each(r.Context(), t, p, limit, fn)
	}
	var held [][]any
	flush := func() error {
		rows, err := s.standing(r.Context(), held)
		for i := 0; i < len(rows) && err == nil; i++ {
			err = fn(rows[i])
		}
		held = held[:0]
		return err
	}
	err := s.each(r.Context(), t, p, limit, func(row []any) error {
		if held = append(held, slices.Clone(row)); len(held) == atOnce {
			return flush()
		}
		return nil
	})
	if err != nil {
		return err
	}
	return flush()
}
