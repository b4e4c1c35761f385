package journal

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// A Subscriber hears what happened, in order, in the transaction that moves its
// cursor: what it writes there is written once for each entry. It may be called
// again with the same entries when that transaction is not committed.
type Subscriber func(ctx context.Context, tx database.Tx, entries []Numbered) error

// FeedConfig tunes a feed. The zero value is fit for a server.
type FeedConfig struct {
	// Interval is how often to look without having been woken; default 1 s.
	Interval time.Duration
	// Pace is the least time from one look to the next; default 250 ms. On a busy
	// server subscribers then hear at once what came in between: each call costs a
	// transaction of its own.
	Pace time.Duration
	// Batch bounds the entries of one call; default 256.
	Batch int
	// Backoff is the pause after the nth failure in a row; default doubles
	// from 1 s to 1 min.
	Backoff func(failures int) time.Duration
}

// A Feed reads the log to subscribers, each with its own durable cursor. Any
// number of processes may have one: a subscriber is called by one at a time.
type Feed struct {
	journal *Journal
	db      database.Transactor
	log     *slog.Logger
	config  FeedConfig
	subs    []*subscription
}

type subscription struct {
	name     string
	call     Subscriber
	known    bool // its cursor is there
	failures int  // in a row, in this process
	hear     chan struct{}
}

// NewFeed returns a feed of the journal's entries.
func NewFeed(j *Journal, db database.Transactor, logger *slog.Logger, c FeedConfig) *Feed {
	if c.Interval <= 0 {
		c.Interval = time.Second
	}
	if c.Pace <= 0 {
		c.Pace = 250 * time.Millisecond
	}
	if c.Batch <= 0 {
		c.Batch = 256
	}
	if c.Backoff == nil {
		c.Backoff = func(n int) time.Duration { return min(time.Second<<min(n-1, 6), time.Minute) }
	}
	return &Feed{journal: j, db: db, log: logger, config: c}
}

// Subscribe registers a subscriber before Run or Drain. Its name keeps its place
// in the log; a new one begins at the first entry.
func (f *Feed) Subscribe(name string, s Subscriber) {
	for _, other := range f.subs {
		if other.name == name {
			panic("journal: two subscribers of the name " + name)
		}
	}
	f.subs = append(f.subs, &subscription{name: name, call: s, hear: make(chan struct{}, 1)})
}

// Run reads to the subscribers until the context ends. One that fails is tried
// again with the same entries, one by one, and keeps no other waiting.
func (f *Feed) Run(ctx context.Context) error {
	rung, deaf := f.journal.numbered.Listen()
	defer deaf()
	var wg sync.WaitGroup
	for _, s := range f.subs {
		wg.Go(func() { f.follow(ctx, s) })
	}
	timer := time.NewTimer(f.config.Interval)
	defer timer.Stop()
	pace := time.NewTimer(f.config.Pace) // ends when the next look may come
	defer pace.Stop()
	for ctx.Err() == nil {
		pace.Reset(f.config.Pace)
		behind, err := f.behind(ctx)
		f.complain(ctx, "", err)
		for _, s := range f.subs {
			if behind[s.name] {
				select {
				case s.hear <- struct{}{}:
				default:
				}
			}
		}
		timer.Reset(f.config.Interval)
		select {
		case <-ctx.Done():
		case <-rung:
			select {
			case <-ctx.Done():
			case <-pace.C:
			}
		case <-timer.C:
		}
	}
	wg.Wait()
	return nil
}

// behind returns the subscribers for which there are entries.
func (f *Feed) behind(ctx context.Context) (map[string]bool, error) {
	names := map[string]bool{}
	err := f.db.Read(ctx, func(tx database.Tx) error {
		return database.Each(database.Last(ctx), tx, "journal.feed", func(s database.Row) error {
			var name string
			err := s.Scan(&name)
			names[name] = true
			return err
		}, `select c.name from journal_cursor c join journal_head h on c.next < h.size`)
	})
	return names, err
}

// follow reads to one subscriber.
func (f *Feed) follow(ctx context.Context, s *subscription) {
	for ctx.Err() == nil {
		var pause <-chan time.Time
		more, err := f.step(ctx, s)
		if err != nil {
			f.complain(ctx, s.name, err)
			pause = time.After(f.config.Backoff(max(s.failures, 1)))
		} else if more {
			continue
		}
		hear := s.hear
		if err != nil {
			hear = nil // new entries do not help with the one that fails
		}
		select {
		case <-ctx.Done():
		case <-hear:
		case <-pause:
		}
	}
}

func (f *Feed) complain(ctx context.Context, name string, err error) {
	if err != nil && ctx.Err() == nil {
		f.log.ErrorContext(ctx, "journal: cannot read the feed; will try again", "subscriber", name, "error", err)
	}
}

// Drain reads to every subscriber all there is, and returns the first failure:
// for tests and commands.
func (f *Feed) Drain(ctx context.Context) error {
	for _, s := range f.subs {
		for {
			more, err := f.step(ctx, s)
			if err != nil {
				return err
			}
			if !more {
				break
			}
		}
	}
	return nil
}

// step reads one batch to a subscriber and tells whether there may be more.
func (f *Feed) step(ctx context.Context, s *subscription) (more bool, err error) {
	batch := f.config.Batch
	if s.failures > 0 {
		batch = 1
	}
	var from int64
	// What a subscriber writes goes with its cursor: lost together, it is written
	// again.
	err = f.db.Write(database.Lazy(ctx), func(tx database.Tx) error {
		more = false
		next, err := s.take(ctx, tx)
		if err != nil || len(next) == 0 {
			return err
		}
		from = next[0]
		entries, err := f.journal.From(ctx, tx, from, batch)
		if err != nil || len(entries) == 0 {
			return err
		}
		more = len(entries) == batch
		err = call(ctx, tx, s, entries)
		if err != nil {
			return err
		}
		return s.move(ctx, tx, entries[len(entries)-1].Seq+1, f.journal.clock.Now())
	})
	if err == nil {
		s.failures, s.known = 0, true
		return more, nil
	}
	if ctx.Err() == nil {
		s.failures++
		f.note(ctx, s, err)
	}
	return false, fault.Wrap(fmt.Sprintf("journal.feed %s from %d", s.name, from), err)
}

// take locks the subscriber's cursor and returns where it stands, or nothing
// while another process reads to it.
func (s *subscription) take(ctx context.Context, tx database.Tx) (next []int64, err error) {
	const op = "journal.feed"
	if !s.known {
		_, err = database.Exec(ctx, tx, op, `insert into journal_cursor (name, next) values ($1, 0) on conflict do nothing`, s.name)
		if err != nil {
			return nil, err
		}
	}
	return database.All(ctx, tx, op, scanInt, `select next from journal_cursor where name = $1`+skipLocked(tx), s.name)
}

func (s *subscription) move(ctx context.Context, tx database.Tx, next int64, now time.Time) error {
	return database.Later(ctx, tx, "journal.feed",
		`update journal_cursor set next = $1, failures = 0, error = '', moved_at = $2 where name = $3`,
		next, clock.Micros(now), s.name)
}

// note keeps the failure for the operator.
func (f *Feed) note(ctx context.Context, s *subscription, cause error) {
	ctx = database.Relaxed(ctx)
	err := f.db.Write(ctx, func(tx database.Tx) error {
		_, err := tx.Exec(ctx, `insert into journal_cursor (name, next, failures, error) values ($1, 0, $2, $3)
			on conflict (name) do update set failures = excluded.failures, error = excluded.error`,
			s.name, s.failures, printable(cause))
		return err
	})
	f.complain(ctx, s.name, err)
}

// call turns a panic of the subscriber into an error, so that one subscriber
// does not end the process.
func call(ctx context.Context, tx database.Tx, s *subscription, entries []Numbered) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("panic: %v\n%s", v, debug.Stack())
		}
	}()
	return s.call(ctx, tx, entries)
}
