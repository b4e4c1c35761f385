package jobs

import (
	"context"
	"time"

	"airial/internal/platform/ident"
)

// A commit wakes the runners of its own process; a signal wakes those of
// others, where the database has signals. Nothing depends on it: who hears none
// looks every Config.Poll.

// Signals carry a word from process to process. It may get lost.
type Signals interface {
	Signal(ctx context.Context, channel, words string) error
	// Hear calls fn for each signal, and with no words when some may have been
	// missed, until ctx ends. It returns at once where there are no signals.
	Hear(ctx context.Context, channel string, fn func(words string), lost func(error))
}

const (
	channel = "airial_jobs"
	// gather is how long a process waits before it wakes the others, so that a
	// burst of jobs is one signal.
	gather = 50 * time.Millisecond
)

// hear wakes the dispatcher when another process has asked for a job.
func (r *Runner) hear(ctx context.Context, self string, woken chan<- struct{}) {
	r.config.Signals.Hear(ctx, channel, func(words string) {
		if words == self {
			return
		}
		select {
		case woken <- struct{}{}:
		default: // it has yet to hear the last one
		}
	}, func(err error) {
		if ctx.Err() == nil {
			r.log.WarnContext(ctx, "jobs: the signals of other processes are not heard for a moment; jobs are looked for every so often", "error", err)
		}
	})
}

// tell wakes the others when this process has asked for a job.
func (r *Runner) tell(ctx context.Context, self string) {
	rung, deaf := r.queue.bell.Listen()
	defer deaf()
	for {
		select {
		case <-ctx.Done():
			return
		case <-rung:
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(gather):
		}
		// Not told is told later: the others look by themselves.
		_ = r.config.Signals.Signal(ctx, channel, self)
	}
}

// signals begins to tell and to hear, and returns what receives when another
// process has asked for a job: nil, which never does, where there are none.
func (r *Runner) signals(ctx context.Context, ids *ident.Source) <-chan struct{} {
	if r.config.Signals == nil {
		return nil
	}
	self, woken := ids.New(), make(chan struct{}, 1)
	go r.hear(ctx, self, woken)
	go r.tell(ctx, self)
	return woken
}
