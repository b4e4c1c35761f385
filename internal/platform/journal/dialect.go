package journal

import "airial/internal/platform/database"

// forUpdate ends a select of a row that others must not change until commit,
// and waits for those that hold it. SQLite has one writer.
func forUpdate(tx database.Tx) string {
	if tx.Dialect() == database.Postgres {
		return " for update"
	}
	return ""
}

// skipLocked is forUpdate that passes over a row somebody else holds.
func skipLocked(tx database.Tx) string {
	if tx.Dialect() == database.Postgres {
		return " for update skip locked"
	}
	return ""
}
