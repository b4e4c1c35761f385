package jobs

import "airial/internal/platform/database"

// skipLocked ends a select of rows to be taken. On PostgreSQL it locks them and
// passes over those that another process is taking; SQLite has one writer.
func skipLocked(tx database.Tx) string {
	if tx.Dialect() == database.Postgres {
		return " for update skip locked"
	}
	return ""
}
