package quota

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"log/slog"
	"time"

	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/ident"
	"airial/internal/platform/jobs"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// Schema is the room's part of the database.
var Schema = database.Schema{Room: "quota", Files: schemaFiles, Tables: []database.Table{
	{Name: "quota", Kind: database.Passing},
	{Name: "quota_place", Kind: database.Passing},
}}

// Parts is what a book is made with.
type Parts struct {
	DB     database.Transactor
	Clock  clock.Clock
	Ident  *ident.Source
	Secret []byte // of the installation: keys the digests of callers
	Log    *slog.Logger
}

// A Book is what all processes have counted.
type Book struct{ Parts }

// New opens the book of an installation.
func New(p Parts) *Book {
	if p.Log == nil {
		p.Log = slog.New(slog.DiscardHandler)
	}
	return &Book{p}
}

// patience is how long a request waits for the book before it goes on without.
const patience = 2 * time.Second

// key names what is limited and whom.
func (b *Book) key(what, caller string) string {
	mac := hmac.New(sha256.New, b.Secret)
	mac.Write([]byte(what + "\x00" + caller))
	return hex.EncodeToString(mac.Sum(nil))
}

// An Account is the book's page for one limit.
type Account struct {
	book *Book
	what string
}

// Of returns the page of a limit: "requests".
func (b *Book) Of(what string) *Account { return &Account{b, what} }

// Spend notes that a caller has used up cost more of an allowance that fills up
// in the time full. It returns the instant at which the caller has all of it
// again, and whether what was used up was there: what goes beyond is forgotten,
// so that who is refused again and again is not refused for longer.
func (a *Account) Spend(caller string, cost, full time.Duration) (until time.Time, within bool, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	now := a.book.Clock.Now()
	var at, fits int64
	err = a.book.DB.Write(database.Relaxed(ctx), func(tx database.Tx) error {
		return tx.QueryRow(ctx, `insert into quota (key, until_at, within) values ($1, $2, 1)
			on conflict (key) do update set
				within = case when quota.until_at > $3 then 0 else 1 end,
				until_at = case when quota.until_at > $3 then $4
					when quota.until_at > $5 then quota.until_at + $6 else excluded.until_at end
			returning until_at, within`,
			a.book.key(a.what, caller), clock.Micros(now.Add(cost)), clock.Micros(now.Add(full-cost)), clock.Micros(now.Add(full)),
			clock.Micros(now), cost.Microseconds()).Scan(&at, &fits)
	})
	if err != nil {
		a.book.Log.Warn("a limit is counted by this process alone: the database does not answer", "limit", a.what, "error", err)
	}
	return clock.FromMicros(at), fits == 1, err
}

// JobSweep is the kind of the job that forgets who has everything again.
const JobSweep = "quota.sweep"

// Handle runs the room's job.
func (b *Book) Handle(runner *jobs.Runner) {
	runner.Every(JobSweep, jobs.Each(10*time.Minute), func(ctx context.Context, _ jobs.Job) error { return b.Sweep(ctx) })
}

// Sweep forgets callers who have all of their allowance again, and places that
// nobody holds any more.
func (b *Book) Sweep(ctx context.Context) error {
	const op = "quota.Sweep"
	now := clock.Micros(b.Clock.Now())
	return b.DB.Write(database.Relaxed(ctx), func(tx database.Tx) error {
		if _, err := database.Exec(ctx, tx, op, `delete from quota where until_at <= $1`, now); err != nil {
			return err
		}
		_, err := database.Exec(ctx, tx, op, `delete from quota_place where until_at <= $1`, now)
		return err
	})
}
