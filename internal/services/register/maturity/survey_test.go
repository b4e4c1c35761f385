package maturity_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/services/register/maturity"
)

func each(t *testing.T, test func(t *testing.T, g *organisationtest.Ground)) {
	organisationtest.Each(t, []database.Schema{maturity.Schema}, test)
}

// full answers every question of a form.
func full(q *maturity.Questionnaire, short bool, position int) maturity.Answers {
	a := maturity.Answers{}
	for _, d := range q.Of(short) {
		for _, one := range d.Questions {
			a[one.Name] = position
		}
	}
	return a
}

func submitted(t *testing.T, g *organisationtest.Ground, as access.Scope, m organisation.Member, position int) (s maturity.Survey) {
	t.Helper()
	g.Write(t, as, func(tx access.Tx) (err error) {
		if s, err = maturity.Start(t.Context(), tx, m.ID, "maturite", true); err != nil {
			return err
		}
		q, err := maturity.Version(t.Context(), tx, s.Questionnaire, s.Version)
		if err != nil {
			return err
		}
		if s, err = maturity.Answer(t.Context(), tx, s.ID, s.Revision, full(q, true, position)); err != nil {
			return err
		}
		s, err = maturity.Submit(t.Context(), tx, s.ID)
		return err
	})
	return s
}

func TestSurvey(t *testing.T) {
	each(t, func(t *testing.T, g *organisationtest.Ground) {
		ctx := t.Context()
		clerk := organisationtest.At("clerk", g.Village, access.Depositor)
		s := submitted(t, g, clerk, g.Village, 1)
		if s.Total != 17 || s.State != maturity.Submitted { // a third of 50, rounded up
			t.Errorf("%d, %s", s.Total, s.State)
		}
		g.Write(t, clerk, func(tx access.Tx) error {
			if _, err := maturity.Answer(ctx, tx, s.ID, s.Revision, maturity.Answers{"dpo": 3}); !fault.Is(err, fault.Conflict) {
				t.Errorf("answering what is closed: %v", err)
			}
			return nil
		})
		// The next one starts from its answers; one is open at a time.
		var next maturity.Survey
		g.Clock.Advance(24 * time.Hour)
		g.Write(t, clerk, func(tx access.Tx) (err error) {
			if next, err = maturity.Start(ctx, tx, g.Village.ID, "maturite", false); err != nil {
				return err
			}
			again, err := maturity.Start(ctx, tx, g.Village.ID, "maturite", false)
			if again.ID != next.ID {
				t.Error("a second one is open")
			}
			return err
		})
		if diff := cmp.Diff(full(maturity.BuiltIn(), true, 1), next.Answers); diff != "" {
			t.Errorf("carried over (-want +got)\n%s", diff)
		}
		g.Write(t, clerk, func(tx access.Tx) error {
			if _, err := maturity.Submit(ctx, tx, next.ID); !fault.Is(err, fault.Invalid) {
				t.Errorf("submitted with questions open: %v", err)
			}
			for name, position := range map[string]int{"dpo": 4, "referent": -1, "nowhere": 0} {
				if _, err := maturity.Answer(ctx, tx, next.ID, next.Revision, maturity.Answers{name: position}); !fault.Is(err, fault.Invalid) {
					t.Errorf("%s = %d: %v", name, position, err)
				}
			}
			return nil
		})
		// Two people: the second is told, and overwrites nothing.
		g.Write(t, clerk, func(tx access.Tx) error {
			_, err := maturity.Answer(ctx, tx, next.ID, next.Revision, maturity.Answers{"dpo": 2})
			return err
		})
		g.Write(t, organisationtest.At("manager", g.Village, access.Manager), func(tx access.Tx) error {
			if _, err := maturity.Answer(ctx, tx, next.ID, next.Revision, maturity.Answers{"dpo": 0}); !fault.Is(err, fault.Conflict) {
				t.Errorf("the second of two: %v", err)
			}
			now, err := maturity.Get(ctx, tx, next.ID)
			if now.Answers["dpo"] != 2 {
				t.Errorf("dpo = %d", now.Answers["dpo"])
			}
			return err
		})
		g.Write(t, clerk, func(tx access.Tx) error {
			if _, err := maturity.Drop(ctx, tx, next.ID); err != nil {
				return err
			}
			list, err := maturity.List(ctx, tx, g.Village.ID)
			if len(list) != 1 || list[0].Total != 17 || len(list[0].Scores) != 6 {
				t.Errorf("%+v", list)
			}
			return err
		})
		for name, scope := range map[string]access.Scope{"a reader": organisationtest.At("r", g.Village, access.Reader),
			"another member's": organisationtest.At("o", g.Town, access.Manager), "support": organisationtest.At("s", g.Operator, access.Support)} {
			err := g.Doors.Write(ctx, scope, func(tx access.Tx) error {
				_, err := maturity.Start(ctx, tx, g.Village.ID, "maturite", true)
				return err
			})
			if !fault.Is(err, fault.Forbidden) && !fault.Is(err, fault.NotFound) {
				t.Errorf("%s begins a survey: %v", name, err)
			}
		}
	})
}

// A new version changes no survey that follows the one before.
func TestVersions(t *testing.T) {
	each(t, func(t *testing.T, g *organisationtest.Ground) {
		ctx := t.Context()
		clerk, officer := organisationtest.At("clerk", g.Village, access.Manager), organisationtest.At("dpo", g.Operator, access.ProtectionOfficer)
		s := submitted(t, g, clerk, g.Village, 3)
		const body = "name: maturite\nversion: %\ntitle: {fr: Autre}\ndomains:\n- name: organisation\n  title: {fr: O}\n  questions:\n" +
			"  - {name: dpo, short: true, weight: 1, ask: {fr: A}, answers: [{fr: non}, {fr: oui}]}\n" +
			"  - {name: referent, short: true, weight: 1, ask: {fr: B}, answers: [{fr: a}, {fr: b}, {fr: c}, {fr: d}]}\n"
		version := func(n int) []byte { return []byte(body[:24] + strconv.Itoa(n) + body[25:]) }
		g.Write(t, officer, func(tx access.Tx) error {
			if _, err := maturity.Issue(ctx, tx, version(1)); !fault.Is(err, fault.Conflict) {
				t.Errorf("a version that is there: %v", err)
			}
			_, err := maturity.Issue(ctx, tx, version(2))
			return err
		})
		err := g.Doors.Write(ctx, clerk, func(tx access.Tx) error {
			_, err := maturity.Issue(ctx, tx, version(3))
			return err
		})
		if !fault.Is(err, fault.Forbidden) {
			t.Errorf("issued by a member: %v", err)
		}
		g.Write(t, clerk, func(tx access.Tx) error {
			was, err := maturity.Get(ctx, tx, s.ID)
			if err != nil || was.Version != 1 || was.Total != 50 {
				t.Errorf("the past: %+v, %v", was, err)
			}
			next, err := maturity.Start(ctx, tx, g.Village.ID, "maturite", true)
			if diff := cmp.Diff(maturity.Answers{"referent": 3}, next.Answers); diff != "" || next.Version != 2 {
				t.Errorf("version %d, carried over (-want +got)\n%s", next.Version, diff)
			}
			return err
		})
	})
}

var sirens = []string{"214000119", "214000127", "214000135", "214000143", "214000150"}

func TestPeers(t *testing.T) {
	each(t, func(t *testing.T, g *organisationtest.Ground) {
		ctx := t.Context()
		clerk := organisationtest.At("clerk", g.Village, access.Manager)
		own := submitted(t, g, clerk, g.Village, 2)
		peers := func() (p maturity.Peers) {
			g.Read(t, clerk, func(tx access.Tx) (err error) {
				p, err = maturity.PeersOf(ctx, tx, g.Village, own)
				return err
			})
			return p
		}
		for i := range 5 {
			if p := peers(); p.Count != i || len(p.Medians) > 0 {
				t.Fatalf("with %d peers: %+v", i, p)
			}
			m := organisation.Member{Siren: sirens[i], Name: "Commune " + strconv.Itoa(i), Kind: g.Village.Kind, Population: g.Village.Population + i}
			g.Write(t, access.System("test"), func(tx access.Tx) (err error) {
				m, err = organisation.Add(ctx, tx, m)
				return err
			})
			for _, position := range []int{0, i % 4} { // the latest counts
				g.Clock.Advance(time.Hour)
				submitted(t, g, access.System("test"), m, position)
			}
		}
		p := peers()
		if p.Count != 5 || p.Medians["organisation"] != 17 { // of 0, 1, 2, 3, 0
			t.Errorf("%+v", p)
		}
	})
}
