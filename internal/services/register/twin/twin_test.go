package twin_test

import (
	"context"
	"slices"
	"strconv"
	"testing"

	"airial/internal/commons/access"
	"airial/internal/commons/console/consoletest"
	"airial/internal/commons/life"
	"airial/internal/commons/organisation"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/commons/piece"
	"airial/internal/commons/user"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/model"
	"airial/internal/services/register/twin"
)

// pointers are things of another room that point to activities.
type pointers map[string]string // by the thing

func (p pointers) To(_ context.Context, _ access.Tx, _, id string) (out []string, err error) {
	for thing, to := range p {
		if to == id {
			out = append(out, thing)
		}
	}
	slices.Sort(out)
	return out, nil
}

func (p pointers) Lead(_ context.Context, _ access.Tx, _, from, to string, only []string) (led []string, err error) {
	for _, thing := range only {
		if p[thing] == from {
			p[thing] = to
			led = append(led, thing)
		}
	}
	return led, nil
}

type world struct {
	*consoletest.Desk
	room           *twin.Service
	things         pointers
	clerk, officer access.Scope
	model          string
	a, b           string // the same model, two times
}

func each(t *testing.T, test func(t *testing.T, w *world)) {
	organisationtest.Each(t, []database.Schema{user.Schema, piece.Schema, life.Schema, model.Schema, activity.Schema, twin.Schema}, func(t *testing.T, g *organisationtest.Ground) {
		w := &world{Desk: consoletest.New(t, g), things: pointers{}, officer: organisationtest.At("dpo", g.Operator, access.ProtectionOfficer), clerk: organisationtest.At("clerk", g.Village, access.Depositor)}
		w.room = &twin.Service{Doors: g.Doors, Desk: w.Console, Followers: []twin.Follower{{Key: "things", Label: i18n.T("choses", "things"), To: w.things.To, Lead: w.things.Lead}}}
		w.Serve((&twin.Pages{Service: w.room}).Register)
		w.Write(t, w.officer, func(tx access.Tx) error {
			m, err := model.Make(t.Context(), tx, activity.ModelSpec, model.Model{Code: "T1"}, record("Cantine", "Un an"))
			if err == nil {
				_, err = model.Issue(t.Context(), tx, activity.ModelSpec, m.ID, "")
			}
			w.model = m.ID
			return err
		})
		// Two bodies have the model, and become one.
		w.a, w.b = w.adopt(t, g.Village), w.adopt(t, g.Town)
		w.pass(t, g.Town, g.Village)
		w.things["a1"], w.things["b1"], w.things["b2"] = w.a, w.b, w.b
		test(t, w)
	})
}

func record(name, kept string) model.Record {
	return model.Record{Fields: map[string]model.Value{"name": model.V(name)}, Lists: map[string][]model.Row{
		"purposes": {{Key: "main", Cells: map[string]model.Value{"name": model.V(kept)}}}}}
}

func (w *world) adopt(t *testing.T, m organisation.Member) (id string) {
	w.Write(t, access.System("test"), func(tx access.Tx) error {
		i, err := model.Create(t.Context(), tx, activity.Spec, m.ID, w.model, model.Record{})
		id = i.ID
		return err
	})
	return id
}

// pass does what passing does with the records of who merges.
func (w *world) pass(t *testing.T, from, to organisation.Member) {
	w.Write(t, access.System("test"), func(tx access.Tx) error {
		for _, table := range []string{"register_instance", "register_override", "register_change"} {
			if _, err := tx.Exec(t.Context(), `update `+table+` set member_id = $1 where member_id = $2`, to.ID, from.ID); err != nil {
				return err
			}
		}
		return nil
	})
}

// writes changes an activity as its member would.
func (w *world) writes(t *testing.T, id string, change func(r *model.Record)) {
	w.Write(t, w.clerk, func(tx access.Tx) error {
		f, err := model.Read(t.Context(), tx, id)
		if err != nil {
			return err
		}
		change(&f.Record)
		_, err = model.Edit(t.Context(), tx, activity.Spec, id, f.Rev, f.Record)
		return err
	})
}

func (w *world) read(t *testing.T, id string) (f model.Full) {
	w.Read(t, access.System("test"), func(tx access.Tx) (err error) {
		f, err = model.Read(t.Context(), tx, id)
		return err
	})
	return f
}

func (w *world) open(t *testing.T) (list []twin.Compared) {
	w.Read(t, w.clerk, func(tx access.Tx) (err error) {
		list, err = twin.Open(t.Context(), tx, w.Village.ID)
		return err
	})
	return list
}

// choice says of two activities, as they are, what becomes of them.
func (w *world) choice(t *testing.T, tx access.Tx, keep, gone string, take map[string]string) twin.Choice {
	c := twin.Choice{Member: w.Village.ID, Keep: keep, Gone: gone, Take: take}
	for id, rev := range map[string]*int{keep: &c.KeepRev, gone: &c.GoneRev} {
		i, err := model.Get(t.Context(), tx, id)
		if err != nil {
			t.Fatal(err)
		}
		*rev = i.Rev
	}
	return c
}

// Each says something of its own; a merge takes what was chosen of both, what
// points to the one that goes follows, and all of it is as before once undone.
func TestTwinsBecomeOneAndTwoAgain(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.writes(t, w.a, func(r *model.Record) { r.Fields["service"] = model.V("Mairie d’ici") })
		w.writes(t, w.b, func(r *model.Record) {
			r.Fields["service"] = model.V("Mairie de là")
			r.Lists["purposes"] = append(r.Lists["purposes"], model.Row{Key: "diet", Cells: map[string]model.Value{"name": model.V("Suivre les régimes")}})
		})
		list := w.open(t)
		if len(list) != 1 || len(list[0].Differences) != 2 {
			t.Fatalf("%+v", list)
		}
		before := w.read(t, w.a).Record
		var done twin.Settled
		w.Write(t, w.clerk, func(tx access.Tx) (err error) {
			if _, err := w.room.Merge(t.Context(), tx, w.choice(t, tx, w.a, w.b, map[string]string{"service": model.Mine})); !fault.Is(err, fault.Invalid) {
				t.Errorf("not everything is chosen: %v", err)
			}
			done, err = w.room.Merge(t.Context(), tx, w.choice(t, tx, w.a, w.b, map[string]string{"service": model.Mine, "purposes#diet": model.Theirs}))
			return err
		})
		kept := w.read(t, w.a)
		if kept.Record.Get("service").Fr != "Mairie d’ici" || len(kept.Record.Lists["purposes"]) != 2 {
			t.Errorf("the one that stays says %+v", kept.Record)
		}
		if w.things["b1"] != w.a || w.things["b2"] != w.a || len(done.Led["things"]) != 2 {
			t.Errorf("what pointed to the other: %v, %v", w.things, done.Led)
		}
		if w.read(t, w.b).Retired.IsZero() || len(w.open(t)) != 0 {
			t.Error("the other is still there")
		}
		w.Read(t, w.clerk, func(tx access.Tx) error {
			into, err := twin.Into(t.Context(), tx, w.b)
			if into != w.a {
				t.Errorf("it gave way to %q", into)
			}
			return err
		})

		w.things["b2"] = "another" // somebody has led it elsewhere since
		w.writes(t, w.a, func(r *model.Record) { r.Fields["remarks"] = model.V("Depuis") })
		w.Write(t, w.clerk, func(tx access.Tx) error {
			_, stay, err := w.room.Undo(t.Context(), tx, w.Village.ID, done.ID)
			if len(stay) != 0 {
				t.Errorf("nothing was written where the merge wrote: %v", stay)
			}
			return err
		})
		if w.things["a1"] != w.a || w.things["b1"] != w.b || w.things["b2"] != "another" {
			t.Errorf("after undoing: %v", w.things)
		}
		now := w.read(t, w.a).Record
		before.Fields["remarks"] = model.V("Depuis")
		if model.Encode(now) != model.Encode(before) {
			t.Errorf("after undoing it says %s, before %s", model.Encode(now), model.Encode(before))
		}
		if len(w.open(t)) != 1 {
			t.Error("they are twins again")
		}
		w.Write(t, w.clerk, func(tx access.Tx) error {
			if _, _, err := w.room.Undo(t.Context(), tx, w.Village.ID, done.ID); !fault.Is(err, fault.Conflict) {
				t.Errorf("undone twice: %v", err)
			}
			return nil
		})
	})
}

// What somebody wrote since where the merge wrote stays, and is told; a merge of
// the one that stayed comes first to be undone.
func TestUndoingLeavesWhatCameSince(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.writes(t, w.b, func(r *model.Record) { r.Fields["service"] = model.V("Mairie de là") })
		var first, second twin.Settled
		w.Write(t, w.clerk, func(tx access.Tx) (err error) {
			first, err = w.room.Merge(t.Context(), tx, w.choice(t, tx, w.a, w.b, map[string]string{"service": model.Theirs}))
			return err
		})
		w.writes(t, w.a, func(r *model.Record) { r.Fields["service"] = model.V("Le siège") })
		third := w.adopt(t, w.Town)
		w.pass(t, w.Town, w.Village)
		w.Write(t, w.clerk, func(tx access.Tx) (err error) {
			if second, err = w.room.Merge(t.Context(), tx, w.choice(t, tx, third, w.a, map[string]string{"service": model.Theirs})); err != nil {
				return err
			}
			if _, _, err := w.room.Undo(t.Context(), tx, w.Village.ID, first.ID); !fault.Is(err, fault.Conflict) {
				t.Errorf("the one that stayed is gone itself: %v", err)
			}
			_, _, err = w.room.Undo(t.Context(), tx, w.Village.ID, second.ID)
			return err
		})
		w.Write(t, w.clerk, func(tx access.Tx) error {
			_, stay, err := w.room.Undo(t.Context(), tx, w.Village.ID, first.ID)
			if !slices.Equal(stay, []string{"service"}) {
				t.Errorf("told to stay: %v", stay)
			}
			return err
		})
		if got := w.read(t, w.a).Record.Get("service").Fr; got != "Le siège" {
			t.Errorf("it says %q", got)
		}
	})
}

// Both are kept knowingly, asked about again, and those that say the same are
// merged in one go; own ones of one name are twins too.
func TestKeptApartAndMergedInOneGo(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		var apart twin.Settled
		w.Write(t, w.clerk, func(tx access.Tx) (err error) {
			c := w.choice(t, tx, w.a, w.b, nil)
			c.Note = "Deux cuisines"
			apart, err = w.room.KeepApart(t.Context(), tx, c)
			return err
		})
		if len(w.open(t)) != 0 {
			t.Error("asked about what was decided")
		}
		w.Write(t, w.clerk, func(tx access.Tx) error {
			if _, err := w.room.KeepApart(t.Context(), tx, w.choice(t, tx, w.a, w.b, nil)); !fault.Is(err, fault.Conflict) {
				t.Errorf("kept apart twice: %v", err)
			}
			if n, err := w.room.MergeSame(t.Context(), tx, w.Village.ID); n != 0 || err != nil {
				t.Errorf("merged %d that are kept apart: %v", n, err)
			}
			_, _, err := w.room.Undo(t.Context(), tx, w.Village.ID, apart.ID)
			return err
		})
		w.Write(t, access.System("test"), func(tx access.Tx) error {
			for _, kept := range []string{"Un an", "Un an", "Deux ans"} {
				if _, err := model.Create(t.Context(), tx, activity.Spec, w.Village.ID, "", record("Bourse aux vélos", kept)); err != nil {
					return err
				}
			}
			return nil
		})
		w.Read(t, w.officer, func(tx access.Tx) error {
			list, err := twin.Everywhere(t.Context(), tx)
			if len(list) != 1 || list[0].Member.ID != w.Village.ID || len(list[0].Pairs) != 4 { // one of the model, three of three
				t.Errorf("everywhere: %+v", list)
			}
			return err
		})
		w.Write(t, w.clerk, func(tx access.Tx) error {
			n, err := w.room.MergeSame(t.Context(), tx, w.Village.ID)
			if n != 2 {
				t.Errorf("%d merged", n)
			}
			return err
		})
		if list := w.open(t); len(list) != 1 || list[0].Same() {
			t.Errorf("left: %+v", list)
		}
	})
}

// What the pages say, and to whom they open.
func TestPagesOfTwins(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		path := twin.Path(w.Village.Siren)
		w.writes(t, w.b, func(r *model.Record) { r.Fields["service"] = model.V("Mairie de là") })
		body, _ := w.Wants(200, w.clerk, path)
		consoletest.Says(t, "the list", body, "Cantine", "1 différence")
		keep, gone := w.open(t)[0].Keep, w.open(t)[0].Gone
		pair := path + "/" + keep.ID + "/" + gone.ID
		body, _ = w.Wants(200, w.clerk, pair)
		consoletest.Says(t, "the pair", body, "choses", "Mairie de là", "Fusionner", "Garder les deux")
		w.Wants(404, w.clerk, path+"/"+w.a+"/none")
		w.Wants(404, organisationtest.At("elsewhere", w.Town, access.Manager), path)
		w.Wants(403, organisationtest.At("reader", w.Village, access.Reader), pair, "do", "merged", "keep_rev", "1", "gone_rev", "2")
		body, _ = w.Wants(409, w.clerk, pair, "do", "merged", "keep_rev", "77", "gone_rev", "1")
		consoletest.Says(t, "a pair that has changed", body, "Comparez-les encore")
		revs := []string{"keep_rev", itoa(w.read(t, keep.ID).Rev), "gone_rev", itoa(w.read(t, gone.ID).Rev)}
		w.Wants(422, w.clerk, pair, append(revs, "do", "merged")...)
		w.Wants(303, w.clerk, pair, append(revs, "do", "merged", "choice.service", "theirs", "note", "Fusion de 2026")...)
		body, _ = w.Wants(200, w.clerk, path)
		consoletest.Says(t, "what was decided", body, "Aucun double à régler", "fusionnés", "Ont suivi", "Fusion de 2026")
		w.Wants(200, w.officer, twin.OperatorPath)
		w.Wants(404, w.clerk, twin.OperatorPath)
	})
}

func itoa(n int) string { return strconv.Itoa(n) }
