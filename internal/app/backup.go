package app

import (
	"context"
	"errors"
	"path/filepath"

	"airial/internal/commons/access"
	"airial/internal/commons/user"
	"airial/internal/platform/backup"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/journal"
)

// erasedKinds are the entries of the journal that say that something was erased
// for good. A restored backup must not bring it back: see unbury.
var erasedKinds = []string{"dataset.erased", user.EventErased}

// erasures returns all that the journal says was erased.
func erasures(ctx context.Context, tx database.Tx) ([]backup.Erasure, error) {
	var all []backup.Erasure
	for _, kind := range erasedKinds {
		list, err := database.All(ctx, tx, "app.erasures", func(r database.Row) (backup.Erasure, error) {
			e := backup.Erasure{Kind: kind}
			var at int64
			err := r.Scan(&e.Subject, &e.Member, &at)
			e.At = clock.FromMicros(at)
			return e, err
		}, `select subject, member, at from journal_leaf where kind = $1
			union select subject, member, at from journal_inbox where kind = $1 order by 3, 1`, kind)
		if err != nil {
			return nil, err
		}
		all = append(all, list...)
	}
	return all, nil
}

// BackupSource is the installation, as backups see it.
func (g *Ground) BackupSource(ctx context.Context, version string) (backup.Source, error) {
	schemas, err := g.DB.Versions(ctx, Schemas()...)
	keys := filepath.Join(g.Dir, "keys")
	return backup.Source{
		DB: g.Doors.Platform("backup"), Tables: database.Tables(Schemas()...), Schemas: schemas, Blobs: g.Blobs,
		Erased: erasures, Keys: keys, Program: version,
		Journal: func(ctx context.Context, tx database.Tx) (j backup.Journal, err error) {
			j.Size, err = g.Journal.Size(ctx, tx)
			if err == nil && j.Size > 0 {
				j.Checkpoint, err = g.Journal.Checkpoint(ctx, tx)
			}
			j.Verifier = journal.KeyOf(g.Verifier)
			return j, err
		},
	}, err
}

// Backup makes a backup, and keeps a note of it in the installation. A backup
// that is not whole is an error as well as a backup.
func (g *Ground) Backup(ctx context.Context, to *backup.Repository, version string, p backup.Progress) (*backup.Report, error) {
	run := g.run(backup.RunBackup, to)
	source, err := g.BackupSource(ctx, version)
	var report *backup.Report
	if err == nil {
		report, err = to.Backup(ctx, source, p)
	}
	if err == nil {
		_, err = to.NoteErased(ctx, report.Erased)
	}
	if report != nil {
		run.Backup = report.ID
		run.Detail.Rows, run.Detail.Files, run.Detail.Bytes = report.Rows(), report.Count, report.Manifest.Bytes
		run.Detail.NewFiles, run.Detail.NewBytes = report.NewFiles, report.NewBytes
		run.Detail.Depth, run.Detail.Read = report.Checked.Depth, report.Checked.Read
		err = errors.Join(err, report.Problem())
	}
	return report, g.ran(ctx, run, err)
}

// CheckBackup verifies a backup; damage is an error.
func (g *Ground) CheckBackup(ctx context.Context, r *backup.Repository, id string, depth backup.Depth, p backup.Progress) (backup.Checked, error) {
	run := g.run(backup.RunCheck, r)
	m, err := r.Manifest(ctx, id)
	var c backup.Checked
	if err == nil {
		run.Backup = m.ID
		c, err = r.Check(ctx, m, depth, p)
		run.Detail.Depth, run.Detail.Read = c.Depth, c.Read
	}
	if err == nil {
		err = (&backup.Report{Manifest: &backup.Manifest{ID: m.ID}, Checked: c}).Problem()
	}
	return c, g.ran(ctx, run, err)
}

// ForgetBackups removes the backups that are too old.
func (g *Ground) ForgetBackups(ctx context.Context, r *backup.Repository, keep backup.Keep) (backup.Forgotten, error) {
	run := g.run(backup.RunForget, r)
	f, err := r.Forget(ctx, keep)
	run.Detail.Removed, run.Detail.Bytes = int64(len(f.Backups)), f.Bytes
	return f, g.ran(ctx, run, err)
}

func (g *Ground) run(kind string, r *backup.Repository) backup.Run {
	return backup.Run{ID: g.Ident.New(), Kind: kind, Began: g.Clock.Now(), Detail: backup.Detail{Place: r.Address()}}
}

// ran keeps what came of a run, and returns its error.
func (g *Ground) ran(ctx context.Context, run backup.Run, problem error) error {
	run.Ended, run.Sound = g.Clock.Now(), problem == nil
	if problem != nil {
		run.Detail.Problems = append(run.Detail.Problems, problem.Error())
		if fault.KindOf(problem) != fault.Other {
			run.Detail.Words = fault.Message(problem)
		}
	}
	err := g.Doors.Write(context.WithoutCancel(ctx), access.System("backup"), func(tx access.Tx) error {
		err := backup.SaveRun(ctx, tx, run)
		if err != nil || run.Kind != backup.RunDrill && problem == nil {
			return err
		}
		// What went wrong, and every drill, is for the record.
		_, err = g.Journal.Append(ctx, tx, journal.Entry{Kind: "backup." + run.Kind, By: tx.Scope().Actor().Ref(),
			Body: map[string]any{"backup": run.Backup, "sound": run.Sound, "detail": run.Detail}})
		return err
	})
	return errors.Join(problem, err)
}
