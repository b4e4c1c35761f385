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
// Changes that are deleted are counted in the one that deletes them.
func turn(ctx context.Context, tx access.Tx, words int64) error {
	const op = "opendata.turn"
	n, err := database.Value[int64](ctx, tx, op, `insert into dataset_turn (words_id) values ($1) returning id`, words)
	if err != nil || n%turnsKept != 0 {
		return err
	}
	var deleted int64
	err = database.Each(ctx, tx, op, func(r database.Row) error {
		var stood int64
		err := r.Scan(&stood)
		deleted += stood
		return err
	}, `delete from dataset_turn where id <= $1 returning stands_for`, n-turnsKept)
	if err != nil || deleted == 0 {
		return err
	}
	_, err = database.Exec(ctx, tx, op, `update dataset_turn set stands_for = stands_for + $1 where id = $2`, deleted, n)
	return err
}

// at returns the list as the transaction sees it, which only reads: what is
// undone again must not be remembered.
func (s *shelf) at(ctx context.Context, tx access.Tx) (*list, error) {
	now, err := database.One(ctx, tx, "mark", func(r database.Row) (m mark, err error) {
		return m, r.Scan(&m.ever, &m.last, &m.sum)
	}, `select coalesce(sum(stands_for), 0), coalesce(max(id), 0), coalesce(sum(id), 0) from dataset_turn`)
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
// since, or, where that is not all to be read in the table, of all that is public.
//
// Each state has all changes of those before it. So when the table has as many
// that the base does not take in as there were more of them ever, they are the
// difference; otherwise one was deleted unseen (it was given its number early
// and committed late, or nobody looked for long), or the state is older than
// the base.
func (s *shelf) make(ctx context.Context, tx access.Tx, now mark) (*list, error) {
	turns, fresh := map[int64]bool{}, map[int64]bool{}
	var unseen int64
	err := database.Each(ctx, tx, "turns", func(r database.Row) error {
		var id, words int64
		err := r.Scan(&id, &words)
		if turns[id] = true; s.base != nil && !s.base.turns[id] {
			fresh[words] = true
			unseen++
		}
		return err
	}, `select id, words_id from dataset_turn`)
	if err != nil {
		return nil, err
	}
	if s.base == nil || now.ever-s.base.ever != unseen {
		return s.whole(ctx, tx, now, turns)
	}
	l := &list{mark: now, base: s.base, gone: map[int64]bool{}, added: map[int64]*listed{}, finds: newFinds()}
	if err := s.changed(ctx, tx, l, fresh); err != nil {
		return nil, err
	}
	if n := len(s.lists); n > 0 && l.sameWords(s.lists[n-1]) {
		l.finds = s.lists[n-1].finds
	}
	if unseen > turnsKept {
		s.base = s.base.with(l, turns)
		l = &list{mark: now, base: s.base, finds: l.finds}
	}
	return l, nil
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

// sameWords tells whether two lists have the same words: then what is found in
// one holds in the other. Fewer would not do, for it is not known which of the
// two states is the later one.
func (l *list) sameWords(other *list) bool {
	if l.base != other.base {
		return false
	}
	for _, one := range []*list{l, other} {
		for r := range one.changes {
			if (l.row(r.words) == nil) != (other.row(r.words) == nil) {
				return false
			}
		}
	}
	return true
}

// whole reads all that is public, and makes it the base.
func (s *shelf) whole(ctx context.Context, tx access.Tx, now mark, turns map[int64]bool) (*list, error) {
	size := 0
	if s.base != nil {
		size = s.base.count
	}
	b := newBase(size)
	b.turns, b.ever = turns, now.ever
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
