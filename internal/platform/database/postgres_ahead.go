package database

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// Each statement on PostgreSQL is a journey to the server and back, which costs
// both of them more than most of our statements do. So what need not be answered
// at once waits for the next statement that must be, and goes with it: how a
// transaction begins, under whose sight it goes on, and what it writes Later.

type aheadKey struct{}

// Later runs a statement of which only a failure matters. On PostgreSQL it goes
// to the server together with the next statement, or with the commit, and that is
// then what fails: it is not for a statement whose failure the caller expects.
// SQLite, which is no journey away, runs it at once.
func Later(ctx context.Context, tx Tx, op string, query string, args ...any) error {
	_, err := Exec(context.WithValue(ctx, aheadKey{}, op), tx, op, query, args...)
	return err
}

type lastKey struct{}

// Last marks a context so that a query under it is the last of its Read, which on
// PostgreSQL ends with it, in the same exchange: for what is asked with every
// request. Whatever is asked after it is refused.
func Last(ctx context.Context) context.Context { return context.WithValue(ctx, lastKey{}, true) }

var errOver = errors.New("database: a statement after the last one of its transaction")

// statement is one that waits, or that it waits for. op names who asked for it.
type statement struct {
	op, query string
	args      []any
}

// errNothingSaid is that a connection turned out to be dead before it was told
// anything that could have had an effect.
type errNothingSaid struct{ cause error }

func (e errNothingSaid) Error() string { return "the connection was lost before: " + e.cause.Error() }
func (e errNothingSaid) Unwrap() error { return e.cause }

func nothingSaid(err error) bool { return errors.As(err, new(errNothingSaid)) }

type atOnceKey struct{}

// atOnce marks a context so that a transaction begins before anything is asked of
// it, on a connection that works.
func atOnce(ctx context.Context) context.Context {
	return context.WithValue(ctx, atOnceKey{}, true)
}

// wait has a statement go with the next one.
func (s *pgSession) wait(op, query string, args []driver.NamedValue) {
	s.ahead = append(s.ahead, statement{op, query, values(args)})
}

// ExecContext implements driver.ExecerContext.
func (s *pgSession) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	if s.dead != nil {
		return nil, s.dead
	}
	if op, later := ctx.Value(aheadKey{}).(string); later && s.inside {
		s.wait(op, query, args)
		return driver.RowsAffected(0), nil
	}
	if !s.waiting() {
		return s.Conn.ExecContext(ctx, query, args)
	}
	results, err := s.send(ctx, statement{query: query, args: values(args)})
	if err != nil {
		return nil, err
	}
	tag, err := results.Exec()
	return driver.RowsAffected(tag.RowsAffected()), s.end(results, err)
}

// QueryContext implements driver.QueryerContext.
func (s *pgSession) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	if s.dead != nil {
		return nil, s.dead
	}
	asked := []statement{{query: query, args: values(args)}}
	if s.reads && ctx.Value(lastKey{}) != nil {
		asked = append(asked, statement{query: commit})
	} else if !s.waiting() {
		return s.Conn.QueryContext(ctx, query, args)
	}
	results, err := s.send(ctx, asked...)
	if err != nil {
		return nil, err
	}
	if len(asked) > 1 {
		s.dead, s.over = errOver, true
	}
	rows, err := results.Query()
	if err != nil {
		return nil, s.end(results, err)
	}
	// The columns are known, and a failure is, once the first row is there.
	first := rows.Next()
	if err := rows.Err(); err != nil {
		return nil, s.end(results, err)
	}
	return &pgRows{session: s, rows: rows, results: results, first: &first}, nil
}

// waiting tells whether anything goes with the next statement.
func (s *pgSession) waiting() bool { return len(s.opening)+len(s.ahead) > 0 }

// send sends all that waits and what is asked behind it, and reads what became of
// the former. What it returns has the results of the latter, and is ended with end.
func (s *pgSession) send(ctx context.Context, asked ...statement) (pgx.BatchResults, error) {
	first := len(s.opening) > 0
	waited := append(s.opening, s.ahead...)
	s.opening, s.ahead = nil, nil
	batch := &pgx.Batch{}
	for _, w := range append(waited, asked...) {
		batch.Queue(w.query, w.args...)
	}
	results := s.Conn.Conn().SendBatch(ctx, batch)
	for _, w := range waited {
		_, err := results.Exec()
		if err == nil {
			continue
		}
		err = s.end(results, err)
		if first && (s.reads || asked[0].query != commit) && ctx.Err() == nil && lost(err) {
			s.dead = errNothingSaid{err}
			return nil, s.dead
		}
		if w.op != "" {
			err = fmt.Errorf("%s: %w", w.op, err)
		}
		return nil, err
	}
	return results, nil
}

// end reads what is left of an exchange, and returns the first failure. A
// transaction that is not there afterwards, for it never began, takes no more
// statements: they would each be one of its own.
func (s *pgSession) end(results pgx.BatchResults, err error) error {
	// The first Close after rows that failed does nothing but say so.
	if closing := errors.Join(results.Close(), results.Close()); err == nil {
		err = closing
	}
	if err != nil && (s.over || s.Conn.Conn().PgConn().TxStatus() == 'I') {
		s.dead = err
	}
	return err
}

// lost tells a failure of the connection, or of the server behind it, from one of
// a statement.
func lost(err error) bool {
	var said *pgconn.PgError
	return !errors.As(err, &said) || said.Code[:2] == pgIntervention
}

func values(named []driver.NamedValue) []any {
	out := make([]any, len(named))
	for i, v := range named {
		out[i] = v.Value
	}
	return out
}
