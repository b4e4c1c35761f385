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
