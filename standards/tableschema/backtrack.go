package tableschema

import (
	"regexp"
	"unicode/utf8"
)

// backtracker matches the patterns that a finite automaton cannot: those with
// back-references (\1) or look-ahead. It tries the alternatives one after the
// other, under a budget of steps, and says so when the budget is spent.
type backtracker struct {
	root   node
	groups int
}

// maxSteps bounds the work on one cell.
const maxSteps = 100_000

// search is one attempt to match a cell.
type search struct {
	text  string
	steps int
	from  []int // start of each group's last match, -1 when it has none
	to    []int
}

// node tries to match from i on, and calls next with each place where it may
// stop, until next is satisfied.
type node func(s *search, i int, next func(int) bool) bool

// match tells whether the whole text matches; sure is false when the budget
// was spent.
func (b *backtracker) match(text string) (ok, sure bool) {
	s := &search{text: text, from: make([]int, b.groups+1), to: make([]int, b.groups+1)}
	for g := range s.from {
		s.from[g] = -1
	}
	ok = b.root(s, 0, func(i int) bool { return i == len(text) })
	return ok, ok || s.steps <= maxSteps
}

// spend counts a step; it is false when the budget is spent.
func (s *search) spend() bool {
	s.steps++
	return s.steps <= maxSteps
}

// oneRune matches a character of the class that re describes.
func oneRune(re *regexp.Regexp) node {
	return func(s *search, i int, next func(int) bool) bool {
		if i >= len(s.text) || !s.spend() {
			return false
		}
		_, size := utf8.DecodeRuneInString(s.text[i:])
		return re.MatchString(s.text[i:i+size]) && next(i+size)
	}
}

func textStart(s *search, i int, next func(int) bool) bool { return i == 0 && next(i) }

func textEnd(s *search, i int, next func(int) bool) bool { return i == len(s.text) && next(i) }

// sequence matches one node after the other.
func sequence(nodes []node) node {
	switch len(nodes) {
	case 0:
		return func(_ *search, i int, next func(int) bool) bool { return next(i) }
	case 1:
		return nodes[0]
	}
	rest := sequence(nodes[1:])
	return func(s *search, i int, next func(int) bool) bool {
		return s.spend() && nodes[0](s, i, func(j int) bool { return rest(s, j, next) })
	}
}

// either tries the alternatives in order.
func either(nodes []node) node {
	if len(nodes) == 1 {
		return nodes[0]
	}
	return func(s *search, i int, next func(int) bool) bool {
		for _, n := range nodes {
			if s.spend() && n(s, i, next) {
				return true
			}
		}
		return false
	}
}

// group remembers what n matched, for back-references.
func group(g int, n node) node {
	return func(s *search, i int, next func(int) bool) bool {
		from, to := s.from[g], s.to[g]
		if n(s, i, func(j int) bool {
			f, t := s.from[g], s.to[g]
			s.from[g], s.to[g] = i, j
			if next(j) {
				return true
			}
			s.from[g], s.to[g] = f, t
			return false
		}) {
			return true
		}
		s.from[g], s.to[g] = from, to
		return false
	}
}

// again matches what the group matched last.
func again(g int) node {
	return func(s *search, i int, next func(int) bool) bool {
		if s.from[g] < 0 || !s.spend() {
			return false
		}
		was := s.text[s.from[g]:s.to[g]]
		return len(s.text)-i >= len(was) && s.text[i:i+len(was)] == was && next(i+len(was))
	}
}

// ahead looks at what follows without reading it.
func ahead(n node, want bool) node {
	return func(s *search, i int, next func(int) bool) bool {
		return s.spend() && n(s, i, func(int) bool { return true }) == want && next(i)
	}
}

// repeat matches n between least and most times (-1: without end), as many as
// possible first, or as few when lazy. Beyond least, a turn must read
// something.
func repeat(n node, least, most int, lazy bool) node {
	var turn func(s *search, i, count int, next func(int) bool) bool
	turn = func(s *search, i, count int, next func(int) bool) bool {
		if !s.spend() {
			return false
		}
		more := func() bool {
			return (most < 0 || count < most) && n(s, i, func(j int) bool {
				if j == i && count >= least {
					return false
				}
				return turn(s, j, count+1, next)
			})
		}
		if count < least {
			return more()
		}
		if lazy {
			return next(i) || more()
		}
		return more() || next(i)
	}
	return func(s *search, i int, next func(int) bool) bool { return turn(s, i, 0, next) }
}
