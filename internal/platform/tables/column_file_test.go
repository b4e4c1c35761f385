package tables

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

func (e *Engine) heldColumns() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.vectors.order.len()
}

// richPage asks for what loops answer.
func richPage(t testing.TB, e *Engine, table Table) Page {
	t.Helper()
	page, err := e.Query(t.Context(), table, Query{Filters: []Filter{{"montant", Gt, "50000"}}, Sort: []Sort{{"nature", true}}, Limit: 5})
	if err != nil || len(page.Rows) != 5 {
		t.Fatal(page, err)
	}
	return page
}

// TestColumnsAreThereAtTheFirstQuestion: whoever asks first need not wait for
// anything to be decoded.
func TestColumnsAreThereAtTheFirstQuestion(t *testing.T) {
	e := newEngine(t, Config{SmallCells: -1})
	table, _ := tableOf(writeRows(t, subsidyColumns, rowsOf(t, subsidySource(3000))))
	richPage(t, e, table)
	if e.heldColumns() != 2 {
		t.Errorf("%d columns are held", e.heldColumns())
	}
}

// TestColumnsThatAreMissingAreMadeAgain takes the column file away, and damages
// it in several ways: answers stay the same, and in the end it is there again.
func TestColumnsThatAreMissingAreMadeAgain(t *testing.T) {
	parquet := writeRows(t, subsidyColumns, rowsOf(t, subsidySource(3000)))
	for name, harm := range map[string]func(path string, sound []byte) error{
		"gone":  func(path string, _ []byte) error { return os.Remove(path) },
		"short": func(path string, sound []byte) error { return os.WriteFile(path, sound[:len(sound)/2], 0o600) },
		"empty": func(path string, _ []byte) error { return os.WriteFile(path, nil, 0o600) },
		"flipped": func(path string, sound []byte) error {
			sound[len(sound)/3] ^= 1
			return os.WriteFile(path, sound, 0o600)
		},
		"index": func(path string, sound []byte) error {
			sound[len(sound)-30] ^= 1
			return os.WriteFile(path, sound, 0o600)
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			e := newEngine(t, Config{SmallCells: -1, CacheDir: dir})
			table, _ := tableOf(parquet)
			want := richPage(t, e, table)
			if err := e.Close(); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(dir, table.Digest+columnsSuffix)
			sound, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := harm(path, bytes.Clone(sound)); err != nil {
				t.Fatal(err)
			}
			e = newEngine(t, Config{SmallCells: -1, CacheDir: dir})
			until := time.After(time.Minute)
			for all := false; !all; {
				select {
				case <-until:
					t.Fatal("the file is not made again")
				default:
				}
				for range 3 {
					if diff := cmp.Diff(want, richPage(t, e, table)); diff != "" {
						t.Fatal(diff)
					}
				}
				for col := range subsidyColumns {
					e.mu.Lock()
					ent := e.entries[table.Digest]
					e.mu.Unlock()
					e.vectorOf(t.Context(), ent, col)
				}
				now, err := os.ReadFile(path)
				all = err == nil && bytes.Equal(now, sound)
			}
		})
	}
}

// TestRevisedTablesGetColumns asks for a table that was made out of another.
func TestRevisedTablesGetColumns(t *testing.T) {
	e := newEngine(t, Config{SmallCells: -1})
	rows := rowsOf(t, subsidySource(3000))
	before, _ := tableOf(writeRows(t, subsidyColumns, rows[:2000]))
	fresh := writeRows(t, subsidyColumns, rows[2000:])
	after, _ := tableOf(writeRows(t, subsidyColumns, rows))
	if err := e.Warm(t.Context(), before); err != nil {
		t.Fatal(err)
	}
	made, err := e.Revise(t.Context(), after.Digest, before.Digest, []Stretch{{From: 0, To: 2000},
		{Fresh: func(context.Context) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(fresh)), nil }}})
	if err != nil || !made {
		t.Fatal(made, err)
	}
	want := richPage(t, e, after)
	for begun := time.Now(); e.heldColumns() == 0; {
		if diff := cmp.Diff(want, richPage(t, e, after)); diff != "" {
			t.Fatal(diff)
		}
		if time.Since(begun) > time.Minute {
			t.Fatal("no columns")
		}
	}
	if diff := cmp.Diff(want, richPage(t, e, after)); diff != "" {
		t.Fatal(diff)
	}
}

// TestColumnFilesGiveBackWhatTheyHold writes and reads columns of all types.
func TestColumnFilesGiveBackWhatTheyHold(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		n := drawTable(rt)
		for range rapid.IntRange(0, 40).Draw(rt, "more rows") {
			row := make([]string, len(n.columns))
			for i, c := range n.columns {
				row[i] = drawOdd(rt, c.Type)
			}
			n.rows = append(n.rows, row)
		}
		b := writeRows(t, n.columns, n.rows)
		p, err := OpenParquet(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			rt.Fatal(err)
		}
		path := filepath.Join(dir, digestOf(b))
		if err := writeColumns(t.Context(), path, p, 1<<20); err != nil {
			rt.Fatal(err)
		}
		defer os.Remove(path)
		for col, k := range p.kinds {
			want, err := p.vector(t.Context(), col, 1<<20)
			if err != nil {
				rt.Fatal(err)
			}
			got, err := readColumn(path, k, col, len(p.kinds), int(p.Rows()))
			if diff := cmp.Diff(want, got, cmp.AllowUnexported(vector{}), cmpopts.EquateNaNs()); err != nil || diff != "" {
				rt.Fatalf("%s: %v (-want +got): %s", n.columns[col].Type, err, diff)
			}
		}
	})
	if _, err := readColumn(filepath.Join(dir, "none"), kindText, 0, 1, 1); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
}
