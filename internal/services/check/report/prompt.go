package report

import (
	"io"
	"sync"
)

// Prompt hands on what is written without making its writer wait for each
// line: what comes while a write is under way goes out with the next one.
type Prompt struct {
	w       io.Writer
	mu      sync.Mutex
	changed *sync.Cond
	waiting []byte
	closed  bool
	err     error
	ended   chan struct{}
}

// mostWaiting is how many bytes may wait.
const mostWaiting = 1 << 20

// NewPrompt writes to w, until Close.
func NewPrompt(w io.Writer) *Prompt {
	p := &Prompt{w: w, ended: make(chan struct{})}
	p.changed = sync.NewCond(&p.mu)
	go p.run()
	return p
}

func (p *Prompt) run() {
	defer close(p.ended)
	var out []byte
	for {
		p.mu.Lock()
		for len(p.waiting) == 0 && !p.closed {
			p.changed.Wait()
		}
		out, p.waiting = p.waiting, out[:0]
		p.changed.Broadcast()
		p.mu.Unlock()
		if len(out) == 0 {
			return
		}
		if _, err := p.w.Write(out); err != nil {
			p.mu.Lock()
			p.err = err
			p.changed.Broadcast()
			p.mu.Unlock()
			return
		}
	}
}

// Write takes b; it gives the error of an earlier one.
func (p *Prompt) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.waiting) > mostWaiting && p.err == nil {
		p.changed.Wait()
	}
	if p.err != nil {
		return 0, p.err
	}
	p.waiting = append(p.waiting, b...)
	p.changed.Broadcast()
	return len(b), nil
}

// Close waits until all is written.
func (p *Prompt) Close() error {
	p.mu.Lock()
	p.closed = true
	p.changed.Broadcast()
	p.mu.Unlock()
	<-p.ended
	return p.err
}
