package opendata

import (
	"context"
	"maps"
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
	mark  mark
	rows  map[int64]listed // by words; never changed, only replaced
	names map[string]string
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
func (s *shelf) at(ctx context.Context, tx access.Tx) (map[int64]listed, error) {
	now, err := database.One(ctx, tx, "mark", func(r database.Row) (mark, error) {
		var m mark
		return m, r.Scan(&m.last, &m.count, &m.sum)
	}, markOf(tx.Dialect()))
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.rows != nil && s.mark == now {
		return s.rows, nil
	}
	rows := map[int64]listed{}
	if s.rows != nil && now.sum == 0 && now.last > s.mark.last {
		// Where nothing was taken off, what was added is enough.
		rows = maps.Clone(s.rows)
		if err := s.read(ctx, tx, s.mark.last, rows); err != nil {
			return nil, err
		}
	}
	if len(rows) != now.count {
		clear(rows)
		if err := s.read(ctx, tx, 0, rows); err != nil {
			return nil, err
		}
	}
	s.mark, s.rows = now, rows
	return rows, nil
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

// hits returns the rows of the list whose words are found.
func (s *shelf) hits(ctx context.Context, tx access.Tx, found clause) ([]hit, error) {
	rows, err := s.at(ctx, tx)
	if err != nil {
		return nil, err
	}
	hits := make([]hit, 0, 64)
	err = database.Each(ctx, tx, "hits", func(r database.Row) error {
		var number int64
		err := r.Scan(&number)
		if l, ok := rows[number]; ok {
			hits = append(hits, hit{listed: l})
		}
		return err
	}, found.sql, found.arg)
	return hits, err
}
