package counter

import (
	"net/http"
	"sync"
	"time"

	"airial/internal/platform/clock"
)

// pump writes an answer while its request is still read. A caller who sends all
// of a file before she reads the first finding must not be made to wait for
// herself: what she does not take yet stays in memory, up to a bound.
type pump struct {
	w       http.ResponseWriter
	control *http.ResponseController
	mu      sync.Mutex
	changed *sync.Cond
	waiting []byte
	closed  bool
	err     error
	ended   chan struct{}
}

// most is how many bytes of an answer wait for a caller who does not read:
// more than a list of the usual length.
const most = 8 << 20

// patience with a caller who takes nothing of what waits.
const patience = 60 * time.Second

func newPump(w http.ResponseWriter) *pump {
	p := &pump{w: w, control: http.NewResponseController(w), ended: make(chan struct{})}
	p.changed = sync.NewCond(&p.mu)
	go p.run()
	return p
}

func (p *pump) run() {
	defer close(p.ended)
	for {
		p.mu.Lock()
		for len(p.waiting) == 0 && !p.closed {
			p.changed.Wait()
		}
		out := p.waiting
		p.waiting = nil
		p.changed.Broadcast()
		p.mu.Unlock()
		if len(out) == 0 {
			return
		}
		_ = p.control.SetWriteDeadline(clock.System{}.Now().Add(patience))
		_, err := p.w.Write(out)
		if err == nil {
			err = p.control.Flush()
		}
		if err != nil {
			p.mu.Lock()
			p.err, p.closed, p.waiting = err, true, nil
			p.changed.Broadcast()
			p.mu.Unlock()
			return
		}
	}
}

// Write hands bytes on; it waits only when too many do.
func (p *pump) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.waiting) > most && p.err == nil {
		p.changed.Wait()
	}
	if p.err != nil {
		return 0, p.err
	}
	p.waiting = append(p.waiting, b...)
	p.changed.Broadcast()
	return len(b), nil
}

// close waits until all is written.
func (p *pump) close() {
	p.mu.Lock()
	p.closed = true
	p.changed.Broadcast()
	p.mu.Unlock()
	<-p.ended
}
