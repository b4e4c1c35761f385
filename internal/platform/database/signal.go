package database

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
)

// Signals between the processes on one PostgreSQL. They may get lost, with a
// connection for instance: who hears none still looks from time to time. There
// are none on SQLite, where one process serves.

// Signal tells the processes that listen to a channel, with a few words. It
// does not wait for the disk: a signal that a crash loses is no loss.
func (db *DB) Signal(ctx context.Context, channel, words string) error {
	if db.dialect != Postgres {
		return nil
	}
	// PostgreSQL lets transactions with a signal commit one after the other, so
	// it has one of its own, which is short.
	_, err := db.writer.ExecContext(ctx, `select set_config('synchronous_commit', 'off', true), pg_notify($1, $2)`, channel, words)
	return unavailable("database.Signal", err)
}

// hearAgain is the pause before a lost connection is made anew.
const hearAgain = time.Second

// Hear calls fn for each signal on a channel until the context ends. It calls
// it with no words at first, and after each time that the connection was lost,
// which lost is told: signals may have been missed. It holds a connection of
// its own.
func (db *DB) Hear(ctx context.Context, channel string, fn func(words string), lost func(error)) {
	if db.dialect != Postgres {
		return
	}
	for {
		err := db.hear(ctx, channel, fn)
		if ctx.Err() != nil {
			return
		}
		lost(err)
		select {
		case <-ctx.Done():
			return
		case <-time.After(hearAgain):
		}
	}
}

func (db *DB) hear(ctx context.Context, channel string, fn func(string)) error {
	conn, err := pgx.ConnectConfig(ctx, db.roles.login)
	if err != nil {
		return unavailable("database.Hear", err)
	}
	defer func() {
		closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), hearAgain)
		defer cancel()
		_ = conn.Close(closing)
	}()
	if _, err := conn.Exec(ctx, "listen "+pgx.Identifier{channel}.Sanitize()); err != nil {
		return unavailable("database.Hear", err)
	}
	fn("")
	for {
		said, err := conn.WaitForNotification(ctx)
		if err != nil {
			return unavailable("database.Hear", err)
		}
		fn(said.Payload)
	}
}
