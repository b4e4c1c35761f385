package user

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

const (
	// sessionLife is the absolute end of a session. Long before it the lock
	// falls on one that nobody uses (Sessions.LockAfter).
	sessionLife = 12 * time.Hour
	// seenStep is how coarsely the last use is kept: writing it at each
	// request would make every page a write.
	seenStep = time.Minute
	// lockAfter is the pause after which a session locks, unless the operator
	// says otherwise.
	lockAfter = 15 * time.Minute
)

// Session is one log-in of a person that is still open.
type Session struct {
	Key     string // names it, gives no access
	Begun   time.Time
	Seen    time.Time // to the minute
	Expires time.Time
	Agent   string // browser and system, "Firefox, Windows"
	Place   string // network, coarsely: "198.51.*.*"
	Current bool   // the one that asks
}

// store keeps the sessions for scs. Times are those of the injected clock.
type store struct {
	doors     *access.Doors
	clock     clock.Clock
	lockAfter time.Duration // 0 for never
}

func sessionKey(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

func (s *store) write(ctx context.Context, fn func(access.Tx) error) error {
	return s.doors.Write(ctx, access.System("session"), fn)
}

// endSession empties sessions and leaves their names until their time is over: a
// request that began before the end, such as an upload of hours, writes its
// session when it is done, and must not open it again.
const endSession = `update session set account_id = '', data = '', seen_at = 0 where `

// FindCtx returns the data of a session that has not ended, locked when nobody
// has used it for a while.
func (s *store) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	const op = "user.session.Find"
	now := s.clock.Now()
	var data, account string
	var seen int64
	err := s.doors.Read(ctx, access.System("session"), func(tx access.Tx) (err error) {
		data, err = database.One(ctx, tx, op, func(r database.Row) (d string, err error) { return d, r.Scan(&d, &seen, &account) },
			`select data, seen_at, account_id from session where token = $1 and expires_at > $2 and seen_at > 0`,
			sessionKey(token), clock.Micros(now))
		return err
	})
	if fault.Is(err, fault.NotFound) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	idle := now.Sub(clock.FromMicros(seen))
	if account != "" && s.lockAfter > 0 && idle >= s.lockAfter {
		locked, err := withLock([]byte(data))
		return locked, err == nil, err
	}
	if idle >= s.step() {
		err = s.write(ctx, func(tx access.Tx) error {
			_, err := database.Exec(ctx, tx, op, `update session set seen_at = $1 where token = $2 and seen_at > 0`, clock.Micros(now), sessionKey(token))
			return err
		})
	}
	return []byte(data), err == nil, err
}

// step is how coarsely the last use is kept, well within the pause that locks.
func (s *store) step() time.Duration {
	if s.lockAfter > 0 {
		return min(seenStep, s.lockAfter/10)
	}
	return seenStep
}

// withLock returns a session's data with the lock fallen.
func withLock(data []byte) ([]byte, error) {
	var d document
	if err := json.Unmarshal(data, &d); err != nil {
		return nil, err
	}
	if d.Values[keyLocked] == "" {
		d.Values[keyLocked] = lockedIdle
	}
	return json.Marshal(d)
}

// CommitCtx writes a session's data; the end that it got at its beginning
// stays. Sessions that have ended go at the same time.
func (s *store) CommitCtx(ctx context.Context, token string, data []byte, _ time.Time) error {
	const op = "user.session.Commit"
	var held struct {
		Values map[string]string `json:"values"`
	}
	if err := json.Unmarshal(data, &held); err != nil {
		return fault.Wrap(op, err)
	}
	now := s.clock.Now()
	return s.write(ctx, func(tx access.Tx) error {
		if err := sweep(ctx, tx, now); err != nil {
			return err
		}
		_, err := database.Exec(ctx, tx, op, `insert into session (token, account_id, data, begun_at, seen_at, expires_at)
			values ($1,$2,$3,$4,$5,$6)
			on conflict (token) do update set account_id = excluded.account_id, data = excluded.data, seen_at = excluded.seen_at
			where session.seen_at > 0`,
			sessionKey(token), held.Values[keyUser], string(data), clock.Micros(now), clock.Micros(now), clock.Micros(now.Add(sessionLife)))
		return err
	})
}

// sweep takes away some sessions that have ended.
func sweep(ctx context.Context, tx access.Tx, now time.Time) error {
	_, err := database.Exec(ctx, tx, "user.session.sweep", `delete from session where token in
		(select token from session where expires_at <= $1 order by expires_at limit 20)`, clock.Micros(now))
	return err
}

// DeleteCtx ends a session.
func (s *store) DeleteCtx(ctx context.Context, token string) error {
	return s.write(ctx, func(tx access.Tx) error {
		_, err := database.Exec(ctx, tx, "user.session.Delete", endSession+`token = $1`, sessionKey(token))
		return err
	})
}

// Find is FindCtx for callers without a context.
func (s *store) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit is CommitCtx for callers without a context.
func (s *store) Commit(token string, data []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expiry)
}

// Delete is DeleteCtx for callers without a context.
func (s *store) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

// Open lists a person's open sessions, the latest first.
func Open(ctx context.Context, tx access.Tx, user string) ([]Session, error) {
	const op = "user.Open"
	if err := herself(tx, op, user); err != nil {
		return nil, err
	}
	now := tx.Clock().Now()
	return database.All(ctx, tx, op, func(r database.Row) (Session, error) {
		var s Session
		var begun, seen, expires int64
		var data string
		if err := r.Scan(&s.Key, &begun, &seen, &expires, &data); err != nil {
			return s, err
		}
		s.Begun, s.Seen, s.Expires = clock.FromMicros(begun), clock.FromMicros(seen), clock.FromMicros(expires)
		var held document
		err := json.Unmarshal([]byte(data), &held)
		s.Agent, s.Place = held.Values[keyAgent], held.Values[keyPlace]
		return s, err
	}, `select token, begun_at, seen_at, expires_at, data from session
		where account_id = $1 and expires_at > $2 and seen_at > 0 order by begun_at desc, token`, user, clock.Micros(now))
}

// CloseOne ends one session of a person, by its name.
func CloseOne(ctx context.Context, tx access.Tx, user, key string) error {
	const op = "user.CloseOne"
	if err := herself(tx, op, user); err != nil {
		return err
	}
	n, err := database.Exec(ctx, tx, op, endSession+`account_id = $1 and token = $2`, user, key)
	if err == nil && n > 0 {
		err = tx.Record(ctx, EventSessionsClosed, "", user, nil)
	}
	return err
}

// CloseOthers ends all sessions of a person but the one with the given key;
// "" ends all of them.
func CloseOthers(ctx context.Context, tx access.Tx, user, key string) (int64, error) {
	const op = "user.CloseOthers"
	if err := herself(tx, op, user); err != nil {
		return 0, err
	}
	return database.Exec(ctx, tx, op, endSession+`account_id = $1 and token <> $2`, user, key)
}
