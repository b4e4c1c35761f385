package user

import (
	"crypto/sha256"
	"sync"
	"time"

	"airial/internal/platform/clock"
)

// backoff slows guessing down: after some wrong passwords for one login from
// one address, each further one doubles the wait. It counts the two together,
// so that nobody can lock another person out by guessing in her name, and
// whether the account exists makes no difference.
type backoff struct {
	clock clock.Clock
	mu    sync.Mutex
	young map[[32]byte]*tries
	old   map[[32]byte]*tries
}

type tries struct {
	failed int
	until  time.Time
}

const (
	freeTries = 4
	firstWait = 2 * time.Second
	longest   = 15 * time.Minute
	// maxTries bounds the memory: the two generations hold some 10 MB at most.
	maxTries = 1 << 15
)

func newBackoff(c clock.Clock) *backoff {
	return &backoff{clock: c, young: map[[32]byte]*tries{}}
}

// guess keys a login as typed and an address; neither is kept.
func guess(login, address string) [32]byte { return sha256.Sum256([]byte(login + "\x00" + address)) }

// wait returns how long the caller must still wait, zero when she may try.
func (b *backoff) wait(key [32]byte) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	t := b.find(key)
	if t == nil {
		return 0
	}
	return max(0, t.until.Sub(b.clock.Now()))
}

// fail counts a wrong password.
func (b *backoff) fail(key [32]byte) {
	b.mu.Lock()
	defer b.mu.Unlock()
	t := b.find(key)
	if t == nil {
		t = &tries{}
	}
	if len(b.young) >= maxTries {
		b.old, b.young = b.young, map[[32]byte]*tries{}
	}
	b.young[key] = t
	t.failed++
	if extra := t.failed - freeTries; extra > 0 {
		t.until = b.clock.Now().Add(min(longest, firstWait<<min(extra-1, 12)))
	}
}

// pass forgets what was counted.
func (b *backoff) pass(key [32]byte) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.young, key)
	delete(b.old, key)
}

func (b *backoff) find(key [32]byte) *tries {
	if t := b.young[key]; t != nil {
		return t
	}
	return b.old[key]
}
