package faulttest

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"regexp/syntax"
	"strconv"
	"strings"

	ts "airial/standards/tableschema"
)

// special are values of fields that checks bind to others.
var special = map[string]string{
	"VOTE_EFFECTIF": "12", "VOTE_REEL": "10", "VOTE_POUR": "5", "VOTE_CONTRE": "3", "VOTE_ABSTENTION": "2",
	"DELIB_DATE": "2024-03-01", "PREF_DATE": "2024-03-05", "BUDGET_ANNEE": "2024/2025", "BUDGET_NOM": "Budget principal",
}

// value makes a right value of a field, "" when it knows none.
func value(r *rand.Rand, s *ts.Schema, f *ts.Field) string {
	if v, ok := special[f.Name]; ok && s.Name == "scdl/deliberations" {
		return v
	}
	for _, c := range s.Checks {
		if len(c.Columns) > 0 && c.Columns[0] == f.Name {
			if v, ok := checked(r, c.Name); ok {
				return v
			}
		}
	}
	c := &f.Constraints
	if len(c.Enum) > 0 {
		return c.Enum[r.IntN(len(c.Enum))]
	}
	if c.Pattern != "" {
		re, err := syntax.Parse(c.Pattern, syntax.Perl)
		if err != nil {
			return ""
		}
		var b strings.Builder
		grow(r, re.Simplify(), &b, 0)
		return b.String()
	}
	switch f.Type {
	case ts.Integer:
		return strconv.Itoa(int(between(r, f)))
	case ts.Number:
		return strconv.FormatFloat(between(r, f), 'f', -1, 64)
	case ts.Boolean:
		if len(f.TrueValues) > 0 {
			return f.TrueValues[0]
		}
		return "true"
	case ts.Date:
		day := fmt.Sprintf("%d-%02d-%02d", 2015+r.IntN(10), 1+r.IntN(12), 1+r.IntN(28))
		switch f.Format {
		case "", "default", "any", "%Y-%m-%d":
			return day
		case "%Y":
			return day[:4]
		}
		return ""
	case ts.Datetime:
		return fmt.Sprintf("%d-%02d-%02dT%02d:%02d:00Z", 2015+r.IntN(10), 1+r.IntN(12), 1+r.IntN(28), r.IntN(24), r.IntN(60))
	case ts.Time:
		return fmt.Sprintf("%02d:%02d:00", r.IntN(24), r.IntN(60))
	case ts.Year:
		return strconv.Itoa(2015 + r.IntN(10))
	case ts.Geopoint:
		if f.Format == "array" {
			return fmt.Sprintf("[2.%d,48.%d]", 10+r.IntN(80), 10+r.IntN(80))
		}
		return fmt.Sprintf("2.%d,48.%d", 10+r.IntN(80), 10+r.IntN(80))
	case ts.Geojson:
		return fmt.Sprintf(`{"type":"Point","coordinates":[2.%d,48.5]}`, 10+r.IntN(80))
	case ts.Array:
		if n := len(f.ItemEnum); n > 0 {
			raw, _ := json.Marshal([]string{f.ItemEnum[r.IntN(n)]})
			return string(raw)
		}
		return fmt.Sprintf(`["v%d"]`, r.IntN(100))
	}
	return text(r, f)
}

func text(r *rand.Rand, f *ts.Field) string {
	switch f.Format {
	case "uri":
		return fmt.Sprintf("https://donnees.example.fr/%d", r.IntN(1000))
	case "email":
		return fmt.Sprintf("mairie%d@example.fr", r.IntN(1000))
	case "uuid":
		return fmt.Sprintf("8f14e45f-ceea-467f-9575-%012d", r.IntN(1_000_000))
	}
	v := fmt.Sprintf("valeur é%d", r.IntN(100_000))
	if m := f.Constraints.MaxLength; m != nil && len([]rune(v)) > *m {
		v = strconv.Itoa(r.IntN(100_000))[:1]
		for len(v) < *m && len(v) < 4 {
			v += strconv.Itoa(r.IntN(10))
		}
	}
	if m := f.Constraints.MinLength; m != nil {
		for len([]rune(v)) < *m {
			v += "x"
		}
	}
	return v
}

// between gives a number within the bounds of a field.
func between(r *rand.Rand, f *ts.Field) float64 {
	low, high := 1.0, 90.0
	if v, err := strconv.ParseFloat(f.Constraints.Minimum, 64); err == nil {
		low = v
		high = max(high, low+1)
	}
	if v, err := strconv.ParseFloat(f.Constraints.Maximum, 64); err == nil {
		high = v
		low = min(low, high)
	}
	if f.Type == ts.Number && high-low <= 2 {
		return high
	}
	return low + float64(r.IntN(int(high-low)+1))
}

// checked makes a value that a check asks for.
func checked(r *rand.Rand, check string) (string, bool) {
	switch check {
	case ts.CheckSIRET:
		return number(r, 9, "00011")
	case ts.CheckSIREN:
		return number(r, 9, "")
	case ts.CheckNomenclature:
		return "Urbanisme/Documents d'urbanisme", true
	case ts.CheckYearInterval:
		return "2024/2025", true
	case ts.CheckOpeningHours:
		return "Mo-Fr 08:00-18:00", true
	case ts.CheckPhoneNumber:
		return "0558001122", true
	}
	return "", false
}

// number makes a SIREN, or a SIRET with some establishment, by trying check
// digits.
func number(r *rand.Rand, n int, establishment string) (string, bool) {
	digits := "4"
	for len(digits) < n-1 {
		digits += strconv.Itoa(r.IntN(10))
	}
	for d := range 10 {
		siren := digits + strconv.Itoa(d)
		if !luhn(siren) {
			continue
		}
		if establishment == "" {
			return siren, true
		}
		for e := range 10 {
			if siret := siren + establishment[:4] + strconv.Itoa(e); luhn(siret) {
				return siret, true
			}
		}
	}
	return "", false
}

func luhn(digits string) bool {
	sum := 0
	for i := range digits {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

func within(ranges []rune, c rune) bool {
	for i := 0; i < len(ranges); i += 2 {
		if c >= ranges[i] && c <= ranges[i+1] {
			return true
		}
	}
	return false
}

// grow writes a text that an expression admits.
func grow(r *rand.Rand, re *syntax.Regexp, b *strings.Builder, depth int) {
	if depth > 50 {
		return
	}
	switch re.Op {
	case syntax.OpLiteral:
		b.WriteString(string(re.Rune))
	case syntax.OpCharClass:
		// A letter or a digit where there is one: engines differ on blanks.
		for range 20 {
			if c := rune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"[r.IntN(62)]); re.Op == syntax.OpCharClass && within(re.Rune, c) {
				b.WriteRune(c)
				return
			}
		}
		i := 2 * r.IntN(len(re.Rune)/2)
		low, high := re.Rune[i], min(re.Rune[i+1], re.Rune[i]+25)
		b.WriteRune(low + rune(r.IntN(int(high-low)+1)))
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		b.WriteByte("abcdefgh"[r.IntN(8)])
	case syntax.OpAlternate:
		grow(r, re.Sub[r.IntN(len(re.Sub))], b, depth+1)
	case syntax.OpStar, syntax.OpQuest:
		if r.IntN(2) == 0 {
			grow(r, re.Sub[0], b, depth+1)
		}
	case syntax.OpRepeat:
		for range max(re.Min, 1) {
			grow(r, re.Sub[0], b, depth+1)
		}
	default:
		for _, sub := range re.Sub {
			grow(r, sub, b, depth+1)
		}
	}
}
