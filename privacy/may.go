package privacy

// What can be told of a cell by its bytes alone, to spare the search of those
// that hold nothing. Each may only be too generous: what it lets pass is looked
// at as ever (a property test holds the two against each other).

// mayTell tells whether around may find something in a cell that names no
// private person: a number before a word, a number as long as a SIREN, “né”,
// “lieu de naissance”.
func mayTell(cell []byte) bool {
	word := false // the byte before belongs to a word
	for i := 0; i < len(cell); i++ {
		b := cell[i]
		c := class[b]
		if b >= 0x80 {
			word = false // no letter with an accent begins one of the words sought
			continue
		}
		if word {
			word = c&(isLetter|isDigit) != 0
			continue
		}
		switch {
		case c&isDigit != 0:
			if mayNumber(cell, i) {
				return true
			}
		case c&isLetter != 0:
			if mayBirth(cell, i) {
				return true
			}
		}
		word = c&(isLetter|isDigit) != 0
	}
	return false
}

// mayNumber tells whether a street may follow the number at i, or whether it is
// as long as a SIREN.
func mayNumber(cell []byte, i int) bool {
	digits, k := 0, i
	for k < len(cell) {
		if digit(cell[k]) {
			digits++
			k++
			continue
		}
		if b := blankAt(cell, k); b > 0 && digit(at(cell, k+b)) {
			k += b
			continue
		}
		break
	}
	if digits == 9 || digits == 14 {
		return true
	}
	k = i
	for k < len(cell) && digit(cell[k]) {
		k++
	}
	if k-i > 4 {
		return false
	}
	for k < len(cell) {
		switch b := cell[k]; {
		case b == ',':
			k++
		case blankAt(cell, k) > 0:
			k += blankAt(cell, k)
		default:
			return class[b]&isLetter != 0 || b >= 0x80
		}
	}
	return false
}

// mayBirth tells whether a word that begins at i may be “né” or “lieu”.
func mayBirth(cell []byte, i int) bool {
	switch b := cell[i]; {
	case b|0x20 == 'n':
		next := at(cell, i+1)
		return next|0x20 == 'e' || next >= 0x80
	case b|0x20 == 'l':
		return at(cell, i+1)|0x20 == 'i' && at(cell, i+2)|0x20 == 'e'
	}
	return false
}

// mayAnnounceBirth tells whether a cell may hold “né”, “née”, “naissance” or
// “ddn”, in any writing.
func mayAnnounceBirth(cell []byte) bool {
	for i, b := range cell {
		switch b | 0x20 {
		case 'n':
			next := at(cell, i+1)
			if next|0x20 == 'e' || next|0x20 == 'a' || next >= 0x80 {
				return true
			}
		case 'd':
			if at(cell, i+1)|0x20 == 'd' {
				return true
			}
		}
	}
	return false
}
