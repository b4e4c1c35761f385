package app

import (
	"testing"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/life"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/commons/piece"
	"airial/internal/commons/user"
	"airial/internal/platform/database"
	"airial/internal/platform/document"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/journal"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/assessment"
	"airial/internal/services/register/conformity"
	"airial/internal/services/register/maturity"
	"airial/internal/services/register/model"
	"airial/internal/services/register/paper"
	"airial/internal/services/register/plan"
	"airial/internal/services/register/processor"
)

// A point that is not met makes an action or links one; both sides know of it,
// and the point tells when it is done.
func TestPointsAndActionsKnowEachOther(t *testing.T) {
	schemas := []database.Schema{user.Schema, piece.Schema, life.Schema, journal.Schema, model.Schema, activity.Schema, assessment.Schema, maturity.Schema, plan.Schema, processor.Schema}
	organisationtest.Each(t, schemas, func(t *testing.T, g *organisationtest.Ground) {
		ctx := t.Context()
		clerk, m := organisationtest.At("clerk", g.Village, access.Depositor), g.Village
		var id, spare, foreign string
		action := func(tx access.Tx, member, title string) (string, error) {
			a, err := plan.Create(ctx, tx, plan.Wanted{MemberID: member, Record: plan.RecordOf(i18n.T(title, title), i18n.Text{}, plan.Legal, plan.Medium), Plan: plan.Plan{Cost: plan.Unknown}})
			return a.ID, err
		}
		g.Write(t, access.System("test"), func(tx access.Tx) error {
			i, err := model.Create(ctx, tx, activity.Spec, m.ID, "", model.Record{Fields: map[string]model.Value{"name": model.V("Cantine")}})
			if err == nil {
				spare, err = action(tx, m.ID, "Former les agents")
			}
			if err == nil {
				foreign, err = action(tx, g.Town.ID, "Ailleurs")
			}
			id = i.ID
			return err
		})
		answers := maturity.Answers{}
		for _, q := range maturity.BuiltInOf(maturity.Processing).Domains[0].Questions {
			answers[q.Name] = 1
		}
		answers["durees"], answers["information"], answers["qualite"] = 0, 0, 0
		for name := range answers {
			if answers[name] == 0 && !known(name) {
				t.Fatalf("there is no point %s", name)
			}
		}
		evaluate := func(notes maturity.Notes) error {
			g.Clock.Advance(time.Hour)
			return g.Try(t, clerk, func(tx access.Tx) error {
				_, err := conformity.Whole(ctx, tx, openActions{}, m.ID, id, answers, notes)
				return err
			})
		}
		if err := evaluate(maturity.Notes{maturity.Action("durees"): foreign}); !fault.Is(err, fault.Invalid) {
			t.Errorf("an action of another body: %v", err)
		}
		if err := evaluate(maturity.Notes{maturity.Action("durees"): spare, "todo-information": "Afficher les mentions à l’accueil"}); err != nil {
			t.Fatal(err)
		}
		at := func() (at map[string][]conformity.PointAction) {
			g.Read(t, clerk, func(tx access.Tx) (err error) {
				at, err = openActions{}.At(ctx, tx, m, id)
				return err
			})
			return at
		}
		now := at()
		if len(now["durees"]) != 1 || now["durees"][0].ID != spare || len(now["information"]) != 1 || now["information"][0].Name != "Afficher les mentions à l’accueil" || len(now["qualite"]) != 0 {
			t.Fatalf("the points have %+v", now)
		}
		made := now["information"][0]
		planned := func(point, with string) error {
			return g.Try(t, clerk, func(tx access.Tx) error { return conformity.PlanPoint(ctx, tx, openActions{}, m, id, point, with) })
		}
		for what, c := range map[string]struct {
			point, with string
			want        fault.Kind
		}{"one that is met": {"finalites", "", fault.Invalid}, "one that has its action": {"durees", "", fault.Conflict}, "an action of another body": {"qualite", foreign, fault.NotFound}} {
			if err := planned(c.point, c.with); !fault.Is(err, c.want) {
				t.Errorf("%s: %v", what, err)
			}
		}
		if err := planned("qualite", ""); err != nil {
			t.Fatal(err)
		}
		if len(at()["qualite"]) != 1 {
			t.Error("the third point has no action")
		}
		g.Write(t, clerk, func(tx access.Tx) error {
			targets, err := conformityTargets(ctx, tx, m)
			if len(targets) != 3 || targets[0].Href == "" {
				t.Errorf("the plan knows %+v", targets)
			}
			if err == nil {
				_, err = plan.Move(ctx, tx, made.ID, plan.Done)
			}
			return err
		})
		if done := at()["information"][0]; !done.Done || done.Open || done.On == "" {
			t.Errorf("when it is done the point says %+v", done)
		}
		if err := evaluate(nil); !fault.Is(err, fault.Invalid) {
			t.Errorf("what is done is planned again: %v", err)
		}
		answers["information"], answers["durees"], answers["qualite"] = 1, 1, 1
		if err := evaluate(nil); err != nil {
			t.Errorf("all is met: %v", err)
		}
		g.Read(t, clerk, func(tx access.Tx) error { // what the yearly report says of it
			for chapter, want := range map[*paper.Chapter]document.Data{
				new(conformity.Chapter()): {"nombre": "1", "evalues": "1", "conformes": "1", "majeures": ""},
				new(plan.Chapter()):       {"faites": "1", "a_faire": "2", "en_retard": "", "prevues": "2"},
			} {
				got, err := chapter.Fill(ctx, tx, paper.Ask{Member: m, Year: g.Clock.Now().Year()})
				if err != nil {
					return err
				}
				for name, n := range want {
					if got[name] != n {
						t.Errorf("%s: %s is %q, want %q", chapter.Name, name, got[name], n)
					}
				}
			}
			return nil
		})
		g.Read(t, clerk, func(tx access.Tx) error {
			targets, err := conformityTargets(ctx, tx, m)
			if len(targets) != 3 {
				t.Errorf("links of points that are met lead to %+v", targets)
			}
			return err
		})
	})
}

func known(point string) bool {
	for _, q := range maturity.BuiltInOf(maturity.Processing).Domains[0].Questions {
		if q.Name == point {
			return true
		}
	}
	return false
}
