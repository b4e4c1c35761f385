package privacy

// plateDetector finds registrations of vehicles: AB-123-CD (since 2009; no I, O
// or U, arrêté du 9 février 2009), and those of before, 1234 AB 40, where a word
// or a header announces one.
var plateDetector = &detector{
	kind:  Plate,
	skips: func(c *column) bool { return c.typed() },
	wants: func(f *features, _ *column) bool { return f.digits >= 3 && f.uppers >= 2 },
	find: func(cell []byte, from int, c *column) (span, bool) {
		for i := from; i < len(cell); i++ {
			if !alphanum(cell[i]) || i > 0 && (letterByte(cell[i-1]) || digit(cell[i-1]) || cell[i-1] == '-') {
				continue
			}
			said := c.has(hintPlate) || c.has(hintNIR) && c.hints&hintNIR == hintNIR && announcedPlate(cell, i)
			if end, joined := newPlate(cell, i); end > 0 && !alphanum(at(cell, end)) && at(cell, end) != '-' &&
				(!joined || said || announcedPlate(cell, i)) {
				return span{start: i, end: end, level: Review, role: Private, score: 0.9, why: "shape"}, true
			}
			if end := oldPlate(cell, i); end > 0 && !alphanum(at(cell, end)) && (said || announcedPlate(cell, i)) {
				return span{start: i, end: end, level: Review, role: Private, score: 0.85, why: "announced"}, true
			}
		}
		return span{}, false
	},
	mask: func(v []byte, _ span) string { return string(v[:2]) + "-•••-••" },
}

func announcedPlate(cell []byte, i int) bool {
	return announced(cell, i, "immatriculé", "immatriculée", "immatricule", "immatriculation", "plaque", "véhicule", "vehicule", "immat", "carte grise")
}

func plateLetter(b byte) bool {
	return b >= 'A' && b <= 'Z' && b != 'I' && b != 'O' && b != 'U'
}

// newPlate reads AB-123-CD, AB 123 CD or AB123CD; joined is the last of these.
func newPlate(cell []byte, i int) (end int, joined bool) {
	if !plateLetter(at(cell, i)) || !plateLetter(at(cell, i+1)) {
		return 0, false
	}
	k := i + 2
	sep := at(cell, k)
	if sep != '-' && sep != ' ' {
		sep, joined = 0, true
	} else {
		k++
	}
	for n := 0; n < 3; n++ {
		if !digit(at(cell, k)) {
			return 0, false
		}
		k++
	}
	if sep != 0 {
		if at(cell, k) != sep {
			return 0, false
		}
		k++
	}
	if !plateLetter(at(cell, k)) || !plateLetter(at(cell, k+1)) {
		return 0, false
	}
	return k + 2, joined
}

// oldPlate reads 1234 AB 40.
func oldPlate(cell []byte, i int) int {
	k := i
	for digit(at(cell, k)) && k-i < 4 {
		k++
	}
	if k-i < 1 {
		return 0
	}
	skip := func() bool {
		if b := at(cell, k); b == ' ' || b == '-' {
			k++
			return true
		}
		return false
	}
	skip()
	letters := k
	for b := at(cell, k); b >= 'A' && b <= 'Z' && k-letters < 3; b = at(cell, k) {
		k++
	}
	if k-letters < 2 {
		return 0
	}
	skip()
	if !digit(at(cell, k)) || !(digit(at(cell, k+1)) || at(cell, k+1) == 'A' || at(cell, k+1) == 'B') {
		return 0
	}
	return k + 2
}
