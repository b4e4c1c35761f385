package opendata

import (
	"context"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
)

// turnsKept is how many changes the table keeps: after every so many, all but as many
// again are deleted. A process that looks less often reads the whole list.
var turnsKept int64 = 500

// turn notes that the dataset of some words came to the list, went or changed.
func turn(ctx context.Context, tx access.Tx, words int64) error {
	const op = "opendata.turn"
	n, err := database.Value[int64](ctx, tx, op, `insert into dataset_turn (words_id) values ($1) returning id`, words)
	if err != nil || n%turnsKept != 0 {
		return err
	}
	_, err = tx.Exec(ctx, `delete from dataset_turn where id <= $1`, n-turnsKept)
	return err
}

// at returns the list as the transaction sees it.
func (s *shelf) at(ctx context.Context, tx access.Tx) (*list, error) {
	now, err := database.One(ctx, tx, "mark", func(r database.Row) (m mark, err error) {
		return m, r.Scan(&m.count, &m.last, &m.sum)
	}, `select count(*), coalesce(max(id), 0), coalesce(sum(id), 0) from dataset_turn`)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, l := range s.lists {
		if l.mark == now {
			return l, nil
		}
	}
	l, err := s.make(ctx, tx, now)
	if err != nil {
		return nil, err
	}
	if s.lists = append(s.lists, l); len(s.lists) > mostLists {
		s.lists = s.lists[1:]
	}
	return l, nil
}

// make makes the list of a state that is not held: of the base and what changed
// since, or, where the table does not reach back so far, of all that is public.
func (s *shelf) make(ctx context.Context, tx access.Tx, now mark) (*list, error) {
	turns, fresh := map[int64]bool{}, map[int64]bool{}
	missed := s.base != nil
	err := database.Each(ctx, tx, "turns", func(r database.Row) error {
		var id, words int64
		err := r.Scan(&id, &words)
		turns[id] = true
		if s.base != nil && s.base.turns[id] {
			missed = false
		} else {
			fresh[words] = true
		}
		return err
	}, `select id, words_id from dataset_turn`)
	if err != nil {
		return nil, err
	}
	if s.base == nil || missed || older(s.base, turns) {
		return s.whole(ctx, tx, now, turns)
	}
	l := &list{mark: now, base: s.base, gone: map[int64]bool{}, added: map[int64]*listed{}, finds: newFinds()}
	if err := s.changed(ctx, tx, l, fresh); err != nil {
		return nil, err
	}
	if n := len(s.lists); n > 0 && !l.newWords(s.lists[n-1]) {
		l.finds = s.lists[n-1].finds
	}
	if int64(len(fresh)) > turnsKept {
		s.base = s.base.with(l, turns)
		l = &list{mark: now, base: s.base, finds: l.finds}
	}
	return l, nil
}

// older tells whether a base knows a change, of those after the first in the
// table, that the transaction does not see yet.
func older(b *base, turns map[int64]bool) bool {
	var first int64
	for id := range turns {
		if first == 0 || id < first {
			first = id
		}
	}
	for id := range b.turns {
		if id >= first && !turns[id] {
			return true
		}
	}
	return false
}

// changed reads what became of the datasets of some words.
func (s *shelf) changed(ctx context.Context, tx access.Tx, l *list, fresh map[int64]bool) error {
	var args []any
	for words := range fresh {
		if l.base.row(words) != nil {
			l.gone[words] = true
		}
		args = append(args, words)
	}
	for batch := range slices.Chunk(args, 500) {
		err := s.read(ctx, tx, `where words_id in (`+database.In(len(batch), 1)+`)`, batch, func(r *listed) {
			own := *r
			l.added[r.words] = &own
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// newWords tells whether the list has words that an earlier one has not: what
// was found in that one then need not be all.
func (l *list) newWords(earlier *list) bool {
	for words := range l.added {
		if earlier.row(words) == nil {
			return true
		}
	}
	return earlier.base != l.base
}

// whole reads all that is public, and makes it the base.
func (s *shelf) whole(ctx context.Context, tx access.Tx, now mark, turns map[int64]bool) (*list, error) {
	size := 0
	if s.base != nil {
		size = s.base.count
	}
	b := newBase(size)
	b.turns = turns
	if err := s.read(ctx, tx, "", nil, b.add); err != nil {
		return nil, err
	}
	s.base, s.lists = b, nil
	return &list{mark: now, base: b, finds: newFinds()}, nil
}

// read reads rows of the list. What fn is given is overwritten by the next.
func (s *shelf) read(ctx context.Context, tx access.Tx, where string, args []any, fn func(*listed)) error {
	var l listed
	return database.Each(ctx, tx, "shelf", func(r database.Row) error {
		err := r.Scan(&l.id, &l.words, &l.member, &l.schema, &l.modified, &l.rows)
		l.member, l.memberNo = s.members.of(l.member)
		l.schema, l.schemaNo = s.schemas.of(l.schema)
		fn(&l)
		return err
	}, `select id, words_id, member_id, schema_name, modified_at, row_count from dataset_listed `+where, args...)
}
