package portal

import (
	"strings"
	"time"

	"airial/internal/platform/tables"
)

// comparisons are the signs that a reader may put before a number or a date,
// the longer ones first.
var comparisons = []struct {
	sign string
	op   tables.Op
}{{">=", tables.Ge}, {"≥", tables.Ge}, {"<=", tables.Le}, {"≤", tables.Le}, {">", tables.Gt}, {"<", tables.Lt}, {"=", tables.Eq}}

// filters reads what somebody typed above a column: words to find in a text;
// for a number or a date a value, a comparison (">1000") or a span
// ("2024..2025"). A value of a closed list is matched whole.
func (f Field) filters(typed string) []tables.Filter {
	one := func(op tables.Op, value string) tables.Filter {
		return tables.Filter{Column: f.Name, Op: op, Value: value}
	}
	switch {
	case f.choices() != nil:
		return []tables.Filter{one(tables.Eq, typed)}
	case !f.measured():
		return []tables.Filter{one(tables.Contains, typed)}
	}
	if from, to, ok := strings.Cut(typed, ".."); ok {
		var out []tables.Filter
		if from = f.plain(from); from != "" {
			out = append(out, one(tables.Ge, from))
		}
		if to = f.plain(to); to != "" {
			out = append(out, one(tables.Le, to))
		}
		return out
	}
	for _, c := range comparisons {
		if value, ok := strings.CutPrefix(typed, c.sign); ok {
			return []tables.Filter{one(c.op, f.plain(value))}
		}
	}
	value := f.plain(typed)
	if f.Type == "number" {
		return []tables.Filter{one(tables.Eq, value)}
	}
	if f.Type == "datetime" {
		return []tables.Filter{one(tables.Ge, value), one(tables.Le, value+"T23:59:59Z")}
	}
	return []tables.Filter{one(tables.Contains, value)}
}

// measured tells whether the values of a column have an order that is not that
// of words.
func (f Field) measured() bool {
	return f.Type == "integer" || f.Type == "number" || f.Type == "date" || f.Type == "datetime"
}

// choices are the only values that a column may have, when they are few.
func (f Field) choices() []string {
	if f.Type == "boolean" {
		return []string{"true", "false"}
	}
	if f.Type == "text" && len(f.Values) > 0 && len(f.Values) <= 40 {
		return f.Values
	}
	return nil
}

var unspaced = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "€", "", "%", "")

// plain writes a number or a date that a person typed as the engine reads it:
// "1 234,5" as 1234.5, "31/01/2025" as 2025-01-31, "03/2025" as 2025-03.
func (f Field) plain(typed string) string {
	typed = strings.TrimSpace(typed)
	switch f.Type {
	case "integer", "number":
		typed = unspaced.Replace(typed)
		if strings.Count(typed, ",") == 1 && !strings.Contains(typed, ".") {
			typed = strings.Replace(typed, ",", ".", 1)
		}
		return strings.Replace(typed, "−", "-", 1)
	case "date", "datetime":
		if t, err := time.Parse("2/1/2006", typed); err == nil {
			return t.Format(time.DateOnly)
		}
		if t, err := time.Parse("1/2006", typed); err == nil {
			return t.Format("2006-01")
		}
	}
	return typed
}
