package anonymise

import (
	"regexp"
	"strings"
)

var (
	postal  = regexp.MustCompile(`\b(\d{2}[ ]?\d{3})\s+(\p{L}[\p{L}'’\- ]*(?:\d{1,2}|CEDEX|Cedex)?)`)
	placeID = regexp.MustCompile(`^(?:\d{5}|\d{4}|2[ABab]\d{3})$`)
	partID  = regexp.MustCompile(`^(?:0[1-9]|[1-8]\d|9[0-5]|2[ABab]|97[1-8]|98[678])$`)
)

// commune keeps of a postal address its postal code and commune: what follows
// the last five digits before a name.
func commune(s string) (string, bool) {
	all := postal.FindAllStringSubmatch(s, -1)
	if len(all) == 0 {
		return "", false
	}
	m := all[len(all)-1]
	return strings.ReplaceAll(m[1], " ", "") + " " + strings.TrimSpace(m[2]), true
}

// department gives the département of a postal code or of a commune's code at
// INSEE. Postal codes of Corsica begin with 20: 200 and 201 are the South.
func department(s string) (string, bool) {
	s = strings.ReplaceAll(s, " ", "")
	if partID.MatchString(s) {
		return strings.ToUpper(s), true
	}
	if !placeID.MatchString(s) {
		return "", false
	}
	if len(s) == 4 { // a spreadsheet has eaten the zero
		s = "0" + s
	}
	switch {
	case s[:2] == "97" || s[:2] == "98":
		return s[:3], true
	case s[:3] == "200" || s[:3] == "201":
		return "2A", true
	case s[:2] == "20":
		return "2B", true
	}
	return strings.ToUpper(s[:2]), true
}
