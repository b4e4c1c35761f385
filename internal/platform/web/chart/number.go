package chart

import (
	"context"
	"math"
	"strconv"
	"strings"

	"airial/internal/platform/i18n"
)

const thin = "\u202f" // what French puts between the thousands and before a unit

// Number writes a value in the reader's language with its unit: "12 345,5 €",
// "€12,345.5", "3,2 %". NaN is a dash.
func Number(ctx context.Context, v float64, unit string) string {
	if !known(v) {
		return "–"
	}
	if math.Abs(v) >= 1e15 {
		// Beyond what a float holds to the unit.
		return withUnit(ctx, strconv.FormatFloat(v, 'g', 6, 64), unit)
	}
	text := digits(ctx, v, precision(v))
	if unit == "€" && v != math.Trunc(v) && math.Abs(v) < 1e5 {
		text = cents(ctx, v)
	}
	return withUnit(ctx, text, unit)
}

// cents writes an amount with two decimals, as money is.
func cents(ctx context.Context, v float64) string {
	whole := math.Trunc(v)
	part := strconv.FormatFloat(math.Abs(v-whole), 'f', 2, 64)
	if part == "1.00" {
		return digits(ctx, math.Round(v), 0)
	}
	point := i18n.Say(ctx, ",", ".")
	sign := ""
	if v < 0 && whole == 0 {
		sign = "−"
	}
	return sign + digits(ctx, whole, 0) + point + part[2:]
}

// short writes a value on an axis: "1,5 M", "250 k" ("250 000" where there is
// room is the tooltip's and the table's).
func short(ctx context.Context, v float64) string {
	size, sign := math.Abs(v), ""
	if size >= 1e15 {
		return strconv.FormatFloat(v, 'g', 3, 64)
	}
	for _, s := range []struct {
		from float64
		fr   string
		en   string
	}{{1e9, "Md", "bn"}, {1e6, "M", "M"}, {1e4, "k", "k"}} {
		if size >= s.from {
			base := s.from
			if base == 1e4 {
				base = 1e3
			}
			sign = i18n.Say(ctx, thin+s.fr, s.en)
			v /= base
			break
		}
	}
	return digits(ctx, v, precision(v)) + sign
}

// precision is how many decimals a value deserves: two for those under 1,000
// that have any, none for large ones.
func precision(v float64) int {
	size := math.Abs(v)
	switch {
	case v == math.Trunc(v) || size >= 1e5:
		return 0
	case size >= 1:
		return 2
	}
	return 4
}

// digits writes a number with at most so many decimals.
func digits(ctx context.Context, v float64, decimals int) string {
	text := strconv.FormatFloat(math.Abs(v), 'f', decimals, 64)
	whole, part, _ := strings.Cut(text, ".")
	part = strings.TrimRight(part, "0")
	point, group := ",", thin
	if i18n.From(ctx).Lang == i18n.English {
		point, group = ".", ","
	}
	var b strings.Builder
	if v < 0 && strings.Trim(text, "0.") != "" {
		b.WriteString("−")
	}
	for i, d := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(group)
		}
		b.WriteRune(d)
	}
	if part != "" {
		b.WriteString(point + part)
	}
	return b.String()
}

func withUnit(ctx context.Context, text, unit string) string {
	english := i18n.From(ctx).Lang == i18n.English
	switch {
	case unit == "":
		return text
	case english && unit == "€":
		if rest, ok := strings.CutPrefix(text, "−"); ok {
			return "−€" + rest
		}
		return "€" + text
	case english && unit == "%":
		return text + "%"
	}
	return text + thin + unit
}
