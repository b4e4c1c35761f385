package jobs_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"airial/internal/platform/database"
	"airial/internal/platform/database/databasetest"
	"airial/internal/platform/ident"
	"airial/internal/platform/jobs"
	"airial/internal/platform/jobs/jobstest"
)

// many makes n jobs under a fairness key.
func many(n int, fair string, priority int) []jobs.Job {
	list := make([]jobs.Job, n)
	for i := range list {
		list[i] = jobs.Job{Kind: "x", Fair: fair, Priority: priority}
	}
	return list
}

func TestOneKeyDoesNotDelayAnother(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		var order []string
		r := b.runner(jobs.Config{Workers: 1})
		r.Handle("x", func(_ context.Context, j jobs.Job) error {
			if len(order) == 10 {
				b.insert(many(2, "c", 0)...)
			}
			order = append(order, j.Fair)
			return nil
		})
		b.insert(many(200, "b", 0)...)
		b.insert(many(1, "a", 0)...)
		b.insert(many(1, "", 0)...)
		b.insert(many(1, "z", -1)...)
		b.drain(r)
		if order[0] != "z" {
			t.Errorf("the lower priority did not go first: %v", order[:5])
		}
		if slices.Index(order, "a") > 3 || slices.Index(order, "") > 3 {
			t.Errorf("a single job waited for those of another key: %v", order[:10])
		}
		if diff := cmp.Diff([]string{"c", "b", "c", "b"}, sorted2(order[11:15])); diff != "" {
			t.Errorf("they do not take turns: %v", order[8:18])
		}
		if len(order) != 205 {
			t.Errorf("%d jobs ran, want 205", len(order))
		}
	})
}

// TestOneKeyStarvesNobodyInAnyProcess has three processes with floods of jobs
// that do not end: together they give each key the workers it may have, and the
// single jobs of others run at once.
func TestOneKeyStarvesNobodyInAnyProcess(t *testing.T) {
	const perKey, processes, flood, rounds = 2, 3, 8, 5
	each(t, func(t *testing.T, b *bench) {
		var mu sync.Mutex
		running, most := map[string]int{}, 0
		var goOn chan struct{}
		begun, others := make(chan struct{}, flood), make(chan string)
		for range processes {
			own := &bench{t: t, db: b.db, clock: b.clock, queue: jobs.NewQueue(b.clock, ident.New(b.clock, nil))}
			r := own.runner(jobs.Config{Workers: 4, PerKey: perKey, Poll: time.Millisecond})
			r.Handle("x", func(_ context.Context, j jobs.Job) error {
				mu.Lock()
				running[j.Fair]++
				most = max(most, running[j.Fair])
				end := goOn
				mu.Unlock()
				begun <- struct{}{}
				<-end
				mu.Lock()
				defer mu.Unlock()
				running[j.Fair]--
				return nil
			})
			r.Handle("single", func(_ context.Context, j jobs.Job) error { others <- j.Fair; return nil })
			background(t, r)
		}
		for round := range rounds {
			mu.Lock()
			goOn = make(chan struct{})
			mu.Unlock()
			b.insert(many(flood, fmt.Sprint("flood", round), 0)...)
			for range perKey {
				<-begun
			}
			single := fmt.Sprint("single", round)
			b.insert(jobs.Job{Kind: "single", Fair: single})
			if got := <-others; got != single {
				t.Errorf("%s ran, want %s", got, single)
			}
			close(goOn) // the flood goes on, always by so many
			for range flood - perKey {
				<-begun
			}
		}
		jobstest.Idle(t, b.db, b.queue)
		mu.Lock()
		defer mu.Unlock()
		if most > perKey {
			t.Errorf("%d jobs of one key ran at once, want at most %d", most, perKey)
		}
	})
}

// sorted2 writes an alternation in one way: c first.
func sorted2(list []string) []string {
	if list[0] == "b" {
		list = []string{list[1], list[0], list[3], list[2]}
	}
	return list
}

func TestNoKeyHoldsAllWorkers(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		var mu sync.Mutex
		running, most := map[string]int{}, map[string]int{}
		both := make(chan struct{})
		r := b.runner(jobs.Config{Workers: 6, PerKey: 2})
		r.Handle("x", func(_ context.Context, j jobs.Job) error {
			mu.Lock()
			running[j.Fair]++
			most[j.Fair] = max(most[j.Fair], running[j.Fair])
			if running["a"] == 2 && running["b"] == 2 && len(running) == 2 {
				running["both"] = 1
				close(both)
			}
			mu.Unlock()
			<-both // so that as many run as may
			mu.Lock()
			running[j.Fair]--
			mu.Unlock()
			return nil
		})
		b.insert(many(100, "a", 0)...)
		b.insert(many(10, "b", 0)...)
		b.drain(r)
		if diff := cmp.Diff(map[string]int{"a": 2, "b": 2}, most); diff != "" {
			t.Error(diff)
		}
	})
}

// TestTurns draws any number of jobs under any keys: a key with jobs is never
// passed over twice while another is served.
func TestTurns(t *testing.T) {
	db := databasetest.SQLite(t, []database.Schema{jobs.Schema})
	rapid.Check(t, func(rt *rapid.T) {
		b := newBench(t, db)
		left := map[string]int{}
		var all []jobs.Job
		for i, n := range rapid.SliceOfN(rapid.SampledFrom([]int{1, 2, 3, 10, 70}), 1, 5).Draw(rt, "jobs of each key") {
			key := fmt.Sprintf("k%d", i)
			left[key] = n
			all = append(all, many(n, key, 0)...)
		}
		b.insert(all...)
		since := map[string]int{} // runs of others since its last turn
		r := b.runner(jobs.Config{Workers: 1})
		r.Handle("x", func(_ context.Context, j jobs.Job) error {
			left[j.Fair]--
			since[j.Fair] = 0
			for key, n := range left {
				if n > 0 && key != j.Fair {
					since[key]++
					if since[key] > len(left) {
						rt.Errorf("%s waits for %d others", key, since[key])
					}
				}
			}
			return nil
		})
		b.drain(r)
		for key, n := range left {
			if n != 0 {
				rt.Errorf("%d jobs of %s did not run", n, key)
			}
		}
	})
}
