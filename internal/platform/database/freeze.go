package database

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"airial/internal/platform/fault"
)

// frozen refuses what would be written while the records are being moved
// elsewhere: as long as the file that Config.Frozen names is there. It is asked
// inside each transaction that writes, which on SQLite is alone: once Still has
// returned, nothing is written any more by whatever process.
func (db *DB) frozen() error {
	if db.freezes == "" {
		return nil
	}
	_, err := os.Stat(db.freezes)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fault.Wrap("database.Write", err)
	}
	return fault.New(fault.Unavailable, "database.Write",
		"L’installation déménage\u202f: tout se consulte, rien ne s’enregistre pour le moment. Réessayez dans quelques minutes\u202f; votre saisie n’est pas perdue si vous gardez cette page ouverte.",
		"The installation is moving: everything can be read, nothing can be saved for the moment. Try again in a few minutes; what you typed is not lost if you keep this page open.")
}

// Still waits for the transaction that is being written to end.
func (db *DB) Still(ctx context.Context) error {
	inner, err := db.writer.BeginTx(ctx, db.writeTx)
	if err != nil {
		return unavailable("database.Still", err)
	}
	return inner.Rollback()
}
