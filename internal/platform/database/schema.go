package database

import (
	"context"
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
// this program was built with. Several processes may call it at once. It
// refuses a database that a newer program has migrated.
func (db *DB) Migrate(ctx context.Context, schemas ...Schema) error {
	const op = "database.Migrate"
	unlock, err := db.lockMigrations(ctx)
	if err != nil {
		return unavailable(op, err)
	}
	defer unlock()
	for _, s := range schemas {
		err = db.migrate(ctx, s)
		if err != nil {
			return fmt.Errorf("%s: room %s: %w", op, s.Room, err)
		}
	}
	return nil
}

func (db *DB) migrate(ctx context.Context, s Schema) error {
	for _, t := range s.Tables {
		if err := t.check(); err != nil {
			return err
		}
	}
	wanted, others, err := s.versions(db.dialect)
	if err != nil {
		return err
	}
	at, err := db.version(ctx, s.Room)
	if err != nil {
		return err
	}
	if at > wanted {
		return tooNew(s.Room, at, wanted)
	}
	if at == wanted {
		return nil
	}
	files, err := fs.Sub(s.Files, "schema")
	if err != nil {
		return err
	}
	dialect := goose.DialectSQLite3
	if db.dialect == Postgres {
		dialect = goose.DialectPostgres
	}
	provider, err := goose.NewProvider(dialect, db.writer, files,
		goose.WithTableName(s.table()),
		goose.WithExcludeNames(others),
		goose.WithDisableGlobalRegistry(true),
		goose.WithLogger(goose.NopLogger()))
	if err != nil {
		return err
	}
	_, err = provider.Up(ctx)
	return err
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
		at, err := db.version(ctx, s.Room)
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
	other := Postgres
	if dialect == Postgres {
		other = SQLite
	}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".sql") {
			continue
		}
		if strings.HasSuffix(e.Name(), "."+string(other)+".sql") {
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
func (db *DB) version(ctx context.Context, room string) (at int64, err error) {
	const op = "database.version"
	table := Schema{Room: room}.table()
	exists := `select count(*) from sqlite_master where type = 'table' and name = $1`
	if db.dialect == Postgres {
		exists = `select count(*) from pg_catalog.pg_class where oid = to_regclass($1)`
	}
	err = db.Read(ctx, func(tx Tx) error {
		n, err := Value[int64](ctx, tx, op, exists, table)
		if err != nil || n == 0 {
			return err
		}
		at, err = Value[int64](ctx, tx, op, `select coalesce(max(version_id), 0) from `+table)
		return err
	})
	return at, err
}

// lockMigrations waits until no other process migrates. SQLite needs no lock:
// one server owns the folder (LockFolder), and each migration is a transaction.
func (db *DB) lockMigrations(ctx context.Context) (unlock func(), err error) {
	if db.dialect == SQLite {
		return func() {}, nil
	}
	conn, err := db.writer.Conn(ctx)
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
