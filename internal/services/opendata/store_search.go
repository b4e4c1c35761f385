package opendata

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
)

// numbered reads the datasets of rows of the list, in their order.
func numbered(ctx context.Context, tx access.Tx, rows []*listed) ([]Dataset, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	place := map[int64]int{}
	args := make([]any, len(rows))
	for i, r := range rows {
		place[r.id], args[i] = i, r.id
	}
	out := make([]Dataset, len(rows))
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

// byTitle reads a page of all that is published, by title. What comes before the
// page is passed over in an index; only the page is read whole. Where something is
// asked for, even a schema alone, the index does not say who has it: each title
// before the page would be looked up.
func byTitle(ctx context.Context, tx access.Tx, w wanted) ([]Dataset, error) {
	return database.All(ctx, tx, "by title", func(r database.Row) (Dataset, error) { return scanDataset(r) },
		`select `+datasetColumns+` from (select d.piece_id, d.sort_key from dataset d where d.state = 'published'
			order by d.sort_key, d.piece_id limit $1 offset $2) k
		cross join dataset d where d.piece_id = k.piece_id order by k.sort_key, k.piece_id`, w.Limit, w.Offset)
}

// titled is a row of the list with its place in the order of titles.
type titled struct {
	*listed    // nil where the row is not among those looked for
	key, piece string
}

// fewTitles is how many titles are read to bring them in order. Where more is
// found, the walk through all titles in order soon has a page of it: it goes by
// titleStep, for which PostgreSQL asks its indexes; for more it would read all.
var fewTitles, titleStep = 2000, 500

// hitsByTitle reads a page of what was found, by title.
func (s *Service) hitsByTitle(ctx context.Context, tx access.Tx, l *list, w wanted, hits []hit) ([]Dataset, error) {
	page, err := s.rowsByTitle(ctx, tx, l, hits, w.Offset+w.Limit)
	if err != nil || w.Offset >= len(page) {
		return nil, err
	}
	return numbered(ctx, tx, page[w.Offset:min(w.Offset+w.Limit, len(page))])
}

// rowsByTitle returns the first n of what was found, by title.
func (s *Service) rowsByTitle(ctx context.Context, tx access.Tx, l *list, hits []hit, n int) ([]*listed, error) {
	order, err := s.titleOrder(ctx, tx, l)
	if err != nil {
		return nil, err
	}
	if order != nil && !slices.ContainsFunc(hits, func(h hit) bool { return l.unranked(h.listed) }) {
		var page []*listed
		for _, h := range first(hits, n, order) {
			page = append(page, h.listed)
		}
		return page, nil
	}
	found := make(map[int64]*listed, len(hits))
	for _, h := range hits {
		found[h.id] = h.listed
	}
	if len(hits) <= fewTitles {
		return sorted(ctx, tx, found)
	}
	return walked(ctx, tx, found, n)
}

// sorted returns rows by title.
func sorted(ctx context.Context, tx access.Tx, found map[int64]*listed) ([]*listed, error) {
	var all []titled
	for batch := range slices.Chunk(slices.Collect(maps.Keys(found)), 500) {
		args := make([]any, len(batch))
		for i, id := range batch {
			args[i] = id
		}
		err := readTitles(ctx, tx, found, func(t titled) { all = append(all, t) },
			`from dataset_listed l cross join dataset d where d.piece_id = l.piece_id and l.id in (`+database.In(len(args), 1)+`)`, args...)
		if err != nil {
			return nil, err
		}
	}
	slices.SortFunc(all, func(a, b titled) int { return compareTitles(a.key, a.piece, b.key, b.piece) })
	rows := make([]*listed, len(all))
	for i, t := range all {
		rows[i] = t.listed
	}
	return rows, nil
}

func compareTitles(key, piece, key2, piece2 string) int {
	return cmp.Or(cmp.Compare(key, key2), cmp.Compare(piece, piece2))
}

// walked returns the first n rows by title.
func walked(ctx context.Context, tx access.Tx, found map[int64]*listed, n int) (rows []*listed, err error) {
	for last, more := (titled{}), true; more && len(rows) < n; {
		more = false
		err = readTitles(ctx, tx, found, func(t titled) {
			if last, more = t, true; t.listed != nil {
				rows = append(rows, t.listed)
			}
		}, `from (select d.piece_id, d.sort_key from dataset d where d.state = 'published' and (d.sort_key, d.piece_id) > ($1, $2)
				order by d.sort_key, d.piece_id limit `+itoa(titleStep)+`) d
			cross join dataset_listed l where l.piece_id = d.piece_id order by d.sort_key, d.piece_id`, last.key, last.piece)
		if err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// readTitles reads titles of datasets (d) on the list (l), and has those found
// among them known by their rows.
func readTitles(ctx context.Context, tx access.Tx, found map[int64]*listed, fn func(titled), from string, args ...any) error {
	return database.Each(ctx, tx, "titles", func(r database.Row) error {
		var t titled
		var id int64
		err := r.Scan(&id, &t.key, &t.piece)
		t.listed = found[id]
		fn(t)
		return err
	}, `select l.id, d.sort_key, d.piece_id `+from, args...)
}
