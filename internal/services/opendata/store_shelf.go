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
	turns, changed := map[int64]bool{}, map[int64]bool{}
	var unseen int64
	err := database.Each(ctx, tx, "turns", func(r database.Row) error {
		var id, words int64
		err := r.Scan(&id, &words)
		if turns[id] = true; s.base != nil && !s.base.turns[id] {
			changed[words] = true
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
	l := s.list(now, s.base)
	if err := s.change(ctx, tx, l, changed); err != nil {
		return nil, err
	}
	if unseen > turnsKept {
		var rows []listed
		for r := range l.all {
			rows = append(rows, *r)
		}
		s.base = newBase(rows, now.ever, turns)
		l = s.list(now, s.base)
	}
	return l, s.find(ctx, tx, l, changed)
}

func (s *shelf) list(now mark, b *base) *list {
	return &list{mark: now, base: b, known: &s.known}
}

// change reads what became of the datasets of some words.
func (s *shelf) change(ctx context.Context, tx access.Tx, l *list, changed map[int64]bool) error {
	l.added = map[int64]*listed{}
	var args []any
	for words := range changed {
		l.changed.add(words)
		args = append(args, words)
	}
	for batch := range slices.Chunk(args, 500) {
		rows, err := s.read(ctx, tx, `where words_id in (`+database.In(len(batch), 1)+`)`, batch)
		if err != nil {
			return err
		}
		for i := range rows {
			l.added[rows[i].words] = &rows[i]
			l.fresh = append(l.fresh, &rows[i])
		}
	}
	slices.SortFunc(l.fresh, older)
	return nil
}

// find gives a list what was found in the latest one, with the words that have
// come since. A list of an earlier state starts anew: what came and went in
// between was never looked at.
func (s *shelf) find(ctx context.Context, tx access.Tx, l *list, changed map[int64]bool) error {
	latest := s.finds.upTo
	if l.mark.ever < latest.mark.ever {
		l.finds = newFinds(l)
		return nil
	}
	var fresh []*listed
	for words := range changed {
		if r := l.row(words); r != nil && latest.row(words) == nil {
			fresh = append(fresh, r)
		}
	}
	texts, err := wordings(ctx, tx, fresh)
	if err != nil {
		return err
	}
	l.finds = s.finds
	l.finds.take(l, texts)
	if s.gone(l, changed) {
		s.vocabulary = nil // words that nobody has any more go with it
	}
	if s.vocabulary != nil {
		for _, t := range texts {
			s.vocabulary.take(t.title)
			s.vocabulary.take(t.rest)
		}
	}
	return nil
}

// gone tells whether something of what changed is not public any more.
func (s *shelf) gone(l *list, changed map[int64]bool) bool {
	for words := range changed {
		if l.row(words) == nil {
			return true
		}
	}
	return false
}

// whole reads all that is public, and makes it the base, unless there is a later
// one.
func (s *shelf) whole(ctx context.Context, tx access.Tx, now mark, turns map[int64]bool) (*list, error) {
	rows, err := s.read(ctx, tx, "order by modified_at, id", nil)
	if err != nil {
		return nil, err
	}
	l := s.list(now, newBase(rows, now.ever, turns))
	l.finds = newFinds(l)
	if s.base == nil || now.ever > s.base.ever {
		s.base, s.lists, s.finds, s.vocabulary = l.base, nil, l.finds, nil
	}
	return l, nil
}

// wording is the words of a dataset: those of its title, and the others.
type wording struct {
	number      int64
	title, rest string
}

// wordings reads the words of rows of the list.
func wordings(ctx context.Context, tx access.Tx, rows []*listed) (out []wording, err error) {
	for batch := range slices.Chunk(rows, 500) {
		args := make([]any, len(batch))
		for i, r := range batch {
			args[i] = r.words
		}
		err := database.Each(ctx, tx, "words", func(r database.Row) error {
			var w wording
			err := r.Scan(&w.number, &w.title, &w.rest)
			out = append(out, w)
			return err
		}, `select id, title, words from dataset_words where id in (`+database.In(len(args), 1)+`)`, args...)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}
