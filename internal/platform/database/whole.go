package database

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"

	"airial/internal/platform/fault"
)

// Whole is a database in the hands of those who bring all of it back, or take
// all of it elsewhere: on PostgreSQL as the tables' owner, who is held by no
// lock on rows.
type Whole struct {
	*DB
}

// Whole calls fn with the database as the owner of its tables has it.
func (db *DB) Whole(ctx context.Context, fn func(Whole) error) error {
	if db.dialect == SQLite {
		return fn(Whole{db})
	}
	if db.roles.owner == nil {
		return fault.New(fault.Invalid, "database.Whole",
			"Le rôle de --database ne possède pas les tables. Donnez aussi --database-owner, l’adresse de leur propriétaire.",
			"The role of --database does not own the tables. Give --database-owner as well, the address of their owner.")
	}
	return db.roles.asOwner(ctx, func(pool *sql.DB) error {
		return fn(Whole{&DB{dialect: Postgres, writer: pool, reader: pool, readTx: db.readTx, writeTx: db.writeTx, roles: db.roles}})
	})
}

// Read is DB.Read, and is shown every row.
func (w Whole) Read(ctx context.Context, fn func(Tx) error) error {
	return w.DB.Read(Under(ctx, SeeAll()), fn)
}

// Write is DB.Write, and is shown every row.
func (w Whole) Write(ctx context.Context, fn func(Tx) error) error {
	return w.DB.Write(Under(ctx, SeeAll()), fn)
}

// Settle has PostgreSQL look at tables that were filled at once, which its
// autovacuum would do minutes later: until then it knows nothing of what is in
// them, and goes through all rows where an index would do.
func (w Whole) Settle(ctx context.Context) error {
	if w.dialect == SQLite {
		return nil
	}
	_, err := w.writer.ExecContext(ctx, "vacuum (analyze)")
	return fault.Wrap("database.Settle", err)
}

// MigrateTo brings the tables of an empty database to the versions of a backup,
// by room: a room that is not named gets none. A version that this program does
// not know is refused.
func (w Whole) MigrateTo(ctx context.Context, versions map[string]int64, schemas ...Schema) error {
	const op = "database.MigrateTo"
	if w.dialect == Postgres {
		unlock, err := lockMigrations(ctx, w.writer)
		if err != nil {
			return unavailable(op, err)
		}
		defer unlock()
	}
	left := maps.Clone(versions)
	for _, s := range schemas {
		to := left[s.Room]
		delete(left, s.Room)
		err := w.migrateTo(ctx, s, to)
		if err != nil {
			return fmt.Errorf("%s: room %s: %w", op, s.Room, err)
		}
	}
	for room, at := range left {
		return tooNew(room, at, 0)
	}
	return nil
}

func (w Whole) migrateTo(ctx context.Context, s Schema, to int64) error {
	if to == 0 {
		return nil
	}
	wanted, _, err := s.versions(w.dialect)
	if err != nil {
		return err
	}
	// The two databases do not have all migrations in common: a number that
	// only the other knows stands for what came before it.
	elsewhere, _, err := s.versions(other(w.dialect))
	if err != nil {
		return err
	}
	if to > max(wanted, elsewhere) {
		return tooNew(s.Room, to, wanted)
	}
	to = min(to, wanted)
	at, err := version(ctx, w.writer, w.dialect, s)
	if err != nil || at >= to {
		return err
	}
	provider, err := w.provider(w.writer, s)
	if err != nil {
		return err
	}
	_, err = provider.UpTo(ctx, to)
	return err
}

// Drop removes all tables of the rooms, those of the last first: for a
// restoration that begins again.
func (w Whole) Drop(ctx context.Context, schemas ...Schema) error {
	const op = "database.Drop"
	cascade := ""
	if w.dialect == Postgres {
		cascade = " cascade"
	}
	return w.Write(ctx, func(tx Tx) error {
		for _, s := range slices.Backward(schemas) {
			for _, t := range slices.Backward(s.Tables) {
				if !t.On(w.dialect) {
					continue
				}
				if _, err := Exec(ctx, tx, op, `drop table if exists `+t.Name+cascade); err != nil {
					return err
				}
			}
			if _, err := Exec(ctx, tx, op, `drop table if exists `+s.table()); err != nil {
				return err
			}
		}
		if w.dialect == SQLite {
			return nil
		}
		// What was locked is gone, and is locked anew with what comes.
		_, err := Exec(ctx, tx, op, `drop table if exists `+lockTable)
		return err
	})
}

// Versions returns the version of each room's tables; rooms without any are
// left out.
func (db *DB) Versions(ctx context.Context, schemas ...Schema) (map[string]int64, error) {
	versions := map[string]int64{}
	for _, s := range schemas {
		at, err := version(ctx, db.writer, db.dialect, s)
		if err != nil {
			return nil, err
		}
		if at > 0 {
			versions[s.Room] = at
		}
	}
	return versions, nil
}

func other(d Dialect) Dialect {
	if d == Postgres {
		return SQLite
	}
	return Postgres
}
