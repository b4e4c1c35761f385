package duty

import (
	"slices"
	"sort"
	"strconv"
	"time"

	"airial/internal/commons/organisation"
)

// Status is where a member stands with a duty.
type Status string

// The statuses, the most pressing first.
const (
	Late    Status = "late"    // owed without a condition, its day past, nothing published
	ToDo    Status = "todo"    // owed, its day to come
	Depends Status = "depends" // owed by those who did something; nobody here can know
	Check   Status = "verify"  // whether the law asks it is to be verified
	Done    Status = "done"
	NotOwed Status = "free"
)

// Statuses lists them, the most pressing first.
func Statuses() []Status { return []Status{Late, ToDo, Depends, Check, Done, NotOwed} }

func (s Status) rank() int {
	for i, one := range Statuses() {
		if one == s {
			return i
		}
	}
	return len(Statuses())
}

// How a duty was done.
const (
	ByDataset   = "published"
	ByNil       = "nil"
	ByElsewhere = "elsewhere"
)

// Duty is a rule for one member and one period.
type Duty struct {
	Rule    *Rule
	Period  string // "2025"; "" for what stands once
	Status  Status
	Verdict Verdict
	Due     string // 2026-03-31; "" where no day is set
	How     string // when it is done
	What    string // the title of the dataset, the address elsewhere
	Href    string // of the dataset or the address
	Said    string // id of what the member said of elsewhere; "" for nothing
}

// Key names the duty within its member: "subsidies/2025", "addresses".
func (d Duty) Key() string {
	if d.Period == "" {
		return d.Rule.ID
	}
	return d.Rule.ID + "/" + d.Period
}

// facts are what is known of one member.
type facts struct {
	history   []organisation.Dated // the latest first
	now       organisation.Attributes
	published []Published
	declared  []Declared
	elsewhere []Elsewhere
}

// on returns what the member was on a day; before its first record, what that
// says.
func (f facts) on(day string) organisation.Attributes {
	for _, d := range f.history {
		if d.From <= day {
			return d.Attributes
		}
	}
	if n := len(f.history); n > 0 {
		return f.history[n-1].Attributes
	}
	return f.now
}

// duties reckons every rule: yearly ones for the last whole year and the
// present one, the others as they stand today.
func duties(book *Book, f facts, today time.Time) []Duty {
	day := today.Format(time.DateOnly)
	var out []Duty
	for _, r := range book.Rules {
		if !r.Yearly() {
			out = append(out, f.duty(r, "", day, day))
			continue
		}
		for _, year := range []int{today.Year() - 1, today.Year()} {
			period := strconv.Itoa(year)
			out = append(out, f.duty(r, period, min(period+"-12-31", day), day))
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Status.rank() < out[j].Status.rank() })
	return out
}

// duty reckons one rule for one period; at is the day whose attributes count.
func (f facts) duty(r *Rule, period, at, today string) Duty {
	d := Duty{Rule: r, Period: period, Verdict: r.Reaches(f.on(at), at)}
	d.Due = r.Due
	if d.Verdict.Due != "" {
		d.Due = d.Verdict.Due
	}
	if r.Yearly() {
		year, _ := strconv.Atoi(period)
		if d.Due != "" {
			d.Due = strconv.Itoa(year+1) + "-" + d.Due
		}
	}
	if f.answer(&d) {
		d.Status = Done
		return d
	}
	switch {
	case d.Verdict.Reach == Free:
		d.Status = NotOwed
	case d.Verdict.Reach == Verify:
		d.Status = Check
	case r.When != nil:
		d.Status = Depends
	case d.Due != "" && today > d.Due:
		d.Status = Late
	default:
		d.Status = ToDo
	}
	return d
}

// answer looks for what answers the duty: a dataset, a declaration, what the
// member said that it publishes elsewhere.
func (f facts) answer(d *Duty) bool {
	year, _ := strconv.Atoi(d.Period)
	for _, p := range f.published {
		if d.Rule.Fits(p.Schema) && (year == 0 || p.Covers(year)) {
			d.How, d.What, d.Href = ByDataset, p.Title, p.Href
			return true
		}
	}
	for _, e := range f.elsewhere {
		if e.Rule == d.Rule.ID && (e.Period == d.Period || e.Period == "") {
			d.How, d.What, d.Href, d.Said = ByElsewhere, e.Address, e.Address, e.ID
			return true
		}
	}
	if !d.Rule.Nil {
		return false
	}
	for _, n := range f.declared {
		if slices.Contains(d.Rule.Schemas, n.Schema) && (year == 0 || n.Year == year) {
			d.How = ByNil
			return true
		}
	}
	return false
}
