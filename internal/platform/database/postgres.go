package database

import (
	"context"
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
	pgDuplicateObject      = "42710"
	pgNotAllowed           = "42501"
	pgIntervention         = "57" // the class of what an administrator does
)

func openPostgres(ctx context.Context, c Config) (*DB, error) {
	login, err := parsePostgres(c.URL)
	if err != nil {
		return nil, err
	}
	roles := pgRoles{login: login}
	if c.Owner != "" {
		if roles.owner, err = parsePostgres(c.Owner); err != nil {
			return nil, err
		}
	}
	if err := roles.settle(ctx); err != nil {
		return nil, err
	}
	most := c.Readers
	if most <= 0 {
		most = max(8, 4*runtime.NumCPU())
	}
	pool := sql.OpenDB(pgConnector{stdlib.GetConnector(*login, stdlib.OptionAfterConnect(roles.prepare))})
	pool.SetMaxOpenConns(most)
	pool.SetMaxIdleConns(most)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	return &DB{
		dialect: Postgres,
		writer:  pool,
		reader:  pool,
		roles:   roles,
		turn:    make(chan struct{}, 1),
		settles: &settling{login: login},
		// A snapshot, like a reader of SQLite has it.
		readTx:  &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true},
		writeTx: &sql.TxOptions{Isolation: sql.LevelSerializable},
	}, nil
}

func parsePostgres(url string) (*pgx.ConnConfig, error) {
	conf, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, err
	}
	if conf.RuntimeParams["application_name"] == "" {
		conf.RuntimeParams["application_name"] = "airial"
	}
	return conf, nil
}

// contended tells that a transaction lost against another one and would
// succeed if it ran again.
func contended(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == pgSerializationFailure || pg.Code == pgDeadlock)
}
