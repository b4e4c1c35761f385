package odsql

import (
	"strings"
	"time"
)

// Moment is what a date literal means.
type Moment struct {
	// Time is the first instant that it can mean. Without Zone it is a time of
	// the wall clock, written as UTC: of which clock, the query says elsewhere.
	Time time.Time
	// Unit is the smallest part that was written: "year", "month", "day",
	// "minute", "second" or "fraction".
	Unit string
	Zone bool // a zone was written
}

var layouts = []struct{ layout, unit string }{
	{"2006", "year"}, {"2006-01", "month"}, {"2006/01", "month"}, {"2006-01-02", "day"}, {"2006/01/02", "day"},
	{"2006-01-02T15", "hour"}, {"2006-01-02T15:04", "minute"}, {"2006-01-02T15:04:05", "second"},
}

// ParseMoment reads a date as ISO 8601 has it, whole or cut short, or with
// slashes; a blank may stand for the T, and a zone may follow the time.
func ParseMoment(text string) (Moment, bool) {
	text = strings.TrimSpace(text)
	if len(text) > 40 {
		return Moment{}, false
	}
	if len(text) > 10 && text[10] == ' ' {
		text = text[:10] + "T" + text[11:]
	}
	// A plus sign in an address that nobody encoded has become a blank.
	if i := strings.LastIndexByte(text, ' '); i > 10 {
		text = text[:i] + "+" + text[i+1:]
	}
	for _, l := range layouts {
		if t, err := time.Parse(l.layout, text); err == nil {
			return valid(Moment{Time: t, Unit: unitOf(t, l.unit)})
		}
		if len(l.layout) < 13 {
			continue
		}
		for _, zone := range []string{"Z07:00", "Z0700", "Z07"} {
			if t, err := time.Parse(l.layout+zone, text); err == nil {
				return valid(Moment{Time: t.UTC(), Unit: unitOf(t, l.unit), Zone: true})
			}
		}
	}
	return Moment{}, false
}

// unitOf is the unit of a layout, unless the time has a fraction, which Go
// reads behind any seconds.
func unitOf(t time.Time, unit string) string {
	if t.Nanosecond() != 0 {
		return "fraction"
	}
	return unit
}

func valid(m Moment) (Moment, bool) {
	y := m.Time.Year()
	return m, y >= 1 && y <= 9999
}

// End is the first instant after all that the moment can mean.
func (m Moment) End() time.Time {
	switch m.Unit {
	case "year":
		return m.Time.AddDate(1, 0, 0)
	case "month":
		return m.Time.AddDate(0, 1, 0)
	case "day":
		return m.Time.AddDate(0, 0, 1)
	case "hour":
		return m.Time.Add(time.Hour)
	case "minute":
		return m.Time.Add(time.Minute)
	case "second":
		return m.Time.Add(time.Second)
	}
	return m.Time.Add(time.Microsecond)
}
