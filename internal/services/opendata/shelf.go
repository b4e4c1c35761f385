package opendata

import (
	"context"
	"maps"
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
	found map[string][]found // by words
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
	s.now = &list{mark: now, rows: rows, found: map[string][]found{}}
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
	found, known := l.found[key]
	l.mu.Unlock()
	if !known {
		if found, err = search(ctx, tx, words); err != nil {
			return nil, err
		}
		l.keep(key, found)
	}
	hits := make([]hit, 0, len(found))
	for _, f := range found {
		if row, ok := l.rows[f.words]; ok {
			hits = append(hits, hit{listed: row, inTitle: f.inTitle})
		}
	}
	return hits, nil
}

// found is one of those whose words are found.
type found struct {
	words   int64
	inTitle bool
}

// search asks the index for the numbers of all words that hold some. To ask
// about the title of each takes twice the time of asking for all of them apart.
func search(ctx context.Context, tx access.Tx, words []string) ([]found, error) {
	_, all, title := match(tx.Dialect(), words)
	inTitle, err := numbers(ctx, tx, title)
	if err != nil {
		return nil, err
	}
	marked := make(map[int64]bool, len(inTitle))
	for _, n := range inTitle {
		marked[n] = true
	}
	list, err := numbers(ctx, tx, all)
	out := make([]found, len(list))
	for i, n := range list {
		out[i] = found{n, marked[n]}
	}
	return out, err
}

func numbers(ctx context.Context, tx access.Tx, c clause) ([]int64, error) {
	return database.All(ctx, tx, "search", func(r database.Row) (n int64, err error) { return n, r.Scan(&n) }, c.sql, c.arg)
}

// mostKept bounds what is kept of searches, in numbers found, of 16 bytes each;
// the words count as sixteen.
const mostKept = 400_000

func (l *list) keep(key string, found []found) {
	weight := len(found) + 16
	if weight > mostKept/4 {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for old, f := range l.found { // any will do
		if l.kept+weight <= mostKept {
			break
		}
		delete(l.found, old)
		l.kept -= len(f) + 16
	}
	if _, twice := l.found[key]; !twice {
		l.found[key] = found
		l.kept += weight
	}
}
