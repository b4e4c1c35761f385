package journal_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"airial/internal/platform/database"
	"airial/internal/platform/journal"
)

// TestAnyInterleaving draws transactions that commit or roll back, with
// sequencers at work in between: every committed entry gets one number, numbers
// are dense, never change, and keep the order of commits that saw each other.
func TestAnyInterleaving(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		logs := 0
		rapid.Check(t, func(rt *rapid.T) {
			logs++
			if logs > 30 {
				return // a log is slow to make on a database
			}
			b.empty()
			l := &drawnLog{bench: b, sequencers: []*journal.Sequencer{
				b.newSequencer(journal.SequencerConfig{Batch: 3}),
				b.newSequencer(journal.SequencerConfig{}),
			}}
			rt.Repeat(map[string]func(*rapid.T){"commit": l.commit, "roll back": l.rollBack, "number": l.number})
			l.number(rt)
			report, err := b.verify()
			if err != nil || report.Size != int64(len(l.want)) {
				rt.Errorf("verify: %+v, %v; want %d entries", report, err, len(l.want))
			}
		})
	})
}

// empty makes the log as new.
func (b *bench) empty() {
	b.t.Helper()
	b.write(func(ctx context.Context, tx database.Tx) error {
		for _, sql := range []string{
			`delete from journal_inbox`, `delete from journal_leaf`, `delete from journal_body`, `delete from journal_tile`,
			`delete from journal_checkpoint`, `update journal_head set size = 0`, `delete from journal_cursor`,
		} {
			_, err := tx.Exec(ctx, sql)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

type drawnLog struct {
	*bench
	sequencers []*journal.Sequencer
	want       []int // what was committed, in order
	seen       []journal.Numbered
}

func (l *drawnLog) commit(rt *rapid.T) {
	var list []int
	for range rapid.IntRange(1, 5).Draw(rt, "entries") {
		list = append(list, len(l.want)+len(list))
	}
	l.append(list...)
	l.want = append(l.want, list...)
}

func (l *drawnLog) rollBack(rt *rapid.T) {
	no := errors.New("no")
	err := l.db.Write(l.t.Context(), func(tx database.Tx) error {
		_, err := l.journal.Append(l.t.Context(), tx, sample(-1))
		return errors.Join(no, err)
	})
	if !errors.Is(err, no) {
		rt.Fatal(err)
	}
}

func (l *drawnLog) number(rt *rapid.T) {
	s := l.sequencers[rapid.IntRange(0, 1).Draw(rt, "sequencer")]
	_, err := s.Sequence(l.t.Context())
	if err != nil {
		rt.Fatal(err)
	}
	var all []journal.Numbered
	l.read(func(ctx context.Context, tx database.Tx) (err error) {
		all, err = l.journal.From(ctx, tx, 0, 10_000)
		return err
	})
	for i, e := range all {
		if e.Seq != int64(i) {
			rt.Fatalf("the entry at %d has the number %d", i, e.Seq)
		}
	}
	if diff := cmp.Diff(l.seen, all[:min(len(l.seen), len(all))], cmpopts.EquateEmpty()); diff != "" {
		rt.Fatalf("numbers have changed: %s", diff)
	}
	l.seen = all
	if diff := cmp.Diff(l.want, numbers(l.t, all), cmpopts.EquateEmpty()); diff != "" {
		rt.Fatalf("not what was committed, in its order: %s", diff)
	}
}

// TestNobodyMissesAnEntry appends from many goroutines, some of which hold
// their transaction open or roll it back, while two sequencers number and a
// reader follows by number alone.
func TestNobodyMissesAnEntry(t *testing.T) {
	const writers, rounds = 6, 25
	each(t, func(t *testing.T, b *bench) {
		ctx, stop := context.WithCancel(t.Context())
		var background, writing sync.WaitGroup
		for range 2 {
			s := b.newSequencer(journal.SequencerConfig{Batch: 5, Interval: time.Millisecond, Linger: time.Microsecond})
			background.Go(func() {
				err := s.Run(ctx)
				if err != nil {
					t.Error(err)
				}
			})
		}
		var read []journal.Numbered
		follow := func() {
			b.read(func(ctx context.Context, tx database.Tx) error {
				more, err := b.journal.From(ctx, tx, int64(len(read)), 7)
				read = append(read, more...)
				return err
			})
		}
		background.Go(func() {
			for ctx.Err() == nil {
				follow()
			}
		})
		for w := range writers {
			writing.Go(func() {
				for i := range rounds {
					no := errors.New("no")
					err := b.db.Write(t.Context(), func(tx database.Tx) error {
						for k := range 2 {
							_, err := b.journal.Append(t.Context(), tx, sample(w*1000+i*2+k))
							if err != nil {
								return err
							}
						}
						if i%3 == 0 && tx.Dialect() == database.Postgres {
							time.Sleep(time.Millisecond) // others commit before
						}
						if i%5 == 4 {
							return no
						}
						return nil
					})
					if err != nil && !errors.Is(err, no) {
						t.Error(err)
					}
				}
			})
		}
		writing.Wait()
		stop()
		background.Wait()
		for range 1000 {
			follow()
		}
		want := writers * rounds * 4 / 5 * 2
		if len(read) != want {
			t.Errorf("the reader has seen %d entries, want %d", len(read), want)
		}
		last := map[int]int{}
		for i, e := range read {
			n := numbers(t, []journal.Numbered{e})[0]
			if e.Seq != int64(i) {
				t.Fatalf("the entry read at %d has the number %d", i, e.Seq)
			}
			if before, ok := last[n/1000]; ok && n <= before {
				t.Errorf("entry %d of a writer comes after %d", n, before)
			}
			last[n/1000] = n
		}
		report, err := b.verify()
		if err != nil || report.Size != int64(want) {
			t.Errorf("verify: %+v, %v", report, err)
		}
	})
}

// failing is a Transactor whose commits fail when told to, before or after they
// have happened: what a crash or a lost connection looks like.
type failing struct {
	database.Transactor
	before, after bool
}

var errCrash = errors.New("crash")

func (f *failing) Write(ctx context.Context, fn func(database.Tx) error) error {
	err := f.Transactor.Write(ctx, func(tx database.Tx) error {
		err := fn(tx)
		if err == nil && f.before {
			return errCrash
		}
		return err
	})
	if err == nil && f.after {
		return errCrash
	}
	return err
}

func TestSequencerThatCrashes(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		f := &failing{Transactor: b.db}
		real := b.db
		s := journal.NewSequencer(b.journal, f, b.signer, discard, journal.SequencerConfig{Batch: 100})
		for i, c := range []failing{{}, {before: true}, {}, {after: true}, {}, {before: true}, {after: true}, {}} {
			b.append(3*i, 3*i+1, 3*i+2)
			f.before, f.after = c.before, c.after
			_, err := s.Sequence(t.Context())
			if (err != nil) != (c.before || c.after) {
				t.Fatalf("%+v: %v", c, err)
			}
		}
		b.db = real
		report, err := b.verify()
		if err != nil || report.Size != 24 || report.Pending != 0 {
			t.Errorf("%+v, %v", report, err)
		}
	})
}

// TestManySizes verifies after each batch, across the edges of tiles.
func TestManySizes(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		total := 0
		for _, n := range []int{1, 1, 253, 1, 1, 254, 2, 600} {
			b.fill(n)
			total += n
			report, err := b.verify()
			if err != nil || report.Size != int64(total) {
				t.Fatalf("at %d entries: %+v, %v", total, report, err)
			}
		}
		// One checkpoint is kept for each multiple of 256 that was passed.
		report, err := b.verify()
		if err != nil || report.Checkpoints > 5 {
			t.Errorf("%+v, %v; want at most 5 checkpoints", report, err)
		}
	})
}

func ExampleMismatch() {
	fmt.Println(&journal.Mismatch{Seq: 41, What: "its body or salt does not have the digest in its record"})
	// Output: entry 41: its body or salt does not have the digest in its record
}
