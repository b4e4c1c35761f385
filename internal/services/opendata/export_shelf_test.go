package opendata

import (
	"context"
	"maps"
	"slices"

	"airial/internal/commons/access"
)

// KeepTurns sets how many changes are kept, until the test ends.
func KeepTurns(t interface{ Cleanup(func()) }, n int64) {
	before := turnsKept
	turnsKept = n
	t.Cleanup(func() { turnsKept = before })
}

// Turn is what each change of the list notes.
func Turn(ctx context.Context, tx access.Tx, words int64) error { return turn(ctx, tx, words) }

// Shelved are the words on a shelf, and what it counts.
func (s *shelf) Shelved(ctx context.Context, tx access.Tx) (words []int64, f Found, err error) {
	l, err := s.at(ctx, tx)
	if err != nil {
		return nil, f, err
	}
	held := map[int64]bool{}
	for _, r := range l.base.rows {
		held[r.words] = r.words != 0 && !l.gone[r.words]
	}
	for w := range l.added {
		held[w] = true
	}
	maps.DeleteFunc(held, func(_ int64, ok bool) bool { return !ok })
	return slices.Sorted(maps.Keys(held)), l.survey(Search{}), nil
}

// Held is what a process holds in memory.
type Held = shelf
