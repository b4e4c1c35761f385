package journal

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"golang.org/x/mod/sumdb/tlog"

	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// Root returns the hash of the tree of the first size entries.
func (j *Journal) Root(ctx context.Context, tx database.Tx, size int64) (tlog.Hash, error) {
	h, err := tlog.TreeHash(size, newTileReader(ctx, tx))
	return h, fault.Wrap("journal.Root", err)
}

// Prove returns the proof that the tree of the first size entries holds the
// entry with a number (RFC 6962 §2.1.1). tlog.CheckRecord checks it.
func (j *Journal) Prove(ctx context.Context, tx database.Tx, seq, size int64) (tlog.RecordProof, error) {
	const op = "journal.Prove"
	err := j.within(ctx, tx, op, seq >= 0 && seq < size, size)
	if err != nil {
		return nil, err
	}
	p, err := tlog.ProveRecord(size, seq, newTileReader(ctx, tx))
	return p, fault.Wrap(op, err)
}

// ProveConsistency returns the proof that the tree of the first old entries is
// the beginning of that of the first size ones (RFC 6962 §2.1.2).
// tlog.CheckTree checks it.
func (j *Journal) ProveConsistency(ctx context.Context, tx database.Tx, old, size int64) (tlog.TreeProof, error) {
	const op = "journal.ProveConsistency"
	err := j.within(ctx, tx, op, old >= 1 && old <= size, size)
	if err != nil {
		return nil, err
	}
	p, err := tlog.ProveTree(size, old, newTileReader(ctx, tx))
	return p, fault.Wrap(op, err)
}

// within refuses what lies beyond the log.
func (j *Journal) within(ctx context.Context, tx database.Tx, op string, sound bool, size int64) error {
	have, err := j.Size(ctx, tx)
	if err != nil {
		return err
	}
	if !sound || size > have {
		return fault.Missing(op)
	}
	return nil
}

// Tile returns the hashes of a tile of height 8, complete or not, as C2SP
// tlog-tiles serves them; NotFound beyond the end of the log.
func (j *Journal) Tile(ctx context.Context, tx database.Tx, t tlog.Tile) ([]byte, error) {
	const op = "journal.Tile"
	if t.H != tileHeight || t.L < 0 || t.L > 7 || t.N < 0 || t.W < 1 || t.W > tileWidth ||
		t.N > math.MaxInt64>>(tileHeight*(t.L+1))-1 {
		return nil, fault.Missing(op)
	}
	size, err := j.Size(ctx, tx)
	if err != nil {
		return nil, err
	}
	if t.N<<tileHeight+int64(t.W) > size>>(tileHeight*t.L) {
		return nil, fault.Missing(op)
	}
	return readTile(ctx, tx, t)
}

// Bundle returns the records of the entries n·256 to n·256+width-1, each after
// its length in two bytes, as C2SP tlog-tiles serves them. NotFound beyond the
// end of the log; Forbidden when an entry is of the first form, whose record
// names what is not public.
func (j *Journal) Bundle(ctx context.Context, tx database.Tx, n int64, width int) ([]byte, error) {
	const op = "journal.Bundle"
	if n < 0 || n >= math.MaxInt64/tileWidth || width < 1 || width > tileWidth {
		return nil, fault.Missing(op)
	}
	leaves, err := readLeaves(ctx, tx, n*tileWidth, width)
	if err != nil {
		return nil, err
	}
	if len(leaves) < width {
		return nil, fault.Missing(op)
	}
	var b []byte
	for _, l := range leaves {
		if len(l.seal) == 0 {
			return nil, fault.New(fault.Forbidden, op,
				"Ce lot contient des entrées écrites par une ancienne version, qui nomment ce qui n’est pas public\u202f: il n’est pas diffusé. Ses empreintes le sont, et chaque entrée se prouve.",
				"This bundle holds entries written by an earlier version, which name what is not public: it is not handed out. Its hashes are, and each entry can be proven.")
		}
		record := l.record()
		b = binary.BigEndian.AppendUint16(b, uint16(len(record)))
		b = append(b, record...)
	}
	return b, nil
}

func readLeaves(ctx context.Context, tx database.Tx, from int64, n int) ([]numberedLeaf, error) {
	return database.All(ctx, tx, "journal.readLeaves", scanLeaf,
		`select `+leafColumns+`, seq, hash from journal_leaf where seq >= $1 and seq < $2 order by seq`, from, from+int64(n))
}

// readTile reads the first hashes of a tile: a stored one, or one made from
// what is below it.
func readTile(ctx context.Context, tx database.Tx, t tlog.Tile) ([]byte, error) {
	hashes, err := database.Value[[]byte](ctx, tx, "journal.readTile",
		`select hashes from journal_tile where level = $1 and n = $2`, t.L, t.N)
	if err == nil {
		if len(hashes) != tileWidth*tlog.HashSize {
			return nil, fmt.Errorf("journal: tile %d of level %d has %d bytes", t.N, t.L, len(hashes))
		}
		return hashes[:t.W*tlog.HashSize], nil
	}
	if !fault.Is(err, fault.NotFound) {
		return nil, err
	}
	list, err := readHashes(ctx, tx, t.L, t.N<<tileHeight, t.W)
	return join(list), err
}

// tileReader reads hashes of the tree from tiles, each read once.
type tileReader struct {
	ctx   context.Context
	tx    database.Tx
	tiles map[tlog.Tile][]byte
}

func newTileReader(ctx context.Context, tx database.Tx) *tileReader {
	return &tileReader{ctx: ctx, tx: tx, tiles: map[tlog.Tile][]byte{}}
}

// ReadHashes implements tlog.HashReader.
func (r *tileReader) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	list := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		t := tlog.TileForIndex(tileHeight, index)
		data, err := r.tile(t)
		if err != nil {
			return nil, err
		}
		list[i], err = tlog.HashFromTile(t, data, index)
		if err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (r *tileReader) tile(t tlog.Tile) ([]byte, error) {
	if data, ok := r.tiles[t]; ok {
		return data, nil
	}
	if t.L > 7 {
		return nil, errors.New("journal: no log is that long")
	}
	data, err := readTile(r.ctx, r.tx, t)
	if err == nil {
		r.tiles[t] = data
	}
	return data, err
}
