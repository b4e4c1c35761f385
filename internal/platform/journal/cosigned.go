package journal

import (
	"context"
	"time"

	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// A Head is the newest checkpoint: what the log says of itself.
type Head struct {
	Checkpoint
	Note string    // as it was signed
	At   time.Time // when
}

// Head returns the newest checkpoint, or a fault of kind NotFound while the
// log is empty. It trusts what is stored.
func (j *Journal) Head(ctx context.Context, tx database.Tx) (Head, error) {
	return database.One(ctx, tx, "journal.Head", scanHead,
		`select at, note from journal_checkpoint order by size desc limit 1`)
}

func scanHead(s database.Row) (Head, error) {
	var h Head
	var at int64
	err := s.Scan(&at, &h.Note)
	if err != nil {
		return h, err
	}
	h.At = clock.FromMicros(at)
	h.Checkpoint, err = ReadCheckpoint(h.Note)
	return h, err
}

// Cosigned is how far a witness has followed the log.
type Cosigned struct {
	Name     string // of the witness's key, with its hash
	Size     int64  // of the newest checkpoint that it has countersigned; 0 for none
	Note     string // that checkpoint, with both signatures
	SignedAt time.Time
	TriedAt  time.Time // when it was last asked
	Failures int       // in a row
	Error    string    // of the last failure
}

// CosignedBy returns how far a witness has followed; the zero size when it was
// never asked.
func (j *Journal) CosignedBy(ctx context.Context, tx database.Tx, name string) (Cosigned, error) {
	c, err := database.One(ctx, tx, "journal.CosignedBy", func(s database.Row) (Cosigned, error) {
		var c Cosigned
		var signed, tried int64
		err := s.Scan(&c.Name, &c.Size, &c.Note, &signed, &tried, &c.Failures, &c.Error)
		c.SignedAt, c.TriedAt = clock.FromMicros(signed), clock.FromMicros(tried)
		return c, err
	}, `select name, size, note, signed_at, tried_at, failures, error from journal_witness where name = $1`, name)
	if fault.Is(err, fault.NotFound) {
		return Cosigned{Name: name}, nil
	}
	return c, err
}

// ClaimWitness keeps other processes from asking a witness until an instant,
// and tells whether this one may.
func (j *Journal) ClaimWitness(ctx context.Context, tx database.Tx, name string, until time.Time) (bool, error) {
	const op = "journal.ClaimWitness"
	_, err := database.Exec(ctx, tx, op, `insert into journal_witness (name) values ($1) on conflict (name) do nothing`, name)
	if err != nil {
		return false, err
	}
	now := clock.Micros(j.clock.Now())
	n, err := database.Exec(ctx, tx, op, `update journal_witness set claimed_until = $1, tried_at = $2
		where name = $3 and claimed_until <= $2`, clock.Micros(until), now, name)
	return n == 1, err
}

// SaveCosigned keeps a countersigned checkpoint; nobody asks again before an
// instant.
func (j *Journal) SaveCosigned(ctx context.Context, tx database.Tx, c Cosigned, next time.Time) error {
	_, err := database.Exec(ctx, tx, "journal.SaveCosigned", `update journal_witness set size = $1, note = $2, signed_at = $3,
		claimed_until = $4, failures = 0, error = '' where name = $5 and size <= $1`,
		c.Size, c.Note, clock.Micros(c.SignedAt), clock.Micros(next), c.Name)
	return err
}

// SaveUncosigned notes why a witness did not countersign; nobody asks again
// before an instant.
func (j *Journal) SaveUncosigned(ctx context.Context, tx database.Tx, name string, why error, next time.Time) error {
	_, err := database.Exec(ctx, tx, "journal.SaveUncosigned", `update journal_witness set claimed_until = $1,
		failures = failures + 1, error = $2 where name = $3`, clock.Micros(next), printable(why), name)
	return err
}

// LateSince returns when the first checkpoint of more than size entries was
// signed: since then a witness that has followed up to size is behind. The
// zero instant when there is none.
func (j *Journal) LateSince(ctx context.Context, tx database.Tx, size int64) (time.Time, error) {
	at, err := database.Value[int64](ctx, tx, "journal.LateSince",
		`select coalesce(min(at), 0) from journal_checkpoint where size > $1`, size)
	if err != nil || at == 0 {
		return time.Time{}, err
	}
	return clock.FromMicros(at), nil
}

// Numbers returns the bell that rings when entries got their numbers, in this
// process.
func (j *Journal) Numbers() (rung <-chan struct{}, deaf func()) { return j.numbered.Listen() }

// Pending returns how many committed entries wait for their number, and since
// when the oldest does.
func (j *Journal) Pending(ctx context.Context, tx database.Tx) (n int64, oldest time.Time, err error) {
	type waiting struct{ n, at int64 }
	w, err := database.One(ctx, tx, "journal.Pending", func(s database.Row) (waiting, error) {
		var w waiting
		return w, s.Scan(&w.n, &w.at)
	}, `select count(*), coalesce(min(at), 0) from journal_inbox`)
	if err == nil && w.n > 0 {
		oldest = clock.FromMicros(w.at)
	}
	return w.n, oldest, err
}
