package user

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/netip"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

// tries slows guessing down: after some wrong answers from one place, each
// further one doubles the wait. It counts an account and a place together, and
// a browser that the account has used before is a place of its own: so nobody
// can hold another person up by guessing in her name, not even from the same
// town hall. Whether the account exists makes no difference. The counts lie in
// the database, for all processes to share.
type tries struct {
	doors *access.Doors
	clock clock.Clock
}

const (
	freeTries = 4
	firstWait = 2 * time.Second
	longest   = 15 * time.Minute
	// forgotten is after how long without a try the count begins anew.
	forgotten = 24 * time.Hour
	// freeCodes is how many wrong codes an account stands from all unknown
	// browsers together: a code has six digits, and whoever gets to it knows
	// the password.
	freeCodes = 20
)

// tryKey names who tries what from where; none of it is kept.
func tryKey(what, who, where string) string {
	sum := sha256.Sum256([]byte(what + "\x00" + who + "\x00" + where))
	return hex.EncodeToString(sum[:])
}

// whence names the place of a try: the browser when the account knows it, else
// the address. An IPv6 address counts with its neighbours of the same /64.
func whence(device string, known bool, address string) string {
	if known {
		return "device " + device
	}
	if ip, err := netip.ParseAddr(address); err == nil && ip.Is6() && !ip.Is4In6() {
		if p, err := ip.Prefix(64); err == nil {
			return "net " + p.String()
		}
	}
	return "net " + address
}

// begin counts a try before it is made, so that a hundred at once are a
// hundred; pass takes the count back. Who must wait gets TooMany.
func (t tries) begin(ctx context.Context, account, key string, free int) error {
	var wait time.Duration
	err := t.doors.Write(ctx, access.System("login"), func(tx access.Tx) (err error) {
		wait, err = t.count(ctx, tx, account, key, free)
		return err
	})
	if err == nil && wait > 0 {
		return errWait(wait)
	}
	return err
}

func (t tries) count(ctx context.Context, tx access.Tx, account, key string, free int) (wait time.Duration, err error) {
	const op = "user.tries"
	now := t.clock.Now()
	var failed, until, last int64
	_, err = database.One(ctx, tx, op, func(r database.Row) (bool, error) { return true, r.Scan(&failed, &until, &last) },
		`select failed, until_at, last_at from login_try where key = $1`, key)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return 0, err
	}
	if wait = clock.FromMicros(until).Sub(now); until > 0 && wait > 0 {
		return wait, nil
	}
	if now.Sub(clock.FromMicros(last)) > forgotten {
		failed = 0
	}
	failed++
	next := int64(0)
	if extra := failed - int64(free); extra > 0 {
		next = clock.Micros(now.Add(min(longest, firstWait<<min(extra-1, 12))))
	}
	_, err = database.Exec(ctx, tx, op, `insert into login_try (key, account_id, failed, until_at, last_at) values ($1,$2,$3,$4,$5)
		on conflict (key) do update set failed = excluded.failed, until_at = excluded.until_at, last_at = excluded.last_at`,
		key, account, failed, next, clock.Micros(now))
	if err != nil {
		return 0, err
	}
	_, err = database.Exec(ctx, tx, op, `delete from login_try where key in
		(select key from login_try where last_at < $1 order by last_at limit 20)`, clock.Micros(now.Add(-forgotten)))
	return 0, err
}

// pass forgets what was counted.
func (t tries) pass(ctx context.Context, keys ...string) error {
	return t.doors.Write(ctx, access.System("login"), func(tx access.Tx) error { return forgetTries(ctx, tx, keys...) })
}

func forgetTries(ctx context.Context, tx access.Tx, keys ...string) error {
	_, err := database.Exec(ctx, tx, "user.tries", `delete from login_try where key in (`+database.In(len(keys), 1)+`)`, database.Args(keys)...)
	return err
}

func errWait(d time.Duration) error {
	seconds := int((d + time.Second - 1) / time.Second)
	fr, en := i18n.T("%[1]d\u00a0s", "%[1]d s", seconds).Fr, i18n.T("%[1]d\u00a0s", "%[1]d s", seconds).En
	if minutes := (seconds + 59) / 60; seconds > 90 {
		fr, en = i18n.T("%[1]d\u00a0min", "%[1]d min", minutes).Fr, i18n.T("%[1]d\u00a0min", "%[1]d min", minutes).En
	}
	return &fault.Error{Kind: fault.TooMany, Op: "user.Check", Say: i18n.Text{
		Fr: "Plusieurs essais n’ont pas abouti. Patientez " + fr + " avant le prochain\u202f; personne d’autre n’est bloqué.",
		En: "Several attempts failed. Wait " + en + " before the next one; nobody else is held up."}}
}
