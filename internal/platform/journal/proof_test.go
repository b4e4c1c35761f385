package journal_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/journal"
)

// records splits an entry bundle.
func records(t *testing.T, bundle []byte) [][]byte {
	t.Helper()
	var list [][]byte
	for len(bundle) > 0 {
		n := int(binary.BigEndian.Uint16(bundle))
		list = append(list, bundle[2:2+n])
		bundle = bundle[2+n:]
	}
	return list
}

func recordHash(t *testing.T, bundle []byte, i int) tlog.Hash {
	t.Helper()
	return tlog.RecordHash(records(t, bundle)[i])
}

// plainTree keeps every hash, as tlog's documentation has it: the reference.
type plainTree []tlog.Hash

func (p plainTree) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	list := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		list[i] = p[x]
	}
	return list, nil
}

// TestProofs checks inclusion, consistency, tiles and roots of a log of 700
// entries against the plain tree made from its bundles.
func TestProofs(t *testing.T) {
	const size = 700
	each(t, func(t *testing.T, b *bench) {
		b.fill(300)
		b.fill(size - 300)
		b.read(func(ctx context.Context, tx database.Tx) error {
			var all [][]byte
			for n := int64(0); n*256 < size; n++ {
				bundle, err := b.journal.Bundle(ctx, tx, n, int(min(256, size-n*256)))
				if err != nil {
					return err
				}
				all = append(all, records(t, bundle)...)
			}
			if !strings.HasPrefix(string(all[5]), "entry/v2\nid ") || !strings.Contains(string(all[5]), "\nkind piece.received\nparties ") {
				t.Errorf("a record reads %q", all[5])
			}
			for i, record := range all {
				for _, hidden := range []string{fmt.Sprintf("s%d", i), "m1", "user", "subject", "member"} {
					if slices.Contains(strings.Fields(string(record)), hidden) || strings.Contains(string(record), "user:") {
						t.Fatalf("record %d tells %q: %q", i, hidden, record)
					}
				}
			}
			var plain plainTree
			roots := []tlog.Hash{}
			for i, record := range all {
				hashes, err := tlog.StoredHashes(int64(i), record, plain)
				if err != nil {
					return err
				}
				plain = append(plain, hashes...)
				root, err := tlog.TreeHash(int64(i)+1, plain)
				if err != nil {
					return err
				}
				roots = append(roots, root)
			}
			for _, n := range []int64{1, 2, 255, 256, 257, 511, 512, 513, 700} {
				root, err := b.journal.Root(ctx, tx, n)
				if err != nil || root != roots[n-1] {
					t.Errorf("root of %d: %v, %v", n, root, err)
				}
				for _, seq := range []int64{0, n / 2, n - 1} {
					p, err := b.journal.Prove(ctx, tx, seq, n)
					if err == nil {
						err = tlog.CheckRecord(p, n, roots[n-1], seq, tlog.RecordHash(all[seq]))
					}
					if err != nil {
						t.Errorf("entry %d in %d: %v", seq, n, err)
					}
				}
				p, err := b.journal.ProveConsistency(ctx, tx, n, size)
				if err == nil {
					err = tlog.CheckTree(p, size, roots[size-1], n, roots[n-1])
				}
				if err != nil {
					t.Errorf("%d in %d: %v", n, size, err)
				}
			}
			for _, tile := range tlog.NewTiles(8, 0, size) {
				got, err := b.journal.Tile(ctx, tx, tile)
				want, wrong := tlog.ReadTileData(tile, plain)
				if err != nil || wrong != nil || !bytes.Equal(got, want) {
					t.Errorf("tile %s: %v, %v", tile.Path(), err, wrong)
				}
			}
			signed, err := b.journal.Checkpoint(ctx, tx)
			if err != nil {
				return err
			}
			c, err := journal.OpenCheckpoint(signed, b.verifier)
			if err != nil || c != (journal.Checkpoint{Origin: "journal.example", Size: size, Root: roots[size-1]}) {
				t.Errorf("checkpoint %+v, %v", c, err)
			}
			return nil
		})
	})
}

func TestNothingBeyondTheEnd(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.fill(10)
		b.read(func(ctx context.Context, tx database.Tx) error {
			for name, ask := range map[string]func() error{
				"entry beyond the size":   func() error { _, err := b.journal.Prove(ctx, tx, 5, 5); return err },
				"entry before the first":  func() error { _, err := b.journal.Prove(ctx, tx, -1, 5); return err },
				"size beyond the log":     func() error { _, err := b.journal.Prove(ctx, tx, 5, 11); return err },
				"old size zero":           func() error { _, err := b.journal.ProveConsistency(ctx, tx, 0, 5); return err },
				"old size beyond":         func() error { _, err := b.journal.ProveConsistency(ctx, tx, 6, 5); return err },
				"wider tile":              func() error { _, err := b.journal.Tile(ctx, tx, tlog.Tile{H: 8, W: 11}); return err },
				"tile of a higher level":  func() error { _, err := b.journal.Tile(ctx, tx, tlog.Tile{H: 8, L: 1, W: 1}); return err },
				"tile of another height":  func() error { _, err := b.journal.Tile(ctx, tx, tlog.Tile{H: 2, W: 1}); return err },
				"tile beyond the numbers": func() error { _, err := b.journal.Tile(ctx, tx, tlog.Tile{H: 8, L: 7, N: 1 << 62, W: 1}); return err },
				"tile of no width":        func() error { _, err := b.journal.Tile(ctx, tx, tlog.Tile{H: 8}); return err },
				"bundle":                  func() error { _, err := b.journal.Bundle(ctx, tx, 0, 11); return err },
				"bundle beyond":           func() error { _, err := b.journal.Bundle(ctx, tx, 1<<62, 1); return err },
			} {
				if err := ask(); !fault.Is(err, fault.NotFound) {
					t.Errorf("%s: %v, want NotFound", name, err)
				}
			}
			return nil
		})
	})
}
