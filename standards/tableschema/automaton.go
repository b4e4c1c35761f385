package tableschema

import (
	"encoding/binary"
	"regexp/syntax"
	"slices"
	"unicode/utf8"
)

// automaton matches a whole cell with a deterministic automaton, whose states
// are made when they are first needed. It answers what regexp answers, about
// ten times as fast, as a checker needs no submatches.
type automaton struct {
	prog   *syntax.Prog
	states []*autoState
	byKey  map[string]int32
	runes  map[uint64]int32 // transitions by characters which are no ASCII
	seen   []uint32         // marks of the closure under way
	gen    uint32
}

type autoState struct {
	insts  []uint32 // instructions that read a character, and pending \z
	accept bool     // whether the cell may end here
	next   [utf8.RuneSelf]int32
}

const (
	autoUnknown = 0 // the zero of next: the transition was not computed
	autoDead    = -1
	// maxStates bounds the memory of one automaton to about 1 MB.
	maxStates = 2000
)

// automatonProg compiles a pattern for the automaton; nil when it looks around
// in a way that needs more than the text's two ends.
func automatonProg(source string) *syntax.Prog {
	re, err := syntax.Parse(source, syntax.Perl)
	if err != nil {
		return nil
	}
	prog, err := syntax.Compile(re.Simplify())
	if err != nil {
		return nil
	}
	for _, in := range prog.Inst {
		if in.Op == syntax.InstEmptyWidth && syntax.EmptyOp(in.Arg)&^(syntax.EmptyBeginText|syntax.EmptyEndText) != 0 {
			return nil
		}
	}
	return prog
}

func newAutomaton(prog *syntax.Prog) *automaton {
	a := &automaton{
		prog:  prog,
		byKey: map[string]int32{},
		runes: map[uint64]int32{},
		seen:  make([]uint32, len(prog.Inst)),
	}
	a.states = append(a.states, nil) // 0 means unknown
	a.state([]uint32{uint32(prog.Start)}, syntax.EmptyBeginText)
	return a
}

// match runs the automaton. sure is false when it grew too large.
func (a *automaton) match(cell []byte) (ok, sure bool) {
	at := int32(1)
	for i := 0; i < len(cell); {
		s := a.states[at]
		c := cell[i]
		var to int32
		if c < utf8.RuneSelf {
			to = s.next[c]
			if to == autoUnknown {
				to = a.step(at, rune(c))
				s.next[c] = to
			}
			i++
		} else {
			r, size := utf8.DecodeRune(cell[i:])
			key := uint64(at)<<32 | uint64(r)
			var known bool
			if to, known = a.runes[key]; !known {
				to = a.step(at, r)
				a.runes[key] = to
			}
			i += size
		}
		if to == autoDead {
			return false, true
		}
		if len(a.states) > maxStates || len(a.runes) > 16*maxStates {
			return false, false
		}
		at = to
	}
	return a.states[at].accept, true
}

// step gives the state after reading r.
func (a *automaton) step(at int32, r rune) int32 {
	var outs []uint32
	for _, pc := range a.states[at].insts {
		in := &a.prog.Inst[pc]
		if in.Op != syntax.InstEmptyWidth && in.MatchRune(r) {
			outs = append(outs, in.Out)
		}
	}
	if len(outs) == 0 {
		return autoDead
	}
	return a.state(outs, 0)
}

// state gives the state reached at the instructions starts; flags tell whether
// the text begins there.
func (a *automaton) state(starts []uint32, flags syntax.EmptyOp) int32 {
	insts, _ := a.closure(starts, flags)
	slices.Sort(insts)
	key := make([]byte, 0, 4*len(insts)+1)
	for _, pc := range insts {
		key = binary.LittleEndian.AppendUint32(key, pc)
	}
	_, accept := a.closure(starts, flags|syntax.EmptyEndText)
	if accept {
		key = append(key, 1)
	}
	if id, ok := a.byKey[string(key)]; ok {
		return id
	}
	id := int32(len(a.states))
	a.states = append(a.states, &autoState{insts: insts, accept: accept})
	a.byKey[string(key)] = id
	return id
}

// closure follows the instructions that read nothing. matched tells whether
// the end of the pattern is reached.
func (a *automaton) closure(starts []uint32, flags syntax.EmptyOp) (insts []uint32, matched bool) {
	a.gen++
	stack := slices.Clone(starts)
	for len(stack) > 0 {
		pc := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if a.seen[pc] == a.gen {
			continue
		}
		a.seen[pc] = a.gen
		in := &a.prog.Inst[pc]
		switch in.Op {
		case syntax.InstAlt, syntax.InstAltMatch:
			stack = append(stack, in.Out, in.Arg)
		case syntax.InstCapture, syntax.InstNop:
			stack = append(stack, in.Out)
		case syntax.InstEmptyWidth:
			if syntax.EmptyOp(in.Arg)&^flags == 0 {
				stack = append(stack, in.Out)
			}
		case syntax.InstMatch:
			matched = true
		case syntax.InstFail:
		default:
			insts = append(insts, pc)
		}
	}
	return insts, matched
}
