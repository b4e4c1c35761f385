// Package clock is the only place that asks the machine what time it is.
// Everything else is handed a Clock, so that tests and the demonstration can
// live at another date.
package clock

import (
	"sync"
	"time"
)

// A Clock tells the current instant, always in UTC.
type Clock interface {
	Now() time.Time
}

// System is the machine's clock.
type System struct{}

// Now returns the machine's time in UTC, cut to the microsecond: databases
// store instants as microseconds, and what is read back must equal what was
// written.
func (System) Now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

// Manual is a clock that only moves when it is told to. It is safe for
// concurrent use.
type Manual struct {
	mu  sync.Mutex
	now time.Time
}

// NewManual returns a clock that stands at the given instant.
func NewManual(at time.Time) *Manual { return &Manual{now: at.UTC().Truncate(time.Microsecond)} }

// Now returns the instant at which the clock stands.
func (m *Manual) Now() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.now
}

// Set moves the clock to an instant, earlier or later.
func (m *Manual) Set(at time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = at.UTC().Truncate(time.Microsecond)
}

// Advance moves the clock forward by d, or back when d is negative.
func (m *Manual) Advance(d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = m.now.Add(d)
}

// Micros is the database's form of an instant: microseconds since 1970, UTC.
// The zero time is 0, which stands for "never".
func Micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// FromMicros is the inverse of Micros.
func FromMicros(us int64) time.Time {
	if us == 0 {
		return time.Time{}
	}
	return time.UnixMicro(us).UTC()
}
