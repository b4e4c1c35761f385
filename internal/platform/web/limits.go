package web

import (
	"io"
	"net/http"
	"time"

	"airial/internal/platform/clock"
)

// Limits protect the server from one caller who asks for too much.
type Limits struct {
	// PerSecond and Burst bound the requests of one address: a whole
	// classroom behind one address loads its first pages from the burst.
	PerSecond float64 // default 100
	Burst     int     // default 1000
	// Shared is where several processes tell each other; nil for one alone.
	Shared Ledger
	Body   int64 // bytes of a request whose route says nothing else; default 2 MiB
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
