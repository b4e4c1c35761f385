package ods

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"airial/internal/platform/tables"
	"airial/internal/platform/web"
	"airial/internal/services/explore"
	"airial/internal/services/explore/rowfile"
	"airial/standards/odsql"
)

// mostValues is how many values of a facet are counted.
const mostValues = 100

// facetJSON is a field with its values.
type facetJSON struct {
	Name   string       `json:"name"`
	Values []facetValue `json:"facets"`
}

type facetValue struct {
	Name  string `json:"name"`
	Count int64  `json:"count"`
	State string `json:"state"`
	Value string `json:"value"`
}

// facets counts the rows of a question by some fields.
func (s *Service) facets(r *http.Request, t tables.Table, set *setting, q request, names []string) (out []facetJSON, err error) {
	where, err := set.conditions(q.clauses)
	if err != nil {
		return nil, err
	}
	out = []facetJSON{}
	for _, name := range names {
		f, ok := set.field(name)
		if !ok {
			return nil, badParameter("facet", strconv.Quote(name), "the name of a field", "le nom d’un champ")
		}
		values, err := s.facet(r, t, set, where, f, refinedValues(q, f.Name))
		if err != nil {
			return nil, err
		}
		out = append(out, facetJSON{Name: f.Name, Values: values})
	}
	return out, nil
}

// refinedValues are those of a field by which the question is refined.
func refinedValues(q request, field string) (out []string) {
	for _, text := range q.refine {
		if f, err := odsql.ParseRefine(odsql.ClauseRefine, text); err == nil && strings.EqualFold(f.Field, field) {
			out = append(out, f.Value)
		}
	}
	return out
}

// facet counts by one field: dates by their year, or by the months of a year
// that is refined to.
func (s *Service) facet(r *http.Request, t tables.Table, set *setting, where *tables.Node, f explore.Field, refined []string) ([]facetValue, error) {
	v := set.of(f)
	if v.node == nil || f.Kind == explore.Shape {
		return nil, badParameter("facet", strconv.Quote(f.Name), "a field that is no place", "un champ qui n’est pas un lieu")
	}
	group := []*tables.Node{v.node}
	name := func(row []any) string { return plainText(row[0]) }
	if f.Kind == explore.Date || f.Kind == explore.DateTime {
		local := (&reader{setting: set}).local(v)
		group = []*tables.Node{tables.Must(tables.Part, tables.Value("year"), local)}
		if slices.ContainsFunc(refined, func(v string) bool { return len(v) == 4 }) {
			group = append(group, tables.Must(tables.Part, tables.Value("month"), local))
		}
		name = func(row []any) string {
			if row[0] == nil {
				return ""
			}
			if len(group) == 2 {
				return fmt.Sprintf("%04d/%02d", row[0], row[1])
			}
			return fmt.Sprintf("%04d", row[0])
		}
	}
	a := tables.Ask{Group: group, Where: where, Order: []tables.Order{{By: tables.Must(tables.Count), Desc: true}}, Limit: mostValues + 1}
	for i, g := range group {
		a.Out = append(a.Out, tables.Key(i, g))
	}
	a.Out = append(a.Out, tables.Must(tables.Count))
	if set.lists[f.Name] {
		a.Limit = mostGroups
	}
	rows, _, err := s.p.Engine.Ask(r.Context(), t, a)
	if err != nil {
		return nil, err
	}
	if set.lists[f.Name] {
		rows = taken(rows)
	}
	values := []facetValue{}
	for _, row := range rows {
		text := name(row)
		if row[0] == nil || len(values) == mostValues {
			continue
		}
		count, _ := row[len(row)-1].(int64)
		state := "displayed"
		if slices.Contains(refined, text) {
			state = "refined"
		}
		values = append(values, facetValue{Name: text, Count: count, State: state, Value: text})
	}
	return values, nil
}

// taken counts the values of lists each for itself, the most frequent first.
func taken(rows [][]any) (out [][]any) {
	counts := map[string]int64{}
	for _, row := range rows {
		text, _ := row[0].(string)
		n, _ := row[1].(int64)
		for _, v := range strings.Split(text, listMark) {
			if v != "" {
				counts[v] += n
			}
		}
	}
	for _, v := range slices.Sorted(maps.Keys(counts)) {
		out = append(out, []any{v, counts[v]})
	}
	slices.SortStableFunc(out, func(a, b []any) int { return cmp.Compare(b[1].(int64), a[1].(int64)) })
	return out
}

func plainText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	}
	return string(rowfile.AppendJSON(nil, v))
}

func (s *Service) getFacets(w http.ResponseWriter, r *http.Request) error {
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
	names := q.values["facet"]
	if len(names) == 0 {
		for _, f := range set.fields {
			if isFacet(f) && len(names) < 10 {
				names = append(names, f.Name)
			}
		}
	}
	return s.answerFacets(w, r, d.Queried(), set, q, names)
}

func (s *Service) answerFacets(w http.ResponseWriter, r *http.Request, t tables.Table, set *setting, q request, names []string) error {
	if len(names) > 20 {
		return badParameter("facet", strconv.Itoa(len(names))+" fields", "20 at most", "20 au plus")
	}
	out, err := s.facets(r, t, set, q, names)
	if err != nil {
		return err
	}
	return writeJSON(w, map[string]any{"links": []link{{"self", web.URL(r.Context(), r.URL.Path)}}, "facets": out})
}
