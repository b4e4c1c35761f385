package tables

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestDatesAreThoseOfTheStandardLibrary goes through every day of the years
// 0001 to 9999.
func TestDatesAreThoseOfTheStandardLibrary(t *testing.T) {
	first := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)
	last := time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)
	for day := first; !day.After(last); day = day.AddDate(0, 0, 1) {
		text, days := day.Format(time.DateOnly), day.Unix()/secondsPerDay
		if got, ok := parseDate([]byte(text)); !ok || got != days {
			t.Fatalf("parseDate(%s) = %d, %v, want %d", text, got, ok, days)
		}
		if got := formatDate(days); got != text {
			t.Fatalf("formatDate(%d) = %s, want %s", days, got, text)
		}
	}
}

func TestStampsAreThoseOfTheStandardLibrary(t *testing.T) {
	first := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC).UnixMicro()
	last := time.Date(9999, 12, 31, 23, 59, 59, 999999000, time.UTC).UnixMicro()
	rapid.Check(t, func(t *rapid.T) {
		micros := rapid.Int64Range(first, last).Draw(t, "micros")
		micros -= micros % rapid.SampledFrom([]int64{1, 1000, microsPerSec, secondsPerDay * microsPerSec}).Draw(t, "unit")
		text := time.UnixMicro(micros).UTC().Format("2006-01-02T15:04:05.999999Z")
		if got := formatStamp(micros); got != text {
			t.Fatalf("formatStamp(%d) = %s, want %s", micros, got, text)
		}
		if got, ok := parseStamp([]byte(text)); !ok || got != micros {
			t.Fatalf("parseStamp(%s) = %d, %v, want %d", text, got, ok, micros)
		}
	})
}

func FuzzValues(f *testing.F) {
	for _, s := range []string{"1", "-1.5e3", "2024-02-29", "2024-02-29T10:00:00.5+02:00", "true", "NaN", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		b := []byte(s)
		if n, ok := parseDate(b); ok && formatDate(n) != s {
			t.Errorf("date %q comes back as %s", s, formatDate(n))
		}
		if n, ok := parseStamp(b); ok {
			if again, ok := parseStamp([]byte(formatStamp(n))); !ok || again != n {
				t.Errorf("instant %q comes back as %s", s, formatStamp(n))
			}
		}
		parseInt(b)
		parseFloat(b)
	})
}
