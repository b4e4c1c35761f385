package tableschema

import (
	"bytes"
	"strings"

	"airial/standards/sirene"
	"airial/standards/tabular"
)

func siretFault(_ *checkProg, _ *Field, cell []byte) (detail string, ok bool) {
	if sirene.ValidSIRET(cell) {
		return "", true
	}
	return identifierFault(cell, sirene.SIRETDigits), false
}

func sirenFault(_ *checkProg, _ *Field, cell []byte) (detail string, ok bool) {
	if sirene.ValidSIREN(cell) {
		return "", true
	}
	return identifierFault(cell, sirene.SIRENDigits), false
}

// identifierFault says what is wrong with a SIRET or a SIREN: it chooses the
// advice.
func identifierFault(cell []byte, want int) string {
	n, other := 0, false
	for _, b := range cell {
		switch {
		case b-'0' <= 9:
			n++
		case b != ' ' && b != '.' && b < 0x80 || b >= 0x80 && b != 0xC2 && b != 0xA0 && b != 0xE2 && b != 0x80 && b != 0xAF:
			other = true
		}
	}
	switch {
	case scientific(cell):
		return "scientific"
	case other:
		return "characters"
	case n == sirene.SIRENDigits && want == sirene.SIRETDigits:
		return "siren-given"
	case n == sirene.SIRETDigits && want == sirene.SIRENDigits:
		return "siret-given"
	case n != want:
		return "length"
	case bytes.HasSuffix(cell, []byte("00000")) && want == sirene.SIRETDigits:
		return "rounded"
	}
	return "checksum"
}

// scientific tells whether a spreadsheet has written a long number as
// 8,03E+13: its last digits are lost.
func scientific(cell []byte) bool {
	if bytes.IndexByte(cell, '+') < 0 {
		return false
	}
	mantissa, exponent, found := bytes.Cut(bytes.ToUpper(bytes.TrimSpace(cell)), []byte("E+"))
	if !found || len(mantissa) == 0 || len(exponent) == 0 {
		return false
	}
	for _, b := range mantissa {
		if b-'0' > 9 && b != ',' && b != '.' {
			return false
		}
	}
	for _, b := range exponent {
		if b-'0' > 9 {
			return false
		}
	}
	return true
}

// nomenclature holds the first level of the nomenclature of acts sent to the
// State (arrêté of 2005 on @CTES), folded.
var nomenclature = func() map[string]bool {
	m := map[string]bool{}
	for _, s := range []string{
		"Commande publique", "Urbanisme", "Domaine et patrimoine", "Fonction publique",
		"Institutions et vie politique", "Libertés publiques et pouvoirs de police",
		"Finances locales", "Domaines de compétences par thèmes", "Autres domaines de compétences",
	} {
		m[tabular.Fold(s)] = true
	}
	return m
}()

// nomenclatureFault asks for a domain of the nomenclature of acts, a stroke
// and what follows it, without blanks around the stroke.
func nomenclatureFault(_ *checkProg, _ *Field, cell []byte) (detail string, ok bool) {
	text := string(cell)
	before, after, found := strings.Cut(text, "/")
	switch {
	case !found:
		return "no-stroke", false
	case strings.TrimSpace(before) != before, strings.Contains(text, "/ ") && strings.TrimSpace(after) != "":
		return "blanks", false
	case !nomenclature[tabular.Fold(before)]:
		return "prefix", false
	case strings.TrimSpace(after) == "":
		return "no-suffix", false
	}
	return "", true
}

// yearIntervalFault asks for YYYY/YYYY in order, or one year when allowed.
func yearIntervalFault(p *checkProg, _ *Field, cell []byte) (detail string, ok bool) {
	first, second, interval := bytes.Cut(cell, []byte("/"))
	from, ok1 := digits(first)
	to, ok2 := digits(second)
	wellFormed := len(first) == 4 && ok1 && (!interval || len(second) == 4 && ok2)
	switch {
	case !wellFormed || !interval && !p.AllowYearOnly:
		if p.AllowYearOnly {
			return "format-or-year", false
		}
		return "format", false
	case interval && from == to:
		return "same", false
	case interval && from > to:
		return "order", false
	}
	return "", true
}
