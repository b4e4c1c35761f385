package opendata

import (
	"cmp"
	"context"
	"math/bits"
	"slices"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/text"
)

// Instead is a word of a search that stands nowhere, and the one that was looked
// for in its place, as it is written in what was found.
type Instead struct{ Typed, Meant string }

// vocabulary are the words by which something was public lately, to find those
// that are nearly what somebody typed. Whether anything still has a word is asked
// of the list, so that a word of what is gone is never offered.
type vocabulary struct {
	known map[string]bool
	// sizes are the words by how many bytes they have.
	sizes map[int][]lettered
}

// lettered is a word with the letters that it has, a bit each: two words that
// are alike have nearly the same ones.
type lettered struct {
	word    string
	letters uint64
}

func letters(word string) (has uint64) {
	for _, c := range []byte(word) {
		has |= 1 << (c & 63)
	}
	return has
}

// longestWord is how long a word may be that is mended, in bytes.
const longestWord = 40

func (v *vocabulary) take(words string) {
	for w := range strings.FieldsSeq(words) {
		if len(w) < 3 || len(w) > longestWord || v.known[w] || w[0] >= '0' && w[0] <= '9' {
			continue
		}
		w = strings.Clone(w)
		v.known[w] = true
		v.sizes[len(w)] = append(v.sizes[len(w)], lettered{w, letters(w)})
	}
}

// words returns the vocabulary. It is made when it is first asked for, which
// reads the words of all that is public, and follows each change from then on.
func (s *shelf) words(ctx context.Context, tx access.Tx, l *list) (*vocabulary, error) {
	s.spelling.Lock()
	defer s.spelling.Unlock()
	s.mu.Lock()
	v := s.vocabulary
	s.mu.Unlock()
	if v != nil {
		return v, nil
	}
	v = &vocabulary{known: map[string]bool{}, sizes: map[int][]lettered{}}
	err := database.Each(ctx, tx, "vocabulary", func(r database.Row) error {
		var title, rest string
		err := r.Scan(&title, &rest)
		v.take(title)
		v.take(rest)
		return err
	}, `select title, words from dataset_words`)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if l.mark == s.finds.upTo.mark { // otherwise it lacks what has come meanwhile
		s.vocabulary = v
	}
	return v, nil
}

// typos is how many errors a word of so many letters may have: a short one has
// too many neighbours.
func typos(letters int) int {
	switch {
	case letters < 4:
		return 0
	case letters < 6:
		return 1
	}
	return 2
}

// mostNear bounds for how many words the list is asked.
const mostNear = 12

// near are the words that are nearly a given one, the nearest first; where the
// word is perhaps not whole yet, those that begin nearly like it.
func (v *vocabulary) near(word string, beginning bool) []string {
	most := typos(len(word))
	if most == 0 || len(word) > longestWord || word[0] >= '0' && word[0] <= '9' {
		return nil
	}
	type candidate struct {
		word        string
		away, whole int
		first       bool // has another first letter
	}
	var found []candidate
	has := letters(word)
	for size, words := range v.sizes {
		if size < len(word)-most || size > len(word)+most && !beginning {
			continue
		}
		for _, w := range words {
			if bits.OnesCount64(has&^w.letters) > most {
				continue
			}
			whole, start := apartBy(word, w.word)
			away := whole
			if beginning && start < whole {
				away = start
			}
			if away > most || away == 0 && !beginning {
				continue
			}
			found = append(found, candidate{w.word, away, whole, w.word[0] != word[0]})
		}
	}
	slices.SortFunc(found, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.away, b.away), compareBool(a.first, b.first), cmp.Compare(a.whole, b.whole), cmp.Compare(a.word, b.word))
	})
	var out []string
	for i, c := range found {
		// What is further away, or begins otherwise, is meant less often than what
		// is near is rare.
		if i == mostNear || c.away > found[0].away || c.first != found[0].first || c.whole > found[0].whole+1 {
			break
		}
		out = append(out, c.word)
	}
	return out
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// apartBy counts the errors that make one word of another: a letter too many, too
// few, another, or two that changed places (optimal string alignment). start is
// the count for the beginning of b that is nearest to a.
func apartBy(a, b string) (whole, start int) {
	var lines [3][longestWord + 1]int
	before, last, now := &lines[0], &lines[1], &lines[2]
	for j := range len(b) + 1 {
		now[j] = j
	}
	for i := 1; i <= len(a); i++ {
		before, last, now = last, now, before
		now[0] = i
		for j := 1; j <= len(b); j++ {
			change := last[j-1]
			if a[i-1] != b[j-1] {
				change++
			}
			now[j] = min(change, last[j]+1, now[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				now[j] = min(now[j], before[j-2]+1)
			}
		}
	}
	return now[len(b)], slices.Min(now[:len(b)+1])
}

// mend replaces the words of a search that nothing public has by the nearest that
// something has: of those equally near the one that most have. It returns none
// where every word stands somewhere, or one of them is like no other.
func (s *Service) mend(ctx context.Context, tx access.Tx, l *list, words []string) ([]Instead, []string, error) {
	var instead []Instead
	mended := slices.Clone(words)
	for i, word := range words {
		end := i == len(words)-1
		n, err := l.having(ctx, tx, term{word, end, false})
		if err != nil {
			return nil, nil, err
		}
		if n > 0 {
			continue
		}
		v, err := s.shelf.words(ctx, tx, l)
		if err != nil {
			return nil, nil, err
		}
		best, most := "", 0
		s.shelf.mu.Lock()
		near := v.near(word, end)
		s.shelf.mu.Unlock()
		for _, w := range near {
			if n, err = l.having(ctx, tx, term{w, end, false}); err != nil {
				return nil, nil, err
			}
			if n > most {
				best, most = w, n
			}
		}
		if best == "" {
			return nil, nil, nil
		}
		mended[i] = best
		instead = append(instead, Instead{Typed: word, Meant: best})
	}
	return instead, mended, nil
}

// having is how many of the list hold a term.
func (l *list) having(ctx context.Context, tx access.Tx, t term) (n int, err error) {
	words, err := l.holding(ctx, tx, t)
	for _, w := range words {
		if l.row(int64(w)) != nil {
			n++
		}
	}
	return n, err
}

// surface is a stem as it is written in datasets; the stem where it is written
// nowhere in them.
func surface(stem string, in []Dataset) string {
	for _, part := range []func(Dataset) string{
		func(d Dataset) string { return d.Title },
		func(d Dataset) string { return strings.Join(d.Keywords, " ") },
		func(d Dataset) string { return d.Description },
	} {
		for _, d := range in {
			for _, w := range strings.FieldsFunc(part(d), apartFromWords) {
				if is := text.Words(w); len(is) == 1 && is[0] == stem {
					return strings.ToLower(w)
				}
			}
		}
	}
	return stem
}

// apartFromWords tells the signs that stand between words.
func apartFromWords(r rune) bool {
	return strings.ContainsRune(" \t\r\n\u00a0\u202f'’.,;:!?()[]«»\"/_-–—", r)
}
