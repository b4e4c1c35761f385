package privacy

// findShape calls fn at each place where digits as many as the shape's stand
// that no letter or digit precedes; end is behind them.
func findShape(cell []byte, from int, shape string, fn func(i, end int) (span, bool)) (span, bool) {
	for i := from; i < len(cell); i++ {
		if !digit(cell[i]) || i > 0 && (alphanum(cell[i-1]) || decimalBefore(cell, i)) {
			continue
		}
		end := i
		for end < len(cell) && end-i < len(shape) && digit(cell[end]) {
			end++
		}
		if end-i == len(shape) {
			if m, ok := fn(i, end); ok {
				return m, true
			}
		}
		for i < len(cell) && digit(cell[i]) {
			i++
		}
	}
	return span{}, false
}

// reachBefore is how far before a number its announcement may stand, in bytes.
const reachBefore = 40

// announced tells whether one of the words stands shortly before place i.
func announced(cell []byte, i int, list ...string) bool {
	var room [reachBefore]byte
	before := lowered(room[:0], cell[max(0, i-reachBefore):i])
	for _, w := range list {
		for k := 0; ; {
			j := index(before[k:], w)
			if j < 0 {
				break
			}
			k += j
			if (k == 0 || !letterByte(before[k-1]) || apostropheBefore(before[:k])) && (k+len(w) == len(before) || !letterByte(before[k+len(w)])) {
				return true
			}
			k += len(w)
		}
	}
	return false
}

// apostropheBefore tells whether a typographic apostrophe ends the text: its
// bytes look like those of a letter.
func apostropheBefore(text []byte) bool {
	return len(text) >= 3 && string(text[len(text)-3:]) == "’" || len(text) > 0 && len(text) < 3 && text[len(text)-1] == 0x99
}

// index is bytes.Index for a string.
func index(text []byte, w string) int {
	for i := 0; i+len(w) <= len(text); i++ {
		if string(text[i:i+len(w)]) == w {
			return i
		}
	}
	return -1
}

// lowered appends a text with its ASCII letters in lower case, into the room
// that the caller gives.
func lowered(room, text []byte) []byte {
	for _, b := range text {
		if b >= 'A' && b <= 'Z' {
			b |= 0x20
		}
		room = append(room, b)
	}
	return room
}

// letterByte tells whether a byte belongs to a letter, an accented one included.
func letterByte(b byte) bool { return class[b]&isLetter != 0 || b >= 0x80 }
