package jobs

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"sync"

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

	// Of the dispatcher alone.
	running sync.Mutex
	turns   turns
	orphans bool // nobody else holds jobs: what is held was left by the dead

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

// Kinds lists the kinds that have a handler.
func (r *Runner) Kinds() []string { return slices.Sorted(maps.Keys(r.handlers)) }

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
	wake, deaf := r.queue.bell.Listen()
	defer deaf()
	beating, stopBeating := context.WithCancel(context.WithoutCancel(ctx))
	defer stopBeating()
	go r.beat(beating)

	work, stopWork := context.WithCancelCause(context.WithoutCancel(ctx))
	defer stopWork(nil)
	d := &dispatcher{Runner: r, work: work, wake: wake, ended: make(chan *run, r.config.Workers), untilIdle: untilIdle}
	if !untilIdle {
		d.others = r.signals(beating, r.queue.ids)
	}
	err := d.dispatch(ctx)
	d.stop(stopWork)
	if untilIdle {
		return err
	}
	return nil
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

func (r *Runner) complain(ctx context.Context, what string, err error) {
	if err != nil && ctx.Err() == nil {
		r.log.ErrorContext(ctx, "jobs: cannot "+what, "error", err)
	}
}
