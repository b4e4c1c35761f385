package app

import (
	"encoding/json"
	"net/url"
	"testing"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/commons/succession"
	"airial/internal/platform/fault"
	"airial/internal/services/nothing"
)

// A town declares that it has nothing to publish: it is public and counted, can
// be taken back, and is refused where something is published, unless confirmed.
func TestNothingToPublish(t *testing.T) {
	eachDesk(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		s := o.as(o.secretary)
		declare := func(period string, more ...string) reply {
			v := url.Values{"member": {o.town.Siren}, "schema": {"scdl/subventions"}, "period": {period}}
			for i := 0; i+1 < len(more); i += 2 {
				v.Set(more[i], more[i+1])
			}
			return s.post("/console/nothing", v)
		}
		declare("l’an dernier").is(422).says("Écrivez une année (2026)")
		declare("2016-13").is(422)
		declare("2025").to("/console/nothing")
		declare("2025").to("/console/nothing") // once is enough
		s.get("/console/nothing").is(200).says("Subventions", "2025", "Annuler")

		public := func() (list []nothing.Declaration) {
			if err := o.app.Doors.Read(ctx, access.Public(), func(tx access.Tx) (err error) {
				list, err = nothing.List(ctx, tx, nothing.Filter{Schema: "scdl/subventions", Year: 2025})
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return list
		}
		list := public()
		if len(list) != 1 || list[0].MemberID != o.town.ID || list[0].Period != "2025" {
			t.Fatalf("the public reads %+v", list)
		}

		// The interface finds it as people write it, and nothing else.
		declare("2025-T3").to("/console/nothing")
		for query, want := range map[string]int{"schema=subventions&period=2025-q3": 1, "schema=scdl/subventions&period=2025": 1, "schema=subventions": 2,
			"schema=subventions&period=2025-T4": 0} {
			var found []struct{ Schema, Title, Period string }
			if err := json.Unmarshal([]byte(s.get("/api/v1/nil-returns?siren="+o.town.Siren+"&"+query).is(200).html()), &found); err != nil || len(found) != want {
				t.Errorf("%s: %+v, %v", query, found, err)
			}
		}
		s.get("/api/v1/nil-returns?period=hier").is(422)
		o.write(o.secretary, func(tx access.Tx) error {
			quarter, err := nothing.List(ctx, tx, nothing.Filter{Period: "2025-T3"})
			if err == nil {
				_, err = o.app.nothing().Undo(ctx, tx, quarter[0].ID)
			}
			return err
		})

		// The village has published; the town has both, once it says so.
		published(o, o.village, "Subventions 2025")
		o.settle()
		count := func(year int) (c nothing.Count) {
			if err := o.app.Doors.Read(ctx, access.System("test"), func(tx access.Tx) (err error) {
				c, err = o.app.nothing().CountOf(ctx, tx, []string{o.town.ID, o.village.ID, o.other.ID}, "scdl/subventions", year)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return c
		}
		if c := count(2025); len(c.Declared) != 1 || len(c.Published) != 1 || len(c.Silent) != 1 || c.Silent[0] != o.other.ID {
			t.Errorf("2025: %+v", c)
		}
		if c := count(2024); len(c.Silent) != 3 {
			t.Errorf("2024: %+v", c)
		}

		published(o, o.town, "Subventions de l’année 2024")
		o.settle()
		declare("2024-T3").is(422).says("semble couvrir 2024", "Confirmer")
		declare("2024-T3", "anyway", "1").to("/console/nothing")

		// Only who may publish for the town takes it back.
		stranger := o.person("loin", "Paul Loin", o.village, access.Depositor)
		o.as(stranger).post("/console/nothing/"+list[0].ID+"/undo", nil).is(404)
		o.as(o.person("lit", "Lise Lit", o.town, access.Reader)).post("/console/nothing/"+list[0].ID+"/undo", nil).is(403)
		o.as(o.secretary).post("/console/nothing/"+list[0].ID+"/undo", nil).to("/console/nothing")
		if left := public(); len(left) != 0 {
			t.Errorf("still public: %+v", left)
		}
		err := o.app.Doors.Write(ctx, o.secretary, func(tx access.Tx) error {
			_, err := o.app.nothing().Undo(ctx, tx, list[0].ID)
			return err
		})
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("undone twice: %v", err)
		}
	})
}

func TestCovers(t *testing.T) {
	at := time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC)
	for title, want := range map[string]bool{"Subventions 2024": true, "Subventions 2023": false, "Subventions": true, "Subventions 2023-2024": true,
		"Subventions 12024": true} {
		if got := (nothing.Dataset{Title: title, Modified: at}).Covers(2024); got != want {
			t.Errorf("%s: %v", title, got)
		}
	}
	for period, want := range map[string]bool{"2026": true, "2026-10": true, "2026-T4": true, "2026-03": false, "2026-T1": false, "2025-10": false} {
		if got := (nothing.Dataset{Title: "Menus de la cantine, octobre 2026", Modified: at}).CoversPeriod(period); got != want {
			t.Errorf("%s: %v", period, got)
		}
	}
	if !(nothing.Dataset{Title: "Menus 2026", Modified: at}).CoversPeriod("2026-03") {
		t.Error("a year without months does not cover its months")
	}
	if (nothing.Dataset{Title: "Subventions", Modified: at}).Covers(2026) {
		t.Error("what was published in 2025 does not cover 2026")
	}
	if p, ok := nothing.Period(" 2026-q1 "); !ok || p != "2026-T1" || nothing.Year(p) != 2026 {
		t.Errorf("a quarter: %q, %v", p, ok)
	}
}

// Two bodies that merge had both declared, and one had a file under correction:
// the heir has one declaration, goes on with the correction, and undoes with one
// word.
func TestMergedDeclarationsAndDrafts(t *testing.T) {
	eachDesk(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		v := refused(o, "Subventions à reprendre")
		id, err := o.app.drafts().Correct(ctx, o.secretary, v.PieceID, 1)
		if err != nil {
			t.Fatal(err)
		}
		o.write(access.System("test"), func(tx access.Tx) error {
			for _, m := range []string{o.town.ID, o.village.ID} {
				if _, _, err := o.app.nothing().Declare(ctx, tx, m, "scdl/prenoms", "2026", false); err != nil {
					return err
				}
			}
			return nil
		})
		a := o.act(succession.Merger, succession.Plan{Members: []string{o.town.ID, o.village.ID}, Roles: true,
			Body: &organisation.Attributes{Siren: "214000036", Name: "Saint-Élix", Kind: organisation.CommuneNouvelle, Population: 1000}})
		o.nothingOf(o.town)
		o.nothingOf(o.village)
		list := o.declared(a.Plan.Heir)
		if len(list) != 1 {
			t.Fatalf("the heir has declared %+v", list)
		}
		o.write(access.System("test"), func(tx access.Tx) error {
			_, err := o.app.nothing().Undo(ctx, tx, list[0].ID)
			return err
		})
		if left := o.declared(a.Plan.Heir); len(left) != 0 {
			t.Errorf("left: %+v", left)
		}
		if err := o.app.drafts().Recheck(ctx, access.System("test"), id); err != nil {
			t.Errorf("the correction cannot go on: %v", err)
		}
	})
}

func (o *office) declared(member string) (list []nothing.Declaration) {
	o.t.Helper()
	o.read(func(tx access.Tx) (err error) {
		list, err = nothing.List(o.t.Context(), tx, nothing.Filter{Members: []string{member}})
		return err
	})
	return list
}
