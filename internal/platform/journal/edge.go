package journal

import (
	"context"
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/tlog"

	"airial/internal/platform/database"
)

// Tiles are of height 8: 256 hashes (C2SP tlog-tiles).
const (
	tileHeight = 8
	tileWidth  = 1 << tileHeight
)

// edge is the right edge of the tree: its size, and the hashes of the incomplete
// tile of each level. With it the tree grows, and its root is known, without
// reading anything.
type edge struct {
	size   int64
	levels [][]tlog.Hash // each shorter than a tile
}

// tile is a complete tile.
type tile struct {
	level  int
	n      int64
	hashes []byte
	root   tlog.Hash
}

func (e *edge) clone() *edge {
	c := &edge{size: e.size, levels: make([][]tlog.Hash, len(e.levels))}
	for i, l := range e.levels {
		c.levels[i] = slices.Clone(l)
	}
	return c
}

// add puts a leaf's hash at the end and returns the tiles that it completes,
// lowest first.
func (e *edge) add(h tlog.Hash) []tile {
	e.size++
	var complete []tile
	for level := 0; ; level++ {
		if level == len(e.levels) {
			e.levels = append(e.levels, make([]tlog.Hash, 0, tileWidth))
		}
		e.levels[level] = append(e.levels[level], h)
		if len(e.levels[level]) < tileWidth {
			return complete
		}
		t := tile{level: level, n: e.size>>(tileHeight*(level+1)) - 1, hashes: join(e.levels[level])}
		t.root = subtree(e.levels[level])
		e.levels[level] = e.levels[level][:0]
		complete = append(complete, t)
		h = t.root
	}
}

// root returns the hash of the tree (RFC 6962 §2.1).
func (e *edge) root() (tlog.Hash, error) {
	return tlog.TreeHash(e.size, tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		list := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			t := tlog.TileForIndex(tileHeight, index)
			if t.L >= len(e.levels) || t.W > len(e.levels[t.L]) {
				return nil, fmt.Errorf("journal: hash %d is not on the edge of the tree", index)
			}
			var err error
			list[i], err = tlog.HashFromTile(t, join(e.levels[t.L][:t.W]), index)
			if err != nil {
				return nil, err
			}
		}
		return list, nil
	}))
}

func join(hashes []tlog.Hash) []byte {
	b := make([]byte, 0, len(hashes)*tlog.HashSize)
	for _, h := range hashes {
		b = append(b, h[:]...)
	}
	return b
}

// subtree returns the root above a power of two of hashes.
func subtree(hashes []tlog.Hash) tlog.Hash {
	if len(hashes) == 1 {
		return hashes[0]
	}
	half := len(hashes) / 2
	return tlog.NodeHash(subtree(hashes[:half]), subtree(hashes[half:]))
}

// loadEdge reads the edge of the tree of a size.
func loadEdge(ctx context.Context, tx database.Tx, size int64) (*edge, error) {
	e := &edge{size: size}
	for level := 0; size>>(tileHeight*level) > 0; level++ {
		count := size >> (tileHeight * level)
		hashes, err := readHashes(ctx, tx, level, count-count%tileWidth, int(count%tileWidth))
		if err != nil {
			return nil, err
		}
		e.levels = append(e.levels, hashes)
	}
	return e, nil
}

// readHashes reads consecutive hashes of a level from what is stored one by
// one: the leaves' own, or the roots of the tiles below.
func readHashes(ctx context.Context, tx database.Tx, level int, from int64, n int) ([]tlog.Hash, error) {
	const op = "journal.readHashes"
	scan := func(s database.Row) (tlog.Hash, error) {
		var b []byte
		err := s.Scan(&b)
		if err == nil && len(b) != tlog.HashSize {
			err = fmt.Errorf("a stored hash of %d bytes", len(b))
		}
		var h tlog.Hash
		copy(h[:], b)
		return h, err
	}
	var list []tlog.Hash
	var err error
	if level == 0 {
		list, err = database.All(ctx, tx, op, scan,
			`select hash from journal_leaf where seq >= $1 and seq < $2 order by seq`, from, from+int64(n))
	} else {
		list, err = database.All(ctx, tx, op, scan,
			`select root from journal_tile where level = $1 and n >= $2 and n < $3 order by n`, level-1, from, from+int64(n))
	}
	if err == nil && len(list) != n {
		err = fmt.Errorf("%s: level %d from %d: %d hashes, want %d", op, level, from, len(list), n)
	}
	return list, err
}
