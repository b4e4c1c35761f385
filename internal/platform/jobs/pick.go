package jobs

import (
	"context"

	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// window is how many waiting jobs are read at once when choosing.
const window = 64

// lastKey is after every fairness key in the order of bytes.
const lastKey = "\U0010FFFF"

// after is the smallest fairness key that follows key: keys hold no control
// characters.
func after(key string) string { return key + "\x01" }

// A lane is what waits under one fairness key, or the first of it.
type lane struct {
	fair string
	ids  []string
}

// choice is what a runner chose to start.
type choice struct {
	ids []string
	// more: there may be jobs that it did not get to see.
	more bool
	// held: jobs wait for others of their key to end.
	held bool
}

// turns remembers, by priority, whose turn it was last.
type turns map[int]string

// choose picks at most n jobs: the lowest priority first, which is given, and within
// it one of each key in turn, beginning after the key that was served last. busy counts
// the jobs that run by key and is brought up to date.
func (t turns) choose(ctx context.Context, tx database.Tx, priority, n, perKey int, kinds []string, busy map[string]int) (choice, error) {
	var c choice
	for {
		s := search{priority: priority, kinds: kinds, perKey: perKey, busy: busy, wanted: n - len(c.ids)}
		start := ""
		if last, ok := t[priority]; ok {
			start = after(last)
		}
		err := s.around(ctx, tx, start)
		if err != nil {
			return c, err
		}
		picked, last := roundRobin(s.lanes, n-len(c.ids), perKey, busy)
		c.ids = append(c.ids, picked...)
		c.more = c.more || s.more
		c.held = c.held || s.held || waiting(s.lanes) > len(picked)
		if len(picked) > 0 {
			t[priority] = last
		}
		if len(c.ids) >= n {
			return c, nil
		}
		next, found, err := nextPriority(ctx, tx, priority)
		if err != nil || !found {
			return c, err
		}
		priority = next
	}
}

func waiting(lanes []lane) int {
	n := 0
	for _, l := range lanes {
		n += len(l.ids)
	}
	return n
}

// roundRobin takes the first of each lane, then the second of each, until n are
// taken or every lane is empty or full. last is the key served last.
func roundRobin(lanes []lane, n, perKey int, busy map[string]int) (ids []string, last string) {
	for round := 0; ; round++ {
		progress := false
		for _, l := range lanes {
			if len(ids) == n {
				return ids, last
			}
			if round >= len(l.ids) || busy[l.fair] >= perKey {
				continue
			}
			busy[l.fair]++
			ids, last, progress = append(ids, l.ids[round]), l.fair, true
		}
		if !progress {
			return ids, last
		}
	}
}

func nextPriority(ctx context.Context, tx database.Tx, after int) (next int, found bool, err error) {
	list, err := database.All(ctx, tx, "jobs.claim", func(r database.Row) (int, error) {
		var p int
		return p, r.Scan(&p)
	}, `select priority from job where ready = 1 and priority > $1 order by priority limit 1`, after)
	if err != nil || len(list) == 0 {
		return 0, false, err
	}
	return list[0], true, nil
}

// search goes once around the keys of a priority.
type search struct {
	priority int
	kinds    []string
	perKey   int
	busy     map[string]int
	wanted   int

	lanes      []lane
	open       int // lanes that may have one more
	more, held bool
}

func (s *search) around(ctx context.Context, tx database.Tx, start string) error {
	err := s.between(ctx, tx, start, lastKey)
	if err != nil || start == "" {
		return err
	}
	return s.between(ctx, tx, "", start)
}

// between reads the lanes from one key to another, window by window. A lane
// that is longer than a window is left for the next key: one member's thousand
// jobs cost as much reading as sixty-four.
func (s *search) between(ctx context.Context, tx database.Tx, from, to string) error {
	for from < to {
		if s.open >= s.wanted {
			s.more = true
			return nil
		}
		n, err := s.read(ctx, tx, from, to)
		if err != nil {
			return err
		}
		if n < window {
			return nil
		}
		s.more = true
		from = after(s.lanes[len(s.lanes)-1].fair)
	}
	return nil
}

func (s *search) read(ctx context.Context, tx database.Tx, from, to string) (n int, err error) {
	query := `select id, fair from job where ready = 1 and priority = $1 and fair >= $2 and fair < $3
		and kind in (` + database.In(len(s.kinds), 4) + `)
		and (unique_key = '' or not exists (select 1 from job_run r
			where r.kind = job.kind and r.unique_key = job.unique_key and r.unique_key <> ''))
		order by fair, id limit 64`
	args := append([]any{s.priority, from, to}, database.Args(s.kinds)...)
	err = database.Each(ctx, tx, "jobs.claim", func(r database.Row) error {
		var id, fair string
		err := r.Scan(&id, &fair)
		n++
		s.add(id, fair)
		return err
	}, query, args...)
	return n, fault.Wrap("jobs.claim", err)
}

func (s *search) add(id, fair string) {
	if len(s.lanes) == 0 || s.lanes[len(s.lanes)-1].fair != fair {
		s.lanes = append(s.lanes, lane{fair: fair})
		if s.busy[fair] < s.perKey {
			s.open++
		} else {
			s.held = true
		}
	}
	l := &s.lanes[len(s.lanes)-1]
	l.ids = append(l.ids, id)
}
