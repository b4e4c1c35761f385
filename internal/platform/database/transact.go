package database

import (
	"context"
	"database/sql"
	"errors"
	"math/rand/v2"
	"strings"
	"time"

	"airial/internal/platform/fault"
)

// attempts bounds how often a Write that lost against another is repeated.
// With the pauses between them they last about two seconds.
const attempts = 24

// Read runs fn in a read-only transaction that sees one state of the database.
// It returns fn's error as it is, and one of kind Unavailable when the database
// does not answer.
func (db *DB) Read(ctx context.Context, fn func(Tx) error) error {
	t, err := db.read(ctx, fn)
	if err != nil {
		return err
	}
	t.committed()
	return nil
}

func (db *DB) read(ctx context.Context, fn func(Tx) error) (*tx, error) {
	if err := outermost("database.Read"); err != nil {
		return nil, err
	}
	t := newTx(ctx, db.dialect)
	ctx, end := db.watched(ctx, "read")
	err := t.run(ctx, db.reader, db.readTx, fn)
	if nothingSaid(err) {
		t = newTx(ctx, db.dialect)
		err = t.run(atOnce(ctx), db.reader, db.readTx, fn)
	}
	end(1, err)
	return t, err
}

// Write runs fn in a transaction of its own and commits it when fn returns nil.
// It returns fn's error as it is, and one of kind Unavailable when the database
// does not answer, has no room left, or others got in the way too often. On
// PostgreSQL fn is run again when the database says that two transactions cannot
// both be right.
func (db *DB) Write(ctx context.Context, fn func(Tx) error) error {
	t, err := db.write(ctx, fn)
	if err != nil {
		return err
	}
	t.committed()
	return nil
}

func (db *DB) write(ctx context.Context, fn func(Tx) error) (_ *tx, err error) {
	const op = "database.Write"
	if err := outermost(op); err != nil {
		return nil, err
	}
	ctx, endTurn, safe, err := db.takeTurn(ctx)
	if err != nil {
		return nil, err
	}
	defer endTurn()
	attempt := 1
	ctx, end := db.watched(ctx, "write")
	defer func() { end(attempt, err) }()
	for ; ; attempt++ {
		t := newTx(ctx, db.dialect)
		err = t.run(ctx, db.writer, db.writeOptions(ctx), func(tx Tx) error {
			if err := db.frozen(); err != nil {
				return err
			}
			return fn(tx)
		})
		if nothingSaid(err) {
			ctx = atOnce(ctx)
			continue
		}
		if err == nil {
			endTurn()
			return t, safe()
		}
		if !contended(err) {
			return t, inWords(op, err)
		}
		if attempt >= attempts {
			err = &fault.Error{Kind: fault.Unavailable, Op: op, Cause: err}
			return nil, err
		}
		if pause(ctx, attempt) != nil {
			return nil, err
		}
	}
}

// pause waits a random while, longer with each attempt, at most 100 ms.
func pause(ctx context.Context, attempt int) error {
	most := min(time.Millisecond<<min(attempt, 10), 100*time.Millisecond)
	timer := time.NewTimer(rand.N(most)) // #nosec G404 -- apart from each other, not secret
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// tx is a transaction under one sight. Several may share the transaction.
type tx struct {
	*transaction
	sight Sight
}

type transaction struct {
	inner   *sql.Tx
	dialect Dialect
	after   []func()
	shown   Sight // what the database has been told
}

// newTx prepares a transaction under the context's sight, which the driver
// sets together with its beginning.
func newTx(ctx context.Context, d Dialect) *tx {
	sight := sightOf(ctx)
	return &tx{&transaction{dialect: d, shown: sight}, sight}
}

// run begins, calls fn, and commits or rolls back. A panic rolls back and goes
// on.
func (t *tx) run(ctx context.Context, pool *sql.DB, opts *sql.TxOptions, fn func(Tx) error) error {
	inner, err := pool.BeginTx(ctx, opts)
	if err != nil {
		return unavailable("database.Begin", err)
	}
	t.inner = inner
	done := false
	defer func() {
		if !done {
			_ = inner.Rollback()
		}
	}()
	err = inside(fn, t)
	done = true
	if err != nil {
		// The cause matters more than a failure to undo: the database
		// undoes what is not committed in any case.
		_ = inner.Rollback()
		return err
	}
	err = inner.Commit()
	if errors.Is(err, sql.ErrTxDone) && ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return &fault.Error{Kind: fault.KindOf(err), Op: "database.Commit", Cause: err}
	}
	return nil
}

func (t *transaction) committed() {
	for _, fn := range t.after {
		fn()
	}
}

// Under returns the same transaction under another sight.
func (t *tx) Under(s Sight) Tx { return &tx{t.transaction, s} }

// show tells the database under whose sight the next statement is, when it was
// another's turn last.
func (t *tx) show(ctx context.Context) error {
	if t.dialect != Postgres || t.shown == t.sight {
		return nil
	}
	set, args := t.sight.set()
	_, err := t.inner.ExecContext(context.WithValue(ctx, aheadKey{}, "database.Under"), "select "+strings.Join(set, ", "), args...) // #nosec G202 -- calls of one function with placeholders
	if err == nil {
		t.shown = t.sight
	}
	return err
}

func (t *tx) Exec(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if err := t.show(ctx); err != nil {
		return nil, err
	}
	return t.inner.ExecContext(ctx, query, plain(args)...)
}

func (t *tx) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if err := t.show(ctx); err != nil {
		return nil, err
	}
	return t.inner.QueryContext(ctx, query, plain(args)...)
}

func (t *tx) QueryRow(ctx context.Context, query string, args ...any) *sql.Row {
	// Should it fail, the transaction is over and the query fails as well.
	_ = t.show(ctx)
	return t.inner.QueryRowContext(ctx, query, plain(args)...)
}

func (t *transaction) Dialect() Dialect { return t.dialect }

func (t *transaction) AfterCommit(fn func()) { t.after = append(t.after, fn) }
