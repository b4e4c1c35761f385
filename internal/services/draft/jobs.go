package draft

import (
	"context"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/i18n"
	"airial/internal/platform/jobs"
)

// jobSweep forgets, once a night, the drafts that nobody has written in for
// long.
const jobSweep = "draft.sweep"

// Handle gives the room's jobs to the runner.
func (s *Service) Handle(runner *jobs.Runner) {
	runner.Every(jobSweep, jobs.Daily(3, 10, i18n.Local(time.Time{}).Location()), func(ctx context.Context, _ jobs.Job) error {
		return s.doors.Write(ctx, access.System("drafts"), func(tx access.Tx) error { return sweep(ctx, tx) })
	})
}
