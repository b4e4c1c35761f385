package records

import "airial/internal/platform/database"

// atOnce is how many rows one statement inserts. SQLite keeps a prepared
// statement of one row; over a network fewer statements count.
func atOnce(tx database.Tx) int {
	if tx.Dialect() == database.Postgres {
		return 50
	}
	return 1
}

// overriding lets a record keep the number that the database would give.
func overriding(tx database.Tx) string {
	if tx.Dialect() == database.Postgres {
		return " overriding system value"
	}
	return ""
}
