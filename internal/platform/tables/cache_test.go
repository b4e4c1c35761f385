package tables

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"airial/internal/platform/fault"
)

// numbered makes a table of n rows whose cells say which table it is.
func numbered(t testing.TB, name string, n int) []byte {
	var rows [][]string
	for range n {
		rows = append(rows, []string{name, "2024-01-01"})
	}
	return writeRows(t, []Column{{Name: "nom", Type: Text}, {Name: "le", Type: Date}}, rows)
}

func cached(t testing.TB, dir string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "*.*"))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func first(t testing.TB, e *Engine, table Table) string {
	t.Helper()
	page, err := e.Query(context.Background(), table, Query{Search: "table", Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	return page.Rows[0][0].(string)
}

func TestManyAskAtOnceItIsMadeOnce(t *testing.T) {
	bothWays(t, func(t *testing.T, e *Engine) {
		table, opened := tableOf(numbered(t, "table", 50))
		var group sync.WaitGroup
		for range 20 {
			group.Go(func() {
				if got := first(t, e, table); got != "table" {
					t.Error(got)
				}
			})
		}
		group.Wait()
		if n := opened.Load(); n != 1 {
			t.Errorf("opened %d times", n)
		}
	})
}

func TestNativeFilesOutliveTheProcess(t *testing.T) {
	dir := t.TempDir()
	table, opened := tableOf(numbered(t, "table", 5))
	for _, leftover := range []string{"x.tmp", table.Digest + ".t3.duckdb.tmp", table.Digest + ".t3.parquet.tmp"} {
		if err := os.WriteFile(filepath.Join(dir, leftover), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		e := newEngine(t, Config{CacheDir: dir, SmallCells: -1})
		if got := first(t, e, table); got != "table" {
			t.Error(got)
		}
		if err := e.Close(); err != nil {
			t.Error(err)
		}
		if files := cached(t, dir); len(files) != 2 || filepath.Base(files[0]) != table.Digest+".columns" || filepath.Base(files[1]) != table.Digest+".duckdb" {
			t.Errorf("the cache holds %v", files)
		}
		if _, err := e.Query(t.Context(), table, Query{}); err == nil {
			t.Error("a closed engine answers")
		}
	}
	if n := opened.Load(); n != 1 {
		t.Errorf("opened %d times", n)
	}
}

func TestBrokenFilesAreMadeAgain(t *testing.T) {
	var buf bytes.Buffer
	if _, err := WriteParquet(t.Context(), &buf, subsidyColumns, subsidySource(6_000)); err != nil {
		t.Fatal(err)
	}
	harm := map[string]func(b []byte) []byte{
		"empty":     func([]byte) []byte { return nil },
		"cut":       func(b []byte) []byte { return b[:len(b)/2] },
		"header":    func(b []byte) []byte { clear(b[:4096]); return b },
		"foreign":   func([]byte) []byte { return []byte(strings.Repeat("a,b\n1,2\n", 9999)) },
		"block":     func(b []byte) []byte { clear(b[len(b)/3 : len(b)/3+500_000]); return b },
		"all data":  func(b []byte) []byte { clear(b[12288:]); return b },
		"last byte": func(b []byte) []byte { b[len(b)-1] ^= 1; return b },
	}
	for name, hurt := range harm {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			table, _ := tableOf(buf.Bytes())
			e := newEngine(t, Config{CacheDir: dir, SmallCells: -1})
			if err := e.Warm(t.Context(), table); err != nil {
				t.Fatal(err)
			}
			if err := e.Close(); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(dir, table.Digest+".duckdb")
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, hurt(b), 0o600); err != nil {
				t.Fatal(err)
			}
			e = newEngine(t, Config{CacheDir: dir, SmallCells: -1})
			for range 2 {
				page, err := e.Query(t.Context(), table, Query{Search: "1999", Sort: []Sort{{"montant", true}}, Limit: 30})
				if err != nil {
					t.Fatal(err)
				}
				if page.Total == 0 || int64(len(page.Rows)) != page.Total {
					t.Errorf("%d rows of %d", len(page.Rows), page.Total)
				}
			}
			rows := 0
			if err := e.Each(t.Context(), table, Query{}, func([]any) error { rows++; return nil }); err != nil || rows != 6_000 {
				t.Errorf("%d rows: %v", rows, err)
			}
		})
	}
}

func TestCachesStayWithinBounds(t *testing.T) {
	t.Run("files", func(t *testing.T) {
		dir := t.TempDir()
		e := newEngine(t, Config{CacheDir: dir, SmallCells: -1, MaxCacheBytes: 3_000_000, MaxAttached: 2, Threads: 1})
		for round := range 2 {
			for i := range 12 {
				name := "table " + string(rune('a'+i))
				table, _ := tableOf(numbered(t, name, 10))
				if got := first(t, e, table); got != name {
					t.Errorf("round %d: %s instead of %s", round, got, name)
				}
			}
		}
		var total int64
		for _, path := range cached(t, dir) {
			info, err := os.Stat(path)
			if err != nil {
				t.Fatal(err)
			}
			total += info.Size()
		}
		if total == 0 || total > 3_000_000 || total != e.files.total {
			t.Errorf("%d bytes in the cache, %d counted", total, e.files.total)
		}
		var attached int
		query := "select count(*) from duckdb_databases() where database_name like 't%' and database_name <> 'temp'"
		if err := e.duck.db.QueryRow(query).Scan(&attached); err != nil || attached > 2 {
			t.Errorf("%d attached, %v", attached, err)
		}
	})
	t.Run("memory", func(t *testing.T) {
		e := newEngine(t, Config{SmallMemory: 10_000})
		for i := range 20 {
			table, _ := tableOf(numbered(t, "table "+string(rune('a'+i)), 20))
			first(t, e, table)
		}
		if e.small.total > 10_000 || e.small.len() < 3 || len(e.entries) != e.small.len() {
			t.Errorf("%d bytes of %d tables", e.small.total, e.small.len())
		}
	})
}

func TestForgetLeavesNothing(t *testing.T) {
	bothWays(t, func(t *testing.T, e *Engine) {
		table, opened := tableOf(numbered(t, "table", 10))
		first(t, e, table)
		if err := e.Forget(t.Context(), table.Digest); err != nil {
			t.Fatal(err)
		}
		if files := cached(t, e.cfg.CacheDir); len(files) != 0 {
			t.Errorf("the cache holds %v", files)
		}
		if len(e.entries) != 0 || len(e.totals.counts) != 0 || e.files.total != 0 || e.small.total != 0 {
			t.Error("something is remembered")
		}
		gone := errors.New("erased")
		_, err := e.Query(t.Context(), Table{table.Digest, func(context.Context) (io.ReadCloser, error) { return nil, gone }}, Query{})
		if !errors.Is(err, gone) {
			t.Errorf("after Forget: %v", err)
		}
		first(t, e, table) // a failure is not remembered
		if n := opened.Load(); n != 2 {
			t.Errorf("opened %d times", n)
		}
		if err := e.Forget(t.Context(), strings.Repeat("0", 64)); err != nil {
			t.Errorf("forgetting what is not there: %v", err)
		}
		if err := e.Forget(t.Context(), "../x"); err == nil {
			t.Error("a digest that is none was taken")
		}
	})
}

func TestForgetCutsWhatRuns(t *testing.T) {
	bothWays(t, func(t *testing.T, e *Engine) {
		table, _ := tableOf(numbered(t, "table", 1000))
		seen := 0
		err := e.Each(t.Context(), table, Query{}, func([]any) error {
			if seen++; seen == 10 {
				return e.Forget(t.Context(), table.Digest)
			}
			return nil
		})
		if !fault.Is(err, fault.Gone) || seen > 11 {
			t.Errorf("%d rows, %v", seen, err)
		}
		if files := cached(t, e.cfg.CacheDir); len(files) != 0 {
			t.Errorf("the cache holds %v", files)
		}
		first(t, e, table)
	})
}

// TestForgetStopsTheMaking forgets a table whose Parquet is still coming in.
func TestForgetStopsTheMaking(t *testing.T) {
	e := newEngine(t, Config{SmallCells: -1, SmallBytes: 1000})
	reader, writer := io.Pipe()
	table := Table{strings.Repeat("ab", 32), func(ctx context.Context) (io.ReadCloser, error) {
		context.AfterFunc(ctx, func() { writer.CloseWithError(ctx.Err()) })
		return reader, nil
	}}
	asked := make(chan error)
	go func() {
		_, err := e.Query(context.Background(), table, Query{})
		asked <- err
	}()
	if _, err := writer.Write(make([]byte, 5000)); err != nil {
		t.Fatal(err)
	}
	if err := e.Forget(t.Context(), table.Digest); err != nil {
		t.Fatal(err)
	}
	if err := <-asked; !fault.Is(err, fault.Gone) {
		t.Error(err)
	}
	if files := cached(t, e.cfg.CacheDir); len(files) != 0 {
		t.Errorf("the cache holds %v", files)
	}
}

func TestAnAskerWhoLeavesDoesNotStopTheOthers(t *testing.T) {
	bothWays(t, func(t *testing.T, e *Engine) {
		table, opened := tableOf(numbered(t, "table", 10))
		let := make(chan struct{})
		open := table.Open
		table.Open = func(ctx context.Context) (io.ReadCloser, error) {
			<-let
			return open(ctx)
		}
		ctx, cancel := context.WithCancel(t.Context())
		left := make(chan error)
		go func() {
			_, err := e.Query(ctx, table, Query{})
			left <- err
		}()
		for e.entryCount() == 0 {
			time.Sleep(time.Millisecond)
		}
		cancel()
		if err := <-left; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		close(let)
		first(t, e, table)
		if n := opened.Load(); n != 1 {
			t.Errorf("opened %d times", n)
		}
	})
}

func (e *Engine) entryCount() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return len(e.entries)
}

func TestLongQueriesAreCut(t *testing.T) {
	table, _ := tableOf(numbered(t, "table", 1000))
	e := newEngine(t, Config{SmallCells: -1, Timeout: time.Nanosecond})
	if _, err := e.Query(t.Context(), table, Query{Search: "table"}); !fault.Is(err, fault.Unavailable) {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	err := e.Each(ctx, table, Query{}, func([]any) error { cancel(); return nil })
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestDuckDBGoesWhenIdle(t *testing.T) {
	e := newEngine(t, Config{SmallCells: -1, IdleAfter: 20 * time.Millisecond})
	table, opened := tableOf(numbered(t, "table", 10))
	first(t, e, table)
	for e.entryCount() != 0 {
		time.Sleep(5 * time.Millisecond)
	}
	first(t, e, table)
	if n := opened.Load(); n != 1 {
		t.Errorf("opened %d times", n)
	}
}

// TestEverythingAtOnce runs queries, exports, evictions and forgetting over
// more tables than may be attached.
func TestEverythingAtOnce(t *testing.T) {
	e := newEngine(t, Config{SmallCells: 50, MaxAttached: 2, MaxCacheBytes: 2_000_000, SmallMemory: 5_000, IdleAfter: 30 * time.Millisecond, Threads: 2})
	var list []Table
	for i := range 8 {
		table, _ := tableOf(numbered(t, "table "+string(rune('a'+i)), 10+i*5))
		list = append(list, table)
	}
	var group sync.WaitGroup
	for worker := range 6 {
		group.Go(func() {
			for i := range 25 {
				n := (worker*7 + i*3) % len(list)
				rows := 0
				var err error
				if i%5 == 4 {
					err = e.Each(t.Context(), list[n], Query{}, func([]any) error { rows++; return nil })
				} else {
					var page Page
					page, err = e.Query(t.Context(), list[n], Query{Search: string(rune('a' + n)), Sort: []Sort{{"le", true}}, Limit: 100})
					rows = len(page.Rows)
				}
				if worker == 0 && i%4 == 0 {
					if err := e.Forget(t.Context(), list[n].Digest); err != nil {
						t.Error(err)
					}
				}
				if fault.Is(err, fault.Gone) {
					continue
				}
				if err != nil || rows != 10+n*5 {
					t.Errorf("table %d: %d rows, %v", n, rows, err)
				}
			}
		})
	}
	group.Wait()
}
