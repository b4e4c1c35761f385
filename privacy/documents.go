package privacy

import "slices"

// ineDetector finds the national number of pupils and students: ten digits and
// a letter (BEA, whose letter is the number modulo 23), or nine digits and two
// letters (RNIE). It takes a header or a word that announces it.
var ineDetector = &detector{
	kind:  INE,
	skips: func(c *column) bool { return c.typed() || c.has(hintCompany) },
	wants: func(f *features, c *column) bool { return f.digits >= 9 && f.letters >= 1 },
	find: func(cell []byte, from int, c *column) (span, bool) {
		return findShape(cell, from, "ddddddddd", func(i, end int) (span, bool) {
			rest := cell[i:min(i+11, len(cell))]
			shape := len(rest) == 11 && class[rest[10]]&isLetter != 0 && (digit(rest[9]) || class[rest[9]]&isLetter != 0)
			if !shape || alphanum(at(cell, i+11)) || !c.has(hintINE) && !announced(cell, i, "ine", "numen", "eleve", "élève", "etudiant", "étudiant") {
				return span{}, false
			}
			return span{start: i, end: i + 11, level: Block, role: Private, score: 0.98, why: "header"}, true
		})
	},
	mask: func(v []byte, _ span) string { return string(v[:2]) + "•••••••••" },
}

// idDocumentDetector finds numbers of passports (two digits, two letters, five
// digits) and of identity cards (twelve digits, or nine signs since 2021),
// where a header or a word announces one; a passport's shape is enough.
var idDocumentDetector = &detector{
	kind:  IDDocument,
	skips: func(c *column) bool { return c.typed() || c.has(hintCompany|hintPhone) },
	wants: func(f *features, c *column) bool { return f.digits >= 5 && (f.letters >= 1 || c.has(hintDocument)) },
	find: func(cell []byte, from int, c *column) (span, bool) {
		for i := from; i < len(cell); i++ {
			if !alphanum(cell[i]) || i > 0 && alphanum(cell[i-1]) {
				continue
			}
			end := i
			for end < len(cell) && alphanum(cell[end]) {
				end++
			}
			w := cell[i:end]
			stay := len(w) == 10 && allDigits(w) && announced(cell, i, "titre de séjour", "titre de sejour")
			numbered := len(w) == 12 && allDigits(w) || len(w) == 9 && mixed(w) || stay
			if !numbered && !passport(w) {
				i = end
				continue
			}
			said := c.has(hintDocument) || announced(cell, i, "passeport", "cni", "identité", "identite", "passport")
			switch {
			case passport(w) && (said || !c.has(hintIdentifier) && upperLetters(w)):
				return span{start: i, end: end, level: Block, role: Private, score: 0.9, why: "shape"}, true
			case said && numbered, stay:
				return span{start: i, end: end, level: Block, role: Private, score: 0.9, why: "announced"}, true
			}
			i = end
		}
		return span{}, false
	},
	mask: func(v []byte, _ span) string { return string(v[:2]) + "•••••••" },
}

func passport(w []byte) bool {
	return len(w) == 9 && allDigits(w[:2]) && class[w[2]]&isLetter != 0 && class[w[3]]&isLetter != 0 && allDigits(w[4:])
}

func allDigits(w []byte) bool { return !slices.ContainsFunc(w, func(b byte) bool { return !digit(b) }) }

func upperLetters(w []byte) bool {
	return !slices.ContainsFunc(w, func(b byte) bool { return b >= 'a' && b <= 'z' })
}

func mixed(w []byte) bool { return !allDigits(w) && slices.ContainsFunc(w, digit) && upperLetters(w) }

// cafDetector finds the numbers of recipients of family benefits: seven digits,
// sometimes with a letter, where a header or a word announces one.
var cafDetector = &detector{
	kind:  CAF,
	skips: func(c *column) bool { return c.typed() && !c.has(hintCAF) },
	wants: func(f *features, c *column) bool { return f.digits >= 6 && (f.letters >= 3 || c.has(hintCAF)) },
	find: func(cell []byte, from int, c *column) (span, bool) {
		return findShape(cell, from, "ddddddd", func(i, end int) (span, bool) {
			if class[at(cell, end)]&isLetter != 0 && !alphanum(at(cell, end+1)) {
				end++
			}
			if alphanum(at(cell, end)) || decimalAfter(cell, end) || !c.has(hintCAF) && !announced(cell, i, "allocataire", "caf") {
				return span{}, false
			}
			return span{start: i, end: end, level: Block, role: Private, score: 0.9, why: "announced"}, true
		})
	},
	mask: func(v []byte, _ span) string { return string(v[:1]) + "••••••" },
}
