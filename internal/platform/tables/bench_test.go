package tables

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// bigTable is written once for all benchmarks: 1,000,000 rows of 16 columns.
var bigTable = sync.OnceValues(func() (string, error) {
	path := filepath.Join(os.TempDir(), fmt.Sprintf("airial-bench-%d.parquet", os.Getpid()))
	f, err := os.Create(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	_, err = WriteParquet(context.Background(), f, subsidyColumns, subsidySource(1_000_000))
	return path, err
})

func TestMain(m *testing.M) {
	code := m.Run()
	os.Remove(filepath.Join(os.TempDir(), fmt.Sprintf("airial-bench-%d.parquet", os.Getpid())))
	os.Exit(code)
}

func big(b *testing.B) Table {
	path, err := bigTable()
	if err != nil {
		b.Fatal(err)
	}
	return Table{Digest: digestOf([]byte("big")), Open: func(context.Context) (io.ReadCloser, error) { return os.Open(path) }}
}

// BenchmarkWriteParquet100kx16 stands against the 4 s that a table of that
// size may take from deposit to publication, all told.
func BenchmarkWriteParquet100kx16(b *testing.B) {
	rows := rowsOf(b, subsidySource(100_000))
	cells := make([][][]byte, len(rows))
	for i, row := range rows {
		for _, c := range row {
			cells[i] = append(cells[i], []byte(c))
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		next := 0
		_, err := WriteParquet(context.Background(), io.Discard, subsidyColumns, SourceFunc(func() ([][]byte, error) {
			if next == len(cells) {
				return nil, io.EOF
			}
			next++
			return cells[next-1], nil
		}))
		if err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNativeBuild1Mx16(b *testing.B) {
	table := big(b)
	e := newEngine(b, Config{})
	for b.Loop() {
		if err := e.Warm(b.Context(), table); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(e.files.total)/1e6, "MB")
		if err := e.Forget(b.Context(), table.Digest); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkPage1Mx16 stands against 25 ms for a filtered page and 300 ms for
// a search over all text. Totals are forgotten between the rounds, except
// where said.
func BenchmarkPage1Mx16(b *testing.B) {
	table := big(b)
	e := newEngine(b, Config{})
	if err := e.Warm(b.Context(), table); err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct {
		name string
		q    Query
	}{
		{"first", Query{}},
		{"deep", Query{Offset: 900_000}},
		{"filtered", Query{Filters: []Filter{{"nomAttribuant", Eq, "Commune de Saint-Élix-33"}}}},
		{"filtered, deep", Query{Filters: []Filter{{"exercice", Eq, "2017"}}, Offset: 50_000}},
		{"filtered and sorted", Query{Filters: []Filter{{"nomAttribuant", Eq, "Commune de Saint-Élix-33"}}, Sort: []Sort{{"montant", true}}}},
		{"contains", Query{Filters: []Filter{{"nomBeneficiaire", Contains, "FETES N° 77"}}}},
		{"range", Query{Filters: []Filter{{"montant", Gt, "99990"}}}},
		{"sorted by number", Query{Sort: []Sort{{"montant", true}}}},
		{"sorted by text", Query{Sort: []Sort{{"nomBeneficiaire", false}}}},
		{"sorted, deep", Query{Sort: []Sort{{"montant", true}}, Offset: 100_000}},
		{"search", Query{Search: "oeuvre 1234"}},
		{"search in vain", Query{Search: "introuvable"}},
	} {
		c.q.Limit = 50
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				e.totals.forget(table.Digest)
				if _, err := e.Query(b.Context(), table, c.q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("filtered, total known, 8 at a time", func(b *testing.B) {
		b.SetParallelism(4)
		b.RunParallel(func(pb *testing.PB) {
			for i := 0; pb.Next(); i++ {
				q := Query{Filters: []Filter{{"nomAttribuant", Eq, fmt.Sprintf("Commune de Saint-Élix-%d", i%50)}}, Limit: 50}
				if _, err := e.Query(b.Context(), table, q); err != nil {
					b.Error(err)
				}
			}
		})
	})
}

func BenchmarkEach1Mx16(b *testing.B) {
	table := big(b)
	e := newEngine(b, Config{})
	for b.Loop() {
		rows := 0
		if err := e.Each(b.Context(), table, Query{}, func([]any) error { rows++; return nil }); err != nil || rows != 1_000_000 {
			b.Fatal(rows, err)
		}
	}
}

// BenchmarkSmall tells what a table of forty rows costs in Go and as a native
// file: made ready, opened again, asked.
func BenchmarkSmall(b *testing.B) {
	var buf bytes.Buffer
	if _, err := WriteParquet(context.Background(), &buf, subsidyColumns, subsidySource(40)); err != nil {
		b.Fatal(err)
	}
	table, _ := tableOf(buf.Bytes())
	q := Query{Search: "oeuvre", Sort: []Sort{{"montant", true}}, Limit: 20}
	for name, cells := range map[string]int64{"go": 0, "native": -1} {
		e := newEngine(b, Config{SmallCells: cells})
		b.Run(name+"/made", func(b *testing.B) {
			for b.Loop() {
				if err := e.Forget(b.Context(), table.Digest); err != nil {
					b.Fatal(err)
				}
				if _, err := e.Query(b.Context(), table, q); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(name+"/opened", func(b *testing.B) {
			for b.Loop() {
				e.mu.Lock()
				if ent := e.entries[table.Digest]; ent != nil {
					e.drop(ent)
				}
				e.mu.Unlock()
				if _, err := e.Query(b.Context(), table, q); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(name+"/asked", func(b *testing.B) {
			for b.Loop() {
				if _, err := e.Query(b.Context(), table, q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkManySmallTables asks 2,000 tables of a few dozen rows in turn, 8 at
// a time, which is more than are kept decoded.
func BenchmarkManySmallTables(b *testing.B) {
	var list []Table
	for i := range 2000 {
		var buf bytes.Buffer
		if _, err := WriteParquet(context.Background(), &buf, subsidyColumns, subsidySource(20+i%60)); err != nil {
			b.Fatal(err)
		}
		table, _ := tableOf(buf.Bytes())
		table.Digest = digestOf(fmt.Append(nil, i))
		list = append(list, table)
	}
	e := newEngine(b, Config{})
	b.SetParallelism(4)
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for i := 0; pb.Next(); i++ {
			if _, err := e.Query(b.Context(), list[i*37%len(list)], Query{Sort: []Sort{{"montant", true}}, Limit: 20}); err != nil {
				b.Error(err)
			}
		}
	})
}
