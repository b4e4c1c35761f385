package jobs

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"airial/internal/platform/database"
)

// A Runner takes jobs and runs their handlers. Register every handler before
// Run or Drain.
type Runner struct {
	db        database.Transactor
	queue     *Queue
	log       *slog.Logger
	config    Config
	kinds     []string
	handlers  map[string]Handler
	failures  map[string]FailureHandler
	schedules map[string]Schedule

	// Of the loop alone.
	running sync.Mutex
	turns   turns
	orphans bool

	mu   sync.Mutex
	live map[string]*run
}

// NewRunner returns a runner of the queue's jobs in the database.
func NewRunner(db database.Transactor, queue *Queue, logger *slog.Logger, config Config) *Runner {
	config = config.withDefaults()
	return &Runner{
		db: db, queue: queue, log: logger, config: config,
		handlers: map[string]Handler{}, failures: map[string]FailureHandler{}, schedules: map[string]Schedule{},
		turns: turns{}, orphans: config.Alone, live: map[string]*run{},
	}
}

// Handle registers the handler of a kind. Jobs of kinds without a handler wait
// for a process that has one.
func (r *Runner) Handle(kind string, h Handler) {
	if r.handlers[kind] != nil {
		panic("jobs: two handlers for " + kind)
	}
	r.handlers[kind] = h
	r.kinds = append(r.kinds, kind)
}

// HandleFailure registers who hears that a job of a kind was given up.
func (r *Runner) HandleFailure(kind string, h FailureHandler) { r.failures[kind] = h }

// Every registers a handler and has it run on a schedule, which outlives the
// process: at most one run waits, missed times are made up for by a single run,
// and a run that fails all its attempts leaves its error and waits for the next
// time. The job has no arguments.
func (r *Runner) Every(kind string, s Schedule, h Handler) {
	r.Handle(kind, h)
	r.schedules[kind] = s
}

// Run works until the context ends, then takes no more jobs, waits for those
// that run, and gives back those that do not end in time.
func (r *Runner) Run(ctx context.Context) error { return r.loop(ctx, false) }

// Drain works until no job is ready or running, and returns: for tests, and for
// commands that do their work in one go. What waits for a later time stays.
func (r *Runner) Drain(ctx context.Context) error { return r.loop(ctx, true) }

func (r *Runner) loop(ctx context.Context, untilIdle bool) error {
	if !r.running.TryLock() {
		return errors.New("jobs: the runner runs already")
	}
	defer r.running.Unlock()
	ended := make(chan *run, r.config.Workers)
	wake, deaf := r.queue.bell.Listen()
	defer deaf()
	beating, stopBeating := context.WithCancel(context.WithoutCancel(ctx))
	defer stopBeating()
	go r.beat(beating)

	work, stopWork := context.WithCancelCause(context.WithoutCancel(ctx))
	defer stopWork(nil)
	err := r.dispatch(ctx, work, wake, ended, untilIdle)
	r.stop(ended, stopWork)
	if untilIdle {
		return err
	}
	return nil
}

// dispatch starts jobs until the context ends, or until nothing is left to do.
func (r *Runner) dispatch(ctx, work context.Context, wake <-chan struct{}, ended chan *run, untilIdle bool) error {
	planted, look, held := false, true, false
	timer := time.NewTimer(r.config.Poll)
	defer timer.Stop()
	for ctx.Err() == nil {
		pause := r.config.Poll
		if !planted {
			err := r.plant(ctx)
			planted = err == nil
			if err != nil && untilIdle {
				return err
			}
			r.complain(ctx, "plan the jobs that repeat", err)
		}
		if free := r.config.Workers - r.count(); look && free > 0 {
			c, err := r.claim(ctx, free)
			if err != nil && untilIdle {
				return err
			}
			r.complain(ctx, "look for jobs", err)
			look, held = c.more, c.held
			r.start(work, c, ended)
			if err == nil {
				r.orphans = false
				pause = r.pause(c.next)
			}
		}
		if untilIdle && !look && r.count() == 0 {
			select {
			case <-wake: // the last job has asked for another
				look = true
				continue
			default:
				return nil
			}
		}
		if look && r.count() < r.config.Workers {
			pause = time.Millisecond // others were faster, or there is more than one look shows
		}
		timer.Reset(pause)
		select {
		case <-ctx.Done():
		case <-wake:
			look = true
		case run := <-ended:
			look = look || held || run.uniqueKey != ""
		case <-timer.C:
			look = look || r.look(ctx)
		}
	}
	return ctx.Err()
}

// pause is how long to wait for the next job whose time is known.
func (r *Runner) pause(next time.Time) time.Duration {
	if next.IsZero() {
		return r.config.Poll
	}
	return min(max(next.Sub(r.queue.clock.Now()), time.Millisecond), r.config.Poll)
}

// look tells whether there is something to claim, without writing.
func (r *Runner) look(ctx context.Context) (found bool) {
	err := r.db.Read(ctx, func(tx database.Tx) error {
		d, err := readDue(ctx, tx)
		now := r.queue.clock.Now()
		found = d.ready || d.job != 0 && d.job <= now.UnixMicro() || d.expired(now, r.config.Lease)
		return err
	})
	r.complain(ctx, "look for jobs", err)
	return found
}

func (r *Runner) complain(ctx context.Context, what string, err error) {
	if err != nil && ctx.Err() == nil {
		r.log.ErrorContext(ctx, "jobs: cannot "+what, "error", err)
	}
}

// start runs what was claimed.
func (r *Runner) start(work context.Context, c claim, ended chan<- *run) {
	for _, row := range c.rows {
		r.launch(work, row, r.handlers[row.kind], ended)
	}
	for _, row := range c.abandoned {
		r.launch(work, row, func(context.Context, Job) error { return errAbandoned }, ended)
	}
}

func (r *Runner) launch(work context.Context, row row, h Handler, ended chan<- *run) {
	ctx, cancel := context.WithCancelCause(work)
	run := &run{row: row, queue: r.queue, cancel: cancel, every: r.schedules[row.kind]}
	r.mu.Lock()
	r.live[row.id] = run
	r.mu.Unlock()
	go r.execute(ctx, run, h, ended)
}

func (r *Runner) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.live)
}

func (r *Runner) holds(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.live[id] != nil
}
