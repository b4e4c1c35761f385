package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"

	"airial/internal/platform/clock"
	"airial/internal/platform/database"
)

// keepUpgrades is how many copies from before an upgrade stay.
const keepUpgrades = 3

// copyBeforeUpgrade puts a consistent copy of the embedded database into the
// folder's backups/ when this program is about to change its tables: going back
// to the older program means putting that file back.
func copyBeforeUpgrade(ctx context.Context, db *database.DB, dir string, c clock.Clock) error {
	versions, err := db.Versions(ctx, Schemas()...)
	if err != nil || len(versions) == 0 {
		return err
	}
	behind, err := db.Behind(ctx, Schemas()...)
	if err != nil || !behind {
		return err
	}
	folder := filepath.Join(dir, "backups")
	err = os.MkdirAll(folder, 0o700)
	if err != nil {
		return err
	}
	path := filepath.Join(folder, "before-upgrade-"+c.Now().UTC().Format("20060102T150405Z")+".db")
	err = db.CopyTo(ctx, path)
	if err != nil {
		return err
	}
	old, err := filepath.Glob(filepath.Join(folder, "before-upgrade-*.db"))
	slices.Sort(old)
	for len(old) > keepUpgrades {
		err = errors.Join(err, os.Remove(old[0]))
		old = old[1:]
	}
	return err
}
