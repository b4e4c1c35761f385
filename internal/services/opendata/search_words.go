package opendata

import (
	"cmp"
	"context"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
)

// hit is a public dataset that holds the words of a search.
type hit struct {
	listed
	inTitle bool
	sortKey string // when it is asked for
}

// look answers a search for words. It reads the number of every hit and counts
// and orders them here: asking the database for the page, the total and the two
// counts makes it go through all hits four times.
func (q Search) look(ctx context.Context, tx access.Tx, words []string, sh *shelf) (f Found, err error) {
	hits, err := q.hits(ctx, tx, words, sh)
	if err != nil {
		return f, err
	}
	if sh != nil {
		schemas := countBy(hits, func(h hit) (string, bool) { return h.schema, q.wantsMember(h.member) })
		f.Schemas, _ = largest(schemas, nil, 0, nil)
		if !q.Alone {
			members := countBy(hits, func(h hit) (string, bool) { return h.member, q.wantsSchema(h.schema) })
			f.Members, f.Publishing = largest(members, nil, MostFacets, q.members())
		}
		hits = slices.DeleteFunc(hits, func(h hit) bool { return !q.wantsMember(h.member) || !q.wantsSchema(h.schema) })
	}
	f.Total = len(hits)
	if q.Limit == 0 || q.Offset >= len(hits) {
		return f, nil
	}
	if sh == nil && q.Sort != "title" && q.Sort != "recent" {
		if err := markTitles(ctx, tx, words, hits); err != nil {
			return f, err
		}
	}
	hits = first(hits, q.Offset+q.Limit, q.order)
	f.Datasets, err = numbered(ctx, tx, hits[q.Offset:])
	return f, err
}

func (q Search) wantsMember(id string) bool {
	return (q.MemberID == "" || id == q.MemberID) && (q.Members == nil || slices.Contains(q.Members, id))
}

func (q Search) wantsSchema(name string) bool { return q.Schema == "" || name == q.schemaName() }

// order puts hits in the title first, then the most recent.
func (q Search) order(a, b hit) int {
	switch {
	case q.Sort == "title":
		return cmp.Or(cmp.Compare(a.sortKey, b.sortKey), cmp.Compare(a.id, b.id))
	case q.Sort != "recent" && a.inTitle != b.inTitle:
		if a.inTitle {
			return -1
		}
		return 1
	}
	return cmp.Or(cmp.Compare(b.modified, a.modified), cmp.Compare(b.id, a.id))
}

// hits reads all datasets that hold the words: from the shelf those of every
// member and schema, for the others count too; without one, those wanted.
func (q Search) hits(ctx context.Context, tx access.Tx, words []string, sh *shelf) ([]hit, error) {
	if sh != nil && q.Sort != "title" {
		l, err := sh.at(ctx, tx)
		if err != nil {
			return nil, err
		}
		if q.Alone {
			return l.lookWithin(ctx, tx, words, q.members())
		}
		return l.look(ctx, tx, words)
	}
	from, _, _ := match(tx.Dialect(), words)
	key := "''"
	if q.Sort == "title" {
		key, from.sql = "d.sort_key", from.sql+" join dataset d on d.piece_id = l.piece_id"
	}
	args := []any{from.arg}
	if sh == nil {
		where, more := q.where("l", 1)
		from.sql, args = from.sql+where, append(args, more...)
	}
	return database.All(ctx, tx, "hits", func(r database.Row) (hit, error) {
		var h hit
		return h, r.Scan(&h.id, &h.words, &h.member, &h.schema, &h.modified, &h.sortKey)
	}, `select l.id, l.words_id, l.member_id, l.schema_name, l.modified_at, `+key+` from `+from.sql, args...)
}

// markTitles marks the hits whose title holds the words.
func markTitles(ctx context.Context, tx access.Tx, words []string, hits []hit) error {
	found, err := search(ctx, tx, words)
	marked := map[int64]bool{}
	for _, f := range found {
		marked[f.words] = f.inTitle
	}
	for i := range hits {
		hits[i].inTitle = marked[hits[i].words]
	}
	return err
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

// countBy counts hits by a value; value also says whether a hit counts.
func countBy(hits []hit, value func(hit) (string, bool)) map[string]int {
	counts := map[string]int{}
	for _, h := range hits {
		if v, ok := value(h); ok {
			counts[v]++
		}
	}
	return counts
}

// numbered reads the datasets of hits, in their order.
func numbered(ctx context.Context, tx access.Tx, hits []hit) ([]Dataset, error) {
	place := map[int64]int{}
	args := make([]any, len(hits))
	for i, h := range hits {
		place[h.id], args[i] = i, h.id
	}
	out := make([]Dataset, len(hits))
	// A cross join keeps SQLite to the order of the tables.
	err := database.Each(ctx, tx, "numbered", func(r database.Row) error {
		var id int64
		d, err := scanDataset(r, &id)
		out[place[id]] = d
		return err
	}, `select `+datasetColumns+`, l.id from dataset_listed l cross join dataset d
		where d.piece_id = l.piece_id and d.state = 'published' and l.id in (`+database.In(len(args), 1)+`)`, args...)
	return slices.DeleteFunc(out, func(d Dataset) bool { return d.ID == "" }), err
}
