package portal

import (
	"cmp"
	"context"
	"slices"
)

// originHere is the origin of what is published on this portal.
const originHere = "here"

// everywhereFind finds what is published here and what was harvested from other
// portals, in one order.
func (s *Service) everywhereFind(ctx context.Context, v *searchView) error {
	var err error
	if v.Results, err = s.p.Catalogue.Search(ctx, v.Search); err != nil {
		return err
	}
	if err := s.literally(ctx, v); err != nil {
		return err
	}
	here := v.Total
	if !v.ours() {
		v.without()
	}
	q, possible := v.othersSearch()
	if s.p.Harvested == nil || !possible {
		v.Rows = merged(v.Search, rowsOf(v.Results, v.Offset), nil)
		return nil
	}
	if q.Limit, q.Offset = v.Limit, v.Offset; v.Origin == originHere {
		q.Limit = 0
	}
	found, err := s.p.Harvested.Find(ctx, q)
	if err != nil {
		return err
	}
	if v.Search.Facets && len(found.Sources) > 0 {
		if v.Origins = found.Sources; here > 0 || v.Origin == originHere {
			v.Origins = append([]Facet{{Value: originHere, Count: here}}, found.Sources...)
		}
	}
	if v.Origin == originHere {
		found = HarvestedResults{}
	}
	if v.Rows, err = s.page(ctx, v, q, found); err != nil {
		return err
	}
	v.Total += found.Total
	v.Results.Facets.add(found.Facets)
	return nil
}

// literally forgets what was found here for other words than those that were
// typed, when other portals have something for these.
func (s *Service) literally(ctx context.Context, v *searchView) error {
	if len(v.Instead) == 0 || s.p.Harvested == nil || v.Origin == originHere {
		return nil
	}
	typed := *v
	typed.Instead = nil
	q, possible := typed.othersSearch()
	if !possible {
		return nil
	}
	q.Facets, q.Limit = false, 1
	found, err := s.p.Harvested.Find(ctx, q)
	if found.Total > 0 {
		v.without()
	}
	return err
}

// without leaves out what is published here.
func (v *searchView) without() {
	v.Datasets, v.Total, v.Results.Facets, v.Instead, v.Publishing = nil, 0, Facets{}, nil, 0
}

// ours tells whether what is published here is looked for.
func (q Search) ours() bool { return q.Origin == "" || q.Origin == originHere }

// othersSearch is the search among what was harvested; false when it can find
// nothing. It takes the territory from what was found here, which knows its id.
func (v *searchView) othersSearch() (q HarvestedSearch, possible bool) {
	if v.Area != "" && v.Around == nil {
		return q, false
	}
	q = HarvestedSearch{Query: v.Query, Schema: v.Schema, Theme: v.Theme, Format: v.Format, Licence: v.Licence, Year: v.Year, Sort: v.Sort, Facets: v.Search.Facets}
	if len(v.Instead) > 0 {
		q.Query = v.retyped()
	}
	if v.Within != nil {
		q.Member = v.Within.ID
	}
	if v.Around != nil {
		q.Area = v.Around.ID
	}
	if !v.ours() {
		q.Source = v.Origin
	}
	return q, true
}

// add counts together what is found here and elsewhere.
func (f *Facets) add(o Facets) {
	for _, side := range []struct {
		into *[]Facet
		more []Facet
	}{{&f.Schemas, o.Schemas}, {&f.Members, o.Members}, {&f.Areas, o.Areas}, {&f.Themes, o.Themes}, {&f.Licences, o.Licences}, {&f.Formats, o.Formats}, {&f.Years, o.Years}} {
		for _, m := range side.more {
			if i := slices.IndexFunc(*side.into, func(x Facet) bool { return x.Value == m.Value }); i >= 0 {
				(*side.into)[i].Count += m.Count
			} else {
				*side.into = append(*side.into, m)
			}
		}
		slices.SortStableFunc(*side.into, func(a, b Facet) int { return cmp.Compare(b.Count, a.Count) })
	}
}
