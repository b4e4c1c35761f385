package journal

import (
	"bytes"
	"math"

	"airial/internal/platform/database"
)

type storedCheckpoint struct {
	size int64
	note string
}

// checkpoints reads those of sizes above from, and up to a size.
func (v *verifier) checkpoints(from, to int64) ([]storedCheckpoint, error) {
	return database.All(v.ctx, v.tx, "journal.Verify", func(s database.Row) (storedCheckpoint, error) {
		var c storedCheckpoint
		return c, s.Scan(&c.size, &c.note)
	}, `select size, note from journal_checkpoint where size > $1 and size <= $2 order by size`, from, to)
}

// checkpoint compares the tree as it now is with the checkpoints of its size,
// those stored and those known from elsewhere.
func (v *verifier) checkpoint(stored []storedCheckpoint) error {
	size := v.edge.size
	for _, c := range stored {
		if c.size != size {
			continue
		}
		opened, err := OpenCheckpoint(c.note, v.check.Verifier)
		if err != nil {
			return mismatch(size-1, "the checkpoint after it cannot be trusted: %v", err)
		}
		err = v.compareRoot(opened, "the checkpoint of %d entries has another root: an entry from here to %d was changed")
		if err != nil {
			return err
		}
		v.report.Checkpoints++
		v.proven = size
	}
	for _, k := range v.known {
		if k.Size != size {
			continue
		}
		err := v.compareRoot(k, "the checkpoint of %d entries that was kept elsewhere has another root: an entry from here to %d was changed")
		if err != nil {
			return err
		}
	}
	return nil
}

func (v *verifier) compareRoot(c Checkpoint, format string) error {
	root, err := v.edge.root()
	if err != nil {
		return err
	}
	if c.Size != v.edge.size || c.Root != root {
		return mismatch(min(v.proven, v.edge.size-1), format, c.Size, v.edge.size-1)
	}
	return nil
}

// end compares where the leaves end with the size that is stored, the newest
// checkpoint, and the checkpoints known from elsewhere.
func (v *verifier) end() error {
	size := v.edge.size
	root, err := v.edge.root()
	if err != nil {
		return err
	}
	v.report.Size, v.report.Root = size, root
	type ends struct{ head, checkpoint int64 }
	e, err := database.One(v.ctx, v.tx, "journal.Verify", func(s database.Row) (ends, error) {
		var e ends
		return e, s.Scan(&e.head, &e.checkpoint)
	}, `select coalesce((select size from journal_head where id = 1), -1),
		coalesce((select max(size) from journal_checkpoint), 0)`)
	if err != nil {
		return err
	}
	if e.head != size {
		return mismatch(min(max(e.head, 0), size), "the log holds %d entries, its head says %d", size, e.head)
	}
	if e.checkpoint != size {
		return mismatch(min(e.checkpoint, size), "the log holds %d entries, its newest checkpoint is of %d", size, e.checkpoint)
	}
	for _, k := range v.known {
		if k.Size > size {
			return mismatch(size, "it is missing: a checkpoint kept elsewhere is of %d entries", k.Size)
		}
	}
	return nil
}

// tiles finds stored tiles that no leaf accounts for.
func (v *verifier) tiles() error {
	n, err := database.Value[int64](v.ctx, v.tx, "journal.Verify", `select count(*) from journal_tile`)
	if err == nil && n != v.tile {
		return mismatch(v.edge.size, "there are %d tiles, for %d that the entries make", n, v.tile)
	}
	return err
}

// bodies counts the entries that wait, and finds bodies without an entry.
func (v *verifier) bodies() error {
	type counts struct{ bodies, inbox int64 }
	c, err := database.One(v.ctx, v.tx, "journal.Verify", func(s database.Row) (counts, error) {
		var c counts
		return c, s.Scan(&c.bodies, &c.inbox)
	}, `select (select count(*) from journal_body), (select count(*) from journal_inbox)`)
	if err != nil {
		return err
	}
	v.report.Pending = c.inbox
	if entries := v.edge.size + v.report.Past + c.inbox; c.bodies != entries {
		return mismatch(v.edge.size, "there are %d bodies for %d entries, of which %d wait for their number",
			c.bodies, entries, c.inbox)
	}
	return nil
}

// erasures compares what is marked as erased with what the orders say.
func (v *verifier) erasures() error {
	type mark struct{ order, entry string }
	var group *erasedSet
	var last mark
	for {
		marks, err := database.All(v.ctx, v.tx, "journal.Verify", func(s database.Row) (mark, error) {
			var m mark
			return m, s.Scan(&m.order, &m.entry)
		}, `select erased_by, entry from journal_body where erased_by <> '' and (erased_by, entry) > ($1, $2)
			order by erased_by, entry limit 1000`, last.order, last.entry)
		if err != nil {
			return err
		}
		for _, m := range marks {
			if m.order != last.order && group != nil {
				err = v.erasure(last.order, group)
				if err != nil {
					return err
				}
			}
			if m.order != last.order {
				group = newErased()
			}
			group.add(m.entry)
			last = m
		}
		if len(marks) < 1000 {
			break
		}
	}
	if group != nil {
		err := v.erasure(last.order, group)
		if err != nil {
			return err
		}
	}
	return v.unheeded()
}

// waits stands for the number of an entry that has none yet.
const waits = math.MinInt64

// erasure compares the entries marked as erased by an order with what its leaf
// commits to. An order that waits for its number is believed.
func (v *verifier) erasure(order string, marked *erasedSet) error {
	type found struct {
		seq    int64
		erases []byte
	}
	list, err := database.All(v.ctx, v.tx, "journal.Verify", func(s database.Row) (found, error) {
		var f found
		return f, s.Scan(&f.seq, &f.erases)
	}, `select seq, erases from journal_leaf where id = $1 union all select $2, erases from journal_inbox where id = $1`, order, int64(waits))
	if err != nil {
		return err
	}
	if len(list) == 1 && bytes.Equal(list[0].erases, marked.sum()) {
		if list[0].seq != waits {
			v.orders--
		}
		return nil
	}
	if len(list) == 1 && list[0].seq != waits {
		return mismatch(list[0].seq, "it ordered to erase other bodies than those that are marked as erased by it")
	}
	seq, err := database.Value[int64](v.ctx, v.tx, "journal.Verify",
		`select coalesce(min(l.seq), $2) from journal_leaf l join journal_body b on b.entry = l.id where b.erased_by = $1`,
		order, v.edge.size)
	if err != nil {
		return err
	}
	return mismatch(seq, "its body is marked as erased, and nobody ordered that")
}

// unheeded finds orders of erasure whose bodies are there again.
func (v *verifier) unheeded() error {
	if v.orders == 0 {
		return nil
	}
	seq, err := database.Value[int64](v.ctx, v.tx, "journal.Verify", `select coalesce(min(l.seq), 0) from journal_leaf l
		where length(l.erases) > 0 and not exists (select 1 from journal_body b where b.erased_by = l.id)`)
	if err != nil {
		return err
	}
	return mismatch(seq, "the bodies that it ordered to erase are not erased")
}
