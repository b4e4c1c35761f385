package tableschema

import (
	"encoding/binary"
	"regexp/syntax"
	"slices"
)

// shapes are the texts that a pattern admits, when they are few sequences of
// ranges of ASCII bytes: ^\d{14}$, ^W\d{9}$, ^\d{4}-\d{2}(-\d{2})?$. They are
// compared eight bytes at a time.
type shapes []shape

type shape struct {
	length int
	words  []shapeWord
}

// shapeWord holds, for eight bytes, what takes a byte in its range to 0x80 and
// above, and what takes a byte above its range there.
type shapeWord struct{ low, high, keep uint64 }

// byteRange is what one byte of a text may be.
type byteRange struct{ low, high byte }

// Bounds of what is worth comparing this way.
const (
	mostShapes  = 12
	longestText = 48
)

const highBits = 0x8080808080808080

// newShapes gives nil when the pattern is of another kind.
func newShapes(whole string) shapes {
	re, err := syntax.Parse(whole, syntax.Perl)
	if err != nil {
		return nil
	}
	e := expander{}
	texts, ok := e.expand(re.Simplify(), [][]byteRange{nil})
	if !ok || len(texts) == 0 {
		return nil
	}
	out := make(shapes, 0, len(texts))
	for _, text := range texts {
		out = append(out, newShape(text))
	}
	return out
}

func newShape(text []byteRange) shape {
	s := shape{length: len(text)}
	for i := 0; i < len(text); i += 8 {
		w := shapeWord{low: highBits}
		for j := range min(8, len(text)-i) {
			r := text[i+j]
			w.low += (uint64(0x80-r.low) - 0x80) << (8 * j)
			w.high |= uint64(0x7F-r.high) << (8 * j)
			w.keep |= uint64(0xFF) << (8 * j)
		}
		s.words = append(s.words, w)
	}
	return s
}

// match tells whether text[start:end] is one of the shapes. Seven bytes more
// than that must be there.
func (s shapes) match(text []byte, start, end int) bool {
next:
	for i := range s {
		if s[i].length != end-start {
			continue
		}
		for k := range s[i].words {
			w := &s[i].words[k]
			x := binary.LittleEndian.Uint64(text[start+8*k:]) & w.keep
			if x&highBits != 0 || (x+w.low)&^(x+w.high)&highBits != highBits {
				continue next
			}
		}
		return true
	}
	return false
}

// expander writes out the texts of an expression.
type expander struct{ ended bool }

// expand appends what re admits to each of the texts.
func (e *expander) expand(re *syntax.Regexp, texts [][]byteRange) ([][]byteRange, bool) {
	switch re.Op {
	case syntax.OpEmptyMatch:
		return texts, true
	case syntax.OpBeginText:
		for _, t := range texts {
			if len(t) > 0 {
				return nil, false
			}
		}
		return texts, true
	case syntax.OpEndText:
		e.ended = true
		return texts, true
	case syntax.OpCapture:
		return e.expand(re.Sub[0], texts)
	case syntax.OpConcat:
		ok := true
		for _, sub := range re.Sub {
			if texts, ok = e.expand(sub, texts); !ok {
				return nil, false
			}
		}
		return texts, true
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase != 0 {
			return nil, false
		}
		ok := true
		for _, r := range re.Rune {
			if texts, ok = e.one([]rune{r, r}, texts); !ok {
				return nil, false
			}
		}
		return texts, true
	case syntax.OpCharClass:
		return e.one(re.Rune, texts)
	case syntax.OpAlternate, syntax.OpQuest:
		return e.either(re, texts)
	}
	return nil, false
}

func (e *expander) either(re *syntax.Regexp, texts [][]byteRange) ([][]byteRange, bool) {
	var out [][]byteRange
	if re.Op == syntax.OpQuest {
		out = append(out, texts...)
	}
	for _, sub := range re.Sub {
		inner := expander{ended: e.ended}
		more, ok := inner.expand(sub, texts)
		if !ok || inner.ended != e.ended {
			return nil, false
		}
		if out = append(out, more...); len(out) > mostShapes {
			return nil, false
		}
	}
	return out, true
}

// one appends one byte, of several ranges, to each of the texts.
func (e *expander) one(ranges []rune, texts [][]byteRange) ([][]byteRange, bool) {
	if e.ended || len(ranges)/2*len(texts) > mostShapes {
		return nil, false
	}
	var out [][]byteRange
	for i := 0; i < len(ranges); i += 2 {
		if ranges[i+1] > 0x7F {
			return nil, false
		}
		for _, t := range texts {
			if len(t) >= longestText {
				return nil, false
			}
			out = append(out, append(slices.Clip(t), byteRange{byte(ranges[i]), byte(ranges[i+1])}))
		}
	}
	return out, true
}
