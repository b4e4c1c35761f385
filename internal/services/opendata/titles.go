package opendata

import (
	"context"
	"slices"
	"sync"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
)

// ranks are the places of a base's datasets in the order of titles: four bytes
// each, where the titles themselves would take a hundred. They are read once
// for each base, when somebody first sorts by title.
type ranks struct {
	mu     sync.Mutex
	asked  bool
	places []uint32 // by the place in the base's rows; 0 for what was gone already
}

// rankBeside has the order of titles be read beside the search that first needs
// it, which is answered by the database.
var rankBeside = true

// titleOrder returns what orders rows of the list by title; nil when that is not
// known.
func (s *Service) titleOrder(ctx context.Context, tx access.Tx, l *list) (func(a, b hit) int, error) {
	b := l.base
	b.ranks.mu.Lock()
	known, first := b.ranks.places != nil, !b.ranks.asked
	b.ranks.asked = true
	b.ranks.mu.Unlock()
	switch {
	case !known && !first:
		return nil, nil
	case !known && rankBeside:
		go s.rank(context.WithoutCancel(ctx), b)
		return nil, nil
	case !known:
		if err := b.rank(ctx, tx, l); err != nil {
			return nil, err
		}
	}
	fresh, err := l.freshTitles(ctx, tx)
	if err != nil {
		return nil, err
	}
	at := func(h hit) uint64 {
		if place, ok := fresh[h.words]; ok {
			return place
		}
		return uint64(b.rankOf(h.listed)) << 32
	}
	return func(x, y hit) int {
		switch i, j := at(x), at(y); {
		case i < j:
			return -1
		case i > j:
			return 1
		}
		return 0
	}, nil
}

// rank reads the order of titles for a base, in a transaction of its own.
func (s *Service) rank(ctx context.Context, b *base) {
	err := s.doors.Read(ctx, access.Public(), func(tx access.Tx) error {
		l, err := s.shelf.at(ctx, tx)
		if err != nil || l.base != b {
			return err
		}
		return b.rank(ctx, tx, l)
	})
	b.ranks.mu.Lock()
	defer b.ranks.mu.Unlock()
	b.ranks.asked = err == nil // or else the next one tries again
}

func (b *base) rank(ctx context.Context, tx access.Tx, l *list) error {
	places := make([]uint32, len(b.rows))
	var rank uint32
	err := database.Each(ctx, tx, "ranks", func(r database.Row) error {
		var words, id int64
		err := r.Scan(&words, &id)
		if row := b.row(words); row != nil && row.id == id {
			rank++
			places[b.places[words]-1] = rank
		}
		return err
	}, `select l.words_id, l.id from dataset d cross join dataset_listed l where l.piece_id = d.piece_id and d.state = 'published'
		order by d.sort_key, d.piece_id`)
	if err != nil {
		return err
	}
	b.ranks.mu.Lock()
	defer b.ranks.mu.Unlock()
	b.ranks.places = places
	return nil
}

// rankOf is the place of a row of the base; 0 when it has none.
func (b *base) rankOf(r *listed) uint32 {
	if b.row(r.words) != r {
		return 0
	}
	return b.ranks.places[b.places[r.words]-1]
}

// unranked tells a row that was gone when the order of titles was read: only a
// list of an earlier state has it.
func (l *list) unranked(r *listed) bool { return l.base.row(r.words) == r && l.base.rankOf(r) == 0 }

// freshTitles places what has come since the base between its titles: behind the
// one that comes before, which is asked of the database.
func (l *list) freshTitles(ctx context.Context, tx access.Tx) (map[int64]uint64, error) {
	l.titles.mu.Lock()
	defer l.titles.mu.Unlock()
	if l.titles.places != nil || len(l.fresh) == 0 {
		return l.titles.places, nil
	}
	type place struct {
		words      int64
		key, piece string
		after      int64
	}
	var all []place
	for batch := range slices.Chunk(l.fresh, 500) {
		args := make([]any, len(batch))
		for i, r := range batch {
			args[i] = r.id
		}
		err := database.Each(ctx, tx, "fresh titles", func(r database.Row) error {
			var p place
			err := r.Scan(&p.words, &p.key, &p.piece, &p.after)
			all = append(all, p)
			return err
		}, `select l.words_id, f.sort_key, f.piece_id, coalesce((select b.words_id from dataset d cross join dataset_listed b
				where b.piece_id = d.piece_id and d.state = 'published' and (d.sort_key, d.piece_id) < (f.sort_key, f.piece_id)
				order by d.sort_key desc, d.piece_id desc limit 1), 0)
			from dataset_listed l cross join dataset f where f.piece_id = l.piece_id and l.id in (`+database.In(len(args), 1)+`)`, args...)
		if err != nil {
			return nil, err
		}
	}
	slices.SortFunc(all, func(a, b place) int { return compareTitles(a.key, a.piece, b.key, b.piece) })
	places := make(map[int64]uint64, len(all))
	last := uint64(0)
	for _, p := range all {
		if _, fresh := l.added[p.after]; !fresh && p.after != 0 {
			last = uint64(l.base.rankOf(l.base.row(p.after))) << 32
		} else if p.after == 0 {
			last = 0
		}
		last++
		places[p.words] = last
	}
	l.titles.places = places
	return places, nil
}

// titlePlaces are the places of what has come since the base, by words.
type titlePlaces struct {
	mu     sync.Mutex
	places map[int64]uint64
}
