package database

import (
	"context"
	"database/sql"
	"sync"
)

type isolationKey struct{}

// Relaxed marks a context so that a Write under it, on PostgreSQL, neither
// waits for nor repeats on account of what others read: it runs at "read
// committed" instead of "serializable". It is for queues and logs, which lock
// the very rows they take, and which everybody else writes to at the same time.
// SQLite has one writer and is not concerned.
func Relaxed(ctx context.Context) context.Context {
	return context.WithValue(ctx, isolationKey{}, relaxedTx)
}

// Snapshot marks a context so that a Write under it, on PostgreSQL, runs at
// "repeatable read" instead: it sees one state of the database, and is repeated
// when a row that it writes or locks was written by another since. A
// serializable one is also repeated on account of what others read or wrote
// beside that, even if it was only on the same page of an index.
//
// It is right where whoever writes on account of what the transaction writes, and
// whoever writes what it reads, also writes one of the rows that it writes: then
// of two such at once only one commits, and the outcome is as if they had run one
// after the other. Locking that row is not enough: who waits for a lock goes on
// with what it saw before. Whoever uses it says in a comment which row that is.
// SQLite has one writer and is not concerned.
func Snapshot(ctx context.Context) context.Context {
	return context.WithValue(ctx, isolationKey{}, snapshotTx)
}

type lazyKey struct{}

// Lazy marks a context so that a Write under it, on PostgreSQL, does not wait for
// the disk: a power cut of the server may lose it, together with all that was
// committed after it and did not wait either, within a second or so. What is
// committed after it and does wait takes it to the disk as well, so that nothing is
// ever there without what it stands on. It is for what is then simply done again:
// that a worker has taken a job, a stage between the first and the last, the place
// of a reader. Never for what somebody was told is safe. SQLite waits.
func Lazy(ctx context.Context) context.Context {
	return context.WithValue(ctx, lazyKey{}, true)
}

type inTurnKey struct{}

// InTurn marks a context so that a Write under it waits, on PostgreSQL, for those
// of this process that are marked too. It is for short ones that are always in
// each other's way: whatever adds rows with new identifiers adds them to the same
// last page of an index, in which the database looks for what the rows refer to,
// so that of two serializable ones at once one is repeated for certain. They are as
// fast one after the other, and cost half. Those of other processes, and all
// others, run beside them as ever. They wait for the disk without the turn, and
// together: others may see for a moment what a power cut could still take, as with
// Lazy, but who waits is told that it is done once the disk has it. SQLite has one
// writer and is not concerned.
func InTurn(ctx context.Context) context.Context {
	return context.WithValue(ctx, inTurnKey{}, true)
}

// takeTurn waits for the turn of a marked Write. It returns the context under which
// that commits, what ends the turn, and what then waits for the disk.
func (db *DB) takeTurn(ctx context.Context) (_ context.Context, end func(), safe func() error, err error) {
	at := func() error { return nil }
	if db.turn == nil || ctx.Value(inTurnKey{}) == nil {
		return ctx, func() {}, at, nil
	}
	select {
	case db.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx, nil, nil, ctx.Err()
	}
	end = sync.OnceFunc(func() { <-db.turn })
	if ctx.Value(lazyKey{}) != nil {
		return ctx, end, at, nil
	}
	if w := db.settles.begin(ctx); w != nil {
		waiting := ctx
		ctx, at = Lazy(ctx), func() error { return unavailable("database.Commit", w.wait(waiting)) }
	}
	return ctx, end, at, nil
}

var (
	relaxedTx  = &sql.TxOptions{Isolation: sql.LevelReadCommitted}
	snapshotTx = &sql.TxOptions{Isolation: sql.LevelRepeatableRead}
)

// writeOptions returns how a Write under the context begins.
func (db *DB) writeOptions(ctx context.Context) *sql.TxOptions {
	if opts, ok := ctx.Value(isolationKey{}).(*sql.TxOptions); ok && db.dialect == Postgres {
		return opts
	}
	return db.writeTx
}
