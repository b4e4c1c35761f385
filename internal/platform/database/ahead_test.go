package database_test

import (
	"context"
	"database/sql"
	"testing"

	"github.com/google/go-cmp/cmp"

	"airial/internal/platform/database"
	"airial/internal/platform/database/databasetest"
)

// TestLater has statements wait for the next one, and for the commit.
func TestLater(t *testing.T) {
	databasetest.Each(t, notes, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		later := func(tx database.Tx, id string) error {
			return database.Later(ctx, tx, "later", `insert into note (id, title) values ($1, $2)`, id, "")
		}
		count := func(tx database.Tx) (int64, error) {
			return database.Value[int64](ctx, tx, "count", `select count(*) from note`)
		}
		err := db.Write(ctx, func(tx database.Tx) error {
			if err := later(tx, "a"); err != nil {
				return err
			}
			n, err := count(tx)
			if err == nil && n != 1 {
				t.Errorf("the next statement saw %d rows, want 1", n)
			}
			if err == nil {
				err = later(tx, "b")
			}
			if err == nil {
				err = later(tx, "c")
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, fails := range []struct {
			name string
			do   func(tx database.Tx) error
		}{
			{"at the commit", func(tx database.Tx) error { return nil }},
			{"at the next statement", func(tx database.Tx) error { _, err := count(tx); return err }},
			{"although its failure is passed over", func(tx database.Tx) error { _, _ = count(tx); return nil }},
		} {
			err = db.Write(ctx, func(tx database.Tx) error {
				err := later(tx, "d "+fails.name)
				if err == nil {
					err = later(tx, "a")
				}
				if err != nil {
					return err
				}
				return fails.do(tx)
			})
			if err == nil {
				t.Errorf("%s: a row that is there was added again", fails.name)
			}
		}
		if err := db.Write(ctx, func(tx database.Tx) error {
			_ = later(tx, "given up")
			return errGivenUp
		}); err != errGivenUp {
			t.Error(err)
		}
		if err := db.Read(ctx, func(tx database.Tx) error {
			n, err := count(tx)
			if n != 3 {
				t.Errorf("%d rows stand, want 3", n)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	})
}

// TestNothingIsWrittenBesideATransaction has the first statement fail, so that
// PostgreSQL never began: those after it must not be on their own.
func TestNothingIsWrittenBesideATransaction(t *testing.T) {
	databasetest.Each(t, notes, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		err := db.Write(ctx, func(tx database.Tx) error {
			if _, err := tx.Exec(ctx, `insert into nowhere values (1)`); err == nil {
				t.Error("a table that does not exist took a row")
			}
			if tx.Dialect() == database.SQLite {
				return errGivenUp
			}
			if err := insert(ctx, tx, "beside", ""); err == nil {
				t.Error("a statement ran after the transaction had failed")
			}
			return nil
		})
		if err == nil {
			t.Error("a transaction that failed was committed")
		}
		if err := db.Read(ctx, func(tx database.Tx) error {
			n, err := database.Value[int64](ctx, tx, "count", `select count(*) from note`)
			if n != 0 {
				t.Errorf("%d rows stand, want none", n)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	})
}

// TestConnectionsThatAreDead are found out by the first statement, and others
// take their place.
func TestConnectionsThatAreDead(t *testing.T) {
	db := databasetest.Postgres(t, notes)
	ctx := t.Context()
	read := func() error {
		return db.Read(ctx, func(tx database.Tx) error {
			_, err := database.Value[int64](ctx, tx, "count", `select count(*) from note`)
			return err
		})
	}
	add := func(id string) func() error {
		return func() error {
			return db.Write(ctx, func(tx database.Tx) error { return insert(ctx, tx, id, "") })
		}
	}
	for _, do := range []func() error{read, add("a"), add("b")} {
		err := db.Read(ctx, func(tx database.Tx) error { // two connections, then both idle
			if _, err := database.Value[int64](ctx, tx, "count", `select count(*) from note`); err != nil {
				return err
			}
			other := make(chan error)
			go func() { other <- read() }()
			return <-other
		})
		if err != nil {
			t.Fatal(err)
		}
		err = db.Whole(ctx, func(w database.Whole) error {
			return w.Read(ctx, func(tx database.Tx) error {
				ended, err := database.All(ctx, tx, "end", func(r database.Row) (ended bool, err error) { return ended, r.Scan(&ended) },
					`select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`)
				if len(ended) < 2 {
					t.Errorf("%d connections were there to be ended", len(ended))
				}
				return err
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := do(); err != nil {
			t.Error(err)
		}
	}
}

// TestRowsAreTheSame wants the values of a transaction's first statement, which
// takes its beginning along, to be those of any other.
func TestRowsAreTheSame(t *testing.T) {
	db := databasetest.Postgres(t, notes)
	ctx := t.Context()
	read := func(tx database.Tx) (out []any, err error) {
		rows, err := tx.Query(ctx, `select 1::smallint, 2, 3::bigint, 4.5::real, 6.7::double precision, 8.9::numeric, sum(10::bigint), true,
			'text', 'text'::varchar, 'C'::text collate "C", '\x00ff'::bytea, null::text, null::bigint, '{"a":1}'::jsonb,
			'2026-11-29'::date, '2026-11-29T10:00:00Z'::timestamptz, 'name'::name`)
		if err != nil {
			return nil, err
		}
		defer rows.Close()
		names, err := rows.Columns()
		if err != nil {
			return nil, err
		}
		for rows.Next() {
			values, into := make([]any, len(names)), make([]any, len(names))
			for i := range values {
				into[i] = &values[i]
			}
			if err := rows.Scan(into...); err != nil {
				return nil, err
			}
			out = append(out, values...)
			out = append(out, names)
		}
		return out, rows.Err()
	}
	err := db.Read(ctx, func(tx database.Tx) error {
		first, err := read(tx)
		if err != nil {
			return err
		}
		second, err := read(tx)
		if d := cmp.Diff(second, first); d != "" {
			t.Errorf("- second, + first:\n%s", d)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	err = db.Read(ctx, func(tx database.Tx) error {
		var s string
		if err := tx.QueryRow(ctx, `select 'x' where false`).Scan(&s); err != sql.ErrNoRows {
			t.Errorf("no row as the first statement: %v", err)
		}
		return tx.QueryRow(ctx, `select 'y' where $1`, true).Scan(&s)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestLast has a query end its Read, which is asked nothing more.
func TestLast(t *testing.T) {
	databasetest.Each(t, notes, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		one := func(ctx context.Context, tx database.Tx) error {
			n, err := database.Value[int64](ctx, tx, "one", `select 1`)
			if err == nil && n != 1 {
				t.Errorf("1 is %d", n)
			}
			return err
		}
		for range 3 { // on the same connection, as a rule
			if err := db.Read(ctx, func(tx database.Tx) error { return one(database.Last(ctx), tx) }); err != nil {
				t.Fatal(err)
			}
			if err := db.Read(ctx, func(tx database.Tx) error {
				if err := one(ctx, tx); err != nil {
					return err
				}
				return one(database.Last(ctx), tx)
			}); err != nil {
				t.Fatal(err)
			}
		}
		// A Write has to do with none of it.
		if err := db.Write(ctx, func(tx database.Tx) error {
			if err := one(database.Last(ctx), tx); err != nil {
				return err
			}
			return insert(ctx, tx, "a", "after")
		}); err != nil {
			t.Fatal(err)
		}
		if err := db.Read(ctx, func(tx database.Tx) error {
			_, err := database.Value[int64](database.Last(ctx), tx, "nothing", `select n from nowhere`)
			return err
		}); err == nil {
			t.Error("a last query that failed was no failure")
		}
		if db.Dialect() == database.Postgres {
			if err := db.Read(ctx, func(tx database.Tx) error {
				if err := one(database.Last(ctx), tx); err != nil {
					return err
				}
				return one(ctx, tx)
			}); err == nil {
				t.Error("a query after the last one was answered")
			}
		}
		if got := titles(t, db); len(got) != 1 {
			t.Errorf("%q", got)
		}
	})
}
