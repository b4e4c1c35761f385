package app

import (
	"context"
	"errors"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/backups"
	"airial/internal/commons/console"
	"airial/internal/platform/backup"
	"airial/internal/platform/jobs"
)

// The jobs of the backups. As jobs they are done by one process, however many
// there are.
const (
	jobBackup = "backup.run"
	jobDrill  = "backup.drill"
	jobNotes  = "backup.notes"
)

// handleBackups has the server back itself up, forget what is too old, restore
// the latest backup now and then, and note beside the backups what is erased.
func (a *App) handleBackups(runner *jobs.Runner) {
	c := a.Config.Backup
	if c.To == "" {
		return
	}
	if c.Every > 0 {
		runner.Every(jobBackup, jobs.Each(c.Every.Duration()), func(ctx context.Context, _ jobs.Job) error {
			return a.withBackups(ctx, a.backUp)
		})
	}
	if c.Drill > 0 {
		runner.Every(jobDrill, jobs.Each(c.Drill.Duration()), func(ctx context.Context, _ jobs.Job) error {
			return a.withBackups(ctx, a.drill)
		})
	}
	runner.Handle(backups.JobBackup, func(ctx context.Context, _ jobs.Job) error { return a.withBackups(ctx, a.backUp) })
	runner.Handle(backups.JobDrill, func(ctx context.Context, _ jobs.Job) error { return a.withBackups(ctx, a.drill) })
	noted := 0
	runner.Every(jobNotes, jobs.Each(time.Minute), func(ctx context.Context, _ jobs.Job) error {
		n, err := a.noteErased(ctx, noted)
		if err == nil {
			noted = n
		}
		return err
	})
}

// withBackups opens the place of the backups.
func (a *App) withBackups(ctx context.Context, do func(context.Context, *backup.Repository) error) (err error) {
	key, err := backup.LoadKey(a.Config.Backup.Key)
	if err != nil {
		return err
	}
	r, err := backup.Open(ctx, backup.Config{Address: a.Config.Backup.To, Key: key, Clock: a.Clock, Create: true})
	if err != nil {
		a.Log.ErrorContext(ctx, "backup: the place cannot be opened", "place", backup.Redacted(a.Config.Backup.To), "error", err)
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	return do(ctx, r)
}

func (a *App) backUp(ctx context.Context, r *backup.Repository) error {
	report, err := a.Ground.Backup(ctx, r, a.Version, nil)
	if err != nil {
		a.Log.ErrorContext(ctx, "backup: not whole", "place", r.Address(), "error", err)
		return err
	}
	a.Log.InfoContext(ctx, "backup: made", "backup", report.ID, "records", report.Rows(), "files", report.Count,
		"new_files", report.NewFiles, "written", report.NewBytes, "read_back", report.Checked.Read)
	forgotten, err := a.ForgetBackups(ctx, r, backup.Keep{For: a.Config.Backup.Keep.Duration()})
	if err != nil {
		a.Log.ErrorContext(ctx, "backup: old ones cannot be forgotten", "error", err)
	} else if len(forgotten.Backups) > 0 {
		a.Log.InfoContext(ctx, "backup: forgotten", "backups", len(forgotten.Backups), "objects", forgotten.Objects)
	}
	return err
}

func (a *App) drill(ctx context.Context, r *backup.Repository) error {
	ids, err := r.IDs(ctx)
	if err != nil || len(ids) == 0 {
		return err // there is nothing to rehearse yet
	}
	run, err := a.Drill(ctx, r, a.Version, nil)
	if err != nil {
		a.Log.ErrorContext(ctx, "backup: the drill failed", "backup", run.Backup, "error", err)
		return err
	}
	a.Log.InfoContext(ctx, "backup: the drill went well", "backup", run.Backup, "records", run.Detail.Rows, "files", run.Detail.Files,
		"entries", run.Detail.Entries, "took", run.Ended.Sub(run.Began).String())
	return nil
}

// noteErased keeps the erasures beside the backups, if there are more than were
// noted before.
func (a *App) noteErased(ctx context.Context, noted int) (int, error) {
	var list []backup.Erasure
	err := a.Doors.Read(ctx, access.System("backup"), func(tx access.Tx) (err error) {
		list, err = erasures(ctx, tx)
		return err
	})
	if err != nil || len(list) == noted {
		return noted, err
	}
	return len(list), a.withBackups(ctx, func(ctx context.Context, r *backup.Repository) error {
		_, err := r.NoteErased(ctx, list)
		return err
	})
}

// backupPages adds the operator's page of the backups.
func (a *App) backupPages(desk *console.Console) {
	c := a.Config.Backup
	plan := backups.Plan{Encrypted: c.Key != "", Every: c.Every.Duration(), Keep: c.Keep.Duration(), Drill: c.Drill.Duration()}
	if c.To != "" {
		plan.Place = backup.Redacted(c.To)
	}
	backups.Register(a.Routes, backups.Parts{Doors: a.Doors, Desk: desk, Queue: a.Queue, Plan: plan})
}
