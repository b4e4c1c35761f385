package help

import (
	"context"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/jobs"
)

// jobSweep is the job that destroys old questions.
const jobSweep = "help.sweep"

// Handle gives the room's job to a runner: what nobody has touched for as long
// as kept, since it was answered or closed, is destroyed. 0 keeps everything.
func Handle(runner *jobs.Runner, doors *access.Doors, kept time.Duration) {
	runner.Every(jobSweep, jobs.Each(12*time.Hour), func(ctx context.Context, _ jobs.Job) error { return Sweep(ctx, doors, kept) })
}

// Sweep destroys the questions that were answered or closed, and untouched for
// longer than kept, with all that was said. Those that wait for an answer stay.
func Sweep(ctx context.Context, doors *access.Doors, kept time.Duration) error {
	if kept <= 0 {
		return nil
	}
	return doors.Write(ctx, access.System("help"), func(tx access.Tx) error {
		const op = "help.Sweep"
		const old = ` from help_question where touched_at < $1 and state in ('answered', 'closed')`
		before := clock.Micros(tx.Clock().Now().Add(-kept))
		if _, err := database.Exec(ctx, tx, op, `delete from help_message where question_id in (select id`+old+`)`, before); err != nil {
			return err
		}
		_, err := database.Exec(ctx, tx, op, `delete`+old, before)
		return err
	})
}
