package app

import (
	"testing"

	"airial/internal/commons/access"
	"airial/internal/commons/succession"
	"airial/internal/platform/database"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/assessment"
	"airial/internal/services/register/maturity"
	"airial/internal/services/register/model"
	"airial/internal/services/register/plan"
	"airial/internal/services/register/request"
	"airial/internal/services/register/twin"
)

// Two bodies that have the same model merge: the heir has twins. Merged, all that
// pointed to the one that goes points to the one that stays; undone, it is as it
// was.
func TestWhatPointsToATwinFollows(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		var of [2]string // the heir's and the other's
		dataset := published(o, o.village, "Subventions")
		o.write(access.System("test"), func(tx access.Tx) error {
			m, err := model.Make(ctx, tx, activity.ModelSpec, model.Model{Code: "SUBV"}, model.Record{Fields: map[string]model.Value{"name": model.V("Subventions")}})
			if err == nil {
				_, err = model.Issue(ctx, tx, activity.ModelSpec, m.ID, "")
			}
			if err != nil {
				return err
			}
			for n, at := range []string{o.town.ID, o.village.ID} {
				i, err := model.Create(ctx, tx, activity.Spec, at, m.ID, model.Record{})
				if err != nil {
					return err
				}
				of[n] = i.ID
			}
			other := of[1]
			if _, err := o.app.Clear.SetOrigin(ctx, tx, o.village.ID, dataset.PieceID, other, false); err != nil {
				return err
			}
			if _, err := assessment.Begin(ctx, tx, assessment.Beginning{Member: o.village.ID, Activity: other, Name: "AIPD"}); err != nil {
				return err
			}
			if _, err := maturity.StartAbout(ctx, tx, o.village.ID, maturity.Processing, other, false); err != nil {
				return err
			}
			if _, err := plan.Create(ctx, tx, plan.Wanted{MemberID: o.village.ID, Record: plan.RecordOf(alike("Fermer à clé"), alike(""), plan.Legal, plan.Medium), Plan: plan.Plan{State: plan.ToDo, Cost: plan.Unknown},
				Links: []plan.Link{{Kind: activityLink, Target: other}, {Kind: conformityLink, Target: other + "/notice"}}}); err != nil {
				return err
			}
			r, err := request.Receive(ctx, tx, request.Intake{MemberID: o.village.ID, Channel: request.ByLetter, Kinds: []string{"access"},
				Requester: request.Requester{Name: "Odile", Phone: "05"}})
			if err != nil {
				return err
			}
			_, err = request.Change(ctx, tx, r.ID, r.Revision, request.Record{Kinds: r.Kinds, Requester: r.Requester, Activities: []request.Activity{{ID: other, Name: "Subventions"}}})
			return err
		})
		o.act(succession.Merger, succession.Plan{Members: []string{o.village.ID}, Heir: o.town.ID})

		room := o.app.twins(nil)
		// points counts what points to an activity, by room.
		points := func(id string) map[string]int {
			out := map[string]int{}
			o.read(func(tx access.Tx) error {
				for _, f := range room.Followers {
					list, err := f.To(ctx, tx, o.town.ID, id)
					if err != nil {
						return err
					}
					if len(list) > 0 {
						out[f.Key] = len(list)
					}
				}
				return nil
			})
			return out
		}
		want := map[string]int{"datasets": 1, "requests": 1, "assessments": 1, "conformity": 1, "actions": 2}
		same := func(when string, id string, want map[string]int) {
			t.Helper()
			got := points(id)
			for key := range want {
				if got[key] != want[key] {
					t.Errorf("%s: %d %s, want %d", when, got[key], key, want[key])
				}
			}
			if len(got) != len(want) {
				t.Errorf("%s: %v", when, got)
			}
		}
		same("before", of[1], want)
		var done twin.Settled
		o.write(access.System("test"), func(tx access.Tx) error {
			list, err := twin.Open(ctx, tx, o.town.ID)
			if err != nil || len(list) != 1 || !list[0].Same() {
				t.Fatalf("the heir’s twins: %+v, %v", list, err)
			}
			done, err = room.Merge(ctx, tx, twin.Choice{Member: o.town.ID, Keep: of[0], Gone: of[1], KeepRev: revision(t, tx, of[0]), GoneRev: revision(t, tx, of[1])})
			return err
		})
		same("merged", of[0], want)
		same("merged, the other", of[1], nil)
		o.write(access.System("test"), func(tx access.Tx) error {
			_, _, err := room.Undo(ctx, tx, o.town.ID, done.ID)
			return err
		})
		same("undone", of[1], want)
		same("undone, the one that stayed", of[0], nil)
	})
}

func revision(t *testing.T, tx access.Tx, id string) int {
	n, err := database.Value[int](t.Context(), tx, "test", `select rev from register_instance where id = $1`, id)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
