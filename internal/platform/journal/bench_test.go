package journal_test

import (
	"context"
	"flag"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"airial/internal/platform/database"
	"airial/internal/platform/database/databasetest"
)

var verifySize = flag.Int("entries", 20_000, "entries in the journal that BenchmarkVerify verifies")

// onEach runs a benchmark on PostgreSQL and on SQLite with every commit synced
// to the disk, as a server runs it.
func onEach(b *testing.B, run func(b *testing.B, w *bench)) {
	b.Run("sqlite", func(b *testing.B) {
		db, err := database.Open(b.Context(), database.Config{URL: "sqlite:" + filepath.Join(b.TempDir(), "db")})
		if err != nil {
			b.Fatal(err)
		}
		defer func() { _ = db.Close() }()
		err = db.Migrate(b.Context(), schemas...)
		if err != nil {
			b.Fatal(err)
		}
		run(b, newBench(b, db))
	})
	b.Run("postgres", func(b *testing.B) { run(b, newBench(b, databasetest.Postgres(b, schemas))) })
}

// BenchmarkAppend measures what an entry adds to a transaction.
func BenchmarkAppend(b *testing.B) {
	onEach(b, func(b *testing.B, w *bench) {
		w.write(func(ctx context.Context, tx database.Tx) error {
			for b.Loop() {
				_, err := w.journal.Append(ctx, tx, sample(1))
				if err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// BenchmarkSequence measures how fast waiting entries are numbered, hashed and
// signed for.
func BenchmarkSequence(b *testing.B) {
	const n = 5000
	onEach(b, func(b *testing.B, w *bench) {
		for b.Loop() {
			b.StopTimer()
			w.append(make([]int, n)...)
			b.StartTimer()
			w.sequence()
		}
		b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "entries/s")
	})
}

// BenchmarkOneEntry measures one entry from its append to its number: what a
// step of a quiet server costs, in two commits.
func BenchmarkOneEntry(b *testing.B) {
	onEach(b, func(b *testing.B, w *bench) {
		w.fill(700)
		for b.Loop() {
			w.append(1)
			w.sequence()
		}
	})
}

// BenchmarkVerify measures a whole verification and the most memory it takes.
func BenchmarkVerify(b *testing.B) {
	onEach(b, func(b *testing.B, w *bench) {
		for left := *verifySize; left > 0; left -= 10_000 {
			w.fill(min(left, 10_000))
		}
		runtime.GC()
		var before runtime.MemStats
		runtime.ReadMemStats(&before)
		var most atomic.Uint64
		stop := make(chan struct{})
		go func() {
			for {
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				most.Store(max(most.Load(), m.HeapInuse))
				select {
				case <-stop:
					return
				case <-time.After(20 * time.Millisecond):
				}
			}
		}()
		for b.Loop() {
			report, err := w.verify()
			if err != nil || report.Size != int64(*verifySize) {
				b.Fatalf("%+v, %v", report, err)
			}
		}
		close(stop)
		b.ReportMetric(float64(*verifySize*b.N)/b.Elapsed().Seconds(), "entries/s")
		b.ReportMetric(float64(most.Load()-min(before.HeapInuse, most.Load()))/1e6, "MB-more")
	})
}
