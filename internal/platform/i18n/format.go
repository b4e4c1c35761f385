package i18n

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// nnbsp is the narrow no-break space that French sets between thousands and
// before a unit.
const nnbsp = "\u202f"

var paris = loadParis()

func loadParis() *time.Location {
	l, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		return time.UTC
	}
	return l
}

// Local returns the instant as people in metropolitan France read it.
func Local(t time.Time) time.Time { return t.In(paris) }

var monthsFr = [...]string{"janvier", "février", "mars", "avril", "mai", "juin",
	"juillet", "août", "septembre", "octobre", "novembre", "décembre"}

// Date writes "22 novembre 2026" or "22 November 2026"; a zero time gives "".
func Date(ctx context.Context, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = Local(t)
	if From(ctx).Lang == English {
		return t.Format("2 January 2006")
	}
	day := strconv.Itoa(t.Day())
	if t.Day() == 1 {
		day = "1er"
	}
	return day + " " + monthsFr[t.Month()-1] + " " + strconv.Itoa(t.Year())
}

// DateTime writes the date and the time of day to the minute.
func DateTime(ctx context.Context, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	if From(ctx).Lang == English {
		return Date(ctx, t) + ", " + Local(t).Format("15:04")
	}
	return Date(ctx, t) + " à " + Local(t).Format("15") + nnbsp + "h" + nnbsp + Local(t).Format("04")
}

// ShortDate writes "22/11/2026" or "22 Nov 2026", for narrow columns.
func ShortDate(ctx context.Context, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	if From(ctx).Lang == English {
		return Local(t).Format("2 Jan 2006")
	}
	return Local(t).Format("02/01/2006")
}

// Number writes 12345 as "12 345" or "12,345".
func Number[N int | int64 | int32 | uint64](ctx context.Context, n N) string {
	return group(ctx, strconv.FormatInt(int64(n), 10))
}

func group(ctx context.Context, digits string) string {
	sep := nnbsp
	if From(ctx).Lang == English {
		sep = ","
	}
	sign := ""
	if strings.HasPrefix(digits, "-") {
		sign, digits = "−", digits[1:]
	}
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(sep)
		}
		b.WriteRune(d)
	}
	return sign + b.String()
}

// Amount writes cents as "12 345,67 €" or "€12,345.67".
func Amount(ctx context.Context, cents int64) string {
	sign := ""
	if cents < 0 {
		sign, cents = "−", -cents
	}
	units := group(ctx, strconv.FormatInt(cents/100, 10))
	if From(ctx).Lang == English {
		return fmt.Sprintf("%s€%s.%02d", sign, units, cents%100)
	}
	return fmt.Sprintf("%s%s,%02d%s€", sign, units, cents%100, nnbsp)
}

// Bytes writes a size in decimal units: "1,4 Mo" or "1.4 MB".
func Bytes(ctx context.Context, n int64) string {
	fr, en := [...]string{"octets", "ko", "Mo", "Go", "To"}, [...]string{"bytes", "kB", "MB", "GB", "TB"}
	v, unit := float64(n), 0
	for v >= 1000 && unit < len(fr)-1 {
		v, unit = v/1000, unit+1
	}
	text := strconv.FormatFloat(v, 'f', 1, 64)
	if unit == 0 || v >= 100 {
		text = strconv.FormatFloat(v, 'f', 0, 64)
	}
	if From(ctx).Lang == English {
		return text + " " + en[unit]
	}
	return strings.Replace(text, ".", ",", 1) + nnbsp + fr[unit]
}

// Count writes a number with its noun, in the singular or the plural: French
// says "0 ligne" and "1,5 ligne", English "0 rows".
func Count[N int | int64](ctx context.Context, n N, fr1, frN, en1, enN string) string {
	if From(ctx).Lang == English {
		if n == 1 {
			return Number(ctx, n) + " " + en1
		}
		return Number(ctx, n) + " " + enN
	}
	if n < 2 && n > -2 {
		return Number(ctx, n) + " " + fr1
	}
	return Number(ctx, n) + " " + frN
}

// Ago writes how long ago an instant was, coarsely: "il y a 3 jours".
func Ago(ctx context.Context, now, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	d := now.Sub(t)
	switch {
	case d < time.Minute:
		return Say(ctx, "à l’instant", "just now")
	case d < time.Hour:
		return Sayf(ctx, "il y a %d min", "%d min ago", int(d.Minutes()))
	case d < 24*time.Hour:
		return Sayf(ctx, "il y a %d h", "%d h ago", int(d.Hours()))
	case d < 30*24*time.Hour:
		n := int(d.Hours() / 24)
		if n == 1 {
			return Say(ctx, "hier", "yesterday")
		}
		return Sayf(ctx, "il y a %d jours", "%d days ago", n)
	}
	return Say(ctx, "le ", "on ") + Date(ctx, t)
}

// Period writes the days from one to another, both midnight UTC: whole years as
// such ("2025", "2024 à 2026").
func Period(ctx context.Context, from, until time.Time) string {
	day := func(t time.Time) string { return Date(ctx, t.Add(12*time.Hour)) } // the same day everywhere in France
	first, last := strconv.Itoa(from.Year()), strconv.Itoa(until.Year())
	whole := from.YearDay() == 1 && until.Month() == time.December && until.Day() == 31
	switch {
	case whole && first == last:
		return first
	case whole:
		return first + Say(ctx, " à ", " to ") + last
	case from.Equal(until):
		return day(from)
	}
	return Say(ctx, "du ", "") + day(from) + Say(ctx, " au ", " to ") + day(until)
}
