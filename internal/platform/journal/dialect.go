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

// insertAtOnce is how many rows go into one statement. PostgreSQL is a journey
// away for each; SQLite is not, and its driver's work grows with the square of
// the parameters (measured: 24,000 rows a second one by one, 10,000 by 32).
func insertAtOnce(tx database.Tx) int {
	if tx.Dialect() == database.Postgres {
		return 32
	}
	return 1
}
