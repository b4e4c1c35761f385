package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"airial/internal/platform/fault"
)

// Config says which database to open.
type Config struct {
	// URL is "sqlite:PATH" or "postgres://user@host/name?...".
	URL string
	// Owner is the same PostgreSQL database as the role that owns its tables;
	// "" when URL is. See Migrate.
	Owner string
	// Readers is how many reading transactions may run at once, beside the
	// writer on SQLite, or how many transactions in all on PostgreSQL.
	// Zero stands for a number that suits the machine.
	Readers int
	// NoSync lets SQLite answer before the disk has the data. A power cut
	// may then lose or damage the file: for tests, and for filling a new
	// folder that can be thrown away.
	NoSync bool
	// Freezes names a file: while it is there nothing is written to SQLite.
	Freezes string
}

// DB is an open database. It is safe for concurrent use.
type DB struct {
	dialect Dialect
	writer  *sql.DB
	reader  *sql.DB // the same as writer on PostgreSQL
	readTx  *sql.TxOptions
	writeTx *sql.TxOptions
	freezes string
	roles   pgRoles // of PostgreSQL
	watch   Watch
	turn    chan struct{} // held by the one that is InTurn; nil on SQLite
	settles *settling     // what those wait for; nil on SQLite
}

// A Watch is told that a transaction begins, "read" or "write", and returns the
// context for it and what to call at its end, with the number of attempts.
type Watch func(ctx context.Context, kind string) (context.Context, func(attempts int, err error))

// Watch has all transactions watched. Call it before any.
func (db *DB) Watch(w Watch) { db.watch = w }

func (db *DB) watched(ctx context.Context, kind string) (context.Context, func(int, error)) {
	if db.watch == nil {
		return ctx, func(int, error) {}
	}
	return db.watch(ctx, kind)
}

var _ Transactor = (*DB)(nil)

// Open opens the database and checks that it answers. A SQLite file that does
// not exist is created; its folder must be there.
func Open(ctx context.Context, c Config) (*DB, error) {
	const op = "database.Open"
	scheme, rest, found := strings.Cut(c.URL, ":")
	if !found {
		return nil, fault.New(fault.Invalid, op,
			"L’adresse de la base de données doit commencer par sqlite: ou postgres://.",
			"The database address must begin with sqlite: or postgres://.")
	}
	var db *DB
	var err error
	switch scheme {
	case "sqlite":
		db, err = openSQLite(rest, c)
	case "postgres", "postgresql":
		db, err = openPostgres(ctx, c)
	default:
		return nil, fault.New(fault.Invalid, op,
			"Base de données inconnue\u202f: %q. Utilisez sqlite: ou postgres://.",
			"Unknown database %q. Use sqlite: or postgres://.", scheme)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", op, err)
	}
	err = db.Ping(ctx)
	if err != nil {
		return nil, errors.Join(unavailable(op, err), db.Close())
	}
	return db, nil
}

// Dialect tells which of the two databases it is.
func (db *DB) Dialect() Dialect { return db.dialect }

// Ping tells whether the database answers.
func (db *DB) Ping(ctx context.Context) error {
	err := db.writer.PingContext(ctx)
	if err != nil || db.reader == db.writer {
		return err
	}
	return db.reader.PingContext(ctx)
}

// Close waits for the transactions under way and closes the database.
func (db *DB) Close() error {
	if db.reader == db.writer {
		db.settles.close()
		return db.writer.Close()
	}
	// The writer goes last: the last connection to close moves the log of
	// SQLite into the main file, which a reader may not do.
	return errors.Join(db.reader.Close(), db.writer.Close())
}

// Stats describes the connections: of the writer, and of the readers. Both are
// the same on PostgreSQL.
func (db *DB) Stats() (writer, readers sql.DBStats) {
	return db.writer.Stats(), db.reader.Stats()
}

// unavailable is a failure to reach the database at all.
func unavailable(op string, cause error) error {
	if cause == nil || errors.Is(cause, context.Canceled) {
		return cause
	}
	return &fault.Error{Kind: fault.Unavailable, Op: op, Cause: cause}
}
