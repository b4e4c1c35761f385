package anonymise

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// cell treats the value of one cell. ok is false for one that could not be
// read: it is left out. Blank cells stay blank.
func (s *Step) cell(value string, key []byte) (out string, ok bool) {
	value = strings.TrimFunc(value, unicode.IsSpace)
	if value == "" {
		return "", true
	}
	switch s.Do {
	case Mask:
		return mask(value, s.Show), true
	case Pseudonym:
		return pseudonym(key, value), true
	case Code:
		return code(value, s.Bottom, s.Top)
	case Generalise:
		switch s.To {
		case ToYear, ToMonth, ToDecade:
			return generaliseDate(value, s.To)
		case ToBand:
			return band(value, s.Size)
		case ToCommune:
			return commune(value)
		case ToDepartment:
			return department(value)
		case ToGrid:
			return grid(value, s.Digits)
		}
	}
	return "", false
}

const dots = "•••"

// mask leaves the last characters of a value, where there are more than twice
// as many; its length is not told.
func mask(value string, show int) string {
	value, masked := strings.CutPrefix(value, dots)
	n := utf8.RuneCountInString(value)
	if again := masked && n == show; !again && n <= 2*show {
		return dots
	}
	for ; n > show; n-- {
		_, size := utf8.DecodeRuneInString(value)
		value = value[size:]
	}
	return dots + value
}
