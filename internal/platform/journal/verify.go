package journal

import (
	"bytes"
	"context"
	"fmt"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"airial/internal/platform/database"
)

// Check says what to verify the journal against.
type Check struct {
	// Verifier is that of the key that signs the checkpoints.
	Verifier note.Verifier
	// Known are checkpoints, signed by the same key, that were kept elsewhere:
	// the log must be a continuation of each.
	Known []string
}

// Report is what was verified.
type Report struct {
	Size        int64     // numbered entries
	Root        tlog.Hash // of the tree of all of them
	Bodies      int64     // bodies there, each with the digest its leaf has
	Erased      int64     // bodies erased, each by an order that says so
	Pending     int64     // entries committed and not numbered yet: not verified
	Checkpoints int64     // checkpoints, each signed and with the right root
	Past        int64     // entries of earlier logs, under the checkpoints with which these ended
}

// A Mismatch is the first thing that does not fit.
type Mismatch struct {
	// Seq is the number of the first entry concerned.
	Seq int64
	// What says what does not fit, in English, for the log and the command
	// line.
	What string
}

func (m *Mismatch) Error() string { return fmt.Sprintf("entry %d: %s", m.Seq, m.What) }

func mismatch(seq int64, format string, args ...any) error {
	return &Mismatch{Seq: seq, What: fmt.Sprintf(format, args...)}
}

// Verify recomputes the whole journal from its leaves and compares all that is
// stored: hashes, tiles, bodies, erasures, checkpoints and their signatures,
// the size. A *Mismatch names the first entry that does not fit. It needs a
// transaction that sees one state throughout (Read), and holds 256 entries at a
// time.
func Verify(ctx context.Context, tx database.Tx, c Check) (Report, error) {
	v := &verifier{ctx: ctx, tx: tx, check: c, edge: &edge{}}
	steps := []func() error{v.readKnown, v.leaves, v.end, v.tiles, v.past, v.bodies, v.erasures}
	for _, step := range steps {
		err := step()
		if err != nil {
			return v.report, err
		}
	}
	return v.report, nil
}

type verifier struct {
	ctx    context.Context
	tx     database.Tx
	check  Check
	known  []Checkpoint
	report Report
	edge   *edge
	tile   int64 // complete tiles seen
	proven int64 // entries before this one are under a checkpoint that fits
	orders int64 // leaves that order an erasure
}

func (v *verifier) readKnown() error {
	for _, signed := range v.check.Known {
		k, err := OpenCheckpoint(signed, v.check.Verifier)
		if err != nil {
			return fmt.Errorf("journal.Verify: a checkpoint kept elsewhere: %w", err)
		}
		v.known = append(v.known, k)
	}
	return nil
}

// leaves goes through the log, 256 entries at a time.
func (v *verifier) leaves() error {
	for {
		page, err := v.page(v.edge.size)
		if err != nil {
			return err
		}
		checkpoints, err := v.checkpoints(v.edge.size, v.edge.size+int64(len(page)))
		if err != nil {
			return err
		}
		for i := range page {
			err = v.leaf(&page[i])
			if err != nil {
				return err
			}
			err = v.checkpoint(checkpoints)
			if err != nil {
				return err
			}
		}
		if len(page) < tileWidth {
			return nil
		}
	}
}

// entry is a leaf with what is stored beside it.
type entry struct {
	numberedLeaf
	salt           []byte
	body, erasedBy string
	hasBody        bool
}

func (v *verifier) page(from int64) ([]entry, error) {
	return database.All(v.ctx, v.tx, "journal.Verify", func(s database.Row) (entry, error) {
		var e entry
		err := s.Scan(append(e.fields(), &e.seq, &e.stored, &e.salt, &e.body, &e.erasedBy, &e.hasBody)...)
		return e, err
	}, `select l.id, l.kind, l.member, l.subject, l.by_whom, l.at, l.digest, l.erases, l.seal, l.seq, l.hash,
			b.salt, coalesce(b.body, ''), coalesce(b.erased_by, ''), case when b.entry is null then 0 else 1 end
		from journal_leaf l left join journal_body b on b.entry = l.id
		where l.seq >= $1 order by l.seq limit 256`, from)
}

func (v *verifier) leaf(e *entry) error {
	if e.seq != v.edge.size {
		return mismatch(v.edge.size, "it is missing; entry %d follows", e.seq)
	}
	hash := e.hash()
	if !bytes.Equal(hash[:], e.stored) {
		return mismatch(e.seq, "its record does not have the hash that is stored beside it")
	}
	err := v.body(e)
	if err != nil {
		return err
	}
	if len(e.erases) > 0 {
		v.orders++
	}
	for _, t := range v.edge.add(hash) {
		err = v.compareTile(t)
		if err != nil {
			return err
		}
	}
	return nil
}

func (v *verifier) body(e *entry) error {
	switch {
	case !e.hasBody:
		return mismatch(e.seq, "its body is missing, and was not erased")
	case e.erasedBy != "":
		if len(e.salt) > 0 || e.body != "" {
			return mismatch(e.seq, "its body was erased, and there is one again")
		}
		v.report.Erased++
	case len(e.salt) != saltSize || !bytes.Equal(bodyDigest(e.salt, e.body), e.digest):
		return mismatch(e.seq, "its body or salt does not have the digest in its record")
	default:
		v.report.Bodies++
	}
	return nil
}

// compareTile compares a stored tile with the one recomputed.
func (v *verifier) compareTile(t tile) error {
	v.tile++
	width := int64(1) << (tileHeight * (t.level + 1)) // entries under the tile
	first := t.n * width
	type stored struct{ hashes, root []byte }
	list, err := database.All(v.ctx, v.tx, "journal.Verify", func(s database.Row) (stored, error) {
		var t stored
		return t, s.Scan(&t.hashes, &t.root)
	}, `select hashes, root from journal_tile where level = $1 and n = $2`, t.level, t.n)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return mismatch(first, "the tile %d of level %d, of which it is the first, is missing", t.n, t.level)
	}
	for i := 0; i < len(t.hashes); i += tlog.HashSize {
		end := i + tlog.HashSize
		if len(list[0].hashes) < end || !bytes.Equal(t.hashes[i:end], list[0].hashes[i:end]) {
			at := first + int64(i/tlog.HashSize)*(width/tileWidth)
			return mismatch(at, "its hash in tile %d of level %d is not the one recomputed", t.n, t.level)
		}
	}
	if len(list[0].hashes) != len(t.hashes) || !bytes.Equal(t.root[:], list[0].root) {
		return mismatch(first, "the tile %d of level %d, of which it is the first, does not have its root", t.n, t.level)
	}
	return nil
}
