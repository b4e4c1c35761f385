package database_test

import (
	"strings"
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
