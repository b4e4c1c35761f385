package remote

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"

	"golang.org/x/mod/sumdb/tlog"

	"airial/internal/platform/journal"
)

const (
	width = 256 // hashes of a tile, entries of a bundle
	// maxAnswer bounds an answer, in bytes: a bundle of 256 records of the
	// longest kind.
	maxAnswer = 256 * (64 << 10)
)

// A Doer sends a request: an HTTP client.
type Doer interface {
	Do(*http.Request) (*http.Response, error)
}

// A Log is one that others keep.
type Log struct {
	ctx  context.Context // of the reads that golang.org/x/mod/sumdb/tlog asks for
	base string
	http Doer

	mu    sync.Mutex
	tiles map[tlog.Tile][]byte // verified, above the lowest level
}

// Open returns the log at the address of an installation.
func Open(ctx context.Context, address string, h Doer) *Log {
	return &Log{ctx: ctx, base: strings.TrimSuffix(address, "/"), http: h, tiles: map[tlog.Tile][]byte{}}
}

// A StatusError is an answer that is no 200.
type StatusError struct {
	Status int
	URL    string
}

func (e *StatusError) Error() string { return fmt.Sprintf("%s: status %d", e.URL, e.Status) }

func (l *Log) get(path string) ([]byte, error) {
	req, err := http.NewRequestWithContext(l.ctx, http.MethodGet, l.base+path, nil)
	if err != nil {
		return nil, err
	}
	res, err := l.http.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer+1))
	if err != nil {
		return nil, err
	}
	if res.StatusCode != http.StatusOK {
		return nil, &StatusError{res.StatusCode, l.base + path}
	}
	if len(body) > maxAnswer {
		return nil, fmt.Errorf("%s: the answer is too long", l.base+path)
	}
	return body, nil
}

// Checkpoint returns the checkpoint that the log publishes, unverified.
func (l *Log) Checkpoint() (string, error) {
	text, err := l.get("/journal/checkpoint")
	return string(text), err
}

// Hashes returns a reader of the hashes of a tree, each of which it verifies
// against the root.
func (l *Log) Hashes(c journal.Checkpoint) tlog.HashReader {
	return tlog.TileHashReader(tlog.Tree{N: c.Size, Hash: c.Root}, tileReader{l})
}

type tileReader struct{ log *Log }

func (r tileReader) Height() int { return 8 }

func (r tileReader) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	out := make([][]byte, len(tiles))
	for i, t := range tiles {
		r.log.mu.Lock()
		known := r.log.tiles[t]
		r.log.mu.Unlock()
		if out[i] = known; known != nil {
			continue
		}
		data, err := r.log.get("/journal/" + journal.TilePath(t))
		if err != nil {
			return nil, err
		}
		out[i] = data
	}
	return out, nil
}

func (r tileReader) SaveTiles(tiles []tlog.Tile, data [][]byte) {
	r.log.mu.Lock()
	defer r.log.mu.Unlock()
	for i, t := range tiles {
		if t.L > 0 {
			r.log.tiles[t] = data[i]
		}
	}
}

// Records returns the records of one bundle, unverified.
func (l *Log) Records(n int64, count int) ([][]byte, error) {
	bundle, err := l.get("/journal/" + journal.TilePath(tlog.Tile{H: 8, L: journal.Entries, N: n, W: count}))
	if err != nil {
		return nil, err
	}
	return SplitBundle(bundle, count)
}

// SplitBundle takes the records of a bundle apart: each follows its length in
// two bytes.
func SplitBundle(bundle []byte, count int) ([][]byte, error) {
	records := make([][]byte, 0, count)
	for len(bundle) >= 2 {
		size := int(binary.BigEndian.Uint16(bundle))
		if len(bundle)-2 < size {
			return nil, errors.New("a bundle ends in the midst of a record")
		}
		records = append(records, bundle[2:2+size])
		bundle = bundle[2+size:]
	}
	if len(bundle) != 0 || len(records) != count {
		return nil, fmt.Errorf("a bundle of %d records, and %d were asked for", len(records), count)
	}
	return records, nil
}
