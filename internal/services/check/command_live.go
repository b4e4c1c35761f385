package check

import (
	"bytes"
	"fmt"
	"io"
	"sync"
	"time"

	"airial/internal/services/check/report"
	"airial/standards/tableschema"
)

// live shows a person who waits at a terminal what is found first and how far
// the check is. The report is the same with it or without.
type live struct {
	c       *command
	done    chan struct{}
	mu      sync.Mutex
	first   bytes.Buffer // the first findings in words, not shown yet
	found   int
	shown   bool // whether the first ones were shown
	waiting bool // the person has waited for a moment
	bar     bool // a line of progress stands on the terminal
}

// When a person begins to wait, how often she is told how far it is, and how
// many findings she is shown meanwhile.
const (
	moment    = 100 * time.Millisecond
	interval  = time.Second
	firstOnes = 5
)

func (c *command) watch() *live {
	l := &live{c: c, done: make(chan struct{})}
	go l.run()
	return l
}

func (l *live) run() {
	timer := time.NewTimer(moment)
	defer timer.Stop()
	for first := true; ; first = false {
		select {
		case <-l.done:
			return
		case <-timer.C:
		}
		l.mu.Lock()
		l.waiting = true
		l.show()
		if !first {
			l.progress()
		}
		l.mu.Unlock()
		timer.Reset(interval)
	}
}

func (l *live) each(f *tableschema.Finding) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.found++; l.found > firstOnes {
		return nil
	}
	err := report.WriteFindings(&l.first, []tableschema.Finding{*f}, l.c.out)
	if l.waiting {
		l.show()
	}
	return err
}

// show shows the first findings, as soon as there are some.
func (l *live) show() {
	if l.first.Len() == 0 {
		return
	}
	l.wipe()
	if !l.shown {
		l.shown = true
		l.c.note("Premières remarques, la vérification continue\u202f:\n", "The first findings, the check goes on:\n")
	}
	_, _ = l.first.WriteTo(l.c.stderr)
}

// progress says how much of the file was read.
func (l *live) progress() {
	f := l.c.file
	if f == nil {
		return
	}
	info, err := f.Stat()
	at, err2 := f.Seek(0, io.SeekCurrent)
	if err != nil || err2 != nil || !info.Mode().IsRegular() || at == 0 || info.Size() == 0 {
		return
	}
	l.wipe()
	l.bar = true
	l.c.note("%d\u00a0%% du fichier sont lus.", "%d%% of the file are read.", at*100/info.Size())
}

// wipe takes the line of progress away (ECMA-48: CR, EL).
func (l *live) wipe() {
	if l.bar {
		fmt.Fprint(l.c.stderr, "\r\x1b[K")
		l.bar = false
	}
}

func (l *live) end(*tableschema.Report) error {
	close(l.done)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.wipe()
	if l.shown {
		fmt.Fprintln(l.c.stderr)
	}
	return nil
}
