package database

import (
	"context"
	"database/sql"

	"airial/internal/platform/fault"
)

// Scrub makes what was deleted unreadable, as far as the database allows it
// from within. SQLite overwrites deleted rows (secure_delete) and here empties
// its write-ahead log, in which earlier states of pages stand. PostgreSQL
// removes dead rows by its own vacuum, which is asked to run at once by a process
// that has the address of the tables' owner, and comes by itself otherwise.
//
// It waits for readers that look at an earlier state, up to the busy time-out;
// it is called after an erasure, not often.
func (db *DB) Scrub(ctx context.Context, tables ...string) error {
	const op = "database.Scrub"
	if db.dialect == SQLite {
		var busy, log, moved int
		err := db.writer.QueryRowContext(ctx, "pragma wal_checkpoint(truncate)").Scan(&busy, &log, &moved)
		if err == nil && busy != 0 {
			return fault.New(fault.Unavailable, op, "La base de données est occupée. L’effacement se poursuit.",
				"The database is busy. The erasure goes on.")
		}
		return fault.Wrap(op, err)
	}
	if db.roles.owner == nil {
		return nil
	}
	return db.roles.asOwner(ctx, func(pool *sql.DB) error {
		for _, table := range tables {
			if _, err := pool.ExecContext(ctx, "vacuum "+table); err != nil {
				return fault.Wrap(op, err)
			}
		}
		return nil
	})
}
