package term

import (
	"bytes"
	_ "embed"
	"fmt"
	"slices"
	"time"

	"go.yaml.in/yaml/v3"

	"airial/internal/commons/access"
	"airial/internal/platform/i18n"
)

// The limits of the data file.
const (
	Request          = "request"
	RequestExtended  = "request-extended"
	IdentityDocument = "identity-document"
	RequestKept      = "request-kept"
	ObjectionKept    = "objection-kept"
	Breach           = "breach"
	Complaint        = "complaint"
	BreachKept       = "breach-kept"
)

// Source is where a rule stands in law, and whether somebody has read it there.
type Source struct {
	Text   string `yaml:"source"`
	Verify bool   `yaml:"verify"`
}

// Say is the source for people, with its mark.
func (s Source) Say() i18n.Text {
	if !s.Verify {
		return i18n.Text{Fr: s.Text, En: s.Text}
	}
	return i18n.Text{Fr: s.Text + " (à vérifier)", En: s.Text + " (to verify)"}
}

// Limit is one time limit.
type Limit struct {
	ID     string `yaml:"id"`
	Months int    `yaml:"months"`
	Hours  int    `yaml:"hours"`
	Since  string `yaml:"since"`
	Fr     string `yaml:"fr"`
	En     string `yaml:"en"`
	Source `yaml:",inline"`
}

// law is the data file.
type law struct {
	Version  string `yaml:"version"`
	Rules    Source `yaml:"rules"`
	Holidays struct {
		Source `yaml:",inline"`
		Fixed  []string `yaml:"fixed"`  // month and day
		Easter []int    `yaml:"easter"` // days after Easter Sunday
	} `yaml:"holidays"`
	Limits []Limit `yaml:"limits"`
}

//go:embed data/terms.yaml
var file []byte

var data = func() (l law) {
	d := yaml.NewDecoder(bytes.NewReader(file))
	d.KnownFields(true)
	if err := d.Decode(&l); err != nil {
		panic(err) // a test reads it
	}
	return l
}()

// Of returns a limit. One that the data file does not have is a mistake in the
// program.
func Of(id string) Limit {
	i := slices.IndexFunc(data.Limits, func(l Limit) bool { return l.ID == id })
	if i < 0 {
		panic("term: no limit " + id)
	}
	return data.Limits[i]
}

// RuleSource is the source of the rules by which periods end.
func RuleSource() Source { return data.Rules }

// Last returns the last day (2026-01-31) of a limit in months that runs from a
// day: what is done on it is in time.
func (l Limit) Last(from string) (string, error) { return Last(from, l.Months) }

// Until returns the instant at which a limit in hours ends.
func (l Limit) Until(from time.Time) time.Time {
	return from.Add(time.Duration(l.Hours) * time.Hour)
}

const form = "2006-01-02"

// Last returns the last day of a period of so many months from a day: the same
// number in the last month, or that month's last day, and never a Saturday,
// Sunday or public holiday.
func Last(from string, months int) (string, error) {
	d, err := time.Parse(form, from)
	if err != nil || d.Year() < 1900 || d.Year() > 9000 {
		return "", fmt.Errorf("term: %q is no day", from)
	}
	first := time.Date(d.Year(), d.Month()+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
	end := first.AddDate(0, 0, min(d.Day(), first.AddDate(0, 1, -1).Day())-1)
	for !Working(end) {
		end = end.AddDate(0, 0, 1)
	}
	return end.Format(form), nil
}

// Working tells whether a day is neither Saturday, Sunday nor a public holiday.
func Working(d time.Time) bool {
	if w := d.Weekday(); w == time.Saturday || w == time.Sunday {
		return false
	}
	if slices.Contains(data.Holidays.Fixed, d.Format("01-02")) {
		return false
	}
	after := int(time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, time.UTC).Sub(easter(d.Year())).Hours() / 24)
	return !slices.Contains(data.Holidays.Easter, after)
}

// easter is Easter Sunday of a year of the Gregorian calendar, by the rule of
// Meeus, Jones and Butcher.
func easter(year int) time.Time {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	month, day := (h+l-7*m+114)/31, (h+l-7*m+114)%31+1
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
}

// Days is how many days lie between two days of law, negative when the second is
// earlier.
func Days(from, to string) int {
	a, err1 := time.Parse(form, from)
	b, err2 := time.Parse(form, to)
	if err1 != nil || err2 != nil {
		return 0
	}
	return int(b.Sub(a).Hours() / 24)
}

// Add is a day so many days later.
func Add(day string, n int) string {
	d, err := time.Parse(form, day)
	if err != nil {
		return ""
	}
	return d.AddDate(0, 0, n).Format(form)
}

// Date is a day of law as an instant within it, for i18n.Date; zero for none.
func Date(day string) time.Time {
	d, err := time.Parse(form, day)
	if err != nil {
		return time.Time{}
	}
	return d.Add(12 * time.Hour)
}

// Valid tells whether a text is a day.
func Valid(day string) bool { _, err := Last(day, 0); return err == nil }

// Day is the day of law of an instant.
func Day(t time.Time) string { return access.Day(t) }
