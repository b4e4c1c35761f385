package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"airial/internal/commons/access"
	"airial/internal/platform/backup"
	"airial/internal/platform/config"
)

// Drill restores the latest backup into a scratch folder, as one would after a
// fire, compares every record, reads every file, verifies the journal, and
// removes the folder: a backup that was never restored is a hope.
func (g *Ground) Drill(ctx context.Context, from *backup.Repository, version string, p backup.Progress) (backup.Run, error) {
	run := g.run(backup.RunDrill, from)
	scratch, err := g.scratch("drill-")
	if err != nil {
		return run, g.ran(ctx, run, err)
	}
	defer func() { _ = os.RemoveAll(scratch) }()
	restored, err := g.rehearse(ctx, from, scratch, Restoring{Version: version, Progress: p})
	if restored != nil {
		run.Backup = restored.ID
		run.Detail.Rows, run.Detail.Files, run.Detail.Bytes = restored.Rows(), restored.Count, restored.Manifest.Bytes
		run.Detail.Entries, run.Detail.Erased = restored.Journal.Past+restored.Journal.Size, int64(restored.Erased)
		if len(restored.Lost) > 0 {
			err = errors.Join(err, fmt.Errorf("%d files that the records name are not in the backup", len(restored.Lost)))
		}
	}
	err = g.ran(ctx, run, err)
	run.Ended, run.Sound = g.Clock.Now(), err == nil
	return run, err
}

// scratch makes a folder for what is thrown away.
func (g *Ground) scratch(name string) (string, error) {
	dir := filepath.Join(g.Dir, "scratch")
	err := os.MkdirAll(dir, 0o700)
	if err != nil {
		return "", err
	}
	return os.MkdirTemp(dir, name)
}

// rehearse restores into a scratch folder, on SQLite and a folder of files,
// with the keys and the erasures of this installation.
func (g *Ground) rehearse(ctx context.Context, from *backup.Repository, dir string, c Restoring) (*Restored, error) {
	err := g.Doors.Read(ctx, access.System("drill"), func(tx access.Tx) (err error) {
		c.Erased, err = erasures(ctx, tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	c.Data = config.Data{Data: filepath.Join(dir, "data")}
	c.From, c.Keys, c.Clock, c.Log = from, filepath.Join(g.Dir, "keys"), g.Clock, slog.New(slog.DiscardHandler)
	return Restore(ctx, c)
}
