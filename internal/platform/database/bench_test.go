package database_test

import (
	"context"
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"

	"airial/internal/platform/database"
	"airial/internal/platform/database/databasetest"
)

// each runs a benchmark on SQLite as it is in production (synced at every
// commit), on SQLite unsynced, and on PostgreSQL (the test server: unsynced).
func each(b *testing.B, bench func(b *testing.B, db *database.DB)) {
	for _, noSync := range []bool{false, true} {
		b.Run(fmt.Sprintf("sqlite/nosync=%t", noSync), func(b *testing.B) {
			db, err := database.Open(b.Context(), database.Config{
				URL: "sqlite:" + filepath.Join(b.TempDir(), "airial.db"), NoSync: noSync})
			if err != nil {
				b.Fatal(err)
			}
			b.Cleanup(func() { _ = db.Close() })
			err = db.Migrate(b.Context(), notes...)
			if err != nil {
				b.Fatal(err)
			}
			bench(b, db)
		})
	}
	b.Run("postgres", func(b *testing.B) { bench(b, databasetest.Postgres(b, notes)) })
}

// BenchmarkWrite: one row per transaction, one writer.
func BenchmarkWrite(b *testing.B) {
	each(b, func(b *testing.B, db *database.DB) {
		ctx := b.Context()
		n := 0
		for b.Loop() {
			n++
			err := db.Write(ctx, func(tx database.Tx) error { return insert(ctx, tx, fmt.Sprint(n), "title") })
			if err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "tx/s")
	})
}

// BenchmarkWriteTogether: one row per transaction, sixteen writers per core.
func BenchmarkWriteTogether(b *testing.B) {
	each(b, func(b *testing.B, db *database.DB) {
		ctx := b.Context()
		var n atomic.Int64
		b.SetParallelism(16)
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				id := fmt.Sprint(n.Add(1))
				err := db.Write(ctx, func(tx database.Tx) error { return insert(ctx, tx, id, "title") })
				if err != nil {
					b.Error(err)
				}
			}
		})
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "tx/s")
	})
}

// BenchmarkQueue: transactions that each take the oldest waiting row, mark it
// and put a new one, as jobs do: the worst case for serializable transactions.
func BenchmarkQueue(b *testing.B) {
	each(b, func(b *testing.B, db *database.DB) {
		ctx := b.Context()
		fill(b, db, 1000)
		err := db.Write(ctx, func(tx database.Tx) error {
			_, err := tx.Exec(ctx, `create index note_waiting on note (at, id) where seen = 0`)
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
		var n, runs atomic.Int64
		b.ResetTimer()
		b.SetParallelism(4)
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				id := fmt.Sprint("new", n.Add(1))
				err := db.Write(ctx, func(tx database.Tx) error { runs.Add(1); return work(ctx, tx, id) })
				if err != nil {
					b.Error(err)
				}
			}
		})
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "tx/s")
		b.ReportMetric(float64(runs.Load())/float64(b.N), "runs/tx")
	})
}

func work(ctx context.Context, tx database.Tx, id string) error {
	skip := ""
	if tx.Dialect() == database.Postgres {
		skip = "for update skip locked"
	}
	_, err := tx.Exec(ctx, `update note set seen = 1 where id in
		(select id from note where seen = 0 and at >= 0 order by at, id limit 1 `+skip+`)`)
	if err != nil {
		return err
	}
	return insert(ctx, tx, id, "title")
}

// BenchmarkPointRead: one row by its key per transaction, all cores.
func BenchmarkPointRead(b *testing.B) {
	each(b, func(b *testing.B, db *database.DB) {
		ctx := b.Context()
		fill(b, db, 10000)
		var n atomic.Int64
		b.ResetTimer()
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				id := fmt.Sprint(n.Add(1) % 10000)
				err := db.Read(ctx, func(tx database.Tx) error {
					_, err := database.Value[string](ctx, tx, "get", `select title from note where id = $1`, id)
					return err
				})
				if err != nil {
					b.Error(err)
				}
			}
		})
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "reads/s")
	})
}

func fill(b *testing.B, db *database.DB, n int) {
	b.Helper()
	ctx := b.Context()
	err := db.Write(ctx, func(tx database.Tx) error {
		for i := range n {
			err := insert(ctx, tx, fmt.Sprint(i), "title")
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}
