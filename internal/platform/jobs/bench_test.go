package jobs_test

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"testing"

	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/database/databasetest"
	"airial/internal/platform/ident"
	"airial/internal/platform/jobs"
)

// onEach runs a benchmark on PostgreSQL and on SQLite with every commit synced
// to the disk, as a server runs it.
func onEach(b *testing.B, run func(b *testing.B, db *database.DB)) {
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
		run(b, db)
	})
	b.Run("postgres", func(b *testing.B) { run(b, databasetest.Postgres(b, schemas)) })
}

func realBench(b *testing.B, db *database.DB) *bench {
	c := clock.System{}
	return &bench{t: b, db: db, queue: jobs.NewQueue(c, ident.New(c, nil))}
}

// BenchmarkFiveHandOvers measures how long five stages take that each complete
// their job and insert the next in one transaction. It stands against ten
// commits of the same database: one to take and one to end each job.
func BenchmarkFiveHandOvers(b *testing.B) {
	onEach(b, func(b *testing.B, db *database.DB) {
		w := realBench(b, db)
		end := make(chan struct{})
		r := jobs.NewRunner(db, w.queue, slog.New(slog.DiscardHandler), jobs.Config{})
		r.Handle("stage", func(ctx context.Context, j jobs.Job) error {
			var stage int
			err := j.Decode(&stage)
			if err != nil {
				return err
			}
			err = db.Write(ctx, func(tx database.Tx) error {
				if stage < 5 {
					_, err := w.queue.Insert(ctx, tx, jobs.Job{Kind: "stage", Args: stage + 1})
					if err != nil {
						return err
					}
				}
				return j.Done(ctx, tx)
			})
			if stage == 5 {
				end <- struct{}{}
			}
			return err
		})
		ctx, cancel := context.WithCancel(b.Context())
		done := make(chan struct{})
		go func() { _ = r.Run(ctx); close(done) }()
		for b.Loop() {
			w.insert(jobs.Job{Kind: "stage", Args: 1})
			<-end
		}
		cancel()
		<-done
	})
}

// BenchmarkJobs measures jobs per second from a backlog of many members.
func BenchmarkJobs(b *testing.B) {
	const backlog = 2000
	onEach(b, func(b *testing.B, db *database.DB) {
		w := realBench(b, db)
		r := jobs.NewRunner(db, w.queue, slog.New(slog.DiscardHandler), jobs.Config{})
		r.Handle("x", func(context.Context, jobs.Job) error { return nil })
		for b.Loop() {
			b.StopTimer()
			list := make([]jobs.Job, backlog)
			for i := range list {
				list[i] = jobs.Job{Kind: "x", Fair: fmt.Sprint("m", i%600)}
			}
			w.insert(list...)
			b.StartTimer()
			w.drain(r)
		}
		b.ReportMetric(float64(backlog*b.N)/b.Elapsed().Seconds(), "jobs/s")
	})
}

// BenchmarkInsert measures what asking for a job adds to a transaction.
func BenchmarkInsert(b *testing.B) {
	onEach(b, func(b *testing.B, db *database.DB) {
		w := realBench(b, db)
		w.write(func(tx database.Tx) error {
			for b.Loop() {
				_, err := w.queue.Insert(b.Context(), tx, jobs.Job{Kind: "x", Fair: "m"})
				if err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// BenchmarkHeldBack measures a look at 10,000 jobs of a key that holds all the
// workers it may, and one of another.
func BenchmarkHeldBack(b *testing.B) {
	onEach(b, func(b *testing.B, db *database.DB) {
		w := realBench(b, db)
		r := jobs.NewRunner(db, w.queue, slog.New(slog.DiscardHandler), jobs.Config{Workers: 4, PerKey: 1})
		held := make(chan struct{})
		r.Handle("x", func(_ context.Context, j jobs.Job) error {
			if j.Fair == "busy" {
				<-held
			}
			return nil
		})
		end := make(chan struct{})
		r.Handle("y", func(context.Context, jobs.Job) error { end <- struct{}{}; return nil })
		w.insert(many(10_000, "busy", 0)...)
		ctx, cancel := context.WithCancel(b.Context())
		done := make(chan struct{})
		go func() { _ = r.Run(ctx); close(done) }()
		for b.Loop() {
			w.insert(jobs.Job{Kind: "y", Fair: "single"})
			<-end
		}
		cancel()
		close(held)
		<-done
	})
}

// BenchmarkCommit is what the others stand against: a transaction of one row.
func BenchmarkCommit(b *testing.B) {
	onEach(b, func(b *testing.B, db *database.DB) {
		w := realBench(b, db)
		for b.Loop() {
			w.insert(jobs.Job{Kind: "x"})
		}
	})
}
