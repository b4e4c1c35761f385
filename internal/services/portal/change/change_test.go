package change_test

import (
	"errors"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"airial/internal/services/portal/change"
)

func side(names string, rows ...[]any) change.Side {
	s := change.Side{Rows: int64(len(rows)), Each: func(fn func([]any) error) error {
		for _, r := range rows {
			if err := fn(r); err != nil {
				return err
			}
		}
		return nil
	}}
	for _, n := range names {
		s.Columns = append(s.Columns, change.Column{Name: string(n), Type: "text"})
	}
	return s
}

func TestByKey(t *testing.T) {
	from := side("kab", []any{"1", "x", int64(1)}, []any{"2", "y", int64(2)}, []any{"3", "z", nil})
	to := side("kbc", []any{"1", float64(1), "n"}, []any{"2", int64(9), "n"}, []any{"4", nil, "n"})
	got, err := change.Compare(from, to, []string{"k"})
	if err != nil {
		t.Fatal(err)
	}
	want := change.Result{Key: []string{"k"}, Columns: []string{"k", "b"}, NewColumns: []string{"c"}, GoneColumns: []string{"a"},
		Added: 1, Removed: 1, Changed: 1, Same: 1, AddedRows: [][]string{{"4", ""}}, RemovedRows: [][]string{{"3", ""}},
		ChangedRows: []change.Row{{Key: []string{"2"}, Cells: []change.Cell{{"b", "2", "9"}}}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// A key that does not tell rows apart is none.
func TestKeyThatDoesNotHold(t *testing.T) {
	from, to := side("ka", []any{"1", "x"}, []any{"1", "y"}), side("ka", []any{"1", "y"}, []any{"1", "z"})
	got, err := change.Compare(from, to, []string{"k"})
	if err != nil || got.Key != nil || got.Added != 1 || got.Removed != 1 || got.Same != 1 {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestBounds(t *testing.T) {
	large := side("a")
	large.Rows = change.MostRows + 1
	if _, err := change.Compare(large, side("b"), nil); !errors.Is(err, change.ErrTooLarge) {
		t.Error(err)
	}
}

// Whatever the tables: what came, less what went, is the difference of their
// sizes; and of a table with itself there is none.
func TestCountsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(label string) (rows [][]any) {
			for i := range rapid.IntRange(0, 12).Draw(t, label) {
				rows = append(rows, []any{strconv.Itoa(i), rapid.SampledFrom([]any{nil, "", "a", int64(1), 1.0, true}).Draw(t, "cell")})
			}
			return rows
		}
		key := rapid.SampledFrom([][]string{nil, {"k"}}).Draw(t, "key")
		a, b := draw("from"), draw("to")
		r, err := change.Compare(side("kv", a...), side("kv", b...), key)
		if err != nil || r.Added-r.Removed != int64(len(b)-len(a)) || r.Same+r.Changed+r.Added != int64(len(b)) || r.Same+r.Changed+r.Removed != int64(len(a)) {
			t.Fatalf("%+v, %v", r, err)
		}
		if r, err = change.Compare(side("kv", a...), side("kv", a...), key); err != nil || !r.None() {
			t.Fatalf("%+v, %v", r, err)
		}
	})
}
