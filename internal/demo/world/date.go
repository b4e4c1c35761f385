package world

import "time"

// Date is a civil date, without time of day or zone.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf is the civil date of t in t's own location.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// Time is midnight UTC of d.
func (d Date) Time() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

// AddDays is n days after d, before it when n is negative.
func (d Date) AddDays(n int) Date {
	return DateOf(time.Date(d.Year, d.Month, d.Day+n, 0, 0, 0, 0, time.UTC))
}

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.Time().Weekday() }

// Before tells whether d comes before e.
func (d Date) Before(e Date) bool { return d.number() < e.number() }

// After tells whether d comes after e.
func (d Date) After(e Date) bool { return d.number() > e.number() }

// IsZero tells whether d is no date at all.
func (d Date) IsZero() bool { return d == Date{} }

func (d Date) number() int { return d.Year*10000 + int(d.Month)*100 + d.Day }

// String is d as ISO 8601 writes it, 2026-11-22.
func (d Date) String() string { return string(d.appendDigits(nil, "y-m-d")) }

// slashed is d as a French spreadsheet shows it, 22/11/2026.
func (d Date) slashed() string { return string(d.appendDigits(nil, "d/m/y")) }

// compact is d as file names carry it, 20261122.
func (d Date) compact() string { return string(d.appendDigits(nil, "ymd")) }

func (d Date) appendDigits(b []byte, layout string) []byte {
	for _, c := range layout {
		switch c {
		case 'y':
			b = append(b, pad(d.Year, 4)...)
		case 'm':
			b = append(b, pad(int(d.Month), 2)...)
		case 'd':
			b = append(b, pad(d.Day, 2)...)
		default:
			b = append(b, byte(c))
		}
	}
	return b
}

// pad writes n with at least width digits.
func pad(n, width int) string {
	var buf [20]byte
	i := len(buf)
	for n > 0 || width > 0 {
		i--
		buf[i] = byte('0' + n%10)
		n /= 10
		width--
	}
	return string(buf[i:])
}

// workday is d, or the last day before on which offices are open.
func (d Date) workday() Date {
	for d.Weekday() == time.Saturday || d.Weekday() == time.Sunday || publicHoliday(d) {
		d = d.AddDays(-1)
	}
	return d
}

// frenchMonths names the months as a title writes them.
var frenchMonths = [13]string{"", "janvier", "février", "mars", "avril", "mai", "juin", "juillet",
	"août", "septembre", "octobre", "novembre", "décembre"}

func daysBetween(a, b Date) int { return int(b.Time().Sub(a.Time()).Hours() / 24) }
