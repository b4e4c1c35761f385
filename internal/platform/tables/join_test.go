package tables

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var joinColumns = []Column{{Name: "qui", Type: Text}, {Name: "combien", Type: Integer}, {Name: "montant", Type: Number}, {Name: "jour", Type: Date}}

func joinRows(r *rand.Rand, n int) [][]string {
	out := make([][]string, n)
	for i := range out {
		out[i] = []string{fmt.Sprintf("Élan n° %d", r.IntN(50)), fmt.Sprint(r.IntN(1000)), fmt.Sprintf("%d.5", r.IntN(100)), fmt.Sprintf("2024-0%d-11", 1+r.IntN(9))}
		if r.IntN(7) == 0 {
			out[i][r.IntN(4)] = ""
		}
	}
	return out
}

func joined(t testing.TB, parts [][]byte) []byte {
	t.Helper()
	var list []Piece
	for _, p := range parts {
		list = append(list, Piece{bytes.NewReader(p), int64(len(p))})
	}
	var out bytes.Buffer
	stats, err := JoinParquet(&out, list)
	if err != nil {
		t.Fatal(err)
	}
	if stats.Bytes != int64(out.Len()) {
		t.Errorf("says %d bytes, wrote %d", stats.Bytes, out.Len())
	}
	return out.Bytes()
}

func cellsOf(t testing.TB, b []byte) (out [][]any) {
	t.Helper()
	p, err := OpenParquet(bytes.NewReader(b), int64(len(b)))
	if err == nil {
		err = p.Each(context.Background(), func(row []any) error {
			out = append(out, append([]any(nil), row...))
			return nil
		})
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestJoinedParquetHasTheRowsOfItsPartsInTheirOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 30 {
		var parts [][]byte
		var all [][]string
		for range 1 + r.IntN(6) {
			rows := joinRows(r, r.IntN(3)*r.IntN(800))
			all = append(all, rows...)
			parts = append(parts, writeRows(t, joinColumns, rows))
		}
		if diff := cmp.Diff(cellsOf(t, writeRows(t, joinColumns, all)), cellsOf(t, joined(t, parts))); diff != "" {
			t.Fatal(diff)
		}
	}
}

func TestWhatIsJoinedHasTheSameColumns(t *testing.T) {
	a, b := writeRows(t, joinColumns, nil), writeRows(t, joinColumns[:2], [][]string{{"a", "1"}})
	_, err := JoinParquet(io.Discard, []Piece{{bytes.NewReader(a), int64(len(a))}, {bytes.NewReader(b), int64(len(b))}})
	if err == nil {
		t.Error("parts of different columns were joined")
	}
}

// A revised table answers as the same table that was made of its Parquet.
func TestARevisedTableIsTheOneOfItsParquet(t *testing.T) {
	ctx := context.Background()
	e, err := NewEngine(Config{CacheDir: t.TempDir(), SmallCells: 1, SmallBytes: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	r := rand.New(rand.NewPCG(3, 4))
	var parts [][]byte
	var from []int64
	var total int64
	for range 5 {
		rows := joinRows(r, 200+r.IntN(3000))
		parts, from = append(parts, writeRows(t, joinColumns, rows)), append(from, total)
		total += int64(len(rows))
	}
	from = append(from, total)
	before := joined(t, parts)
	if held, err := e.Revise(ctx, digestOf([]byte("next")), digestOf(before), nil); held || err != nil {
		t.Errorf("revised a table that is not held: %v, %v", held, err)
	}
	table, _ := tableOf(before)
	if err := e.Warm(ctx, table); err != nil {
		t.Fatal(err)
	}
	changed := writeRows(t, joinColumns, joinRows(r, 500))
	var stretches []Stretch
	for i := range parts {
		s := Stretch{From: from[i], To: from[i+1]}
		if i == 2 {
			s = Stretch{Fresh: func(context.Context) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(changed)), nil }}
		}
		stretches = append(stretches, s)
	}
	parts[2] = changed
	after := joined(t, parts)
	if held, err := e.Revise(ctx, digestOf(after), digestOf(before), stretches); !held || err != nil {
		t.Fatalf("not revised: %v, %v", held, err)
	}
	next, opened := tableOf(after)
	for _, q := range []Query{{Limit: 10_000}, {Limit: 50, Offset: 4000}, {Limit: 9000, Search: "elan 7"}, {Limit: 9000, Sort: []Sort{{Column: "qui"}, {Column: "montant", Desc: true}}}} {
		got, err := e.Query(ctx, next, q)
		if err != nil {
			t.Fatal(err)
		}
		other, err := NewEngine(Config{CacheDir: t.TempDir(), SmallCells: 1, SmallBytes: 1})
		if err != nil {
			t.Fatal(err)
		}
		want, err := other.Query(ctx, next, q)
		other.Close()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%+v: %s", q, diff)
		}
	}
	if n := opened.Load(); n != 4 { // by the other engine alone
		t.Errorf("the Parquet was opened %d times", n)
	}
	if err := e.Forget(ctx, digestOf(after)); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(e.nativePath(digestOf(after))); err == nil {
		t.Error("a revised table is still there once it is forgotten")
	}
}
