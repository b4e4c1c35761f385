package opendata

import (
	"context"
	"slices"

	"airial/internal/commons/access"
)

// KeepTurns sets how many changes are kept, until the test ends.
func KeepTurns(t interface{ Cleanup(func()) }, n int64) {
	before := turnsKept
	turnsKept = n
	t.Cleanup(func() { turnsKept = before })
}

// WalkTitles has the order of titles be walked through where more than so many
// are found, and in steps of as many, until the test ends.
func WalkTitles(t interface{ Cleanup(func()) }, n int) {
	few, step, beside := fewTitles, titleStep, rankBeside
	fewTitles, titleStep, rankBeside = n, n, false
	t.Cleanup(func() { fewTitles, titleStep, rankBeside = few, step, beside })
}

// Turn is what each change of the list notes.
func Turn(ctx context.Context, tx access.Tx, words int64) error { return turn(ctx, tx, words) }

// Shelved are the words on a shelf, and what it counts.
func (s *shelf) Shelved(ctx context.Context, tx access.Tx) (words []int64, f Found, err error) {
	l, err := s.at(ctx, tx)
	if err != nil {
		return nil, f, err
	}
	for r := range l.all {
		words = append(words, r.words)
	}
	slices.Sort(words)
	w, err := s.wanted(ctx, tx, Search{})
	return words, l.survey(w), err
}

// Held is what a process holds in memory.
type Held = shelf

// Kept is how many datasets are remembered to hold a word, or -1 when the
// database would have to be asked.
func (s *Service) Kept(word string) int {
	s.shelf.mu.Lock()
	defer s.shelf.mu.Unlock()
	if found, known := s.shelf.finds.found[term{word, true, false}]; known {
		return len(found.words)
	}
	return -1
}

// ApartBy counts the errors between two words.
var ApartBy = apartBy
