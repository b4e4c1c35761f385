package database

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

// Those that are InTurn would each hold the turn while they wait for the disk,
// which takes longer than all the rest of them. So they commit without waiting,
// pass the turn on, and wait together: one small commit that does wait takes to the
// disk what was committed before it, however many wait for it.
//
// Should the server fail in between, what was committed may be gone, and a server
// that has started again would know nothing of it. So the commit that waits goes
// over a connection that was there before: it says that all is safe only if it is
// the same process of the server that answers, for none outlives a failure of
// another. Whoever waited is otherwise told that nobody knows, as of any commit
// whose answer is lost. Behind a pooler one cannot tell, and each waits for itself.

// settling takes commits to the disk together.
type settling struct {
	login *pgx.ConnConfig

	mu     sync.Mutex
	now    *watchman // nil while there is none
	closed bool
	paused bool // another connection is not tried yet
}

// watchman is one connection, and those that wait for what goes over it.
type watchman struct {
	of   *settling
	conn *pgx.Conn
	pid  uint32          // of the server's process
	ctx  context.Context // ends when it is given up
	end  context.CancelFunc
	talk sync.Mutex // one speaks over the connection at a time

	// Under of.mu:
	next    *round // which has not been sent; nil while nobody waits
	sending bool
	lost    error       // why it is of no more use
	silent  bool        // for so long that it is tried before it is relied on
	silence *time.Timer // makes it so
}

// round is a commit that waits for the disk, for all who came before it was sent.
type round struct {
	done chan struct{}
	err  error
}

const (
	// unused is how long a connection may be silent before it is tried.
	unused = 10 * time.Second
	// settleAgain is the pause before another connection is tried.
	settleAgain = 5 * time.Second
	// answers is within what time a connection must answer that is made or tried.
	answers = 5 * time.Second
	// settled is a commit that takes to the disk all that was committed before.
	// What commits nothing does not wait, so it writes a few bytes that nobody
	// reads, and says who has done it.
	settled = `select pg_backend_pid() from pg_logical_emit_message(true, 'airial', '')`
)

var errNotSettled = errors.New("the connection was lost before the disk had it")

// begin returns who will take to the disk what is committed from now on; nil
// where each must do so for itself.
func (s *settling) begin(ctx context.Context) *watchman {
	s.mu.Lock()
	w := s.now
	if w != nil && !w.sending && w.silent {
		w.used() // one tries it
		s.mu.Unlock()
		if err := w.try(ctx); err != nil {
			w.lose(err)
		}
		s.mu.Lock()
		w = s.now
	}
	if w != nil || s.closed || s.paused {
		s.mu.Unlock()
		return w
	}
	s.mu.Unlock()
	return s.connect(ctx)
}

// connect makes the connection. Only who has the turn asks for it, and others use
// it: that the request is given up for which it is made does not end it.
func (s *settling) connect(ctx context.Context) *watchman {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), answers)
	defer cancel()
	conn, err := pgx.ConnectConfig(ctx, s.login)
	w := &watchman{of: s, conn: conn}
	w.ctx, w.end = context.WithCancel(context.Background())
	if err == nil {
		// Commits wait here, whatever the server's default, as a role that is told
		// so has them; and the first tells whether it may write what it writes.
		if err = conn.QueryRow(ctx, settled).Scan(&w.pid); err == nil && w.pid != conn.PgConn().PID() {
			err = errors.New("a pooler stands between")
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil || s.closed {
		w.end()
		if conn != nil {
			_ = conn.Close(ctx)
		}
		s.paused = true
		time.AfterFunc(settleAgain, func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.paused = false
		})
		return nil
	}
	w.silence = time.AfterFunc(unused, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		w.silent = true
	})
	s.now = w
	return w
}

// used notes, under of.mu, that the connection is used.
func (w *watchman) used() {
	w.silent = false
	w.silence.Reset(unused)
}

// try asks whether the connection still is one.
func (w *watchman) try(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), answers)
	defer cancel()
	w.talk.Lock()
	defer w.talk.Unlock()
	return w.conn.Ping(ctx)
}

// settle takes to the disk all that was committed before.
func (w *watchman) settle() error {
	w.talk.Lock()
	defer w.talk.Unlock()
	var pid uint32
	err := w.conn.QueryRow(w.ctx, settled).Scan(&pid)
	if err == nil && pid != w.pid {
		err = errNotSettled
	}
	return err
}

// wait returns when the disk has what was committed since begin.
func (w *watchman) wait(ctx context.Context) error {
	s := w.of
	s.mu.Lock()
	if w.lost != nil {
		s.mu.Unlock()
		return w.lost
	}
	if w.next == nil {
		w.next = &round{done: make(chan struct{})}
	}
	r := w.next
	if !w.sending {
		w.sending = true
		go w.send()
	}
	s.mu.Unlock()
	select {
	case <-r.done:
		return r.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// send sends rounds until nobody waits. Those who come during one wait for the
// next: it began before they were there.
func (w *watchman) send() {
	s := w.of
	for {
		s.mu.Lock()
		r := w.next
		w.next = nil
		w.used()
		if r == nil || w.lost != nil {
			w.sending = false
			s.mu.Unlock()
			if r != nil {
				r.err = w.lost
				close(r.done)
			}
			return
		}
		s.mu.Unlock()
		err := w.settle()
		if err != nil {
			w.lose(err)
		}
		r.err = err
		close(r.done)
	}
}

// lose gives the connection up, with all who wait for it.
func (w *watchman) lose(err error) {
	s := w.of
	s.mu.Lock()
	w.lost = errors.Join(errNotSettled, err)
	w.silence.Stop()
	if s.now == w {
		s.now = nil
	}
	s.mu.Unlock()
	w.end()
	w.talk.Lock()
	defer w.talk.Unlock()
	closing, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = w.conn.Close(closing)
}

func (s *settling) close() {
	s.mu.Lock()
	w := s.now
	s.closed, s.now = true, nil
	s.mu.Unlock()
	if w != nil {
		w.lose(errors.New("the database is closed"))
	}
}
