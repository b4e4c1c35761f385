package privacy

import "bytes"

// emailDetector finds e-mail addresses. Those of a function of a body, such as
// contact@ or mairie@, are told and stop nothing.
var emailDetector = &detector{
	kind:  Email,
	skips: func(c *column) bool { return c.typed() },
	wants: func(f *features, c *column) bool { return f.at },
	find:  findEmail,
	mask:  maskEmail,
}

func findEmail(cell []byte, from int, c *column) (span, bool) {
	for i := from; ; i++ {
		k := bytes.IndexByte(cell[i:], '@')
		if k < 0 {
			return span{}, false
		}
		i += k
		start, end := localStart(cell, from, i), domainEnd(cell, i+1)
		if start == i || end == 0 || at(cell, start-1) == '@' {
			continue
		}
		m := span{start: start, end: end, level: Review, role: Private}
		if c.PublicContact || functional(cell[start:i], cell[i+1:end]) {
			m.level, m.role = Info, Body
		}
		return m, true
	}
}

// localStart goes back from the @ over what may stand before it.
func localStart(cell []byte, from, i int) int {
	start := i
	for start > from && localByte(cell[start-1]) {
		start--
	}
	// A point or an apostrophe before the address belongs to the sentence:
	// "l'adresse 'a.b@c.fr'".
	for start < i && (cell[start] == '.' || cell[start] == '\'' || cell[start] == '-') {
		start++
	}
	return start
}

func localByte(b byte) bool {
	return alphanum(b) || b == '.' || b == '_' || b == '-' || b == '+' || b == '%' || b == '\'' || b == '&' ||
		b >= 0xC3 && b <= 0xC5 || b >= 0x80 && b < 0xC0 // accented letters, typed where they cannot be
}

// domainEnd is the end of a domain name that starts at i, 0 if there is none:
// labels of letters, digits and hyphens, the last of two letters at least.
func domainEnd(cell []byte, i int) int {
	end, label, letters := 0, i, 0
	for ; ; i++ {
		b := at(cell, i)
		switch {
		case class[b] == isLetter:
			letters++
		case digit(b) || b == '-':
		default: // a point, or what follows the name
			if i == label {
				return end
			}
			if label > 0 && cell[label-1] == '.' && i-label >= 2 && letters == i-label {
				end = i
			}
			if b != '.' {
				return end
			}
			label, letters = i+1, 0
		}
	}
}

// functional says that the address is the one of a body or of one of its
// functions. The word of a body (mairie, ccas) is enough at any provider: many
// small town halls write from orange.fr. The word of a function (contact) is
// not enough at a provider of private mailboxes, nor beside a word that could
// be a name.
func functional(local, domain []byte) bool {
	function, name := false, false
	for start := 0; start < len(local); {
		end := start
		for end < len(local) && class[local[end]] == isLetter {
			end++
		}
		word := local[start:end]
		switch {
		case len(word) == 0:
			if b := local[start]; b >= 0x80 {
				name = true
			}
			start++
			continue
		case wordIn(bodyWords, word):
			return true
		case wordIn(functionWords, word):
			function = true
		case len(word) > 3 && !containsFold(domain, word):
			name = true
		}
		start = end
	}
	return function && !name && !wordIn(privateProviders, domain)
}

// maskEmail keeps the first letter, and the domain when thousands share it.
func maskEmail(v []byte, m span) string {
	k := bytes.IndexByte(v, '@')
	domain := v[k+1:]
	first := string(bytes.Runes(v[:k])[:1])
	if wordIn(privateProviders, domain) {
		return first + "•••@" + string(bytes.ToLower(domain))
	}
	return first + "•••@•••" + string(bytes.ToLower(domain[bytes.LastIndexByte(domain, '.'):]))
}

// wordIn looks a word up whatever its case, without allocating.
func wordIn(set map[string]bool, word []byte) bool {
	var folded [32]byte
	if len(word) > len(folded) {
		return false
	}
	for i, b := range word {
		if class[b] == isLetter {
			b |= 0x20
		}
		folded[i] = b
	}
	return set[string(folded[:len(word)])]
}

// containsFold says that domain holds word, ASCII letters compared without case.
func containsFold(domain, word []byte) bool {
	for i := 0; i+len(word) <= len(domain); i++ {
		if bytes.EqualFold(domain[i:i+len(word)], word) {
			return true
		}
	}
	return false
}
