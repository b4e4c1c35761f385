package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/pressly/goose/v3"

	"airial/internal/platform/fault"
)

// A Schema is the tables of one room: its numbered migrations, embedded from
// the folder schema/ beside its code. 0001_name.sql is for both databases;
// where they differ, 0002_name.sqlite.sql and 0002_name.postgres.sql stand side
// by side. Each file begins with "-- +goose Up".
type Schema struct {
	Room  string // lower-case letters; the version is kept in schema_<room>
	Files fs.FS  // holds the folder schema/
	// Tables declares every table that the migrations make, in the order of
	// their making; a test compares it with the database.
	Tables []Table
}

// migrating is the number of PostgreSQL's advisory lock that one process holds
// while it migrates: "airial" in hexadecimal.
const migrating = 0x61697269616c

// Migrate brings the tables of each room, in the given order, to the version
// this program was built with, and on PostgreSQL makes the locks on their rows.
// Several processes may call it at once. It refuses a database that a newer
// program has migrated. On PostgreSQL it works as the tables' owner; a process
// that has no address of an owner only checks that there is nothing to do.
func (db *DB) Migrate(ctx context.Context, schemas ...Schema) error {
	const op = "database.Migrate"
	for _, s := range schemas {
		for _, t := range s.Tables {
			if err := t.check(); err != nil {
				return fmt.Errorf("%s: room %s: %w", op, s.Room, err)
			}
		}
	}
	if db.dialect == SQLite {
		return db.migrateAll(ctx, db.writer, schemas)
	}
	if db.roles.owner == nil {
		return db.CheckSchemas(ctx, schemas...)
	}
	return db.roles.asOwner(ctx, func(pool *sql.DB) error {
		unlock, err := lockMigrations(ctx, pool)
		if err != nil {
			return unavailable(op, err)
		}
		defer unlock()
		if err := db.migrateAll(ctx, pool, schemas); err != nil {
			return err
		}
		return db.roles.lock(ctx, pool, schemas)
	})
}

func (db *DB) migrateAll(ctx context.Context, pool *sql.DB, schemas []Schema) error {
	for _, s := range schemas {
		if err := db.migrate(ctx, pool, s); err != nil {
			return fmt.Errorf("database.Migrate: room %s: %w", s.Room, err)
		}
	}
	return nil
}

func (db *DB) migrate(ctx context.Context, pool *sql.DB, s Schema) error {
	wanted, _, err := s.versions(db.dialect)
	if err != nil {
		return err
	}
	at, err := version(ctx, pool, db.dialect, s)
	if err != nil {
		return err
	}
	if at > wanted {
		return tooNew(s.Room, at, wanted)
	}
	if at == wanted {
		return nil
	}
	provider, err := db.provider(pool, s)
	if err != nil {
		return err
	}
	_, err = provider.Up(ctx)
	return err
}

// provider prepares the migrations of a room for this database.
func (db *DB) provider(pool *sql.DB, s Schema) (*goose.Provider, error) {
	_, others, err := s.versions(db.dialect)
	if err != nil {
		return nil, err
	}
	files, err := fs.Sub(s.Files, "schema")
	if err != nil {
		return nil, err
	}
	dialect := goose.DialectSQLite3
	if db.dialect == Postgres {
		dialect = goose.DialectPostgres
	}
	return goose.NewProvider(dialect, pool, files,
		goose.WithTableName(s.table()),
		goose.WithExcludeNames(others),
		goose.WithDisableGlobalRegistry(true),
		goose.WithLogger(goose.NopLogger()))
}

// CheckSchemas tells whether the database has the tables this program was built
// with, for commands that must not migrate because a server may be running. The
// error says which room is behind or ahead, and what to do.
func (db *DB) CheckSchemas(ctx context.Context, schemas ...Schema) error {
	for _, s := range schemas {
		wanted, _, err := s.versions(db.dialect)
		if err != nil {
			return err
		}
		at, err := version(ctx, db.writer, db.dialect, s)
		if err != nil {
			return err
		}
		if at > wanted {
			return tooNew(s.Room, at, wanted)
		}
		if at < wanted {
			return fault.New(fault.Unavailable, "database.CheckSchemas",
				"La base de données est plus ancienne que ce programme (%s\u202f: version %d au lieu de %d). Démarrez une fois «\u00a0airial serve\u00a0» avec ce programme, puis recommencez.",
				"The database is older than this program (%s: version %d instead of %d). Start “airial serve” of this program once, then try again.",
				s.Room, at, wanted)
		}
	}
	return nil
}

func tooNew(room string, at, wanted int64) error {
	return fault.New(fault.Unavailable, "database.CheckSchemas",
		"La base de données a été mise à jour par un programme plus récent (%s\u202f: version %d, ce programme connaît la %d). Utilisez ce programme plus récent.",
		"The database was brought up to date by a newer program (%s: version %d, this program knows %d). Use that newer program.",
		room, at, wanted)
}

func (s Schema) table() string { return "schema_" + s.Room }

// versions returns the number of the last migration, and the names of those
// that are for the other database.
func (s Schema) versions(dialect Dialect) (last int64, others []string, err error) {
	if s.Room == "" || strings.Trim(s.Room, "abcdefghijklmnopqrstuvwxyz_") != "" {
		return 0, nil, fmt.Errorf("%q cannot name a room", s.Room)
	}
	entries, err := fs.ReadDir(s.Files, "schema")
	if err != nil {
		return 0, nil, err
	}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".sql") {
			continue
		}
		if strings.HasSuffix(e.Name(), "."+string(other(dialect))+".sql") {
			others = append(others, e.Name())
			continue
		}
		n, err := goose.NumericComponent(e.Name())
		if err != nil {
			return 0, nil, fmt.Errorf("migration %s: %w", e.Name(), err)
		}
		last = max(last, n)
	}
	if last == 0 {
		return 0, nil, errors.New("no migration")
	}
	return last, others, nil
}

// version reads the version of a room's tables; 0 when there are none yet.
func version(ctx context.Context, pool *sql.DB, d Dialect, s Schema) (at int64, err error) {
	const op = "database.version"
	exists := `select count(*) from sqlite_master where type = 'table' and name = $1`
	if d == Postgres {
		exists = `select count(*) from pg_catalog.pg_class where oid = to_regclass($1)`
	}
	var n int
	err = pool.QueryRowContext(ctx, exists, s.table()).Scan(&n)
	if err != nil || n == 0 {
		return 0, unavailable(op, err)
	}
	err = pool.QueryRowContext(ctx, `select coalesce(max(version_id), 0) from `+s.table()).Scan(&at)
	if hasCode(err, pgNotAllowed) {
		return 0, nil // the owner has not opened them to us: not made for this role yet
	}
	return at, unavailable(op, err)
}

// lockMigrations waits until no other process migrates. SQLite needs no lock:
// one server owns the folder (LockFolder), and each migration is a transaction.
func lockMigrations(ctx context.Context, pool *sql.DB) (unlock func(), err error) {
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, err
	}
	_, err = conn.ExecContext(ctx, `select pg_advisory_lock($1)`, int64(migrating))
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return func() {
		_, _ = conn.ExecContext(context.WithoutCancel(ctx), `select pg_advisory_unlock($1)`, int64(migrating))
		_ = conn.Close()
	}, nil
}
