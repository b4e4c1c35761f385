package tableschema

import (
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"
	"sync"
	"unicode/utf8"
)

// pattern is the constraint "pattern" of a field, which a whole cell must
// match. Patterns are written for ECMAScript or Python; Go's engine reads
// nearly all of them, some after a rewriting, and a bounded backtracking
// engine reads the rest.
type pattern struct {
	source string
	prog   *syntax.Prog   // for the automaton, nil when it cannot serve
	re     *regexp.Regexp // where the automaton gives up
	back   *backtracker   // for back-references and look-ahead
	shapes shapes         // where the texts are few and of fixed lengths
}

// maxPattern bounds the length of a pattern: schemas may come from anywhere.
const maxPattern = 64 << 10

// patterns are those that were read, by their source: schemas share many. What
// schemas of others hold may push them out, no more.
var patterns = struct {
	sync.Mutex
	read map[string]*pattern
}{read: map[string]*pattern{}}

// Bounds of the patterns that are remembered: how many, and how long.
const (
	mostPatterns    = 1000
	longestRemember = 500
)

// newPattern reads a pattern, or gives the one that was read before: it does
// not change.
func newPattern(source string) (*pattern, error) {
	patterns.Lock()
	known := patterns.read[source]
	patterns.Unlock()
	if known != nil {
		return known, nil
	}
	p, err := readPattern(source)
	if err != nil || len(source) > longestRemember {
		return p, err
	}
	patterns.Lock()
	defer patterns.Unlock()
	if len(patterns.read) >= mostPatterns {
		clear(patterns.read)
	}
	patterns.read[strings.Clone(source)] = p
	return p, nil
}

func readPattern(source string) (*pattern, error) {
	if len(source) > maxPattern {
		return nil, fmt.Errorf("the pattern is %d bytes long, the limit is %d", len(source), maxPattern)
	}
	p := &pattern{source: source}
	whole := `\A(?:` + rewritePattern(source) + `)\z`
	re, err := regexp.Compile(whole)
	var syn *syntax.Error
	switch {
	case err == nil:
		p.re = re
		p.prog = automatonProg(whole)
		p.shapes = newShapes(whole)
		return p, nil
	case errors.As(err, &syn) && (syn.Code == syntax.ErrInvalidEscape || syn.Code == syntax.ErrInvalidPerlOp):
		if p.back, err = newBacktracker(source); err == nil {
			return p, nil
		}
	}
	return nil, fmt.Errorf("the pattern %q cannot be read: %w", source, err)
}

// rewritePattern writes for Go what other engines accept: \uXXXX, \Z, and the
// needless escape of a character which is no ASCII.
func rewritePattern(source string) string {
	if !strings.Contains(source, `\`) {
		return source
	}
	var b strings.Builder
	for i := 0; i < len(source); i++ {
		if source[i] != '\\' || i+1 == len(source) {
			b.WriteByte(source[i])
			continue
		}
		next := source[i+1]
		switch {
		case next == 'u' && i+6 <= len(source) && allHex(source[i+2:i+6]):
			b.WriteString(`\x{` + source[i+2:i+6] + `}`)
			i += 5
		case next == 'Z':
			b.WriteString(`\z`)
			i++
		case next >= utf8.RuneSelf: // the backslash goes, the character stays
		default:
			b.WriteString(source[i : i+2])
			i++
		}
	}
	return b.String()
}

func allHex(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isHex(s[i]) {
			return false
		}
	}
	return true
}

// matcher applies a pattern during one run; it is not safe for concurrent use.
type matcher struct {
	p    *pattern
	auto *automaton
}

func (p *pattern) matcher() *matcher {
	m := &matcher{p: p}
	if p.prog != nil {
		m.auto = newAutomaton(p.prog)
	}
	return m
}

// match tells whether the whole cell matches. sure is false when the engine
// gave up before it knew.
func (m *matcher) match(cell []byte) (ok, sure bool) {
	if m.auto != nil {
		if ok, sure = m.auto.match(cell); sure {
			return ok, true
		}
		m.auto = nil
	}
	if m.p.back != nil {
		return m.p.back.match(string(cell))
	}
	return m.p.re.Match(cell), true
}
