package web

import (
	"io"
	"net/http"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"airial/internal/platform/clock"
)

// Limits protect the server from one caller who asks for too much.
type Limits struct {
	// PerSecond and Burst bound the requests of one address: a whole
	// classroom behind one address loads its first pages from the burst.
	PerSecond float64 // default 100
	Burst     int     // default 1000
	Body      int64   // bytes of a request whose route says nothing else; default 2 MiB
}

func (l *Limits) defaults() {
	if l.PerSecond == 0 {
		l.PerSecond = 100
	}
	if l.Burst == 0 {
		l.Burst = 1000
	}
	if l.Body == 0 {
		l.Body = 2 << 20
	}
}

// maxCallers bounds the memory of a Limiter: some 100 bytes each.
const maxCallers = 1 << 16

// A Limiter counts the requests of many callers in bounded memory. It keeps
// two generations of callers: when the young one is full it becomes the old
// one, and who is not seen again in time is forgotten.
type Limiter struct {
	clock      clock.Clock
	rate       rate.Limit
	burst      int
	mu         sync.Mutex
	young, old map[string]*rate.Limiter
}

// NewLimiter returns a limiter that lets each caller do burst things at once
// and perSecond things a second after that.
func NewLimiter(c clock.Clock, perSecond float64, burst int) *Limiter {
	return &Limiter{clock: c, rate: rate.Limit(perSecond), burst: burst, young: map[string]*rate.Limiter{}}
}

// Allow tells whether the caller may go on; if not, after how long.
func (l *Limiter) Allow(caller string) (wait time.Duration, ok bool) {
	q := l.Take(caller)
	return q.Wait, q.Wait == 0
}

// Take is Allow that tells how the caller stands.
func (l *Limiter) Take(caller string) Quota {
	l.mu.Lock()
	defer l.mu.Unlock()
	one, known := l.young[caller]
	if !known {
		if one, known = l.old[caller]; !known {
			one = rate.NewLimiter(l.rate, l.burst)
		}
		if len(l.young) >= maxCallers/2 {
			l.old, l.young = l.young, make(map[string]*rate.Limiter, 1024)
		}
		l.young[caller] = one
	}
	now := l.clock.Now()
	q := Quota{Most: l.burst, Full: l.last(float64(l.burst))}
	ok := one.AllowN(now, 1)
	left := one.TokensAt(now)
	q.Left, q.Reset = max(0, int(left)), l.last(float64(l.burst)-left)
	if !ok {
		q.Wait = max(1, l.last(1-left))
	}
	return q
}

// last is how long it takes until so many more things may be done.
func (l *Limiter) last(things float64) time.Duration {
	return time.Duration(things / float64(l.rate) * float64(time.Second))
}

// Time that a caller may take: pages are small, so a slow sender of one is
// cut off; files may take hours as long as bytes keep coming.
const (
	pageTime = 60 * time.Second
	idleTime = 60 * time.Second
)

// bound limits the bytes of the request and the time it takes.
func (rt *router) bound(w http.ResponseWriter, r *http.Request, route Route) {
	control := http.NewResponseController(w)
	now := clock.System{}.Now() // connections live in the machine's time, whatever the Clock says
	slow := route.MaxBody != 0 || route.Kind == Download
	limit := route.MaxBody
	if limit == 0 {
		limit = rt.Limits.Body
	}
	if limit > 0 {
		r.Body = http.MaxBytesReader(w, r.Body, limit)
	}
	// Connections that know no deadlines (tests, HTTP/2 streams closed
	// meanwhile) answer with an error that changes nothing.
	_ = control.SetReadDeadline(now.Add(pageTime))
	if slow {
		_ = control.SetWriteDeadline(time.Time{})
		r.Body = &patient{ReadCloser: r.Body, control: control}
		return
	}
	_ = control.SetWriteDeadline(now.Add(2 * pageTime))
}

// patient is the body of a long request: each read gets its time anew.
type patient struct {
	io.ReadCloser
	control *http.ResponseController
}

func (p *patient) Read(b []byte) (int, error) {
	_ = p.control.SetReadDeadline(clock.System{}.Now().Add(idleTime))
	return p.ReadCloser.Read(b)
}
