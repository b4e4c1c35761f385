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

// Life of a session: an absolute end, and one for the laptop left open at the
// town hall.
const (
	sessionLife = 12 * time.Hour
	sessionIdle = 2 * time.Hour
	// seenStep is how coarsely the last use is kept: writing it at each
	// request would make every page a write.
	seenStep = time.Minute
)

// Session is one log-in of a person that is still open.
type Session struct {
	Key     string // names it, gives no access
	Begun   time.Time
	Seen    time.Time // to the minute
	Expires time.Time
	Current bool // the one that asks
}

// store keeps the sessions for scs. Times are those of the injected clock.
type store struct {
	doors *access.Doors
	clock clock.Clock
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

// FindCtx returns the data of a session that has not ended.
func (s *store) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	const op = "user.session.Find"
	now := s.clock.Now()
	var data string
	var seen int64
	err := s.doors.Read(ctx, access.System("session"), func(tx access.Tx) (err error) {
		data, err = database.One(ctx, tx, op, func(r database.Row) (d string, err error) { return d, r.Scan(&d, &seen) },
			`select data, seen_at from session where token = $1 and expires_at > $2 and seen_at > $3`,
			sessionKey(token), clock.Micros(now), clock.Micros(now.Add(-sessionIdle)))
		return err
	})
	if fault.Is(err, fault.NotFound) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	if now.Sub(clock.FromMicros(seen)) >= seenStep {
		err = s.write(ctx, func(tx access.Tx) error {
			_, err := database.Exec(ctx, tx, op, `update session set seen_at = $1 where token = $2 and seen_at > 0`, clock.Micros(now), sessionKey(token))
			return err
		})
	}
	return []byte(data), err == nil, err
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
		err := r.Scan(&s.Key, &begun, &seen, &expires)
		s.Begun, s.Seen, s.Expires = clock.FromMicros(begun), clock.FromMicros(seen), clock.FromMicros(expires)
		return s, err
	}, `select token, begun_at, seen_at, expires_at from session
		where account_id = $1 and expires_at > $2 and seen_at > $3 order by begun_at desc, token`,
		user, clock.Micros(now), clock.Micros(now.Add(-sessionIdle)))
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
