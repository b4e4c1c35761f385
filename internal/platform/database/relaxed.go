package database

import (
	"context"
	"database/sql"
)

type relaxedKey struct{}

// Relaxed marks a context so that a Write under it, on PostgreSQL, neither
// waits for nor repeats on account of what others read: it runs at "read
// committed" instead of "serializable". It is for queues and logs, which lock
// the very rows they take, and which everybody else writes to at the same time.
// SQLite has one writer and is not concerned.
func Relaxed(ctx context.Context) context.Context {
	return context.WithValue(ctx, relaxedKey{}, true)
}

var relaxedTx = &sql.TxOptions{Isolation: sql.LevelReadCommitted}

// writeOptions returns how a Write under the context begins.
func (db *DB) writeOptions(ctx context.Context) *sql.TxOptions {
	if db.dialect == Postgres && ctx.Value(relaxedKey{}) != nil {
		return relaxedTx
	}
	return db.writeTx
}

// ByKey runs fn, whose statements find each row by a key, and has PostgreSQL
// use the key's index however small the table is. Reading a whole table of ten
// rows would be as fast, but a serializable transaction that has read all of
// it is in the way of every other one that writes to it.
func ByKey(ctx context.Context, tx Tx, fn func() error) error {
	if tx.Dialect() != Postgres {
		return fn()
	}
	_, err := tx.Exec(ctx, `set local enable_seqscan = off`)
	if err != nil {
		return err
	}
	err = fn()
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `set local enable_seqscan = on`)
	return err
}
