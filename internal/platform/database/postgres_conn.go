package database

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

// pgConnector makes connections whose transactions begin under the sight of
// their context, in one exchange with the server: asking for it afterwards
// would cost every transaction another journey.
type pgConnector struct{ driver.Connector }

func (c pgConnector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &pgSession{conn.(*stdlib.Conn)}, nil
}

type pgSession struct{ *stdlib.Conn }

// begins are the ways in which our transactions begin.
var begins = map[sql.IsolationLevel]string{
	sql.LevelDefault:        "begin",
	sql.LevelReadCommitted:  "begin isolation level read committed",
	sql.LevelRepeatableRead: "begin isolation level repeatable read",
	sql.LevelSerializable:   "begin isolation level serializable",
}

// byKey has a transaction find rows by their keys. A serializable one that has
// read all of a small table, which the planner likes to, is in the way of every
// other one that writes to it.
const byKey = "; set local enable_seqscan = off"

// BeginTx implements driver.ConnBeginTx. A connection that turns out to be
// dead is left, and another one tried: nothing has happened yet.
func (s *pgSession) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	inner := s.Conn.Conn()
	if inner.IsClosed() {
		return nil, driver.ErrBadConn
	}
	begin, known := begins[sql.IsolationLevel(opts.Isolation)]
	if !known {
		return s.Conn.BeginTx(ctx, opts)
	}
	if opts.ReadOnly {
		begin += " read only"
	}
	if opts.Isolation == driver.IsolationLevel(sql.LevelSerializable) {
		begin += byKey
	}
	if !opts.ReadOnly && ctx.Value(lazyKey{}) != nil {
		begin += "; set local synchronous_commit = off"
	}
	if sight := sightOf(ctx); sight != (Sight{}) {
		begin += "; " + sight.set()
	}
	_, err := inner.PgConn().Exec(ctx, begin).ReadAll()
	if err != nil {
		_ = inner.Close(context.WithoutCancel(ctx))
		var said *pgconn.PgError
		if ctx.Err() != nil || errors.As(err, &said) && said.Code[:2] != pgIntervention {
			return nil, err
		}
		return nil, driver.ErrBadConn
	}
	return pgTx{ctx, inner}, nil
}

type pgTx struct {
	ctx   context.Context
	inner *pgx.Conn
}

// Commit implements driver.Tx.
func (t pgTx) Commit() error {
	tag, err := t.end(t.ctx, "commit")
	if err != nil {
		return err
	}
	if tag.String() == "ROLLBACK" { // a statement had failed
		return pgx.ErrTxCommitRollback
	}
	return nil
}

// Rollback implements driver.Tx. It does not end with the context, which is
// often why there is a rollback: the connection is good for others.
func (t pgTx) Rollback() error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.ctx), 5*time.Second)
	defer cancel()
	_, err := t.end(ctx, "rollback")
	return err
}

// end sends the last word of a transaction. A connection on which it does not
// arrive is of no more use.
func (t pgTx) end(ctx context.Context, word string) (pgconn.CommandTag, error) {
	results, err := t.inner.PgConn().Exec(ctx, word).ReadAll()
	if t.inner.PgConn().TxStatus() != 'I' {
		_ = t.inner.Close(context.WithoutCancel(ctx))
	}
	if err != nil || len(results) == 0 {
		return pgconn.CommandTag{}, err
	}
	return results[len(results)-1].CommandTag, nil
}
