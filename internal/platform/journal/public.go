package journal

import (
	"context"
	"math"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"airial/internal/platform/clock"
	"airial/internal/platform/database"
)

// Public is what anybody may read of an entry.
type Public struct {
	Seq  int64
	ID   string
	Kind string
	At   time.Time
	// Record is the bytes that Hash is made of; empty for entries of the first
	// form, whose record names what is not public.
	Record string
	Hash   tlog.Hash // of the leaf (RFC 6962 §2.1)
}

func scanPublic(s database.Row) (Public, error) {
	l, err := scanLeaf(s)
	if err != nil {
		return Public{}, err
	}
	p := Public{Seq: l.seq, ID: l.id, Kind: l.kind, At: clock.FromMicros(l.at), Hash: l.hash()}
	if len(l.seal) > 0 {
		p.Record = string(l.record())
	}
	return p, nil
}

const selectPublic = `select ` + leafColumns + `, seq, hash from journal_leaf `

// Public returns what anybody may read of an entry, by its number.
func (j *Journal) Public(ctx context.Context, tx database.Tx, seq int64) (Public, error) {
	return database.One(ctx, tx, "journal.Public", scanPublic, selectPublic+`where seq = $1`, seq)
}

// PublicByID returns what anybody may read of an entry, by its identifier.
func (j *Journal) PublicByID(ctx context.Context, tx database.Tx, id string) (Public, error) {
	return database.One(ctx, tx, "journal.PublicByID", scanPublic, selectPublic+`where id = $1`, id)
}

// PublicBefore returns entries with numbers below one, the newest first; all
// when it is not above zero.
func (j *Journal) PublicBefore(ctx context.Context, tx database.Tx, before int64, limit int) ([]Public, error) {
	if before <= 0 {
		before = math.MaxInt64
	}
	return database.All(ctx, tx, "journal.PublicBefore", scanPublic, selectPublic+`where seq < $1 order by seq desc limit $2`, before, limit)
}
