package jobs

import (
	"context"
	"math/rand/v2"
	"runtime"
	"time"
)

// Config tunes a runner. The zero value is fit for a server.
type Config struct {
	// Workers is how many jobs run at once in this process; default twice the
	// processors, at least 4.
	Workers int
	// PerKey is how many jobs of one fairness key run at once, in all
	// processes together; default half of Workers.
	PerKey int
	// Lease is how long a job stays with a process that no longer answers;
	// default 30 s. The heartbeat comes three times as often.
	Lease time.Duration
	// Poll is how often to look without having been woken; default 1 s.
	Poll time.Duration
	// Grace is how long Run waits for running jobs when it must stop, before it
	// cancels their contexts; default 20 s.
	Grace time.Duration
	// Backoff is the pause after the nth failed attempt, n from 1; default
	// Backoff.
	Backoff func(attempt int) time.Duration
	// Alone says that no other process runs jobs of this database: whatever is
	// held at the start was left by one that died, and is taken over at once.
	Alone bool
	// Signals wake the runners of other processes, and this one when they ask for
	// a job; nil for none. Drain uses none.
	Signals Signals
	// Watch is told of each attempt at a job; nil for nobody.
	Watch func(ctx context.Context, kind, id string) (context.Context, func(err error))
}

func (c Config) withDefaults() Config {
	if c.Workers <= 0 {
		c.Workers = max(4, 2*runtime.NumCPU())
	}
	if c.PerKey <= 0 {
		c.PerKey = max(1, c.Workers/2)
	}
	if c.Lease <= 0 {
		c.Lease = 30 * time.Second
	}
	if c.Poll <= 0 {
		c.Poll = time.Second
	}
	if c.Grace <= 0 {
		c.Grace = 20 * time.Second
	}
	if c.Backoff == nil {
		c.Backoff = Backoff
	}
	return c
}

// Backoff is one second after the first failure and doubles up to half an hour,
// give or take a quarter, so that what failed together does not come back
// together.
func Backoff(attempt int) time.Duration {
	d := min(time.Second<<min(max(attempt-1, 0), 20), 30*time.Minute)
	return d - d/4 + rand.N(d/2) // #nosec G404 -- apart from each other, not secret
}
