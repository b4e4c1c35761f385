package quota

import (
	"context"
	"sync"
	"time"

	"airial/internal/platform/clock"
	"airial/internal/platform/database"
)

// A place is held for lease, and said to be held still every renewal.
const (
	lease   = 30 * time.Second
	renewal = 10 * time.Second
)

// Enter takes one of the places that a caller has, most in all processes
// together; leave gives it back, once. ok is false when they are all taken.
// When the database does not answer the caller is let in: what each process
// bounds by itself still holds.
func (a *Account) Enter(ctx context.Context, caller string, most int) (leave func(), ok bool) {
	const op = "quota.Enter"
	b, id := a.book, a.book.Ident.New()
	key := b.key(a.what, caller)
	asked, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	// Not relaxed: two who come at once must see each other.
	err := b.DB.Write(asked, func(tx database.Tx) error {
		now := b.Clock.Now()
		var taken int
		err := tx.QueryRow(asked, `select count(*) from quota_place where key = $1 and until_at > $2`, key, clock.Micros(now)).Scan(&taken)
		if ok = taken < most; err != nil || !ok {
			return err
		}
		_, err = database.Exec(asked, tx, op, `insert into quota_place (id, key, until_at) values ($1, $2, $3)`, id, key, clock.Micros(now.Add(lease)))
		return err
	})
	if err != nil {
		b.Log.Warn("a limit is counted by this process alone: the database does not answer", "limit", a.what, "error", err)
		return func() {}, true
	}
	if !ok {
		return nil, false
	}
	over := make(chan struct{})
	go b.hold(id, over)
	return sync.OnceFunc(func() {
		close(over)
		b.change(`delete from quota_place where id = $1`, id)
	}), true
}

// hold keeps a place until it is over.
func (b *Book) hold(id string, over <-chan struct{}) {
	again := time.NewTicker(renewal)
	defer again.Stop()
	for {
		select {
		case <-again.C:
			b.change(`update quota_place set until_at = $2 where id = $1`, id, clock.Micros(b.Clock.Now().Add(lease)))
		case <-over:
			return
		}
	}
}

// change writes to a place; a failure leaves it to its lease.
func (b *Book) change(query string, args ...any) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	err := b.DB.Write(database.Relaxed(ctx), func(tx database.Tx) error {
		_, err := database.Exec(ctx, tx, "quota.place", query, args...)
		return err
	})
	if err != nil {
		b.Log.Warn("a place that is limited could not be noted", "error", err)
	}
}
