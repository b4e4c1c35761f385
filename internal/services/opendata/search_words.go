package opendata

import (
	"cmp"
	"context"
	"iter"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
)

// hit is a public dataset that holds the words of a search.
type hit struct {
	*listed
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
		f.Schemas, _ = largest(countBy(hits, func(h hit) (string, int32, bool) { return h.schema, h.schemaNo, q.wantsMember(h.member) }), 0, nil)
		if !q.Alone {
			members := countBy(hits, func(h hit) (string, int32, bool) { return h.member, h.memberNo, q.wantsSchema(h.schema) })
			f.Members, f.Publishing = largest(members, MostFacets, q.members())
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
	if sh == nil {
		return q.read(ctx, tx, words)
	}
	l, err := sh.at(ctx, tx)
	switch {
	case err != nil:
		return nil, err
	case q.Sort == "title": // the shelf has no titles
		all := Search{Sort: q.Sort}
		hits, err := all.read(ctx, tx, words)
		for i := range hits {
			hits[i].listed = l.row(hits[i].words)
		}
		return slices.DeleteFunc(hits, func(h hit) bool { return h.listed == nil }), err
	case q.Alone:
		return l.lookWithin(ctx, tx, words, q.members())
	}
	return l.look(ctx, tx, words)
}

// read reads from the database the wanted datasets that hold the words.
func (q Search) read(ctx context.Context, tx access.Tx, words []string) ([]hit, error) {
	from, _ := match(tx.Dialect(), words)
	key := "''"
	if q.Sort == "title" {
		key, from.sql = "d.sort_key", from.sql+" join dataset d on d.piece_id = l.piece_id"
	}
	where, args := q.where("l", 1)
	return database.All(ctx, tx, "hits", func(r database.Row) (hit, error) {
		h := hit{listed: &listed{}}
		return h, r.Scan(&h.id, &h.words, &h.member, &h.schema, &h.modified, &h.sortKey)
	}, `select l.id, l.words_id, l.member_id, l.schema_name, l.modified_at, `+key+` from `+from.sql+where,
		append([]any{from.arg}, args...)...)
}

// markTitles marks the hits whose title holds the words.
func markTitles(ctx context.Context, tx access.Tx, words []string, hits []hit) error {
	_, title := match(tx.Dialect(), words)
	marked := map[int64]bool{}
	err := database.Each(ctx, tx, "titles", func(r database.Row) error {
		var n int64
		err := r.Scan(&n)
		marked[n] = true
		return err
	}, title.sql, title.arg)
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

// countBy counts hits by a value, of which it is given the number too; value also
// says whether a hit counts.
func countBy(hits []hit, value func(hit) (string, int32, bool)) iter.Seq2[string, int] {
	type tally struct {
		value string
		count int
	}
	var counts []tally
	for _, h := range hits {
		v, no, ok := value(h)
		if !ok {
			continue
		}
		if more := int(no) + 1 - len(counts); more > 0 {
			counts = append(counts, make([]tally, more)...)
		}
		counts[no].value = v
		counts[no].count++
	}
	return func(yield func(string, int) bool) {
		for _, t := range counts {
			if t.count > 0 && !yield(t.value, t.count) {
				return
			}
		}
	}
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
