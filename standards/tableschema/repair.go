package tableschema

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"airial/standards/sirene"
	"airial/standards/tabular"
)

// advise looks for the value that the cell should have held, and says so only
// when there is no doubt and the value would be accepted. It also refines the
// finding, so that the message tells the usual accidents apart.
func (f *Finding) advise(fp *fieldProg, cell []byte) {
	f.arg("type", string(fp.f.Type)).arg("format", fp.f.Format)
	switch f.Code {
	case "type-error", "constraint-error", CheckSIRET, CheckSIREN, CheckNomenclature:
	default:
		return
	}
	f.argsOf(fp.f)
	if scientific(cell) && f.Detail != "required" && !isNumeric(fp.f.Type) {
		f.Detail = "scientific"
		return
	}
	if f.Detail == "maxLength" || f.Detail == "minimum" || f.Detail == "maximum" {
		return
	}
	for _, candidate := range candidates(f, fp.f, string(cell)) {
		if candidate != string(cell) && fp.accepts([]byte(candidate)) {
			f.Repair, f.HasRepair = candidate, true
			return
		}
	}
	if f.Detail == "enum" {
		if near := resembling(string(cell), fp.f.Constraints.Enum); near != "" {
			f.arg("hint", near)
		}
	}
}

// argsOf gives the message what the field allows.
func (f *Finding) argsOf(field *Field) {
	switch {
	case f.Detail == "enum":
		f.arg("allowed", valueList(field.Constraints.Enum))
	case f.Detail == "pattern", f.Detail == "pattern-budget":
		f.arg("pattern", field.Constraints.Pattern)
		f.arg("about_fr", field.Description.Fr).arg("about_en", field.Description.En)
		if identifierPattern(field) {
			f.Detail = "pattern-siret"
			if n := len(strings.TrimSpace(f.Value)); f.Value != "" {
				f.argInt("length", n)
			}
		}
	case f.Detail == string(Boolean):
		yes, no := field.TrueValues, field.FalseValues
		if yes == nil {
			yes = []string{"true", "1"}
		}
		if no == nil {
			no = []string{"false", "0"}
		}
		f.arg("allowed", valueList(slices.Concat(yes, no)))
	}
	if field.Example != "" {
		f.arg("example", field.Example)
	}
}

// identifierPattern tells whether the pattern of a field is that of a SIRET.
func identifierPattern(f *Field) bool {
	switch f.Constraints.Pattern {
	case `^\d{14}$`, `\d{14}`, `^[0-9]{14}$`, `[0-9]{14}`:
		return true
	}
	return false
}

func isNumeric(t Type) bool { return t == Integer || t == Number }

// maxAllowed is how many of the values that a field admits a message lists.
const maxAllowed = 12

// listSeparator stands between the values of an argument that is a list.
const listSeparator = "\x1f"

// valueList makes a list of values an argument. Each language quotes them in
// its way.
func valueList(values []string) string {
	if len(values) > maxAllowed {
		values = append(slices.Clone(values[:maxAllowed]), "…")
	}
	return strings.Join(values, listSeparator)
}

// candidates gives the values that a cell may have meant, the likeliest first.
func candidates(f *Finding, field *Field, cell string) []string {
	trimmed := strings.Trim(cell, " \t\u00a0\u202f\u200b\uFEFF")
	out := []string{trimmed}
	switch {
	case f.Code == CheckNomenclature:
		before, after, found := strings.Cut(trimmed, "/")
		if found && nomenclature[tabular.Fold(before)] {
			return []string{strings.TrimSpace(before) + "/" + strings.TrimSpace(after)}
		}
		return nil
	case f.Code == CheckSIRET, f.Code == CheckSIREN, f.Detail == "pattern-siret":
		digits, ok := sirene.Compact(trimmed)
		if ok && (sirene.ValidSIRET(digits) || f.Code == CheckSIREN && sirene.ValidSIREN(digits)) {
			return []string{digits}
		}
		return nil
	}
	switch field.Type {
	case Date:
		if d, ok := frenchDate(trimmed); ok {
			out = append(out, d)
		}
	case Datetime:
		if d, ok := frenchDatetime(trimmed); ok {
			out = append(out, d)
		}
	case Integer:
		if n, ok := frenchNumberText(trimmed); ok {
			out = append(out, n)
			if whole, decimals, ok := strings.Cut(n, "."); ok && strings.Trim(decimals, "0") == "" {
				out = append(out, whole)
			}
		}
	case Number:
		if n, ok := frenchNumberText(trimmed); ok {
			out = append(out, n)
			if field.DecimalChar != "" {
				out = append(out, strings.Replace(n, ".", field.DecimalChar, 1))
			}
		}
	case Boolean:
		out = append(out, booleanCandidates(field, trimmed)...)
	}
	for _, e := range field.Constraints.Enum {
		if tabular.Fold(e) == tabular.Fold(trimmed) {
			out = append(out, e)
		}
	}
	return out
}

func booleanCandidates(field *Field, cell string) []string {
	var yes, no string
	for _, v := range append(field.TrueValues, "true") {
		yes = v
		break
	}
	for _, v := range append(field.FalseValues, "false") {
		no = v
		break
	}
	switch tabular.Fold(cell) {
	case "oui", "o", "vrai", "true", "yes", "y", "1", "x":
		return []string{yes}
	case "non", "n", "faux", "false", "no", "0":
		return []string{no}
	}
	return nil
}

var (
	slashedDate = regexp.MustCompile(`^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$`)
	yearFirst   = regexp.MustCompile(`^(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})$`)
	compactDate = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})$`)
	writtenDate = regexp.MustCompile(`^(?:(?:lun|mar|mercre|jeu|vendre|same)di |dimanche )?(?:le )?(\d{1,2})(?:er)? ([a-zûé]+)\.? (\d{4})$`)
	clockAfter  = regexp.MustCompile(`^(.*\d)[T ](\d{1,2})[:h](\d{2})(?::(\d{2}))?$`)
)

var frenchMonths = map[string]int{
	"janvier": 1, "janv": 1, "fevrier": 2, "fevr": 2, "mars": 3, "avril": 4, "avr": 4, "mai": 5,
	"juin": 6, "juillet": 7, "juil": 7, "aout": 8, "septembre": 9, "sept": 9, "octobre": 10,
	"oct": 10, "novembre": 11, "nov": 11, "decembre": 12, "dec": 12,
}

// frenchDate reads a date as the French write it, and the variants of ISO 8601
// with strokes or without zeros, and writes it YYYY-MM-DD. A time at midnight
// is dropped; years of two digits are not guessed.
func frenchDate(s string) (string, bool) {
	if m := clockAfter.FindStringSubmatch(s); m != nil && strings.Trim(m[2]+m[3]+m[4], "0") == "" {
		s = m[1]
	}
	if m := slashedDate.FindStringSubmatch(s); m != nil {
		return isoDate(m[3], m[2], m[1])
	}
	if m := yearFirst.FindStringSubmatch(s); m != nil {
		return isoDate(m[1], m[2], m[3])
	}
	if m := compactDate.FindStringSubmatch(s); m != nil {
		return isoDate(m[1], m[2], m[3])
	}
	if m := writtenDate.FindStringSubmatch(tabular.Fold(s)); m != nil {
		if month := frenchMonths[m[2]]; month > 0 {
			return isoDate(m[3], strconv.Itoa(month), m[1])
		}
	}
	return "", false
}

func isoDate(year, month, day string) (string, bool) {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	if y < 1000 || !validDate(y, m, d) {
		return "", false
	}
	return dateOf(days(y, m, d)), true
}

// frenchDatetime writes a date and an hour as YYYY-MM-DDThh:mm:ss.
func frenchDatetime(s string) (string, bool) {
	m := clockAfter.FindStringSubmatch(s)
	if m == nil {
		return "", false
	}
	day, ok := frenchDate(m[1])
	if !ok {
		return "", false
	}
	seconds := m[4]
	if seconds == "" {
		seconds = "00"
	}
	hour := m[2]
	if len(hour) == 1 {
		hour = "0" + hour
	}
	return day + "T" + hour + ":" + m[3] + ":" + seconds, true
}

var digitsAndStop = regexp.MustCompile(`^[+-]?\d+(\.\d+)?$`)

// frenchNumberText writes a number with a full stop and without blanks nor
// euro sign. "1,234" is left alone: it may be a thousand or a bit more than
// one.
func frenchNumberText(s string) (string, bool) {
	s = strings.TrimSpace(strings.TrimSuffix(strings.TrimSuffix(s, "€"), "EUR"))
	b := []byte(s)
	for _, blank := range []string{" ", "\u00a0", "\u202f"} {
		b = bytes.ReplaceAll(b, []byte(blank), nil)
	}
	s = string(b)
	comma, stop := strings.LastIndexByte(s, ','), strings.LastIndexByte(s, '.')
	switch {
	case comma >= 0 && stop > comma: // 1,234.56
		s = strings.ReplaceAll(s, ",", "")
	case comma >= 0 && stop >= 0: // 1.234,56
		s = strings.Replace(strings.ReplaceAll(s, ".", ""), ",", ".", 1)
	case comma >= 0:
		if strings.Count(s, ",") > 1 || len(s)-comma-1 == 3 && strings.Trim(s[:comma], "+-0") != "" {
			return "", false
		}
		s = strings.Replace(s, ",", ".", 1)
	}
	return s, digitsAndStop.MatchString(s)
}
