package conformity

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/journal"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/maturity"
	"airial/internal/services/register/model"
)

func TestLeftOut(t *testing.T) {
	for _, c := range []struct {
		bases []string
		want  []string
	}{
		{nil, nil},
		{[]string{"6.1.a"}, []string{"opposition"}},
		{[]string{"6.1.b"}, []string{"consentement", "opposition"}},
		{[]string{"6.1.c"}, []string{"consentement", "effacement", "opposition", "portabilite"}},
		{[]string{"6.1.e"}, []string{"consentement", "portabilite"}},
		{[]string{"6.1.c", "6.1.e"}, []string{"consentement", "portabilite"}},
		{[]string{"6.1.c", "6.1.a"}, []string{"opposition"}},
	} {
		if diff := cmp.Diff(c.want, slices.Sorted(maps.Keys(LeftOut(c.bases)))); diff != "" {
			t.Errorf("%v (-want +got)\n%s", c.bases, diff)
		}
	}
	for point := range rules().Points {
		if !slices.ContainsFunc(maturity.BuiltInOf(maturity.Processing).Domains[0].Questions, func(q maturity.Question) bool { return q.Name == point }) {
			t.Errorf("there is no point %s", point)
		}
	}
}

func TestLevel(t *testing.T) {
	for _, c := range []struct {
		counts Counts
		want   Level
	}{{Counts{Met: 15}, Met}, {Counts{Met: 14, Minor: 1}, Minor}, {Counts{Met: 13, Minor: 2}, Minor}, {Counts{Met: 12, Minor: 3}, Major}, {Counts{Met: 14, Major: 1}, Major}, {Counts{LeftOut: 15}, Met}} {
		if got := c.counts.Level(); got != c.want {
			t.Errorf("%+v: %s, want %s", c.counts, got, c.want)
		}
	}
	// Planning something never makes it worse.
	rapid.Check(t, func(t *rapid.T) {
		rank := map[Level]int{Met: 0, Minor: 1, Major: 2}
		a, n := maturity.Answers{}, maturity.Notes{}
		for _, q := range maturity.BuiltInOf(maturity.Processing).Domains[0].Questions {
			a[q.Name] = rapid.IntRange(-1, 1).Draw(t, q.Name)
			if rapid.Bool().Draw(t, "planned") {
				n[todo(q.Name)] = "x"
			}
		}
		before := Count(a, n).Level()
		n[maturity.Action(rapid.SampledFrom(slices.Sorted(maps.Keys(a))).Draw(t, "one"))] = "y"
		if after := Count(a, n).Level(); rank[after] > rank[before] {
			t.Fatalf("%s, then %s", before, after)
		}
	})
}

func TestBuiltIns(t *testing.T) {
	q := maturity.BuiltInOf(maturity.Organisation)
	if len(q.Domains) != 12 || !q.Justify || !q.Lead {
		t.Errorf("%d processes", len(q.Domains))
	}
	for _, d := range q.Domains {
		for _, one := range d.Questions {
			if len(one.Answers) != 6 || one.Weight != 1 || !one.Optional || one.Ask.Fr == one.Ask.En {
				t.Errorf("%s: %+v", one.Name, one)
			}
		}
	}
	if n := len(maturity.BuiltInOf(maturity.Processing).Domains[0].Questions); n != 15 {
		t.Errorf("%d points", n)
	}
	// With equal weights the score of a process is the mean of what is answered.
	d := q.Domains[0]
	if got, ok := maturity.DomainScore(d.Questions, maturity.Answers{d.Questions[0].Name: 3, d.Questions[1].Name: 4, d.Questions[2].Name: maturity.NotConcerned}); got != 35 || !ok {
		t.Errorf("score %d, want 35", got)
	}
}

// An activity is evaluated to the end, closed, and evaluated again.
func TestAnActivity(t *testing.T) {
	organisationtest.Each(t, []database.Schema{journal.Schema, model.Schema, activity.Schema, maturity.Schema}, func(t *testing.T, g *organisationtest.Ground) {
		ctx := t.Context()
		clerk := organisationtest.At("clerk", g.Village, access.Depositor)
		var id string
		g.Write(t, access.System("test"), func(tx access.Tx) error {
			if _, err := activity.Install(ctx, tx); err != nil {
				return err
			}
			m, err := model.ByCode(ctx, tx, activity.Kind, "EL01") // a legal obligation
			if err != nil {
				return err
			}
			i, err := model.Create(ctx, tx, activity.Spec, g.Village.ID, m.ID, model.Record{})
			id = i.ID
			return err
		})
		all := maturity.Answers{}
		for _, q := range maturity.BuiltInOf(maturity.Processing).Domains[0].Questions {
			all[q.Name] = 1
		}
		all["durees"] = 0
		whole := func(answers maturity.Answers, notes maturity.Notes) (s maturity.Survey, err error) {
			g.Clock.Advance(time.Hour)
			err = g.Try(t, clerk, func(tx access.Tx) (err error) {
				s, err = Whole(ctx, tx, nil, g.Village.ID, id, answers, notes)
				return err
			})
			return s, err
		}
		if _, err := whole(maturity.Answers{"durees": 1}, nil); !fault.Is(err, fault.Invalid) {
			t.Errorf("closed with points open: %v", err)
		}
		s, err := whole(all, nil)
		if err != nil || s.Answers["opposition"] != maturity.NotConcerned || s.Notes[maturity.WhyNot("opposition")] == "" {
			t.Fatalf("%+v, %v", s, err)
		}
		level := func() (l Level) {
			g.Read(t, clerk, func(tx access.Tx) error {
				rows, err := Of(ctx, tx, g.Village.ID)
				if len(rows) == 1 {
					l = rows[0].Level
				}
				return err
			})
			return l
		}
		if l := level(); l != Major {
			t.Errorf("nothing is planned: %s", l)
		}
		g.Read(t, clerk, func(tx access.Tx) error {
			list, err := Unmet(ctx, tx, s)
			if len(list) != 1 || list[0].Name != "durees" {
				t.Errorf("unmet: %+v", list)
			}
			return err
		})
		if _, err := whole(all, maturity.Notes{todo("durees"): "purger en mars"}); err != nil {
			t.Fatal(err)
		}
		if l := level(); l != Minor {
			t.Errorf("an action is planned: %s", l)
		}
		all["transferts"] = maturity.NotConcerned
		if _, err := whole(all, nil); !fault.Is(err, fault.Invalid) {
			t.Errorf("not applicable without a reason: %v", err)
		}
		g.Read(t, organisationtest.At("dpo", g.Operator, access.ProtectionOfficer), func(tx access.Tx) error {
			list, total, err := Everywhere(ctx, tx, 10, 0)
			for _, one := range list {
				if one.Member.ID == g.Village.ID && (one.Activities != 1 || one.Minor != 1 || one.Evaluated() != 1) {
					t.Errorf("%+v of %d", one, total)
				}
			}
			maturities, mErr := maturity.List(ctx, tx, g.Village.ID)
			if mErr != nil || len(maturities) != 0 {
				t.Errorf("surveys of activities among those of maturity: %+v, %v", maturities, mErr)
			}
			return err
		})
	})
}
