package picture

import (
	"context"
	"errors"
	"slices"

	"airial/internal/platform/i18n"
	"airial/internal/platform/tables"
	"airial/internal/platform/web/chart"
)

// Bounds of a map: what its drawing in the page holds, what its script is
// given, and how much is said of a place.
const (
	mapDrawn = 300
	mapMost  = 20_000
	mapCells = 4
)

// Map draws the first places of a table; the script asks for all of them at
// t.Places.
func (s *Service) Map(ctx context.Context, t Table, spec Spec) (chart.Map, error) {
	places, columns, err := s.places(ctx, t, spec, mapDrawn)
	if err != nil {
		return chart.Map{}, err
	}
	m := chart.Map{Title: spec.title(ctx, t.Columns), Places: places, Columns: columns}
	if t.Rows > int64(mapDrawn) {
		m.Total, m.Source = min(t.Rows, mapMost), t.Places
	}
	if t.Rows > mapMost {
		m.Note = i18n.Sayf(ctx, "La carte montre les %s premières lignes sur %s.", "The map shows the first %s rows of %s.", i18n.Number(ctx, mapMost), i18n.Number(ctx, t.Rows))
	}
	return m, nil
}

// Features are the places of a table as GeoJSON, mapMost at most.
func (s *Service) Features(ctx context.Context, t Table, spec Spec) (chart.Features, error) {
	places, columns, err := s.places(ctx, t, spec, mapMost)
	return chart.Collection(columns, places), err
}

// Mapped tells whether a table has places.
func Mapped(t Table) bool {
	_, ok := findPlaces(t)
	return ok
}

func (s *Service) places(ctx context.Context, t Table, spec Spec, limit int) (out []chart.Place, heads []string, err error) {
	place, ok := findPlaces(t)
	if !ok {
		return nil, nil, nil
	}
	by := spec.By
	if by == "" {
		by = nameColumn(t, place)
	}
	columns, shown := mapColumns(t, place, by)
	for _, c := range shown {
		heads = append(heads, label(t.Columns, c))
	}
	row := 0
	err = s.rows.Each(ctx, t.Dataset, t.Number, tables.Query{Columns: columns, Limit: limit}, func(cells []any) error {
		row++
		at := func(name string) any {
			if i := slices.Index(columns, name); i >= 0 {
				return cells[i]
			}
			return nil
		}
		p, ok := place.locate(at)
		if !ok {
			return nil
		}
		if p.Name = shortened(textOf(at(by))); p.Name == "" {
			p.Name = i18n.Sayf(ctx, "Ligne %s", "Row %s", i18n.Number(ctx, row))
		}
		for _, c := range shown {
			p.Cells = append(p.Cells, shortened(textOf(at(c))))
		}
		out = append(out, p)
		return nil
	})
	if errors.Is(err, context.Canceled) {
		return nil, nil, err
	}
	return out, heads, err
}

// mapColumns are the columns to read, and those of them that are said of a
// place: the first that are no codes.
func mapColumns(t Table, place Place, by string) (all, shown []string) {
	for _, c := range t.Columns {
		switch {
		case place.uses(c.Name), c.Name == by:
			all = append(all, c.Name)
		case len(shown) < mapCells && !coded(c.Name) && len(t.cells(c.Name)) > 0 && distinct(t.cells(c.Name)):
			all, shown = append(all, c.Name), append(shown, c.Name)
		}
	}
	return all, shown
}

func shortened(s string) string {
	if r := []rune(s); len(r) > 120 {
		return string(r[:119]) + "…"
	}
	return s
}
