package opendata

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/platform/text"
)

// Search chooses published datasets.
type Search struct {
	Query    string // words
	MemberID string // "" for all
	Schema   string // a schema's name, "none" for tables without, "" for all
	Alone    bool   // other members are not counted: the search is within the member's own site
	Sort     string // "" or "relevance", "recent", "title"
	Limit    int
	Offset   int
}

// Found is what a search gives.
type Found struct {
	Datasets []Dataset // from Offset on, at most Limit
	Total    int
	// Schemas counts by schema whatever schema was asked for, Members by
	// member whatever member was: what choosing another would leave. The
	// largest counts come first; of members, the first MostFacets, and the one
	// that was asked for.
	Schemas []Facet
	Members []Facet
	// Publishing is how many members there are in all by which to narrow.
	Publishing int
}

// MostFacets is how many members a search is counted by.
const MostFacets = 13

// Facet is one value by which a search can be narrowed, and how many datasets
// it would leave.
type Facet struct {
	Value string
	Count int
}

// Survey answers a search. It answers the public: whoever asks, nothing else is
// found. Datasets whose title has the words come first, then the most recent.
//
// What there is, how much of it, and in which order is known to the shelf,
// which is held in memory; the database is asked for words that were not looked
// for before, for the order of titles, and for the datasets of the page.
func (s *Service) Survey(ctx context.Context, tx access.Tx, q Search) (Found, error) {
	f, err := s.survey(ctx, tx, q)
	return f, fault.Wrap("opendata.Survey", err)
}

func (s *Service) survey(ctx context.Context, tx access.Tx, q Search) (f Found, err error) {
	words := text.Words(q.Query)
	if len(words) == 0 && strings.TrimSpace(q.Query) != "" {
		return f, nil // only stop words or signs: nothing can be meant by them
	}
	l, err := s.shelf.at(ctx, tx)
	if err != nil {
		return f, err
	}
	w := s.shelf.wanted(q)
	if len(words) > 0 {
		return s.look(ctx, tx, l, w, words)
	}
	f = l.survey(w)
	if w.Limit == 0 || w.Offset >= f.Total {
		return f, nil
	}
	switch {
	case w.member != everything:
		own := slices.DeleteFunc(slices.Collect(l.of(w.member)), func(r *listed) bool { return !w.wants(r) })
		f.Datasets, err = w.page(ctx, tx, hitsOf(own))
	case q.Sort == "title":
		f.Datasets, err = byTitle(ctx, tx, w)
	default:
		f.Datasets, err = numbered(ctx, tx, l.recent(w))
	}
	return f, err
}

// look answers a search for words.
func (s *Service) look(ctx context.Context, tx access.Tx, l *list, w wanted, words []string) (f Found, err error) {
	look := l.look
	if w.Alone {
		look = l.lookWithin
	}
	hits, err := look(ctx, tx, words, w.member)
	if err != nil {
		return f, err
	}
	schemas, members := tally{}, tally{}
	for _, h := range hits {
		if w.wantsMember(h.member) {
			schemas.add(h.schema, 1)
		}
		if w.wantsSchema(h.schema) && !w.Alone {
			members.add(h.member, 1)
		}
	}
	f.Schemas, _ = schemas.largest(l.schemas, 0)
	f.Members, f.Publishing = members.largest(l.members, MostFacets)
	f.Members = members.with(w.member, f.Members, l.members)
	hits = slices.DeleteFunc(hits, func(h hit) bool { return !w.wants(h.listed) })
	f.Total = len(hits)
	f.Datasets, err = w.page(ctx, tx, hits)
	return f, err
}

// wanted is a search with the numbers by which the shelf knows what it names.
type wanted struct {
	Search
	member, schema int32
}

// What a search wants that names no member or schema, or one that the shelf has
// not heard of.
const (
	everything = -1
	nothing    = -2
)

func (w wanted) wantsMember(no int32) bool { return w.member == everything || no == w.member }
func (w wanted) wantsSchema(no int32) bool { return w.schema == everything || no == w.schema }
func (w wanted) wants(r *listed) bool      { return w.wantsMember(r.member) && w.wantsSchema(r.schema) }

// schemaName is the schema as the records have it, of one that is asked for.
func (q Search) schemaName() string {
	if q.Schema == "none" {
		return ""
	}
	return q.Schema
}

// hit is a public dataset that was found.
type hit struct {
	*listed
	inTitle bool // it has all the words there
}

func hitsOf(rows []*listed) []hit {
	hits := make([]hit, len(rows))
	for i, r := range rows {
		hits[i].listed = r
	}
	return hits
}

// page reads the page of a search from all its hits.
func (w wanted) page(ctx context.Context, tx access.Tx, hits []hit) ([]Dataset, error) {
	if w.Limit == 0 || w.Offset >= len(hits) {
		return nil, nil
	}
	if w.Sort == "title" {
		return hitsByTitle(ctx, tx, w, hits)
	}
	var rows []*listed
	for _, h := range first(hits, w.Offset+w.Limit, w.order)[w.Offset:] {
		rows = append(rows, h.listed)
	}
	return numbered(ctx, tx, rows)
}

// order puts hits in the title first, then the most recent.
func (q Search) order(a, b hit) int {
	if q.Sort != "recent" && a.inTitle != b.inTitle {
		if a.inTitle {
			return -1
		}
		return 1
	}
	return older(b.listed, a.listed)
}

// older compares datasets by when they were modified last.
func older(a, b *listed) int {
	return cmp.Or(cmp.Compare(a.modified, b.modified), cmp.Compare(a.id, b.id))
}

// first puts the first n hits of an order in front, in that order, and returns
// them. A page is small beside what is found.
func first(hits []hit, n int, order func(a, b hit) int) []hit {
	if n*4 >= len(hits) {
		slices.SortFunc(hits, order)
		return hits[:min(n, len(hits))]
	}
	best := make([]hit, 0, n+1)
	for i := len(hits) - 1; i >= 0; i-- { // what comes last is the most recent, as a rule
		if len(best) == n && order(hits[i], best[n-1]) >= 0 {
			continue
		}
		at, _ := slices.BinarySearchFunc(best, hits[i], order)
		best = slices.Insert(best, at, hits[i])
		best = best[:min(n, len(best))]
	}
	return best
}
