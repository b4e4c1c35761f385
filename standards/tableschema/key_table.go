package tableschema

import (
	"cmp"
	"slices"
)

// keyTable knows the values of one key in all rows so far. They stand in
// memory up to keysHeld of them, then on disk where the caller gives room, and
// what is repeated is found at the end.
type keyTable struct {
	*keyProg
	slots []keySlot // open addressing; row 0 is free
	used  int
	spill Spill
	disk  *keyDisk
}

type keySlot struct {
	digest [2]uint64
	row    int
}

// keysHeld is how many values stand in memory where there is room on disk: some
// 3 MB for one key.
var keysHeld = 50_000

// put notes a value and tells the row where it was before; 0 when it is new,
// or when nobody knows yet.
func (t *keyTable) put(e keyEntry) (first int, err error) {
	if t.disk != nil {
		return 0, t.disk.put(e)
	}
	if t.used >= keysHeld && t.spill != nil {
		if err := t.toDisk(); err != nil {
			return 0, err
		}
		return 0, t.disk.put(e)
	}
	if 3*t.used >= 2*len(t.slots) {
		t.grow()
	}
	s := t.slot(e.digest)
	if s.row != 0 {
		return s.row, nil
	}
	*s = keySlot{e.digest, e.row}
	t.used++
	return 0, nil
}

// slot gives the place of a digest, free or taken by it.
func (t *keyTable) slot(digest [2]uint64) *keySlot {
	for i := int(digest[0] % uint64(len(t.slots))); ; i++ {
		if i == len(t.slots) {
			i = 0
		}
		if s := &t.slots[i]; s.row == 0 || s.digest == digest {
			return s
		}
	}
}

func (t *keyTable) grow() {
	old := t.slots
	t.slots = make([]keySlot, max(1024, 2*len(old)))
	for _, s := range old {
		if s.row != 0 {
			*t.slot(s.digest) = s
		}
	}
}

func (t *keyTable) toDisk() (err error) {
	if t.disk, err = newKeyDisk(t.spill); err != nil {
		return err
	}
	for _, s := range t.slots {
		if s.row != 0 {
			if err := t.disk.put(keyEntry{row: s.row, digest: s.digest}); err != nil {
				return err
			}
		}
	}
	t.slots, t.used = nil, 0
	return nil
}

// finish finds what is repeated among the values on disk, and calls found for
// each, in no order of rows.
func (t *keyTable) finish(found func(e keyEntry, first int)) error {
	if t.disk == nil {
		return nil
	}
	defer t.disk.close()
	for part := range keyParts {
		entries, err := t.disk.part(part)
		if err != nil {
			return err
		}
		// The rows of one value stand together, in their order.
		slices.SortFunc(entries, func(a, b keyEntry) int {
			return cmp.Or(cmp.Compare(a.digest[0], b.digest[0]), cmp.Compare(a.digest[1], b.digest[1]), cmp.Compare(a.row, b.row))
		})
		first := 0
		for i, e := range entries {
			if i == 0 || e.digest != entries[i-1].digest {
				first = e.row
				continue
			}
			found(e, first)
		}
	}
	return nil
}

// close gives the room on disk back.
func (t *keyTable) close() {
	if t.disk != nil {
		t.disk.close()
	}
}
