package opendata

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
)

// shelf is what is public, held in memory in a few bytes a dataset, so that a
// search need not fetch it for every hit. It is never older or newer than the
// transaction that uses it: rows of the list never change and their numbers are
// never used again, so that its mark tells whether what was read before still
// stands.
type shelf struct {
	mu    sync.Mutex
	now   *list
	names map[string]string
}

// list is what is public in one state, and what searches have found in it.
type list struct {
	mark  mark
	rows  map[int64]listed // by words
	mu    sync.Mutex
	found map[string][]hit // by words
	kept  int
}

// mark tells two states of the list apart.
type mark struct {
	last  int64 // highest number
	count int
	sum   int64 // of the numbers; 0 where they come in order
}

// listed is a public dataset on the list.
type listed struct {
	id       int64
	words    int64 // the number of its words
	member   string
	schema   string
	modified int64
}

// at returns the list as the transaction sees it.
func (s *shelf) at(ctx context.Context, tx access.Tx) (*list, error) {
	now, err := database.One(ctx, tx, "mark", func(r database.Row) (mark, error) {
		var m mark
		return m, r.Scan(&m.last, &m.count, &m.sum)
	}, markOf(tx.Dialect()))
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.now != nil && s.now.mark == now {
		return s.now, nil
	}
	rows := map[int64]listed{}
	if s.now != nil && now.sum == 0 && now.last > s.now.mark.last {
		// Where nothing was taken off, what was added is enough.
		rows = maps.Clone(s.now.rows)
		if err := s.read(ctx, tx, s.now.mark.last, rows); err != nil {
			return nil, err
		}
	}
	if len(rows) != now.count {
		clear(rows)
		if err := s.read(ctx, tx, 0, rows); err != nil {
			return nil, err
		}
	}
	s.now = &list{mark: now, rows: rows, found: map[string][]hit{}}
	return s.now, nil
}

// read reads the rows behind a number.
func (s *shelf) read(ctx context.Context, tx access.Tx, after int64, into map[int64]listed) error {
	if s.names == nil || after == 0 {
		s.names = map[string]string{}
	}
	return database.Each(ctx, tx, "shelf", func(r database.Row) error {
		var l listed
		err := r.Scan(&l.id, &l.words, &l.member, &l.schema, &l.modified)
		l.member, l.schema = s.name(l.member), s.name(l.schema)
		into[l.words] = l
		return err
	}, `select id, words_id, member_id, schema_name, modified_at from dataset_listed where id > $1`, after)
}

// name keeps one copy of each name, for there are few.
func (s *shelf) name(n string) string {
	if known, ok := s.names[n]; ok {
		return known
	}
	s.names[n] = n
	return n
}

// look returns what of the list holds the words, the titles marked. Few words
// find much, and they are asked for again and again: what they find is kept as
// long as the list stands.
func (s *shelf) look(ctx context.Context, tx access.Tx, words []string) ([]hit, error) {
	l, err := s.at(ctx, tx)
	if err != nil {
		return nil, err
	}
	key := strings.Join(words, " ")
	l.mu.Lock()
	hits, known := l.found[key]
	l.mu.Unlock()
	if known {
		return slices.Clone(hits), nil
	}
	_, all, _ := match(tx.Dialect(), words)
	err = database.Each(ctx, tx, "hits", func(r database.Row) error {
		var number int64
		err := r.Scan(&number)
		if row, ok := l.rows[number]; ok {
			hits = append(hits, hit{listed: row})
		}
		return err
	}, all.sql, all.arg)
	if err == nil {
		err = markTitles(ctx, tx, words, hits)
	}
	if err != nil {
		return nil, err
	}
	l.keep(key, slices.Clone(hits))
	return hits, nil
}

// mostKept bounds what is kept of searches: hits, of a hundred bytes each, and
// as much as four hits for the words.
const mostKept = 50_000

func (l *list) keep(key string, hits []hit) {
	if len(hits) > mostKept/2 {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	weight := len(hits) + 4
	if l.kept+weight > mostKept {
		clear(l.found)
		l.kept = 0
	}
	l.found[key] = hits
	l.kept += weight
}
