package tables

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// bothSizes runs a test on tables answered in Go and in DuckDB, with the store
// elsewhere. Nothing stays decoded from one query to the next.
func bothSizes(t *testing.T, test func(t *testing.T, c Config)) {
	t.Run("small", func(t *testing.T) { test(t, Config{CacheDir: t.TempDir(), KeepParquet: true, SmallMemory: 1 << 20}) })
	t.Run("big", func(t *testing.T) { test(t, Config{CacheDir: t.TempDir(), KeepParquet: true, SmallCells: -1}) })
}

func asks(t *testing.T, e *Engine, table Table) {
	t.Helper()
	if got := first(t, e, table); got != "table" {
		t.Error(got)
	}
}

func TestParquetOfAStoreElsewhereIsFetchedOnce(t *testing.T) {
	bothSizes(t, func(t *testing.T, c Config) {
		table, opened := tableOf(numbered(t, "table", 50))
		for range 2 { // two processes, one after the other
			e := newEngine(t, c)
			var group sync.WaitGroup
			for range 10 {
				group.Go(func() { asks(t, e, table) })
			}
			group.Wait()
			if held := e.Held(); len(held) != 1 || held[0] != table.Digest {
				t.Errorf("held: %v", held)
			}
			// The native file breaks, or comes from an earlier program.
			if err := os.RemoveAll(e.nativePath(table.Digest)); err != nil {
				t.Fatal(err)
			}
			if err := e.Close(); err != nil {
				t.Fatal(err)
			}
		}
		if n := opened.Load(); n != 1 {
			t.Errorf("fetched %d times", n)
		}
	})
}

func TestKeptParquetIsNotBelieved(t *testing.T) {
	bothSizes(t, func(t *testing.T, c Config) {
		content := numbered(t, "table", 50)
		table, opened := tableOf(content)
		damaged := bytes.Clone(content)
		damaged[len(damaged)/2] ^= 1
		for i, kept := range [][]byte{damaged, content[:len(content)/2], nil, content} {
			c.CacheDir = t.TempDir()
			path := filepath.Join(c.CacheDir, table.Digest+parquetSuffix)
			if err := os.WriteFile(path, kept, 0o600); err != nil {
				t.Fatal(err)
			}
			before := opened.Load()
			asks(t, newEngine(t, c), table)
			if n := opened.Load() - before; n != 1 && i < 3 || n != 0 && i == 3 {
				t.Errorf("file %d: fetched %d times", i, n)
			}
			if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, content) {
				t.Errorf("file %d: the cache holds %d bytes, %v", i, len(now), err)
			}
		}
	})
}

func TestWhatComesWrongFromTheStoreIsNotKept(t *testing.T) {
	bothSizes(t, func(t *testing.T, c Config) {
		content := numbered(t, "table", 50)
		table, _ := tableOf(content)
		table.Open = func(context.Context) (io.ReadCloser, error) {
			return io.NopCloser(bytes.NewReader(content[:len(content)-1])), nil
		}
		if _, err := newEngine(t, c).Query(t.Context(), table, Query{}); err == nil || !strings.Contains(err.Error(), "digest") {
			t.Errorf("a torn file: %v", err)
		}
		if files := cached(t, c.CacheDir); len(files) != 0 {
			t.Errorf("the cache holds %v", files)
		}
	})
}

func TestKeptParquetGoesWhenThereIsNoRoom(t *testing.T) {
	dir := t.TempDir()
	var list []Table
	var size int64
	for i := range 5 {
		content := numbered(t, "table", 50+i)
		size = max(size, int64(len(content)))
		table, _ := tableOf(content)
		list = append(list, table)
	}
	e := newEngine(t, Config{CacheDir: dir, KeepParquet: true, MaxCacheBytes: 3*size + size/2})
	for _, table := range []Table{list[0], list[1], list[2], list[0], list[3], list[4]} {
		// A small table stays decoded; the next process reads the file again.
		asks(t, e, table)
		e.mu.Lock()
		e.files.touch(table.Digest + parquetSuffix)
		e.mu.Unlock()
	}
	var bytes int64
	left := map[string]bool{}
	for _, path := range cached(t, dir) {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		bytes += info.Size()
		left[strings.TrimSuffix(filepath.Base(path), parquetSuffix)] = true
	}
	if bytes > 3*size+size/2 || !left[list[0].Digest] || !left[list[4].Digest] || left[list[1].Digest] {
		t.Errorf("%d bytes are kept, of tables %v", bytes, left)
	}
	if files, counted := e.Cached(); files != len(left) || counted != bytes {
		t.Errorf("%d files of %d bytes are counted, %d of %d are there", files, counted, len(left), bytes)
	}
}

func TestForgottenParquetIsGone(t *testing.T) {
	bothSizes(t, func(t *testing.T, c Config) {
		table, _ := tableOf(numbered(t, "table", 50))
		e := newEngine(t, c)
		asks(t, e, table)
		if len(cached(t, c.CacheDir)) == 0 {
			t.Fatal("nothing was kept")
		}
		if err := e.Forget(t.Context(), table.Digest); err != nil {
			t.Fatal(err)
		}
		if files, _ := e.Cached(); files != 0 || len(cached(t, c.CacheDir)) != 0 || len(e.Held()) != 0 {
			t.Errorf("left: %v, %v", cached(t, c.CacheDir), e.Held())
		}
	})
}
