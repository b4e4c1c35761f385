package tables

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"time"
)

// Config sets the bounds of an Engine. Zero means the default.
type Config struct {
	CacheDir      string        // required; ours alone, everything in it is disposable
	MaxCacheBytes int64         // native files, and Parquet that is kept, on disk; 4 GiB
	KeepParquet   bool          // what was fetched is kept in the cache: the store is elsewhere
	MemoryLimit   int64         // bytes DuckDB may hold to answer; 128 MiB
	BuildMemory   int64         // and to make a native file, which it gives back after it; 512 MiB
	Threads       int           // of DuckDB; as many as cores
	MaxConcurrent int           // questions in DuckDB at a time, the others wait; 2 a thread, 8 at most
	MaxWaiting    int           // questions that wait for that; the next one is refused; 64
	MaxAttached   int           // native files open at a time; 64
	SmallBytes    int64         // Parquet up to this size may be answered in Go; 1 MiB
	SmallCells    int64         // and up to this number of cells; 200,000
	SmallMemory   int64         // small tables kept decoded, in bytes; 24 MiB
	VectorMemory  int64         // columns of big tables kept decoded, in bytes; 40 MiB; below 0 none
	BlockMemory   int64         // rows of big tables kept as pages show them, in bytes; 16 MiB
	MaxLimit      int           // highest Limit of a Query; 10,000
	MaxPageBytes  int           // a Query's rows end here, one row at least; 16 MiB
	Timeout       time.Duration // of one Query, its table being ready; 10 s
	IdleAfter     time.Duration // DuckDB gives its memory back when unused for so long; 2 min

	eagerVectors bool // a column file that is missed is made at once, and waited for
}

func (c Config) withDefaults() (Config, error) {
	if c.CacheDir == "" {
		return c, errors.New("tables: no cache directory")
	}
	dir, err := filepath.Abs(c.CacheDir)
	if err != nil {
		return c, fmt.Errorf("tables: %w", err)
	}
	c.CacheDir = dir
	c.MaxCacheBytes = cmp.Or(c.MaxCacheBytes, 4<<30)
	c.MemoryLimit = cmp.Or(c.MemoryLimit, 128<<20)
	c.BuildMemory = cmp.Or(c.BuildMemory, max(512<<20, c.MemoryLimit))
	c.Threads = cmp.Or(c.Threads, runtime.NumCPU())
	c.MaxConcurrent = cmp.Or(c.MaxConcurrent, min(8, 2*c.Threads))
	c.MaxWaiting = cmp.Or(c.MaxWaiting, 64)
	c.MaxAttached = cmp.Or(c.MaxAttached, 64)
	c.SmallBytes = cmp.Or(c.SmallBytes, 1<<20)
	c.SmallCells = cmp.Or(c.SmallCells, 200_000)
	c.SmallMemory = cmp.Or(c.SmallMemory, 24<<20)
	c.VectorMemory = cmp.Or(c.VectorMemory, 40<<20)
	c.BlockMemory = cmp.Or(c.BlockMemory, 16<<20)
	c.MaxLimit = cmp.Or(c.MaxLimit, 10_000)
	c.MaxPageBytes = cmp.Or(c.MaxPageBytes, 16<<20)
	c.Timeout = cmp.Or(c.Timeout, 10*time.Second)
	c.IdleAfter = cmp.Or(c.IdleAfter, 2*time.Minute)
	return c, nil
}

// Opener gives the Parquet of a table, as WriteParquet made it. It may be
// called long after the query that asked for it was given up, with the values
// of that query's context.
type Opener func(ctx context.Context) (io.ReadCloser, error)

// Table names a published table by the digest of its Parquet, in lower-case
// hexadecimal, and says where to get it. The same digest is the same table for
// ever.
type Table struct {
	Digest string
	Open   Opener
}

func checkDigest(digest string) error {
	if len(digest) < 16 || len(digest) > 128 {
		return fmt.Errorf("tables: %q is not a digest", digest)
	}
	for _, c := range digest {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return fmt.Errorf("tables: %q is not a digest", digest)
		}
	}
	return nil
}
