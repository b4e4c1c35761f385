package duty

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"airial/internal/commons/organisation"
	"airial/standards/catalogue"
)

// Each schema that a rule names is one that we know: a typing error would make
// a duty that nothing fulfils.
func TestRulesNameKnownSchemas(t *testing.T) {
	for _, r := range Rules().Rules {
		for _, s := range r.Schemas {
			_, table := catalogue.Lookup(s)
			_, document := catalogue.LookupDocument(s)
			if s != "*" && !table && !document {
				t.Errorf("%s: there is no schema %q", r.ID, s)
			}
		}
		if strings.Contains(r.Law, " ;") {
			t.Errorf("%s: a plain space before a semicolon: %q", r.ID, r.Law)
		}
	}
}

func TestWrongRules(t *testing.T) {
	good := "date: 2026-11-29\nrules:\n  - {id: a-b, title: {fr: a, en: a}, what: {fr: a, en: a}, law: l, source: s, checked: 2026-11-29, from: 2026-01-01, who: [{reach: owed}]}\n"
	if _, err := Parse([]byte(good)); err != nil {
		t.Fatal(err)
	}
	for _, change := range [][2]string{
		{"date: 2026-11-29", "date: today"}, {"id: a-b", "id: A"}, {"title: {fr: a, en: a}", "title: {fr: a}"}, {"law: l, ", ""},
		{"checked: 2026-11-29", "checked: x"}, {"from: 2026-01-01", "from: x"}, {"reach: owed", "reach: free"}, {"reach: owed", "reach: owed, kinds: [ville]"},
		{"who: [{reach: owed}]", "who: []"}, {"from: 2026-01-01", "from: 2026-01-01, period: month"}, {"from: 2026-01-01", "from: 2026-01-01, due: 03-31"},
		{"from: 2026-01-01", "from: 2026-01-01, threshold: 3"},
	} {
		if _, err := Parse([]byte(strings.Replace(good, change[0], change[1], 1))); err == nil {
			t.Errorf("%s → %s is taken", change[0], change[1])
		}
	}
}

func TestReaches(t *testing.T) {
	const day = "2026-11-29"
	town := func(population, staff int) organisation.Attributes {
		return organisation.Attributes{Kind: organisation.Commune, Population: population, Staff: staff}
	}
	of := func(kind organisation.Kind, staff int) organisation.Attributes {
		return organisation.Attributes{Kind: kind, Staff: staff}
	}
	for _, c := range []struct {
		rule    string
		a       organisation.Attributes
		want    Reach
		missing string
	}{
		{"databases", town(3499, 400), Free, ""},
		{"databases", town(3500, 49), Free, ""},
		{"databases", town(3500, 50), Binds, ""},
		{"databases", town(812, 0), Free, ""}, // too small whatever its staff
		{"databases", town(9000, 0), Verify, "staff"},
		{"databases", town(0, 80), Verify, "population"},
		{"databases", town(0, 12), Free, ""},
		{"databases", of(organisation.EPCI, 80), Binds, ""},
		{"databases", of(organisation.CCAS, 0), Verify, "staff"},
		{"addresses", town(120, 1), Binds, ""},
		{"addresses", town(0, 0), Binds, ""}, // all of them: its size says only since when
		{"addresses", of(organisation.EPCI, 500), Free, ""},
		{"subsidies", town(3500, 50), Binds, ""},
		{"subsidies", town(812, 4), Verify, ""},
		{"contracts", of(organisation.CCAS, 3), Binds, ""},
		{"pay", town(90000, 1000), Binds, ""},
		{"pay", town(50000, 1000), Verify, ""},
		{"pay", town(3500, 80), Free, ""},
	} {
		v := Rules().Rule(c.rule).Reaches(c.a, day)
		if v.Reach != c.want || v.Missing != c.missing || v.Why.Fr == "" || v.Why.En == "" {
			t.Errorf("%s of %+v: %+v, want %s %s", c.rule, c.a, v, c.want, c.missing)
		}
	}
	if v := Rules().Rule("addresses").Reaches(town(812, 4), "2023-12-31"); v.Reach != Free {
		t.Errorf("before its day: %+v", v)
	}
	if v := Rules().Rule("addresses").Reaches(town(2500, 4), day); v.Due != "2024-01-01" {
		t.Errorf("a bigger commune is late earlier: %+v", v)
	}
}

// What the law asks never shrinks as a body grows, and nothing that is not
// certain is ever late.
func TestDutiesNeverReproachWhatIsNotOwed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := organisation.Attributes{Kind: rapid.SampledFrom(organisation.Kinds()).Draw(t, "kind"),
			Population: rapid.IntRange(0, 100_000).Draw(t, "population"), Staff: rapid.IntRange(0, 2000).Draw(t, "staff")}
		today := time.Date(rapid.IntRange(2018, 2030).Draw(t, "year"), 11, 29, 0, 0, 0, 0, time.UTC)
		for _, d := range duties(Rules(), facts{now: a}, today) {
			if d.Status == Late && (d.Verdict.Reach != Binds || d.Rule.When != nil || today.Format(time.DateOnly) <= d.Due) {
				t.Errorf("%s is late: %+v", d.Key(), d)
			}
			bigger := a
			if a.Population > 0 {
				bigger.Population += 1000
			}
			if a.Staff > 0 {
				bigger.Staff += 100
			}
			day := today.Format(time.DateOnly)
			if d.Rule.Reaches(a, day).Reach == Binds && d.Rule.Reaches(bigger, day).Reach != Binds {
				t.Errorf("%s binds %+v and not %+v", d.Rule.ID, a, bigger)
			}
		}
	})
}

func TestAnswers(t *testing.T) {
	today := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	town := organisation.Attributes{Kind: organisation.Commune, Population: 5000, Staff: 80}
	status := func(f facts, key string) Duty {
		f.now = town
		for _, d := range duties(Rules(), f, today) {
			if d.Key() == key {
				return d
			}
		}
		t.Fatalf("no %s", key)
		return Duty{}
	}
	in := func(years ...int) func(int) bool {
		return func(y int) bool {
			for _, one := range years {
				if one == y {
					return true
				}
			}
			return false
		}
	}
	budget := Published{Schema: "scdl/budget", Title: "Budget 2025", Covers: in(2025)}
	for _, c := range []struct {
		name, key string
		f         facts
		want      Status
		how       string
	}{
		{"nothing yet", "budget/2025", facts{}, Late, ""},
		{"its day is to come", "budget/2026", facts{}, ToDo, ""},
		{"published", "budget/2025", facts{published: []Published{budget}}, Done, ByDataset},
		{"another year", "budget/2026", facts{published: []Published{budget}}, ToDo, ""},
		{"any dataset", "databases", facts{published: []Published{{Schema: "", Title: "Arbres", Covers: in()}}}, Done, ByDataset},
		{"nil", "subsidies/2025", facts{declared: []Declared{{Schema: "scdl/subventions", Year: 2025}}}, Done, ByNil},
		{"nil of another year", "subsidies/2026", facts{declared: []Declared{{Schema: "scdl/subventions", Year: 2025}}}, Depends, ""},
		{"nil is no answer here", "budget/2025", facts{declared: []Declared{{Schema: "scdl/budget", Year: 2025}}}, Late, ""},
		{"elsewhere", "addresses", facts{elsewhere: []Elsewhere{{Rule: "addresses", Address: "https://a.fr"}}}, Done, ByElsewhere},
		{"elsewhere another year", "budget/2025", facts{elsewhere: []Elsewhere{{Rule: "budget", Period: "2026"}}}, Late, ""},
	} {
		if d := status(c.f, c.key); d.Status != c.want || d.How != c.how {
			t.Errorf("%s: %s %s, want %s %s", c.name, d.Status, d.How, c.want, c.how)
		}
	}
}

// The size at the end of a year decides for that year.
func TestPastSizeDecides(t *testing.T) {
	small := organisation.Attributes{Kind: organisation.Commune, Population: 3400, Staff: 80}
	grown := small
	grown.Population = 3600
	f := facts{now: grown, history: []organisation.Dated{{From: "2026-03-01", Attributes: grown}, {From: "2020-01-01", Attributes: small}}}
	got := map[string]Status{}
	for _, d := range duties(Rules(), f, time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)) {
		got[d.Key()] = d.Status
	}
	if got["budget/2025"] == Late || got["budget/2026"] != ToDo {
		t.Errorf("2025: %s, 2026: %s", got["budget/2025"], got["budget/2026"])
	}
}

func TestIsOwed(t *testing.T) {
	town := organisation.Attributes{Kind: organisation.Commune, Population: 812, Staff: 4}
	big := organisation.Attributes{Kind: organisation.Commune, Population: 9000, Staff: 120}
	for _, c := range []struct {
		a              organisation.Attributes
		schema, period string
		want           bool
	}{
		{town, "scdl/budget", "2025", false}, {big, "scdl/budget", "2025", true}, {big, "scdl/budget", "2015", false},
		{town, "scdl/subventions", "2025", false}, {big, "scdl/subventions", "2025-T1", true},
		{town, "etalab/schema-bal", "", true}, {big, "scdl/prenoms", "2025", false}, {big, "nobody/knows", "", false},
	} {
		if got, why := IsOwed(c.a, c.schema, c.period, "2026-11-29"); got != c.want || why.En == "" {
			t.Errorf("%s %s: %v (%s)", c.schema, c.period, got, why.En)
		}
	}
}
