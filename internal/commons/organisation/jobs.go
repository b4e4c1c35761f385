package organisation

import (
	"context"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/jobs"
)

// jobDue is the job that brings members to what they are today.
const jobDue = "organisation.due"

// Handle gives the room's jobs to a runner.
func Handle(runner *jobs.Runner, doors *access.Doors) {
	runner.Every(jobDue, jobs.Each(time.Hour), func(ctx context.Context, _ jobs.Job) error {
		return doors.Write(ctx, access.System("organisation"), func(tx access.Tx) error {
			_, err := ApplyDue(ctx, tx)
			return err
		})
	})
}
