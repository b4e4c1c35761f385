package database_test

import (
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

func TestByKeyEndsWithItsFunction(t *testing.T) {
	databasetest.Each(t, notes, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		seqscan := func(tx database.Tx) string {
			if tx.Dialect() == database.SQLite {
				return ""
			}
			v, err := database.Value[string](ctx, tx, "show", `show enable_seqscan`)
			if err != nil {
				t.Error(err)
			}
			return v
		}
		err := db.Write(ctx, func(tx database.Tx) error {
			before := seqscan(tx)
			err := database.ByKey(ctx, tx, func() error {
				if in := seqscan(tx); in == before && in != "" {
					t.Errorf("inside, enable_seqscan is %s as before", in)
				}
				return insert(ctx, tx, "1", "by key")
			})
			if after := seqscan(tx); after != before {
				t.Errorf("afterwards, enable_seqscan is %s, before it was %s", after, before)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
