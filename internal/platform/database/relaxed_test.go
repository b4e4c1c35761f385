package database_test

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"airial/internal/platform/database"
	"airial/internal/platform/database/databasetest"
)

// TestRelaxedWritesAreNotRepeated has one Write read a table that another one
// has read and written meanwhile: of two serializable ones the last would have
// to run again.
func TestRelaxedWritesAreNotRepeated(t *testing.T) {
	db := databasetest.Postgres(t, notes)
	for _, relaxed := range []bool{false, true} {
		ctx := t.Context()
		if relaxed {
			ctx = database.Relaxed(ctx)
		}
		countAndInsert := func(id string, between func() error) error {
			return db.Write(ctx, func(tx database.Tx) error {
				_, err := database.Value[int64](ctx, tx, "count", `select count(*) from note`)
				if err != nil {
					return err
				}
				err = between()
				if err != nil {
					return err
				}
				return insert(ctx, tx, id, "")
			})
		}
		runs, id := 0, map[bool]string{false: "strict", true: "relaxed"}[relaxed]
		err := countAndInsert(id, func() error {
			runs++
			if runs > 1 {
				return nil
			}
			other := make(chan error)
			go func() { other <- countAndInsert(id+" other", func() error { return nil }) }()
			return <-other
		})
		if err != nil {
			t.Fatal(err)
		}
		if want := map[bool]int{false: 2, true: 1}[relaxed]; runs != want {
			t.Errorf("%s: ran %d times, want %d", id, runs, want)
		}
	}
}

// TestSnapshotWrites has one Write read a row that another one changes before it
// writes: a snapshot repeats it when it writes that row too, and only then. At
// "read committed" the other's change would be lost.
func TestSnapshotWrites(t *testing.T) {
	db := databasetest.Postgres(t, notes)
	ctx := database.Snapshot(t.Context())
	add := func(reads, writes, what string, between func() error) error {
		return db.Write(ctx, func(tx database.Tx) error {
			old, err := database.Value[string](ctx, tx, "read", `select title from note where id = $1`, reads)
			if err == nil {
				err = between()
			}
			if err != nil {
				return err
			}
			_, err = database.Exec(ctx, tx, "write", `update note set title = $1 where id = $2`, old+what, writes)
			return err
		})
	}
	for _, c := range []struct {
		name, writes string
		runs         int
		body         string
	}{{"the same row", "a", 2, "12"}, {"a row beside it", "b", 1, "2"}} {
		if err := db.Write(ctx, func(tx database.Tx) error {
			_, err := database.Exec(ctx, tx, "begin", `insert into note (id, title) values ('a', ''), ('b', '') on conflict (id) do update set title = ''`)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		runs := 0
		err := add("a", c.writes, "2", func() error {
			if runs++; runs > 1 {
				return nil
			}
			other := make(chan error)
			go func() { other <- add("b", "a", "1", func() error { return nil }) }()
			return <-other
		})
		if err != nil {
			t.Fatal(err)
		}
		var body string
		if err := db.Read(ctx, func(tx database.Tx) (err error) {
			body, err = database.Value[string](ctx, tx, "read", `select title from note where id = $1`, c.writes)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if runs != c.runs || body != c.body {
			t.Errorf("%s: ran %d times and wrote %q, want %d and %q", c.name, runs, body, c.runs, c.body)
		}
	}
}

// TestWritesInTurn has many Writes read and add to the same table at once: in
// turn none is repeated, and one that is given up lets the others pass.
func TestWritesInTurn(t *testing.T) {
	db := databasetest.Postgres(t, notes)
	ctx := database.InTurn(t.Context())
	var runs atomic.Int64
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			err := db.Write(ctx, func(tx database.Tx) error {
				runs.Add(1)
				if _, err := database.Value[int64](ctx, tx, "count", `select count(*) from note`); err != nil {
					return err
				}
				if i == 3 {
					return errGivenUp
				}
				return insert(ctx, tx, strconv.Itoa(i), "")
			})
			if err != nil && !errors.Is(err, errGivenUp) {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := runs.Load(); n != 8 {
		t.Errorf("ran %d times, want 8", n)
	}
	over, cancel := context.WithCancel(ctx)
	err := db.Write(ctx, func(database.Tx) error {
		cancel()
		waiting := make(chan error)
		go func() { waiting <- db.Write(over, func(database.Tx) error { return nil }) }()
		return <-waiting
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("who waits when its context ends: %v", err)
	}
}

// TestLazyWrites do not wait for the disk, and those after them do.
func TestLazyWrites(t *testing.T) {
	db := databasetest.Postgres(t, notes)
	if err := db.Write(t.Context(), func(tx database.Tx) error {
		_, err := tx.Exec(t.Context(), `select 1`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	show := func(ctx context.Context) (value string) {
		err := db.Write(ctx, func(tx database.Tx) (err error) {
			value, err = database.Value[string](ctx, tx, "show", `show synchronous_commit`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
	before := show(t.Context())
	lazy := show(database.Lazy(t.Context()))
	if after := show(t.Context()); lazy != "off" || after != before {
		t.Errorf("%s, lazily %s, then %s", before, lazy, after)
	}
}

var errGivenUp = errors.New("given up")

// A table of few rows is read by its key in a serializable transaction all the
// same: having read all of it would put it in the way of others.
func TestSerializableReadsByKey(t *testing.T) {
	databasetest.Each(t, notes, func(t *testing.T, db *database.DB) {
		err := db.Write(t.Context(), func(tx database.Tx) error {
			if tx.Dialect() == database.SQLite {
				return nil
			}
			v, err := database.Value[string](t.Context(), tx, "show", `show enable_seqscan`)
			if err == nil && v != "off" {
				t.Errorf("enable_seqscan is %s", v)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// Queries are not compiled. It is said on each connection and not while
// connecting: a pooler refuses the parameters that it does not know.
func TestNothingIsAskedOfAPooler(t *testing.T) {
	db := databasetest.Postgres(t, notes)
	err := db.Read(t.Context(), func(tx database.Tx) error {
		got, err := database.All(t.Context(), tx, "settings", func(r database.Row) (s string, err error) { return s, r.Scan(&s) },
			`select name || ' ' || setting || ' ' || source from pg_settings where name = 'jit' or source = 'client' order by name`)
		for _, s := range got {
			switch name, _, _ := strings.Cut(s, " "); name {
			// What PgBouncer knows of itself.
			case "application_name", "client_encoding", "DateStyle", "TimeZone", "standard_conforming_strings", "options":
			case "jit":
				if s != "jit off session" {
					t.Error(s)
				}
			default:
				t.Errorf("while connecting: %s", s)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
