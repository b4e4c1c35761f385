package person

// What a name's role is weighed by: the verdict of the rules and the words
// around the name, each turned into a number. The weights of these numbers are
// learned (train), so that a rule counts for what it is worth.

// rule is the one that gave a role.
type rule byte

const (
	byNothing rule = iota
	byBehind       // an apposition
	byBefore       // a function before the name
	byList         // a list of elected people
	bySpeech       // a verb of minutes
	byMoves        // came or went
)

// evidence is the verdict of the rules: which of them spoke, and by which token.
type evidence struct {
	rule  rule
	role  Role
	token int // that decided; -1 for none
}

// hash is FNV-1a, over what a feature is made of.
type hash uint32

const basis hash = 2166136261

func (h hash) byte(b byte) hash { return (h ^ hash(b)) * 16777619 }

func (h hash) bytes(w []byte) hash {
	for _, b := range w {
		h = (h ^ hash(b)) * 16777619
	}
	return h
}

// sentence is where the sentence of tokens from..to begins and ends: at a line's
// end, or at a full stop behind which another one begins.
func (f *Finder) sentence(from, to int) (begin, end int) {
	begin, end = from, to
	for begin > 0 && !f.stops(begin-1) {
		begin--
	}
	for end < len(f.tokens) && !f.stops(end) {
		end++
	}
	return begin, end
}

func (f *Finder) stops(k int) bool {
	switch t := f.tokens[k]; t.mark {
	case '\n', '!', '?':
		return true
	case '.':
		return t.shape == mark && k > 0 && f.tokens[k-1].shape != initial && !f.tokens[k-1].is(civility)
	}
	return false
}

// sign is what token k stands for beside a name: its folded word, or the kind of
// thing it is where the word itself says nothing.
func (f *Finder) sign(k int) hash {
	t := f.tokens[k]
	switch {
	case t.shape == mark:
		return basis.byte('m').byte(t.mark)
	case t.shape == number:
		return basis.byte('#')
	case t.is(civility) && t.flags&office == 0:
		if t.is(plural) {
			return basis.byte('C')
		}
		return basis.byte('c')
	case t.shape == initial:
		return basis.byte('i')
	case t.capital() && (t.flags&(given|family) != 0 && t.flags&(word|office|staff|heading) == 0 || t.flags == 0):
		return basis.byte('N') // a name, or a word nobody knows
	}
	return basis.byte('w').bytes(f.fold(t))
}

// around are the most words looked at on either side of a name.
const around = 9

// weighed fills f.features with what speaks for one role or the other of the name
// of tokens from..to.
func (f *Finder) weighed(n Name, from, to int) []uint32 {
	out := f.features[:0]
	add := func(h hash) { out = append(out, uint32(h)) }
	e := f.evidence
	spoke := basis.byte('R').byte(byte(e.rule))
	if e.role == Public {
		spoke = spoke.byte('p')
	}
	add(spoke)
	if e.token >= 0 && e.token < len(f.tokens) {
		add(spoke.bytes(f.fold(f.tokens[e.token])))
		add(spoke.byte(byte(min(9, max(e.token-to, from-e.token)))).byte('d'))
	}
	begin, end := f.sentence(from, to)
	add(basis.byte('y').bytes([]byte(n.Why)))
	own := basis.byte('o').byte(byte(min(4, to-from))).byte(byte(f.tokens[from].shape))
	if f.tokens[from].is(given) {
		own = own.byte('g')
	}
	add(own)
	if from == begin {
		add(basis.byte('['))
	}
	if to >= end {
		add(basis.byte(']'))
	}
	if f.letter {
		add(basis.byte('j'))
	}
	if f.cell {
		add(basis.byte('x'))
	}
	if f.tokens[from].shout {
		add(basis.byte('S'))
	}
	before, last := spoke, spoke
	for k, n := from-1, 0; k >= begin && n < around; k, n = k-1, n+1 {
		s := f.sign(k)
		add(s.byte('l'))
		if n < 3 {
			add(s.byte('L').byte(byte('0' + n)))
		}
		if n > 0 && n < 4 {
			add(s.bytes([]byte{byte(last), byte(last >> 8), byte(last >> 16), 'b'}))
		}
		last = s
	}
	last = before
	for k, n := to, 0; k < end && n < around; k, n = k+1, n+1 {
		s := f.sign(k)
		add(s.byte('r'))
		if n < 3 {
			add(s.byte('R').byte(byte('0' + n)))
		}
		if n > 0 && n < 4 {
			add(s.bytes([]byte{byte(last), byte(last >> 8), byte(last >> 16), 'B'}))
		}
		last = s
	}
	for k := begin; k < min(begin+3, from); k++ {
		add(f.sign(k).byte('^'))
	}
	f.features = out
	return out
}
