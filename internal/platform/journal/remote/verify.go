package remote

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"airial/internal/platform/journal"
	"airial/internal/platform/journal/witness"
)

// Check says what to verify a log against.
type Check struct {
	Verifier note.Verifier // of the log's key
	Witness  note.Verifier // of the witness whose countersignature is wanted; nil for none
	// Known are checkpoints, signed by the log's key, that were kept: the log
	// must be a continuation of each.
	Known []string
}

// Report is what was verified.
type Report struct {
	journal.Checkpoint
	Note     string    // the checkpoint, to be kept for the next time
	Signed   time.Time // when the witness countersigned; zero without one
	Entries  int64     // records whose hash is in the tree
	Withheld int64     // records that the log keeps back; their hashes are in the tree
}

// A Mismatch says that the log is not what it was, or says two things at once.
type Mismatch struct{ What string }

func (m *Mismatch) Error() string { return m.What }

func mismatch(format string, args ...any) error { return &Mismatch{fmt.Sprintf(format, args...)} }

// Verify reads the whole log. A *Mismatch says what does not fit; any other
// error, that it could not be read.
func (l *Log) Verify(c Check) (Report, error) {
	var r Report
	text, err := l.Checkpoint()
	if err != nil {
		return r, err
	}
	r.Note = text
	r.Checkpoint, err = journal.OpenCheckpoint(text, c.Verifier)
	if err != nil {
		return r, mismatch("the checkpoint is not signed by the key given: %v", err)
	}
	if c.Witness != nil {
		r.Signed, err = witness.Countersignature(text, c.Witness)
		if err != nil {
			return r, mismatch("the checkpoint is not countersigned by the witness: %v", err)
		}
	}
	hashes := l.Hashes(r.Checkpoint)
	for _, signed := range c.Known {
		err := known(hashes, r.Checkpoint, signed, c.Verifier)
		if err != nil {
			return r, err
		}
	}
	for from := int64(0); from < r.Size; from += width {
		err := l.bundle(&r, hashes, from)
		if err != nil {
			return r, err
		}
	}
	return r, nil
}

// known compares the tree with a checkpoint that was kept.
func known(hashes tlog.HashReader, now journal.Checkpoint, signed string, v note.Verifier) error {
	k, err := journal.OpenCheckpoint(signed, v)
	if err != nil {
		return fmt.Errorf("the checkpoint that was kept: %w", err)
	}
	if k.Size > now.Size {
		return mismatch("the log has %d entries, and had %d when the checkpoint was kept: it was put back", now.Size, k.Size)
	}
	if k.Size == 0 {
		return nil
	}
	root, err := tlog.TreeHash(k.Size, hashes)
	if err != nil {
		return unfit(err)
	}
	if root != k.Root {
		return mismatch("the first %d entries are not those of the checkpoint that was kept: history was written anew", k.Size)
	}
	return nil
}

func (l *Log) bundle(r *Report, hashes tlog.HashReader, from int64) error {
	count := int(min(width, r.Size-from))
	indexes := make([]int64, count)
	for i := range indexes {
		indexes[i] = tlog.StoredHashIndex(0, from+int64(i))
	}
	leaves, err := hashes.ReadHashes(indexes)
	if err != nil {
		return unfit(err)
	}
	records, err := l.Records(from/width, count)
	if status := (*StatusError)(nil); errors.As(err, &status) && status.Status == http.StatusForbidden {
		r.Withheld += int64(count)
		return nil
	}
	if err != nil {
		return err
	}
	for i, record := range records {
		if tlog.RecordHash(record) != leaves[i] {
			return mismatch("entry %d: its record does not have the hash that is in the tree", from+int64(i))
		}
	}
	r.Entries += int64(count)
	return nil
}

// unfit tells hashes that do not fit from answers that did not come.
func unfit(err error) error {
	if status := (*StatusError)(nil); errors.As(err, &status) {
		return err
	}
	return mismatch("the hashes do not make the root of the checkpoint: %v", err)
}
