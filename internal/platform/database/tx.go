package database

import (
	"context"
	"database/sql"
)

// Dialect names the database behind a transaction. Only what truly differs
// between the two may ask for it, in one file per room.
type Dialect string

// The two databases.
const (
	SQLite   Dialect = "sqlite"
	Postgres Dialect = "postgres"
)

// Tx is one transaction. SQL is portable: parameters are $1, $2…; identifiers
// are text, instants bigint microseconds, documents text.
type Tx interface {
	Exec(ctx context.Context, query string, args ...any) (sql.Result, error)
	Query(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRow(ctx context.Context, query string, args ...any) *sql.Row
	Dialect() Dialect
	// AfterCommit runs fn once the transaction is committed, and never if it
	// is not: to wake a worker, to drop a cache entry.
	AfterCommit(fn func())
	// Under is the same transaction, in which other rows are shown.
	Under(Sight) Tx
}

// Transactor runs a function in a transaction of its own: committed when the
// function returns nil, rolled back otherwise. The platform's own rooms (jobs,
// journal) are handed one, opened under a named system scope.
type Transactor interface {
	Read(ctx context.Context, fn func(Tx) error) error
	Write(ctx context.Context, fn func(Tx) error) error
}
