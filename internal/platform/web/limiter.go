package web

import (
	"sync"
	"time"

	"golang.org/x/time/rate"

	"airial/internal/platform/clock"
)

// maxCallers bounds the memory of a Limiter: some 100 bytes each.
const maxCallers = 1 << 16

// A Limiter counts the requests of many callers in bounded memory. It keeps
// two generations of callers: when the young one is full it becomes the old
// one, and who is not seen again in time is forgotten.
type Limiter struct {
	clock      clock.Clock
	rate       rate.Limit
	burst      int
	ledger     Ledger // nil for one process alone
	every      int
	mu         sync.Mutex
	young, old map[string]*caller
}

// caller is one of them, as this process knows it.
type caller struct {
	*rate.Limiter
	owed int // things done that the ledger has not heard of
}

// A Ledger is where processes tell each other what callers have used up.
type Ledger interface {
	// Spend notes that a caller has used up cost more of an allowance that
	// fills up in the time full. It returns when the caller has all of it
	// again, and whether so much was left.
	Spend(caller string, cost, full time.Duration) (until time.Time, within bool, err error)
}

// NewLimiter returns a limiter that lets each caller do burst things at once
// and perSecond things a second after that.
func NewLimiter(c clock.Clock, perSecond float64, burst int) *Limiter {
	return &Limiter{clock: c, rate: rate.Limit(perSecond), burst: burst, young: map[string]*caller{}}
}

// Share has the limiter tell a ledger after every so many things of a caller
// (1: before each), so that several processes give no more than one; nil
// changes nothing. A caller gets at most every-1 things beyond its allowance
// from each further process.
func (l *Limiter) Share(ledger Ledger, every int) *Limiter {
	l.ledger, l.every = ledger, max(1, min(every, l.burst))
	return l
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
	one := l.of(caller)
	ok := one.AllowN(l.clock.Now(), 1)
	if ok && l.ledger != nil {
		if one.owed++; one.owed >= l.every {
			ok = l.tell(caller, one)
		}
	}
	left := one.TokensAt(l.clock.Now())
	q := Quota{Most: l.burst, Full: l.last(float64(l.burst)), Left: max(0, int(left)), Reset: l.last(float64(l.burst) - left)}
	if !ok {
		q.Wait = max(1, l.last(1-left))
	}
	return q
}

// of finds a caller. The limiter is locked.
func (l *Limiter) of(name string) *caller {
	one, known := l.young[name]
	if !known {
		if one, known = l.old[name]; !known {
			one = &caller{Limiter: rate.NewLimiter(l.rate, l.burst)}
		}
		if len(l.young) >= maxCallers/2 {
			l.old, l.young = l.young, make(map[string]*caller, 1024)
		}
		l.young[name] = one
	}
	return one
}

// tell has the ledger know what a caller has done here, and learns what it has
// done elsewhere. The limiter is locked, but for the time that the ledger
// takes. What it cannot be told is counted here alone.
func (l *Limiter) tell(name string, one *caller) (within bool) {
	told := one.owed
	one.owed = 0
	l.mu.Unlock()
	until, within, err := l.ledger.Spend(name, l.last(float64(told)), l.last(float64(l.burst)))
	l.mu.Lock()
	if err != nil {
		return true
	}
	now := l.clock.Now()
	shared := float64(l.burst) - until.Sub(now).Seconds()*float64(l.rate) - float64(one.owed)
	if over := int(one.TokensAt(now) - shared + 0.5); over > 0 {
		one.ReserveN(now, min(over, l.burst)) // may go below nothing
	}
	return within
}

// last is how long it takes until so many more things may be done.
func (l *Limiter) last(things float64) time.Duration {
	return time.Duration(things / float64(l.rate) * float64(time.Second))
}
