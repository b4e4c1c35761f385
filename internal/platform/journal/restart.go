package journal

import (
	"context"

	"golang.org/x/mod/sumdb/note"

	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// Restart ends the log and begins another, whose first entry is the given one:
// what was restored from a backup must not go on under the old key as if
// nothing had happened since, for others may hold checkpoints of what did. The
// entries of the old log stay, with numbers below zero, under the checkpoint
// with which it ended; old is the public key that signed it. Entries that wait
// for their number become the new log's next ones, and subscribers begin with
// it.
func (j *Journal) Restart(ctx context.Context, tx database.Tx, old string, first Entry) error {
	const op = "journal.Restart"
	waiting, err := database.All(ctx, tx, op, func(r database.Row) (leaf, error) {
		var l leaf
		return l, r.Scan(l.fields()...)
	}, `select `+leafColumns+` from journal_inbox order by position`)
	if err != nil {
		return err
	}
	err = j.shelve(ctx, tx, old)
	if err != nil {
		return fault.Wrap(op, err)
	}
	for _, statement := range []string{`delete from journal_inbox`, `delete from journal_tile`, `delete from journal_checkpoint`,
		`delete from journal_witness`, `update journal_head set size = 0 where id = 1`, `update journal_cursor set next = 0`} {
		_, err = database.Exec(ctx, tx, op, statement)
		if err != nil {
			return err
		}
	}
	_, err = j.Append(ctx, tx, first)
	if err != nil {
		return err
	}
	for _, l := range waiting {
		_, err = database.Exec(ctx, tx, op, `insert into journal_inbox (`+leafColumns+`) values (`+database.In(len(l.values()), 1)+`)`, l.values()...)
		if err != nil {
			return err
		}
	}
	return nil
}

// aside is a number that no log reaches.
const aside = int64(1) << 40

// shelve gives the entries of the log numbers below zero, and those of earlier
// logs still lower ones.
func (j *Journal) shelve(ctx context.Context, tx database.Tx, old string) error {
	const op = "journal.shelve"
	size, err := j.Size(ctx, tx)
	if err != nil || size == 0 {
		return err
	}
	last, err := j.Checkpoint(ctx, tx)
	if err != nil {
		return err
	}
	// Away first, so that no two rows meet on the way.
	for _, statement := range []string{
		`update journal_leaf set seq = seq - $1`, `update journal_past set first = first - $1`,
	} {
		_, err = database.Exec(ctx, tx, op, statement, aside)
		if err != nil {
			return err
		}
	}
	for _, statement := range []string{
		`update journal_leaf set seq = seq + $1`, `update journal_past set first = first + $1`,
	} {
		_, err = database.Exec(ctx, tx, op, statement, aside-size)
		if err != nil {
			return err
		}
	}
	_, err = database.Exec(ctx, tx, op, `insert into journal_past (first, size, verifier, checkpoint, ended_at) values ($1, $2, $3, $4, $5)`,
		-size, size, old, last, clock.Micros(j.clock.Now()))
	return err
}

// past verifies the logs that ended, each under its last checkpoint.
func (v *verifier) past() error {
	type log struct {
		first, size          int64
		verifier, checkpoint string
	}
	logs, err := database.All(v.ctx, v.tx, "journal.Verify", func(r database.Row) (log, error) {
		var l log
		return l, r.Scan(&l.first, &l.size, &l.verifier, &l.checkpoint)
	}, `select first, size, verifier, checkpoint from journal_past order by first`)
	if err != nil {
		return err
	}
	for _, l := range logs {
		key, err := note.NewVerifier(l.verifier)
		if err != nil {
			return mismatch(l.first, "the key of the log that begins here cannot be read: %v", err)
		}
		ended, err := OpenCheckpoint(l.checkpoint, key)
		if err != nil {
			return mismatch(l.first, "the last checkpoint of the log that begins here cannot be trusted: %v", err)
		}
		err = v.pastLog(l.first, l.size, ended)
		if err != nil {
			return err
		}
	}
	n, err := database.Value[int64](v.ctx, v.tx, "journal.Verify", `select count(*) from journal_leaf where seq < 0`)
	if err == nil && n != v.report.Past {
		return mismatch(-n, "there are %d entries of earlier logs, which had %d", n, v.report.Past)
	}
	return err
}

func (v *verifier) pastLog(first, size int64, ended Checkpoint) error {
	tree := &edge{}
	for tree.size < size {
		page, err := v.page(first + tree.size)
		if err != nil {
			return err
		}
		for i := range page {
			e := &page[i]
			if tree.size == size {
				break
			}
			hash := e.hash()
			if e.seq != first+tree.size || string(hash[:]) != string(e.stored) {
				return mismatch(first+tree.size, "it is missing from an earlier log, or its record was changed")
			}
			err = v.body(e)
			if err != nil {
				return err
			}
			if len(e.erases) > 0 {
				v.orders++
			}
			tree.add(hash)
		}
		if len(page) < tileWidth && tree.size < size {
			return mismatch(first+tree.size, "it is missing from an earlier log")
		}
	}
	root, err := tree.root()
	if err != nil {
		return err
	}
	if ended.Size != size || ended.Root != root {
		return mismatch(first, "the log of %d entries that begins here ended with a checkpoint of %d, or of another root", size, ended.Size)
	}
	v.report.Past += size
	return nil
}
