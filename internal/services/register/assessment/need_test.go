package assessment

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/model"
)

// words are the terms that tests name.
var words = model.Terms{{Vocabulary: activity.DataTerms, Code: "health", Label: i18n.T("Santé", "Health"), Sensitive: true},
	{Vocabulary: activity.DataTerms, Code: "identity", Label: i18n.T("Identité", "Identity")},
	{Vocabulary: activity.PeopleTerms, Code: "children", Label: i18n.T("Enfants", "Children")}}

// fiche is the record of an activity with categories of data and people.
func fiche(dpia string, data, people []string) model.Record {
	r := model.Record{Fields: map[string]model.Value{activity.FieldDPIA: model.V(dpia)}, Lists: map[string][]model.Row{}}
	for _, c := range data {
		r.Lists[activity.ListData] = append(r.Lists[activity.ListData], model.Row{Key: c, Cells: map[string]model.Value{"category": model.V(c)}})
	}
	for _, c := range people {
		r.Lists[activity.ListPeople] = append(r.Lists[activity.ListPeople], model.Row{Key: c, Cells: map[string]model.Value{"category": model.V(c)}})
	}
	return r
}

func TestNeed(t *testing.T) {
	small := organisation.Member{Population: 800, Staff: 6}
	none := map[string]Answer{}
	for _, c := range Rules().Criteria {
		none[c.Code] = No
	}
	with := func(codes ...string) map[string]Answer {
		out := map[string]Answer{}
		for k, v := range none {
			out[k] = v
		}
		for _, c := range codes {
			out[c] = Yes
		}
		return out
	}
	plain := fiche("", []string{"identity"}, []string{"users"})
	for _, c := range []struct {
		name    string
		facts   Facts
		told    Told
		want    Result
		met     int
		unknown int
	}{
		{"nothing is said", Facts{Member: small, Record: plain}, Told{}, Open, 0, 6},
		{"nothing is expected", Facts{Member: small, Record: fiche("no", []string{"identity"}, []string{"users"})}, Told{}, NotNeeded, 0, 6},
		{"none of nine", Facts{Member: small, Record: plain}, Told{Answers: none}, NotNeeded, 0, 0},
		{"one of nine", Facts{Member: small, Record: plain}, Told{Answers: with("novel")}, NotNeeded, 1, 0},
		{"two of nine", Facts{Member: small, Record: plain}, Told{Answers: with("novel", "scoring")}, Needed, 2, 0},
		{"two that the record tells", Facts{Member: small, Record: fiche("no", []string{"health"}, []string{"children"})}, Told{}, Needed, 2, 6},
		{"somebody says otherwise than the record", Facts{Member: small, Record: fiche("no", []string{"health"}, []string{"children"})},
			Told{Answers: map[string]Answer{"sensitive": No}}, NotNeeded, 1, 6},
		{"exempt whatever the criteria", Facts{Member: small, Code: "SC02", Record: fiche("exempt", []string{"health"}, []string{"children"})}, Told{}, Exempt, 2, 6},
		{"but not by a type that is denied", Facts{Member: small, Code: "SC02", Record: fiche("exempt", []string{"health"}, []string{"children"})}, Told{Type: NoType}, Needed, 2, 6},
		{"a large employer", Facts{Member: organisation.Member{Staff: 900, Population: 90}, Code: "RH01", Record: plain}, Told{Answers: with("vulnerable", "sensitive")}, Needed, 2, 0},
		{"a small employer", Facts{Member: small, Code: "RH01", Record: plain}, Told{Answers: with("vulnerable", "sensitive")}, Exempt, 2, 0},
		{"a type that demands", Facts{Member: small, Code: "AS01", Record: plain}, Told{Answers: none}, Needed, 0, 0},
		{"a type that somebody names", Facts{Member: small, Record: plain}, Told{Answers: none, Type: "whistle"}, Needed, 0, 0},
		{"the record says required", Facts{Member: small, Record: fiche("required", nil, nil)}, Told{Answers: none}, Needed, 0, 0},
		{"the State makes it", Facts{Member: small, Record: fiche("state", []string{"health"}, []string{"children"})}, Told{}, Elsewhere, 2, 6},
		{"the officer decides", Facts{Member: small, Code: "AS01", Record: plain}, Told{Decided: NotNeeded, Why: "fichier papier"}, NotNeeded, 0, 6},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.facts.Terms = words
			n := Decide(c.facts, c.told)
			if n.Result != c.want || n.Met != c.met || n.Unknown != c.unknown {
				t.Errorf("%s, %d met, %d unknown; want %s, %d, %d", n.Result, n.Met, n.Unknown, c.want, c.met, c.unknown)
			}
			if len(n.Reasons) == 0 || n.Reasons[0].Fr == "" || n.Reasons[0].En == "" {
				t.Errorf("no reason: %+v", n.Reasons)
			}
		})
	}
}

// More criteria never make an assessment less needed, and no answer ever does
// away with a type.
func TestNeedGrowsWithCriteria(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		answers := map[string]Answer{}
		for _, c := range Rules().Criteria {
			answers[c.Code] = rapid.SampledFrom([]Answer{"", Yes, No}).Draw(t, c.Code)
		}
		f := Facts{Member: organisation.Member{Population: rapid.IntRange(0, 50_000).Draw(t, "population")}, Terms: words,
			Record: fiche(rapid.SampledFrom([]string{"", "no", "assess"}).Draw(t, "dpia"), []string{"identity"}, []string{"users"})}
		before := Decide(f, Told{Answers: answers})
		more := map[string]Answer{}
		for k, v := range answers {
			more[k] = v
		}
		more[rapid.SampledFrom(Rules().Criteria).Draw(t, "one").Code] = Yes
		after := Decide(f, Told{Answers: more})
		if before.Result == Needed && after.Result != Needed || after.Met < before.Met {
			t.Fatalf("%s with %d, then %s with %d", before.Result, before.Met, after.Result, after.Met)
		}
		if after.Met >= Rules().Threshold && after.Result != Needed {
			t.Fatalf("%d criteria: %s", after.Met, after.Result)
		}
	})
}

func TestRules(t *testing.T) {
	r := Rules()
	if len(r.Criteria) != 9 || r.Threshold != 2 || len(r.Lists) != 3 {
		t.Errorf("%d criteria, %d demand, %d lists", len(r.Criteria), r.Threshold, len(r.Lists))
	}
	got := map[string]int{}
	seen := map[string]bool{}
	for _, l := range r.Lists {
		got[l.Code] = len(l.Types)
		for _, x := range l.Types {
			if seen[x.Code] || x.Label.Fr == x.Label.En || x.Label.Fr == "" {
				t.Errorf("%s: %+v", l.Code, x)
			}
			seen[x.Code] = true
		}
		if l.Source == "" || l.Date == "" || l.URL == "" {
			t.Errorf("%s has no source", l.Code)
		}
	}
	if diff := cmp.Diff(map[string]int{"cnil-2018-327": 14, "gdpr-35-3": 4, "cnil-2019-118": 12}, got); diff != "" {
		t.Errorf("types (-want +got)\n%s", diff)
	}
}

// Of the usual activities of a small commune few need an assessment, and those
// that the library itself calls required or exempt come out so: the tools before
// demanded one for almost everything.
func TestTheUsualActivities(t *testing.T) {
	entries, err := activity.Usual()
	if err != nil {
		t.Fatal(err)
	}
	terms, err := activity.BuiltInTerms()
	if err != nil {
		t.Fatal(err)
	}
	village := organisation.Member{Population: 800, Staff: 6}
	count := map[Result]int{}
	for _, e := range entries {
		n := Decide(Facts{Member: village, Code: e.Code, Record: e.Record, Terms: terms}, Told{})
		count[n.Result]++
		says := e.Record.Get(activity.FieldDPIA).Fr
		if says == "required" && n.Result != Needed || says == "exempt" && n.Result != Exempt || says == "state" && n.Result != Elsewhere {
			t.Errorf("%s is %s by the library and %s by the rules", e.Code, says, n.Result)
		}
		t.Log(e.Code, e.Record.Get("name").Fr, says, n.Result, n.Met)
	}
	t.Log(count)
	if count[Needed] > 14 || count[Needed] < 6 {
		t.Errorf("%d of %d usual activities need one", count[Needed], len(entries))
	}
}
