package database

import (
	"database/sql"
	"errors"
	"runtime"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

// PostgreSQL's codes (its manual, appendix A) that matter here.
const (
	pgUniqueViolation      = "23505"
	pgSerializationFailure = "40001"
	pgDeadlock             = "40P01"
)

func openPostgres(c Config) (*DB, error) {
	conf, err := pgx.ParseConfig(c.URL)
	if err != nil {
		return nil, err
	}
	if conf.RuntimeParams["application_name"] == "" {
		conf.RuntimeParams["application_name"] = "airial"
	}
	most := c.Readers
	if most <= 0 {
		most = max(8, 4*runtime.NumCPU())
	}
	pool := stdlib.OpenDB(*conf)
	pool.SetMaxOpenConns(most)
	pool.SetMaxIdleConns(most)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	return &DB{
		dialect: Postgres,
		writer:  pool,
		reader:  pool,
		// A snapshot, like a reader of SQLite has it.
		readTx:  &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true},
		writeTx: &sql.TxOptions{Isolation: sql.LevelSerializable},
	}, nil
}

// contended tells that a transaction lost against another one and would
// succeed if it ran again.
func contended(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == pgSerializationFailure || pg.Code == pgDeadlock)
}
