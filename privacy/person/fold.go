package person

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// fold appends a text in lower case and without accents: what the lists hold.
func fold(to, text []byte) []byte {
	for i := 0; i < len(text); {
		b := text[i]
		if b < utf8.RuneSelf {
			if 'A' <= b && b <= 'Z' {
				b += 'a' - 'A'
			}
			to = append(to, b)
			i++
			continue
		}
		r, n := utf8.DecodeRune(text[i:])
		i += n
		to = append(to, foldRune(r)...)
	}
	return to
}

func foldString(s string) string { return string(fold(nil, []byte(s))) }

// foldRune writes a letter without its accent; what is no accented Latin letter
// is left as it is.
func foldRune(r rune) string {
	switch r {
	case 'à', 'â', 'ä', 'á', 'ã', 'å', 'À', 'Â', 'Ä', 'Á', 'Ã', 'Å', 'ā', 'ă', 'ą':
		return "a"
	case 'ç', 'Ç', 'ć', 'č', 'Č', 'Ć':
		return "c"
	case 'é', 'è', 'ê', 'ë', 'É', 'È', 'Ê', 'Ë', 'ę', 'ė', 'ē', 'ě':
		return "e"
	case 'î', 'ï', 'í', 'ì', 'Î', 'Ï', 'Í', 'Ì', 'ı', 'İ':
		return "i"
	case 'ô', 'ö', 'ó', 'ò', 'õ', 'ø', 'Ô', 'Ö', 'Ó', 'Ò', 'Õ', 'Ø':
		return "o"
	case 'ù', 'û', 'ü', 'ú', 'Ù', 'Û', 'Ü', 'Ú', 'ů':
		return "u"
	case 'ÿ', 'ý', 'Ÿ', 'Ý':
		return "y"
	case 'ñ', 'Ñ', 'ń':
		return "n"
	case 'š', 'ş', 'Š', 'Ş', 'ś':
		return "s"
	case 'ž', 'Ž', 'ź', 'ż', 'Ż':
		return "z"
	case 'ł', 'Ł':
		return "l"
	case 'ğ', 'Ğ':
		return "g"
	case 'œ', 'Œ':
		return "oe"
	case 'æ', 'Æ':
		return "ae"
	case '’', 'ʼ', '‘':
		return "'"
	case '‐', '‑':
		return "-"
	}
	if r < 0x300 || r > 0x36f && r < 0x1e00 || r > 0x1eff {
		return string(r)
	}
	if unicode.Is(unicode.Mn, r) {
		return "" // an accent that stands behind its letter
	}
	// Letters of Vietnamese, above all.
	var room [8]byte
	return string(norm.NFD.AppendString(room[:0], string(r))[:1])
}

// Plain is a letter without its accent: a small one, where it had one.
func Plain(r rune) string {
	if r < 0x80 {
		return string(r)
	}
	return foldRune(r)
}
