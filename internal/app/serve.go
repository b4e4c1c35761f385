package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	"airial/internal/platform/fault"
	"airial/internal/platform/supervised"
	"airial/internal/platform/web"
)

// grace is how long requests under way may take when the server is told to
// stop.
var grace = 15 * time.Second

// Serve answers requests and does the work behind them until the context
// ends. ready is told the address once it listens.
func (a *App) Serve(ctx context.Context, ready func(address string)) error {
	handler, err := a.Handler(ctx)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", a.Config.Listen)
	if err != nil {
		return err
	}
	if a.Config.Telemetry.Metrics != "" {
		figures, err := net.Listen("tcp", a.Config.Telemetry.Metrics)
		if err != nil {
			return errors.Join(err, listener.Close())
		}
		go a.serveMetrics(ctx, figures)
	}
	server := web.NewServer(handler, a.Log)
	plain, err := a.secure(server)
	if err == nil {
		err = a.plainly(ctx, plain)
	}
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	working, stopWork := context.WithCancel(context.WithoutCancel(ctx))
	defer stopWork()
	worked := make(chan error, 1)
	go func() { worked <- a.Work(working) }()
	served := make(chan error, 1)
	go func() { served <- serveOn(server, listener) }()
	ready(a.publicURL)
	manager := supervised.From(os.Getenv, os.Getpid())
	if err := manager.Ready(); err != nil {
		a.Log.Warn("the service manager cannot be told that the server is ready", "error", err)
	}
	watched, stopWatch := context.WithCancel(working)
	defer stopWatch()
	go manager.Watch(watched, alive(server.Handler))

	var problem error
	select {
	case <-ctx.Done():
	case problem = <-served:
	case problem = <-worked:
		worked <- nil
	}
	_ = manager.Stopping() // it waits for the process to end in any case
	if problem == nil {
		a.drain(server, served)
	}
	// First no new requests, then no new jobs: what a request asked for is
	// begun, or waits durably.
	closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	shut := server.Shutdown(closing)
	if errors.Is(shut, context.DeadlineExceeded) {
		// A slow upload must not keep the program from stopping, nor go on
		// while what it stands on is put away. Its sender sends it again.
		a.Log.Warn("requests were cut short: the time to stop was over")
		shut = server.Close()
	}
	stopWork()
	err = errors.Join(problem, shut, <-worked)
	if errors.Is(err, http.ErrServerClosed) && problem == nil {
		return shut
	}
	return err
}

// alive asks the server's own handler, as a request would, without the network:
// whether the database answers does not matter, a new start would not help.
func alive(handler http.Handler) func(context.Context) error {
	return func(ctx context.Context) error {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, "/healthz", nil)
		if err != nil {
			return err
		}
		w := &statusOnly{header: http.Header{}}
		done := make(chan struct{})
		go func() {
			defer close(done)
			handler.ServeHTTP(w, r)
		}()
		select {
		case <-done:
		case <-ctx.Done():
			return ctx.Err()
		}
		if w.status != http.StatusOK {
			return fmt.Errorf("/healthz: %d", w.status)
		}
		return nil
	}
}

// statusOnly is an answer of which nothing but the status is kept.
type statusOnly struct {
	header http.Header
	status int
}

func (w *statusOnly) Header() http.Header { return w.header }

func (w *statusOnly) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
}

func (w *statusOnly) Write(b []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return len(b), nil
}

// drain goes on answering for a while, so that what stands in front notices
// that this process is going and sends the next request to another.
func (a *App) drain(server *http.Server, served <-chan error) {
	if a.Config.Work.Drain <= 0 {
		return
	}
	a.going.Store(true)
	server.SetKeepAlivesEnabled(false) // whoever comes again comes by another connection
	over := time.NewTimer(a.Config.Work.Drain)
	defer over.Stop()
	select {
	case <-over.C:
	case <-served:
	}
}

// staying fails once the process is told to stop.
func (a *App) staying(context.Context) error {
	if a.going.Load() {
		return errors.New("this process is about to stop")
	}
	return nil
}

func ignoreMissing(err error) error {
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	return err
}
