package opendata

import (
	"cmp"
	"context"
	"iter"
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
	Theme    string // a code of the EU's table, "none" for those without, "" for all
	Licence  string // a key of Licences, "" for all
	Format   string // of Formats, "" for all
	Year     int    // of the latest publication, 0 for all
	AreaID   string // an EPCI: what it, its communes and their bodies publish; "" for all
	Alone    bool   // other members are not counted: the search is within the member's own site
	Sort     string // "" or "relevance", "recent", "title"
	Limit    int
	Offset   int
}

// Found is what a search gives.
type Found struct {
	Datasets []Dataset // from Offset on, at most Limit
	Total    int
	Titled   int // the first so many have the words in their titles, where that decides the order
	Sides
	// Publishing is how many members there are in all by which to narrow.
	Publishing int
	// Instead are the words that stand nowhere, with those that were looked for
	// in their place; none where the words as they were typed find something.
	Instead []Instead
}

// Sides count what is found by each thing by which it can be narrowed. Each
// counts under all that was asked for but itself: what choosing another value
// would leave. The largest counts come first; of members, the first MostFacets,
// and the one that was asked for.
type Sides struct {
	Schemas, Members, Themes, Licences, Formats, Years, Areas []Facet
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
	w, err := s.shelf.wanted(ctx, tx, q)
	if err != nil {
		return f, err
	}
	if len(words) > 0 {
		return s.look(ctx, tx, l, w, words)
	}
	f = l.survey(w)
	if w.Limit == 0 || w.Offset >= f.Total {
		return f, nil
	}
	switch {
	case w.sides[wayMember] != everything:
		f.Datasets, err = s.page(ctx, tx, l, w, hitsOf(w.among(l.of(w.sides[wayMember]))))
	case q.Sort == "title" && w.sides == anything():
		f.Datasets, err = byTitle(ctx, tx, w)
	case q.Sort == "title":
		f.Datasets, err = s.page(ctx, tx, l, w, hitsOf(w.among(l.all)))
	default:
		f.Datasets, err = numbered(ctx, tx, l.recent(w))
	}
	return f, err
}

// look answers a search for words. Where one of them stands nowhere, one that
// is nearly the same takes its place.
func (s *Service) look(ctx context.Context, tx access.Tx, l *list, w wanted, words []string) (f Found, err error) {
	hits, some, err := l.hits(ctx, tx, w, words)
	if err != nil {
		return f, err
	}
	if !some {
		if f.Instead, words, err = s.mend(ctx, tx, l, words); err != nil || f.Instead == nil {
			return f, err
		}
		if hits, some, err = l.hits(ctx, tx, w, words); err != nil || !some {
			return Found{}, err
		}
	}
	count, kept, titled := w.counter(l.known), w.keeper(), 0
	for h := range hits {
		if !count.add(h.listed) {
			continue
		}
		if h.inTitle {
			titled++
		}
		kept.add(h)
	}
	c := count.counts()
	f.Sides, f.Total = c.sides(l.known, &w), c.total
	if f.Publishing = c.publishing; w.Alone {
		f.Members, f.Areas, f.Publishing = nil, nil, 0
	}
	if w.Sort == "" || w.Sort == "relevance" {
		f.Titled = titled
	}
	f.Datasets, err = s.page(ctx, tx, l, w, kept.hits)
	for i := range f.Instead {
		f.Instead[i].Meant = surface(f.Instead[i].Meant, f.Datasets)
	}
	return f, err
}

// hits yields what holds the words, wanted or not; some is false when nothing does.
func (l *list) hits(ctx context.Context, tx access.Tx, w wanted, words []string) (hits iter.Seq[hit], some bool, err error) {
	if w.Alone {
		hits, err = l.lookWithin(ctx, tx, words, w.sides[wayMember])
	} else {
		hits, err = l.look(ctx, tx, words)
	}
	if err != nil {
		return nil, false, err
	}
	for range hits {
		return hits, true, nil
	}
	return hits, false, nil
}

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
func (s *Service) page(ctx context.Context, tx access.Tx, l *list, w wanted, hits []hit) ([]Dataset, error) {
	if w.Limit == 0 || w.Offset >= len(hits) {
		return nil, nil
	}
	if w.Sort == "title" {
		return s.hitsByTitle(ctx, tx, l, w, hits)
	}
	var rows []*listed
	for _, h := range first(hits, w.Offset+w.Limit, w.order())[w.Offset:] {
		rows = append(rows, h.listed)
	}
	return numbered(ctx, tx, rows)
}

// order puts hits in the title first, then the most recent.
func (w *wanted) order() func(a, b hit) int {
	recent := w.Sort == "recent"
	return func(a, b hit) int {
		if !recent && a.inTitle != b.inTitle {
			return compareBool(b.inTitle, a.inTitle)
		}
		return older(b.listed, a.listed)
	}
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
	best := keeper{most: n, order: order}
	for i := len(hits) - 1; i >= 0; i-- { // what comes last is the most recent, as a rule
		best.add(hits[i])
	}
	return best.hits
}

// keeper keeps the first hits of an order, in that order; all of them as they come
// where there is no order.
type keeper struct {
	most  int
	order func(a, b hit) int
	hits  []hit
}

// mostBest is how many hits are kept in order as others come.
const mostBest = 500

// keeper keeps of what is wanted what its page needs. By title no order is known
// here, and deep in a list it is cheaper to order all.
func (w *wanted) keeper() *keeper {
	if n := w.Offset + w.Limit; w.Sort != "title" && n <= mostBest {
		return &keeper{most: n, order: w.order()}
	}
	return &keeper{}
}

func (k *keeper) add(h hit) {
	if k.order == nil {
		k.hits = append(k.hits, h)
		return
	}
	if len(k.hits) == k.most {
		if k.most == 0 || k.order(h, k.hits[k.most-1]) >= 0 {
			return
		}
		k.hits = k.hits[:k.most-1]
	}
	at, _ := slices.BinarySearchFunc(k.hits, h, k.order)
	k.hits = slices.Insert(k.hits, at, h)
}
