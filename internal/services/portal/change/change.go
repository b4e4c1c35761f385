// Package change compares two versions of a table: which rows came, went and
// changed, and which columns. Rows are known again by the key of the schema
// where it has one that holds, else by all that they say. It is pure: rows are
// handed to it.
package change

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strconv"
)

// Bounds of a comparison.
const (
	MostRows = 400_000 // of each side
	Shown    = 40      // rows of each kind that are shown
)

// ErrTooLarge says that there are more rows than are compared.
var ErrTooLarge = errors.New("change: too many rows to compare")

// A Column is a column of one side.
type Column struct{ Name, Type string }

// A Side is one of the two tables. Each may be read several times, and gives
// the same rows each time: nil, string, int64, float64 or bool for each column.
type Side struct {
	Columns []Column
	Rows    int64
	Each    func(fn func(row []any) error) error
}

// A Result is what is different.
type Result struct {
	Key            []string // by which rows are known again; nil for all that they say
	Columns        []string // that both have: those that are compared
	NewColumns     []string
	GoneColumns    []string
	Retyped        []Retyped
	Added, Removed int64
	Changed        int64 // with a key alone
	Same           int64
	AddedRows      [][]string // the first ones, by Columns
	RemovedRows    [][]string
	ChangedRows    []Row
}

// Retyped is a column whose type changed.
type Retyped struct {
	Name string `json:"name"`
	From string `json:"from"`
	To   string `json:"to"`
}

// Row is a row that changed.
type Row struct {
	Key   []string
	Cells []Cell
}

// Cell is one that changed.
type Cell struct{ Column, From, To string }

// None tells whether the two are alike.
func (r Result) None() bool {
	return r.Added == 0 && r.Removed == 0 && r.Changed == 0 && len(r.NewColumns)+len(r.GoneColumns)+len(r.Retyped) == 0
}

type digest [16]byte

// Compare finds what changed from one side to the other. key names columns that
// tell rows apart; where they do not, whole rows are compared.
func Compare(from, to Side, key []string) (Result, error) {
	if from.Rows > MostRows || to.Rows > MostRows {
		return columns(from, to), ErrTooLarge
	}
	r := columns(from, to)
	c := comparison{result: r, from: places(from.Columns, r.Columns), to: places(to.Columns, r.Columns)}
	if len(key) > 0 && contains(r.Columns, key) {
		sound, err := c.byKey(from, to, key)
		if err != nil || sound {
			return c.result, err
		}
	}
	c.result = r
	return c.result, c.byRow(from, to, &c.result)
}

func columns(from, to Side) (r Result) {
	old := map[string]string{}
	for _, c := range from.Columns {
		old[c.Name] = c.Type
	}
	for _, c := range to.Columns {
		kind, ok := old[c.Name]
		if !ok {
			r.NewColumns = append(r.NewColumns, c.Name)
			continue
		}
		r.Columns = append(r.Columns, c.Name)
		if kind != c.Type {
			r.Retyped = append(r.Retyped, Retyped{c.Name, kind, c.Type})
		}
		delete(old, c.Name)
	}
	for _, c := range from.Columns {
		if _, gone := old[c.Name]; gone {
			r.GoneColumns = append(r.GoneColumns, c.Name)
		}
	}
	return r
}

func contains(all, some []string) bool {
	for _, s := range some {
		if !slices.Contains(all, s) {
			return false
		}
	}
	return true
}

func places(columns []Column, names []string) []int {
	out := make([]int, len(names))
	for i, n := range names {
		out[i] = slices.IndexFunc(columns, func(c Column) bool { return c.Name == n })
	}
	return out
}

type comparison struct {
	result   Result
	from, to []int // where the common columns stand on each side
}

// byRow compares whole rows: how often each is there.
func (c *comparison) byRow(from, to Side, r *Result) error {
	there := map[digest]int64{}
	if err := from.Each(func(row []any) error { there[hash(row, c.from)]++; return nil }); err != nil {
		return err
	}
	err := to.Each(func(row []any) error {
		d := hash(row, c.to)
		if there[d] > 0 {
			there[d]--
			r.Same++
			return nil
		}
		if r.Added++; len(r.AddedRows) < Shown {
			r.AddedRows = append(r.AddedRows, words(row, c.to))
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, n := range there {
		r.Removed += n
	}
	if r.Removed == 0 {
		return nil
	}
	return from.Each(func(row []any) error {
		d := hash(row, c.from)
		if there[d] > 0 && len(r.RemovedRows) < Shown {
			there[d]--
			r.RemovedRows = append(r.RemovedRows, words(row, c.from))
		}
		return nil
	})
}

// byKey compares rows of the same key. sound is false when the key does not
// tell rows apart.
func (c *comparison) byKey(from, to Side, key []string) (sound bool, err error) {
	r := &c.result
	r.Key = key
	oldKey, newKey := places(from.Columns, key), places(to.Columns, key)
	there := map[digest]digest{}
	sound = true
	err = from.Each(func(row []any) error {
		k := hash(row, oldKey)
		if _, twice := there[k]; twice {
			sound = false
		}
		there[k] = hash(row, c.from)
		return nil
	})
	if err != nil || !sound {
		return false, err
	}
	seen := map[digest]bool{}
	changed := map[digest][]string{} // what they are now, of those that are shown
	var order []digest
	err = to.Each(func(row []any) error {
		k := hash(row, newKey)
		if seen[k] {
			sound = false
			return nil
		}
		seen[k] = true
		old, known := there[k]
		switch {
		case !known:
			if r.Added++; len(r.AddedRows) < Shown {
				r.AddedRows = append(r.AddedRows, words(row, c.to))
			}
		case old == hash(row, c.to):
			r.Same++
		default:
			if r.Changed++; len(changed) < Shown {
				changed[k] = words(row, c.to)
				order = append(order, k)
			}
		}
		return nil
	})
	if err != nil || !sound {
		return false, err
	}
	before := map[digest][]string{}
	keys := map[digest][]string{}
	err = from.Each(func(row []any) error {
		k := hash(row, oldKey)
		if !seen[k] {
			if r.Removed++; len(r.RemovedRows) < Shown {
				r.RemovedRows = append(r.RemovedRows, words(row, c.from))
			}
		}
		if changed[k] != nil {
			before[k], keys[k] = words(row, c.from), words(row, oldKey)
		}
		return nil
	})
	for _, k := range order {
		one := Row{Key: keys[k]}
		for i, name := range r.Columns {
			if was, is := before[k][i], changed[k][i]; was != is {
				one.Cells = append(one.Cells, Cell{name, was, is})
			}
		}
		r.ChangedRows = append(r.ChangedRows, one)
	}
	return true, err
}

// hash is the digest of the cells at some places. A number is the same number
// whatever its type: columns change from whole to decimal.
func hash(row []any, places []int) digest {
	h := sha256.New()
	var size [8]byte
	for _, at := range places {
		word := text(row[at])
		binary.LittleEndian.PutUint64(size[:], uint64(len(word)))
		if row[at] == nil {
			size[7] = 1 // none is not the empty text
		}
		h.Write(size[:])
		h.Write([]byte(word))
	}
	return digest(h.Sum(nil)[:16])
}

func words(row []any, places []int) []string {
	out := make([]string, len(places))
	for i, at := range places {
		out[i] = text(row[at])
	}
	return out
}

func text(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}
