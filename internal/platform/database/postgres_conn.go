package database

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

// pgConnector makes connections whose transactions begin under the sight of
// their context.
type pgConnector struct{ driver.Connector }

func (c pgConnector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &pgSession{Conn: conn.(*stdlib.Conn)}, nil
}

// pgSession is a connection, and the transaction on it.
type pgSession struct {
	*stdlib.Conn
	inside  bool        // a transaction is
	reads   bool        // it only reads
	over    bool        // its last query has ended it
	opening []statement // how it begins, until that has been sent
	ahead   []statement // what goes with the next statement
	dead    error       // why the transaction takes no more statements
}

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
const byKey = "set_config('enable_seqscan', 'off', true)"

// noWait has a transaction not wait for the disk.
const noWait = "set_config('synchronous_commit', 'off', true)"

const commit = "commit"

// BeginTx implements driver.ConnBeginTx. The transaction begins, and is told its
// sight, in the very message that brings its first statement: until that is
// answered nothing has happened, and it may begin atOnce on another connection.
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
	s.leave()
	s.inside, s.reads, s.opening = true, opts.ReadOnly, []statement{{op: "database.Begin", query: begin}}
	sight := sightOf(ctx)
	set, args := sight.set()
	if sight == (Sight{}) {
		set, args = nil, nil
	}
	if opts.Isolation == driver.IsolationLevel(sql.LevelSerializable) {
		set = append(set, byKey)
	}
	if !opts.ReadOnly && ctx.Value(lazyKey{}) != nil {
		set = append(set, noWait)
	}
	if len(set) > 0 {
		s.opening = append(s.opening, statement{op: "database.Begin", query: "select " + strings.Join(set, ", "), args: args})
	}
	if ctx.Value(atOnceKey{}) == nil {
		return pgTx{ctx, s}, nil
	}
	results, err := s.send(ctx, statement{query: "select 1"})
	if err == nil {
		_, err = results.Exec()
		err = s.end(results, err)
	}
	if err == nil {
		return pgTx{ctx, s}, nil
	}
	s.leave()
	_ = inner.Close(context.WithoutCancel(ctx))
	if ctx.Err() != nil || !lost(err) {
		return nil, err
	}
	return nil, driver.ErrBadConn
}

// leave forgets the transaction.
func (s *pgSession) leave() {
	s.inside, s.reads, s.over, s.opening, s.ahead, s.dead = false, false, false, nil, nil, nil
}

type pgTx struct {
	ctx     context.Context
	session *pgSession
}

// Commit implements driver.Tx. A transaction that has asked for nothing has
// never begun.
func (t pgTx) Commit() error {
	s := t.session
	if dead := s.dead; dead == errOver {
		s.leave()
		return nil
	} else if dead != nil {
		_ = t.Rollback()
		return dead
	}
	var tag pgconn.CommandTag
	var err error
	switch {
	case len(s.ahead) > 0:
		var results pgx.BatchResults
		if results, err = s.send(t.ctx, statement{query: commit}); err == nil {
			tag, err = results.Exec()
			err = s.end(results, err)
		}
		if err != nil { // the server has not come to the commit, or refused it
			_ = t.Rollback()
			return err
		}
	case len(s.opening) == 0:
		tag, err = t.end(t.ctx, commit)
	}
	s.leave()
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
	inner, never := t.session.Conn.Conn(), len(t.session.opening) > 0
	t.session.leave()
	if never || inner.IsClosed() || inner.PgConn().TxStatus() == 'I' {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.ctx), 5*time.Second)
	defer cancel()
	_, err := t.end(ctx, "rollback")
	return err
}

// end sends the last word of a transaction. A connection on which it does not
// arrive is of no more use.
func (t pgTx) end(ctx context.Context, word string) (pgconn.CommandTag, error) {
	inner := t.session.Conn.Conn()
	results, err := inner.PgConn().Exec(ctx, word).ReadAll()
	if inner.PgConn().TxStatus() != 'I' {
		_ = inner.Close(context.WithoutCancel(ctx))
	}
	if err != nil || len(results) == 0 {
		return pgconn.CommandTag{}, err
	}
	return results[len(results)-1].CommandTag, nil
}
