package database

import (
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"airial/internal/platform/fault"
)

// pgDiskFull is PostgreSQL's code of an error for want of room (Appendix A,
// class 53).
const pgDiskFull = "53100"

// isFull tells whether an error says that there is no room left for what was to
// be written. SQLite's index of its log has a code of its own.
func isFull(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code == pgDiskFull
	}
	var lite *sqlite.Error
	return errors.As(err, &lite) && (lite.Code() == sqlite3.SQLITE_FULL || lite.Code() == sqlite3.SQLITE_IOERR_SHMSIZE)
}

// inWords gives a full disk words that say what to do; any other error stays as
// it is.
func inWords(op string, err error) error {
	if !isFull(err) {
		return err
	}
	full := fault.New(fault.Unavailable, op,
		"Il n’y a plus de place pour enregistrer. Rien n’a été perdu. L’opérateur doit libérer de l’espace\u202f; recommencez ensuite.",
		"There is no room left to write. Nothing was lost. The operator has to free some space; then try again.")
	full.Cause = err
	return full
}
