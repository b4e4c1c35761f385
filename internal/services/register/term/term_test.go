package term

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// The examples of the European board's guidelines 01/2022 are among these: 5
// March, 31 August.
func TestMonthsEnd(t *testing.T) {
	for _, c := range []struct {
		from   string
		months int
		want   string
	}{
		{"2025-03-05", 1, "2025-04-07"}, // a Saturday
		{"2026-03-05", 1, "2026-04-07"}, // 5 April is Easter, the 6th Easter Monday
		{"2026-08-31", 1, "2026-09-30"}, // no 31 September
		{"2026-01-31", 1, "2026-03-02"}, // 28 February is a Saturday
		{"2027-01-31", 1, "2027-03-01"}, // a Sunday
		{"2028-01-31", 1, "2028-02-29"},
		{"2026-01-31", 3, "2026-04-30"}, // counted from receipt, not from the first month’s end
		{"2026-04-01", 1, "2026-05-04"}, // 1 May, then a weekend
		{"2026-04-14", 1, "2026-05-15"}, // Ascension
		{"2026-04-25", 1, "2026-05-26"}, // Whit Monday
		{"2026-12-25", 1, "2027-01-25"},
		{"2026-12-01", 1, "2027-01-04"}, // 1 January is a Friday
		{"2026-11-30", 3, "2027-03-01"}, // 28 February is a Sunday
		{"2020-06-15", 72, "2026-06-15"},
	} {
		if got, err := Last(c.from, c.months); err != nil || got != c.want {
			t.Errorf("%d months from %s: %s, %v; want %s", c.months, c.from, got, err, c.want)
		}
	}
	for _, bad := range []string{"", "31/01/2026", "2026-02-30", "0001-01-01", "2026-1-1"} {
		if got, err := Last(bad, 1); err == nil {
			t.Errorf("%q: %s", bad, got)
		}
	}
}

// A period never ends early, nor more than five days late, and a day later never
// ends before it.
func TestPeriodsAreOrdered(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := Add("1990-01-01", rapid.IntRange(0, 40000).Draw(t, "day"))
		months := rapid.IntRange(0, 80).Draw(t, "months")
		end, err := Last(day, months)
		if err != nil {
			t.Fatal(err)
		}
		next, _ := Last(Add(day, 1), months)
		if next < end {
			t.Fatalf("%s ends %s, the day after %s", day, end, next)
		}
		if d, _ := time.Parse(form, end); !Working(d) {
			t.Fatalf("%s is no working day", end)
		}
		from, _ := time.Parse(form, day)
		least := time.Date(from.Year(), from.Month()+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
		last := least.AddDate(0, 1, -1)
		exact := least.AddDate(0, 0, min(from.Day(), last.Day())-1).Format(form)
		if n := Days(exact, end); n < 0 || n > 5 {
			t.Fatalf("%s + %d: %s is %d days from %s", day, months, end, n, exact)
		}
	})
}

func TestHoursEndToTheMinute(t *testing.T) {
	at := time.Date(2026, 10, 23, 16, 17, 0, 0, time.UTC) // across the end of summer time
	if got := Of(Breach).Until(at); !got.Equal(time.Date(2026, 10, 26, 16, 17, 0, 0, time.UTC)) {
		t.Errorf("72 hours end at %s", got)
	}
}

func TestEveryLimitHasItsSource(t *testing.T) {
	for _, l := range data.Limits {
		if l.Text == "" || l.Since == "" || l.Fr == "" || l.En == "" || (l.Months == 0) == (l.Hours == 0) {
			t.Errorf("%+v", l)
		}
	}
	for _, id := range []string{Request, RequestExtended, IdentityDocument, RequestKept, ObjectionKept, Breach, Complaint, BreachKept} {
		Of(id)
	}
}
