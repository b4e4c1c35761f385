package life

import (
	"airial/internal/commons/access"
	"airial/internal/platform/database"
)

// forUpdate ends a select of a row that nobody else may change until commit. On
// PostgreSQL the transaction is repeated when another has changed it since it
// began; SQLite has one writer.
func forUpdate(tx access.Tx) string {
	if tx.Dialect() == database.Postgres {
		return " for update"
	}
	return ""
}
