package witness

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/journal"
)

const (
	// pause is the least time between two askings: a busy log has a checkpoint
	// every few milliseconds.
	pause = 5 * time.Second
	// lease is how long an asking may take before another process tries.
	lease = 30 * time.Second
	// longest is the longest pause after failures in a row.
	longest = 5 * time.Minute
)

// A Cosigner has the newest checkpoint of the log countersigned. Any number of
// processes may have one: they take turns.
type Cosigner struct {
	journal *journal.Journal
	db      database.Transactor
	client  *Client
	clock   clock.Clock
	log     *slog.Logger
}

// NewCosigner returns a cosigner that asks one witness.
func NewCosigner(j *journal.Journal, db database.Transactor, c *Client, k clock.Clock, log *slog.Logger) *Cosigner {
	return &Cosigner{journal: j, db: db, client: c, clock: k, log: log}
}

// Run asks whenever there is a new checkpoint, until the context ends.
func (c *Cosigner) Run(ctx context.Context) {
	rung, deaf := c.journal.Numbers()
	defer deaf()
	for ctx.Err() == nil {
		if err := c.Ask(ctx); err != nil && ctx.Err() == nil {
			c.log.WarnContext(ctx, "journal: the checkpoint is not countersigned; will try again", "witness", c.client.Name(), "error", err)
		}
		select {
		case <-ctx.Done():
		case <-rung: // then not before the claim of the last asking ends
			sleep(ctx, pause)
		case <-time.After(pause):
		}
	}
}

func sleep(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// Ask has the newest checkpoint countersigned if it is not, and if no other
// process is at it.
func (c *Cosigner) Ask(ctx context.Context) error {
	head, last, err := c.state(ctx)
	if err != nil || head.Size == 0 || head.Size == last.Size {
		return err
	}
	name, now := c.client.Name(), c.clock.Now()
	var mine bool
	err = c.db.Write(ctx, func(tx database.Tx) (err error) {
		mine, err = c.journal.ClaimWitness(ctx, tx, name, now.Add(lease))
		return err
	})
	if err != nil || !mine {
		return err
	}
	signed, at, asked := c.ask(ctx, head, last.Size)
	return errors.Join(asked, c.db.Write(context.WithoutCancel(ctx), func(tx database.Tx) error {
		if asked != nil {
			wait := min(pause<<min(last.Failures, 10), longest)
			return c.journal.SaveUncosigned(ctx, tx, name, asked, now.Add(wait))
		}
		return c.journal.SaveCosigned(ctx, tx, journal.Cosigned{Name: name, Size: head.Size, Note: signed, SignedAt: at}, now.Add(pause))
	}))
}

func (c *Cosigner) state(ctx context.Context) (head journal.Head, last journal.Cosigned, err error) {
	err = c.db.Read(ctx, func(tx database.Tx) (err error) {
		head, err = c.journal.Head(ctx, tx)
		if fault.Is(err, fault.NotFound) {
			err = nil // the log is empty
		}
		if err == nil {
			last, err = c.journal.CosignedBy(ctx, tx, c.client.Name())
		}
		return err
	})
	return head, last, err
}

// ask asks, and once more when the witness is at another size than we thought:
// it may have countersigned what we had no time to note.
func (c *Cosigner) ask(ctx context.Context, head journal.Head, old int64) (string, time.Time, error) {
	for again := false; ; again = true {
		proof, err := c.proof(ctx, old, head.Size)
		if err != nil {
			return "", time.Time{}, err
		}
		signed, at, err := c.client.Add(ctx, Request{Old: old, Proof: proof, Checkpoint: head.Note})
		var other *Conflict
		if !errors.As(err, &other) || again {
			return signed, at, err
		}
		if other.Size > head.Size {
			return "", at, fmt.Errorf("the witness has countersigned %d entries, and this log has %d: it was put back to an earlier state, "+
				"or another installation uses its key", other.Size, head.Size)
		}
		if other.Size == old {
			return "", at, fmt.Errorf("the witness has countersigned another log of %d entries under this key: one of the two is a forgery", old)
		}
		old = other.Size
	}
}

func (c *Cosigner) proof(ctx context.Context, old, size int64) (proof tlog.TreeProof, err error) {
	if old == 0 || old == size {
		return nil, nil
	}
	err = c.db.Read(ctx, func(tx database.Tx) (err error) {
		proof, err = c.journal.ProveConsistency(ctx, tx, old, size)
		return err
	})
	return proof, err
}
