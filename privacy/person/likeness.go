package person

// What the rules do not find, a second look may: each word in capitals is weighed
// by how it is written, by its letters and by what stands around it (train). It
// only ever adds names; what it adds is of a low score.

// shaped is a word's flags and shape in one number.
func (f *Finder) shaped(k int) hash {
	if k < 0 || k >= len(f.tokens) {
		return basis.byte('|')
	}
	t := f.tokens[k]
	h := basis.byte(byte(t.shape)).byte(byte(t.flags)).byte(byte(t.flags >> 8)).byte(byte(t.flags >> 16)).byte(byte(t.flags >> 24))
	if t.shape == mark {
		h = h.byte(t.mark)
	}
	return h
}

// signAt is sign, and something else beyond the text.
func (f *Finder) signAt(k int) hash {
	if k < 0 || k >= len(f.tokens) {
		return basis.byte('|')
	}
	return f.sign(k)
}

// mayName tells whether token k is weighed at all: words of the language are not.
func (f *Finder) mayName(k int) bool {
	t := &f.tokens[k]
	if t.shape == initial {
		return t.flags&civility == 0
	}
	return (t.shape == title || t.shape == upper) && (t.flags&word == 0 || t.flags&(given|family) != 0)
}

// likeness fills f.features with what speaks for token k being part of a person's
// name.
func (f *Finder) likeness(k int) []uint32 {
	out := f.features[:0]
	add := func(h hash) { out = append(out, uint32(h)) }
	t := f.tokens[k]
	own := f.shaped(k)
	bit := func(b byte, is bool) {
		if is {
			add(basis.byte('u').byte(b))
		}
	}
	add(own.byte('o'))
	bit('f', t.first)
	bit('s', t.shout)
	bit('p', t.parts > 1)
	bit('e', t.elected)
	for b := range 25 {
		if t.flags&(1<<b) != 0 {
			add(basis.byte('v').byte(byte(b)))
		}
	}
	if t.flags&(given|family) == 0 || t.is(word) {
		w := f.fold(t)
		add(basis.byte('W').bytes(w))
		for n := 2; n <= 4 && n <= len(w); n++ {
			add(basis.byte('z').bytes(w[len(w)-n:]))
			if n > 2 {
				add(basis.byte('a').bytes(w[:n]))
			}
		}
	}
	begin, end := k, k+1
	for begin > 0 && (f.mayName(begin-1) || f.tokens[begin-1].is(particle) && f.tokens[begin-1].shape == lower && begin > 1 && f.mayName(begin-2)) && k-begin < 6 {
		begin--
	}
	for end < len(f.tokens) && (f.mayName(end) || f.tokens[end].is(particle) && f.tokens[end].shape == lower && end+1 < len(f.tokens) && f.mayName(end+1)) && end-k < 6 {
		end++
	}
	add(basis.byte('n').byte(byte(end - begin)).byte(byte(k - begin)))
	left, right := f.signAt(begin-1), f.signAt(end)
	add(left.byte('<'))
	add(right.byte('>'))
	add(left.byte('<').byte(byte(own)).byte(byte(own >> 8)).byte(byte(own >> 16)))
	add(right.byte('>').byte(byte(own)).byte(byte(own >> 8)).byte(byte(own >> 16)))
	add(f.signAt(begin - 2).byte('('))
	add(f.signAt(begin - 3).byte('{'))
	add(f.signAt(end + 1).byte(')'))
	add(left.byte('1').byte(byte(f.signAt(begin - 2))).byte(byte(f.signAt(begin-2) >> 8)).byte(byte(f.signAt(begin-2) >> 16)))
	for d := 1; d <= 2; d++ {
		add(f.shaped(k - d).byte('l').byte(byte(d)))
		add(f.shaped(k + d).byte('r').byte(byte(d)))
	}
	add(f.shaped(k - 1).byte('L').byte(byte(own)).byte(byte(own >> 8)).byte(byte(own >> 16)))
	add(f.shaped(k + 1).byte('R').byte(byte(own)).byte(byte(own >> 8)).byte(byte(own >> 16)))
	// What opens the line, and the word before the last colon.
	first, label := -1, -1
	for j, n := k-1, 0; j >= 0 && f.tokens[j].mark != '\n' && n < 60; j, n = j-1, n+1 {
		if f.tokens[j].mark == ':' && label < 0 {
			label = j - 1
		}
		first = j
	}
	if first >= 0 {
		add(f.sign(first).byte('^'))
	}
	if label >= 0 {
		add(f.sign(label).byte(':'))
		add(basis.byte(';'))
	}
	f.features = out
	return out
}
