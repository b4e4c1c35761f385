package pdf

import (
	"strconv"
	"strings"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// accents are how glyph names end, with the combining mark they stand for.
var accents = []struct{ name, mark string }{
	{"grave", "\u0300"}, {"acute", "\u0301"}, {"circumflex", "\u0302"}, {"tilde", "\u0303"}, {"macron", "\u0304"}, {"breve", "\u0306"},
	{"dotaccent", "\u0307"}, {"dieresis", "\u0308"}, {"ring", "\u030a"}, {"hungarumlaut", "\u030b"}, {"caron", "\u030c"},
	{"cedilla", "\u0327"}, {"commaaccent", "\u0326"}, {"ogonek", "\u0328"},
}

var glyphNames = func() map[string]string {
	m := map[string]string{"ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "germandbls": "ß", "oslash": "ø", "Oslash": "Ø", "lslash": "ł", "Lslash": "Ł",
		"eth": "ð", "Eth": "Ð", "thorn": "þ", "Thorn": "Þ", "dotlessi": "ı", "fi": "fi", "fl": "fl", "ff": "ff", "ffi": "ffi", "ffl": "ffl", "Euro": "€"}
	for i, name := range strings.Fields("space exclam quotedbl numbersign dollar percent ampersand quotesingle parenleft parenright asterisk plus comma hyphen period slash " +
		"zero one two three four five six seven eight nine colon semicolon less equal greater question at") {
		m[name] = string(rune(' ' + i))
	}
	for name, text := range map[string]string{"bracketleft": "[", "backslash": "\\", "bracketright": "]", "asciicircum": "^", "underscore": "_", "grave": "`",
		"braceleft": "{", "bar": "|", "braceright": "}", "asciitilde": "~", "quoteright": "’", "quoteleft": "‘", "quotedblleft": "“", "quotedblright": "”",
		"quotesinglbase": "‚", "quotedblbase": "„", "guillemotleft": "«", "guillemotright": "»", "guilsinglleft": "‹", "guilsinglright": "›",
		"endash": "–", "emdash": "—", "bullet": "•", "ellipsis": "…", "degree": "°", "section": "§", "paragraph": "¶", "copyright": "©", "registered": "®",
		"trademark": "™", "periodcentered": "·", "nbspace": "\u00a0", "nonbreakingspace": "\u00a0", "sfthyphen": "-", "minus": "−", "multiply": "×",
		"divide": "÷", "plusminus": "±", "mu": "µ", "onehalf": "½", "onequarter": "¼", "threequarters": "¾", "ordfeminine": "ª", "ordmasculine": "º",
		"onesuperior": "¹", "twosuperior": "²", "threesuperior": "³", "sterling": "£", "yen": "¥", "cent": "¢", "currency": "¤", "exclamdown": "¡", "questiondown": "¿",
		"dagger": "†", "daggerdbl": "‡", "perthousand": "‰", "florin": "ƒ", "fraction": "⁄", "brokenbar": "¦", "logicalnot": "¬", "cedilla": "¸", "macron": "¯", "acute": "´", "dieresis": "¨"} {
		m[name] = text
	}
	for c := 'A'; c <= 'z'; c++ {
		if c > 'Z' && c < 'a' {
			continue
		}
		m[string(c)] = string(c)
		for _, a := range accents {
			if whole := norm.NFC.String(string(c) + a.mark); len([]rune(whole)) == 1 {
				m[string(c)+a.name] = whole
			}
		}
	}
	return m
}()

// glyphText is what a glyph's name stands for, "" when that is not known
// (Adobe Glyph List Specification).
func glyphText(name string) string {
	name, _, _ = strings.Cut(name, ".")
	var out strings.Builder
	for part := range strings.SplitSeq(name, "_") {
		if t := glyphNames[part]; t != "" {
			out.WriteString(t)
			continue
		}
		hex, ok := strings.CutPrefix(part, "uni")
		if !ok {
			hex, ok = strings.CutPrefix(part, "u")
		}
		if !ok || len(hex) < 4 {
			return ""
		}
		if len(hex) > 6 || strings.HasPrefix(part, "uni") { // uni takes four digits, many times
			for ; len(hex) >= 4; hex = hex[4:] {
				v, err := strconv.ParseUint(hex[:4], 16, 32)
				if err != nil {
					return ""
				}
				out.WriteRune(rune(v))
			}
			continue
		}
		v, err := strconv.ParseUint(hex, 16, 32)
		if err != nil {
			return ""
		}
		out.WriteRune(rune(v))
	}
	return out.String()
}

// standardHigh is the upper half of Adobe's StandardEncoding, as glyph names.
var standardHigh = map[byte]string{0xa1: "exclamdown", 0xa2: "cent", 0xa3: "sterling", 0xa4: "fraction", 0xa5: "yen", 0xa6: "florin", 0xa7: "section",
	0xa8: "currency", 0xa9: "quotesingle", 0xaa: "quotedblleft", 0xab: "guillemotleft", 0xac: "guilsinglleft", 0xad: "guilsinglright", 0xae: "fi", 0xaf: "fl",
	0xb1: "endash", 0xb2: "dagger", 0xb3: "daggerdbl", 0xb4: "periodcentered", 0xb6: "paragraph", 0xb7: "bullet", 0xb8: "quotesinglbase", 0xb9: "quotedblbase",
	0xba: "quotedblright", 0xbb: "guillemotright", 0xbc: "ellipsis", 0xbd: "perthousand", 0xbf: "questiondown", 0xc1: "grave", 0xc2: "acute", 0xc5: "macron",
	0xc8: "dieresis", 0xcb: "cedilla", 0xd0: "emdash", 0xe1: "AE", 0xe3: "ordfeminine", 0xe8: "Lslash", 0xe9: "Oslash", 0xea: "OE", 0xeb: "ordmasculine",
	0xf1: "ae", 0xf5: "dotlessi", 0xf8: "lslash", 0xf9: "oslash", 0xfa: "oe", 0xfb: "germandbls"}

// baseText is what a code stands for under a named encoding.
func baseText(encoding string, c byte) string {
	switch encoding {
	case "WinAnsiEncoding":
		return control(charmap.Windows1252.DecodeByte(c))
	case "MacRomanEncoding":
		return control(charmap.Macintosh.DecodeByte(c))
	}
	switch {
	case c == 0x27:
		return "’"
	case c == 0x60:
		return "‘"
	case c >= 0x20 && c < 0x7f:
		return string(rune(c))
	}
	return glyphNames[standardHigh[c]]
}

func control(r rune) string {
	if r < 0x20 || r >= 0x7f && r < 0xa0 || r == 0xfffd {
		return ""
	}
	return string(r)
}
