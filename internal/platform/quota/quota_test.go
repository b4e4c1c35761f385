package quota_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/database/databasetest"
	"airial/internal/platform/ident"
	"airial/internal/platform/quota"
	"airial/internal/platform/web"
)

var schemas = []database.Schema{quota.Schema}

// processes are the books of two that stand on one database.
func processes(t *testing.T, test func(t *testing.T, db *database.DB, at *clock.Manual, one, other *quota.Book)) {
	databasetest.Each(t, schemas, func(t *testing.T, db *database.DB) {
		at := clock.NewManual(time.Date(2026, 10, 5, 8, 0, 0, 0, time.UTC))
		book := func() *quota.Book {
			return quota.New(quota.Parts{DB: db, Clock: at, Ident: ident.New(at, nil), Secret: []byte("secret")})
		}
		test(t, db, at, book(), book())
	})
}

func TestTwoProcessesGiveNoMoreThanOne(t *testing.T) {
	processes(t, func(t *testing.T, _ *database.DB, at *clock.Manual, one, other *quota.Book) {
		for _, every := range []int{1, 4} {
			limit := map[int]string{1: "log-ins", 4: "requests"}[every]
			limiters := []*web.Limiter{web.NewLimiter(at, 1, 20).Share(one.Of(limit), every), web.NewLimiter(at, 1, 20).Share(other.Of(limit), every)}
			allowed := func(tries int) (n int) {
				for i := range tries {
					if _, ok := limiters[i%2].Allow("192.0.2.1"); ok {
						n++
					}
				}
				return n
			}
			// What the other process has not told yet is what may be too much.
			if n := allowed(100); n < 20 || n > 20+every-1 {
				t.Errorf("%s: %d allowed of 20", limit, n)
			}
			if _, ok := limiters[1].Allow("192.0.2.2"); !ok {
				t.Errorf("%s: another caller is held up", limit)
			}
			// Who goes on asking gets what fills up, and is not held up for it.
			for range 5 {
				at.Advance(time.Second)
				if n := allowed(10); n < 1 && every == 1 || n > 1+every {
					t.Errorf("%s: %d allowed a second later", limit, n)
				}
			}
			at.Advance(time.Minute)
			if n := allowed(100); n < 20 || n > 20+2*every-1 {
				t.Errorf("%s: %d allowed after a minute", limit, n)
			}
		}
	})
}

func TestAClockThatGoesBackHoldsNobodyUpForLonger(t *testing.T) {
	processes(t, func(t *testing.T, _ *database.DB, at *clock.Manual, one, other *quota.Book) {
		full := 20 * time.Second
		if _, within, err := one.Of("x").Spend("a", full, full); err != nil || !within {
			t.Fatal(within, err)
		}
		at.Advance(-time.Hour)
		until, within, err := other.Of("x").Spend("a", time.Second, full)
		if err != nil || within || until.Sub(at.Now()) != full {
			t.Errorf("waits until %v from now, within %v, %v", until.Sub(at.Now()), within, err)
		}
		at.Advance(full)
		if _, within, _ = one.Of("x").Spend("a", time.Second, full); !within {
			t.Error("is held up still")
		}
	})
}

func TestPlacesAreThoseOfAllProcesses(t *testing.T) {
	processes(t, func(t *testing.T, db *database.DB, at *clock.Manual, one, other *quota.Book) {
		books := []*quota.Book{one, other}
		var mu sync.Mutex
		var inside []func()
		var all sync.WaitGroup
		for i := range 8 { // at once
			all.Go(func() {
				if leave, ok := books[i%2].Of("checks").Enter(t.Context(), "a", 2); ok {
					mu.Lock()
					inside = append(inside, leave)
					mu.Unlock()
				}
			})
		}
		all.Wait()
		if len(inside) != 2 {
			t.Fatalf("%d are in, of 2", len(inside))
		}
		leave, ok := other.Of("checks").Enter(t.Context(), "b", 2)
		if !ok {
			t.Fatal("another caller is held up")
		}
		leave()
		leave()
		inside[0]()
		if leave, ok = other.Of("checks").Enter(t.Context(), "a", 2); !ok {
			t.Error("the place that was left is not free")
		} else {
			leave()
		}
		// A process dies: nobody says any more that the place is held.
		at.Advance(31 * time.Second)
		for range 2 {
			if _, ok = one.Of("checks").Enter(t.Context(), "a", 2); !ok {
				t.Error("a place is held by nobody")
			}
		}
		inside[1]()
		at.Advance(time.Hour)
		if err := one.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, table := range []string{"quota", "quota_place"} {
			var n int
			err := db.Read(t.Context(), func(tx database.Tx) error {
				return tx.QueryRow(t.Context(), `select count(*) from `+table).Scan(&n)
			})
			if err != nil || n != 0 {
				t.Errorf("%s keeps %d, %v", table, n, err)
			}
		}
	})
}

// gone is a database that does not answer.
type gone struct{}

func (gone) Read(context.Context, func(database.Tx) error) error  { return errors.New("gone") }
func (gone) Write(context.Context, func(database.Tx) error) error { return errors.New("gone") }

func TestWithoutTheDatabaseEachCountsByItself(t *testing.T) {
	at := clock.NewManual(time.Date(2026, 10, 5, 8, 0, 0, 0, time.UTC))
	b := quota.New(quota.Parts{DB: gone{}, Clock: at, Ident: ident.New(at, nil), Secret: []byte("secret")})
	l, n := web.NewLimiter(at, 1, 20).Share(b.Of("requests"), 4), 0
	for range 100 {
		if _, ok := l.Allow("a"); ok {
			n++
		}
	}
	if n != 20 {
		t.Errorf("%d allowed of 20", n)
	}
	leave, ok := b.Of("checks").Enter(t.Context(), "a", 1)
	if !ok {
		t.Fatal("nobody is let in")
	}
	leave()
}
