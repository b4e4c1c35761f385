package database

import (
	"container/list"
	"context"
	"database/sql/driver"
	"strconv"
	"strings"

	"modernc.org/sqlite"
)

// statements is how many prepared statements a connection to SQLite keeps.
// Measured: a third more point reads a second than preparing each time, and more
// for larger queries.
const statements = 128

func pragma(name string, value int) string { return name + "(" + strconv.Itoa(value) + ")" }

// sqliteConnector opens connections that keep their prepared statements and
// understand collate "C".
type sqliteConnector struct {
	driver sqlite.Driver
	dsn    string
}

func (c *sqliteConnector) Driver() driver.Driver { return &c.driver }

func (c *sqliteConnector) Connect(context.Context) (driver.Conn, error) {
	inner, err := c.driver.Open(c.dsn)
	if err != nil {
		return nil, err
	}
	return &sqliteConn{sqliteInner: inner.(sqliteInner), idle: map[string]*list.Element{}, order: list.New()}, nil
}

// sqliteInner is what the driver's connection can do and the wrapper passes on.
type sqliteInner interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

type sqliteStmt interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// sqliteConn keeps idle prepared statements by their text, the least recently
// used first to go. A statement in use is out of the table, so that the same
// query may run again while its first rows are still being read.
type sqliteConn struct {
	sqliteInner
	idle  map[string]*list.Element // of *sqliteIdle
	order *list.List               // most recently used first
}

type sqliteIdle struct {
	query string
	stmt  sqliteStmt
}

// ExecContext runs a statement, prepared before if possible.
func (c *sqliteConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	stmt, err := c.take(ctx, query)
	if err != nil {
		return nil, err
	}
	res, err := stmt.ExecContext(ctx, args)
	if err != nil {
		_ = stmt.Close()
		return nil, err
	}
	c.give(query, stmt)
	return res, nil
}

// QueryContext runs a query, prepared before if possible; the statement is idle
// again once its rows are closed.
func (c *sqliteConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	stmt, err := c.take(ctx, query)
	if err != nil {
		return nil, err
	}
	rows, err := stmt.QueryContext(ctx, args)
	if err != nil {
		_ = stmt.Close()
		return nil, err
	}
	return &sqliteRows{Rows: rows, conn: c, query: query, stmt: stmt}, nil
}

// PrepareContext prepares a statement that the caller keeps.
func (c *sqliteConn) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	// SQLite calls by another name what PostgreSQL calls "C": the order of
	// the bytes.
	return c.sqliteInner.PrepareContext(ctx, nameless(strings.ReplaceAll(query, `collate "C"`, "collate binary")))
}

// nameless writes ? for $1, $2 and so on where each stands once and in order, as in
// a list of many: the driver looks for the argument of each name among all, and
// compares names. Of eight hundred that took longer than the query.
func nameless(query string) string {
	var b strings.Builder
	from, count := 0, 0
	for i := 0; i < len(query); i++ {
		switch query[i] {
		case '\'', '"':
			end := strings.IndexByte(query[i+1:], query[i])
			if end < 0 {
				return query
			}
			i += end + 1
		case '-', '/', '?', ':', '@':
			if c := query[i]; c == '?' || c == ':' || c == '@' || strings.HasPrefix(query[i:], "--") || strings.HasPrefix(query[i:], "/*") {
				return query // a remark, or another way to write arguments
			}
		case '$':
			end := i + 1
			for end < len(query) && query[end] >= '0' && query[end] <= '9' {
				end++
			}
			if count++; query[i+1:end] != strconv.Itoa(count) {
				return query
			}
			b.WriteString(query[from:i])
			b.WriteByte('?')
			from, i = end, end-1
		}
	}
	if count == 0 {
		return query
	}
	b.WriteString(query[from:])
	return b.String()
}

// Close ends the idle statements and the connection.
func (c *sqliteConn) Close() error {
	for e := c.order.Front(); e != nil; e = e.Next() {
		_ = e.Value.(*sqliteIdle).stmt.Close()
	}
	return c.sqliteInner.Close()
}

func (c *sqliteConn) take(ctx context.Context, query string) (sqliteStmt, error) {
	if e, ok := c.idle[query]; ok {
		delete(c.idle, query)
		c.order.Remove(e)
		return e.Value.(*sqliteIdle).stmt, nil
	}
	stmt, err := c.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	return stmt.(sqliteStmt), nil
}

func (c *sqliteConn) give(query string, stmt sqliteStmt) {
	if _, twice := c.idle[query]; twice {
		_ = stmt.Close()
		return
	}
	c.idle[query] = c.order.PushFront(&sqliteIdle{query, stmt})
	if c.order.Len() > statements {
		last := c.order.Remove(c.order.Back()).(*sqliteIdle)
		delete(c.idle, last.query)
		_ = last.stmt.Close()
	}
}

type sqliteRows struct {
	driver.Rows
	conn  *sqliteConn
	query string
	stmt  sqliteStmt
}

func (r *sqliteRows) Close() error {
	err := r.Rows.Close()
	if err != nil {
		_ = r.stmt.Close()
		return err
	}
	r.conn.give(r.query, r.stmt)
	return nil
}
