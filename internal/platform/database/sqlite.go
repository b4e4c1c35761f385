package database

import (
	"database/sql"
	"errors"
	"net/url"
	"runtime"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Page caches, in KiB, per connection. They fill as pages are read, so an idle
// server that has answered little holds little.
const (
	writerCache = 16 << 10
	readerCache = 8 << 10
)

func openSQLite(path string, c Config) (*DB, error) {
	if path == "" {
		return nil, errors.New("sqlite: no path")
	}
	sync := "full"
	if c.NoSync {
		sync = "off"
	}
	readers := c.Readers
	if readers <= 0 {
		readers = max(4, 2*runtime.NumCPU())
	}
	writer := sql.OpenDB(&sqliteConnector{dsn: sqliteDSN(path, "immediate", []string{
		"busy_timeout(10000)", // another process may be writing: a command beside the server
		"journal_mode(wal)",
		"synchronous(" + sync + ")",
		"foreign_keys(on)",
		"secure_delete(on)", // what is erased must not be left in a free page
		"temp_store(memory)",
		"journal_size_limit(67108864)",
		pragma("cache_size", -writerCache),
	})})
	writer.SetMaxOpenConns(1)
	writer.SetMaxIdleConns(1)
	reader := sql.OpenDB(&sqliteConnector{dsn: sqliteDSN(path, "deferred", []string{
		"busy_timeout(10000)",
		"query_only(on)",
		"temp_store(memory)",
		pragma("cache_size", -readerCache),
	})})
	reader.SetMaxOpenConns(readers)
	reader.SetMaxIdleConns(readers)
	reader.SetConnMaxIdleTime(5 * time.Minute)
	return &DB{
		dialect: SQLite,
		freezes: c.Freezes,
		writer:  writer,
		reader:  reader,
		readTx:  &sql.TxOptions{ReadOnly: true},
		writeTx: &sql.TxOptions{},
	}, nil
}

func sqliteDSN(path, lock string, pragmas []string) string {
	q := url.Values{"_txlock": {lock}, "_pragma": pragmas}
	u := url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: q.Encode()}
	return u.String()
}

// IsUnique tells whether an error says that a row with the same key is already
// there. On PostgreSQL the transaction is then over.
func IsUnique(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code == pgUniqueViolation
	}
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		return lite.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || lite.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY
	}
	return false
}
