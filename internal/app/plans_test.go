package app

import (
	"net/url"
	"strings"
	"testing"

	"airial/internal/commons/access"
	"airial/internal/commons/life"
	"airial/internal/commons/piece"
	"airial/internal/commons/succession"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/services/clear"
	"airial/internal/services/clear/plans"
	"airial/internal/services/opendata"
	"airial/privacy"
	"airial/privacy/anonymise"
)

// table deposits a table without schema, as a new dataset or as the next version
// of one.
func (o *office) table(pieceID, content string) piece.Version {
	o.t.Helper()
	q := opendata.Request{MemberID: o.town.ID, PieceID: pieceID, FileName: "aides.csv", Schema: "none", Press: true}
	if pieceID == "" {
		q.Title = "Aides"
	}
	v, _, err := o.app.OpenData.Deposit(o.t.Context(), access.System("test"), q, strings.NewReader(content))
	if err != nil {
		o.t.Fatal(err)
	}
	o.queue.Run(o.t, o.app.Engine)
	return v
}

func (o *office) latest(pieceID string) (v piece.Version) {
	o.t.Helper()
	o.write(access.System("test"), func(tx access.Tx) error {
		p, err := piece.Get(o.t.Context(), tx, pieceID)
		if err == nil {
			v, err = piece.ByNumber(o.t.Context(), tx, pieceID, p.Latest)
		}
		return err
	})
	return v
}

const aids = "objet;telephone;montant\nSecours;06 39 98 12 34;200\nLoyer;06 39 98 56 78;300\nEau;07 60 12 34 56;40\n"

const dropPhones = "version: 1\ncolumns:\n  - {column: objet, do: keep}\n  - {column: telephone, do: drop}\n  - {column: montant, do: generalise, to: band, size: 100}\n"

// A plan makes the next version, and the ones after it; what is new stops.
func TestAPlanIsAppliedAgain(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		v := o.table("", aids)
		if l := o.life(v.ID); l.Stage() != opendata.StageCleared || l.Outcome != life.OnHold {
			t.Fatalf("the gate lets pass: %s %s", l.Stage(), l.Outcome)
		}
		p, err := anonymise.Parse([]byte(dropPhones))
		if err != nil {
			t.Fatal(err)
		}
		s := o.app.plans()
		made, err := s.Apply(t.Context(), access.System("test"), v, p, true)
		if err != nil {
			t.Fatal(err)
		}
		o.queue.Run(t, o.app.Engine)
		if got := o.bytes(made); got != "objet,montant\nSecours,200-299\nLoyer,300-399\nEau,0-99\n" {
			t.Errorf("version 2 is %q", got)
		}
		if l := o.life(made.ID); l.Outcome != life.Done {
			t.Errorf("version 2 stands at %s %s", l.Stage(), l.Outcome)
		}

		again := o.table(v.PieceID, aids+"Gaz;06 39 98 99 99;80\n")
		if l := o.life(again.ID); l.Outcome != life.Rejected {
			t.Errorf("what the plan has replaced stands at %s %s", l.Stage(), l.Outcome)
		}
		last := o.latest(v.PieceID)
		if got := o.bytes(last); last.Number != 4 || !strings.HasSuffix(got, "Gaz,0-99\n") {
			t.Errorf("version %d is %q", last.Number, got)
		}
		o.write(access.System("test"), func(tx access.Tx) error {
			run, err := plans.RunOf(t.Context(), tx, last.ID)
			if err == nil && (run == nil || run.SourceID != again.ID || run.Evidence.Source != again.Digest || run.Evidence.Result != last.Digest || run.Evidence.Plan != p.Digest()) {
				t.Errorf("evidence %+v", run)
			}
			return err
		})

		for name, content := range map[string]string{
			"a new column": "objet;telephone;montant;prenom\nEau;;40;Léa\n",
			"a new kind":   "objet;telephone;montant\nÀ rappeler au 06 39 98 12 34;;40\n",
		} {
			odd := o.table(v.PieceID, content)
			if l := o.life(odd.ID); l.Stage() != opendata.StageCleared || l.Outcome != life.OnHold {
				t.Errorf("%s: stands at %s %s", name, l.Stage(), l.Outcome)
			}
			if o.latest(v.PieceID).ID != odd.ID {
				t.Errorf("%s: a version was made of it", name)
			}
		}

		// A plan that does not suffice keeps nobody from what the gate finds.
		grave := o.table(v.PieceID, "objet;telephone;montant;compte\nEau;;40;FR7630006000011234567890189\n")
		if l := o.life(grave.ID); l.Outcome != life.OnHold || l.WaitRight != access.Advise {
			t.Errorf("an account waits for %q, want the officer", l.WaitRight)
		}
		o.read(func(tx access.Tx) error {
			r, err := clear.Load(t.Context(), tx, grave.ID)
			if err == nil && (r == nil || r.Count(privacy.Block) != 1) {
				t.Errorf("the gate found %+v", r)
			}
			return err
		})
		err = o.app.Doors.Write(t.Context(), access.System("test"), func(tx access.Tx) error {
			return o.app.Engine.Answer(t.Context(), tx, grave.ID, life.Answer{Verb: clear.VerbAllow, Reason: "Parce que."})
		})
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("allowed without the officer: %v", err)
		}
	})
}

// A dataset that passes alone takes its plan and its key along.
func TestAPlanPassesWithItsDataset(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		v := o.table("", aids)
		p, err := anonymise.Parse([]byte(strings.Replace(dropPhones, "drop", "pseudonym", 1)))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := o.app.plans().Apply(t.Context(), access.System("test"), v, p, true); err != nil {
			t.Fatal(err)
		}
		o.queue.Run(t, o.app.Engine)
		o.act(succession.Split, succession.Plan{Members: []string{o.town.ID}, Heir: o.village.ID, Pieces: []string{v.PieceID}})
		o.read(func(tx access.Tx) error {
			for _, table := range plans.Schema.Tables {
				n, err := database.Value[int](t.Context(), tx, table.Name, `select count(*) from `+table.Name+` where member_id = $1`, o.village.ID)
				if err != nil {
					return err
				}
				if n != 1 {
					t.Errorf("%d rows of %s have passed, want 1", n, table.Name)
				}
			}
			return nil
		})
	})
}

func TestThePageOfAPlan(t *testing.T) {
	o := newOffice(t)
	v := o.table("", aids)
	reader := o.person("reader", "Jean Lu", o.town, access.Reader)
	o.as(o.secretary).get("/fr/console/deposits/" + v.PieceID).is(200).says("Anonymiser ce fichier")
	at := "/fr/console/anonymise/" + v.ID
	o.get(at).is(200).says("Anonymiser", "Aides", "telephone", "retirer la colonne", "Ce que le plan donne", "Rien n’est plus trouvé dans le résultat", "06 39 98 12 34")
	o.as(reader).get(at).is(403)
	fields := url.Values{"do-0": {"keep"}, "do-1": {"keep"}, "do-2": {"generalise:band"}, "set-2": {"100"}, "k": {"1"}}
	o.as(o.secretary).post(at+"/preview", fields).is(200).says("Il reste de quoi s’arrêter", "200-299")
	fields.Set("set-2", "cent")
	o.post(at, fields).is(422).says("un nombre entier est attendu")
	fields.Set("set-2", "100")
	fields.Set("do-1", "pseudonym")
	fields.Set("again", "1")
	o.post(at, fields).to("/fr/console/deposits/" + v.PieceID)
	o.settle()
	last := o.latest(v.PieceID)
	if last.Number != 2 || strings.Contains(o.bytes(last), "06 39") {
		t.Fatalf("version %d is %q", last.Number, o.bytes(last))
	}
	o.get("/fr/console/anonymise/"+last.ID).is(200).says("Plan n° 1", "La clé des pseudonymes")
	if plan := o.get(at + "/plan.yaml").is(200).Body.String(); !strings.Contains(plan, "do: pseudonym") {
		t.Errorf("the plan is %s", plan)
	}
	o.post(at+"/forget", url.Values{}).to(at)
	held := o.table(v.PieceID, aids+"Gaz;06 39 98 99 99;80\n")
	o.settle()
	if l := o.life(held.ID); l.Outcome != life.OnHold {
		t.Errorf("without its key the plan goes on: %s", l.Outcome)
	}
	o.post(at+"/stop", url.Values{}).to(at)
	o.write(access.System("test"), func(tx access.Tx) error { return plans.Forget(t.Context(), tx, []string{v.ID, last.ID}) })
	o.get(at).is(200).silent("Plan n° 1")

	// A key that was made for nothing goes with its dataset.
	fields.Set("quasi-0", "1")
	fields.Set("k", "1000")
	o.post(at, fields).is(422).says("aucune ligne")
	keys := func() (n int) {
		o.read(func(tx access.Tx) (err error) {
			n, err = database.Value[int](t.Context(), tx, "keys", `select count(*) from anonymise_key where piece_id = $1`, v.PieceID)
			return err
		})
		return n
	}
	if n := keys(); n != 1 {
		t.Fatalf("%d keys, want the one that was made", n)
	}
	if err := o.app.OpenData.Erase(t.Context(), access.System("test"), v.PieceID); err != nil {
		t.Fatal(err)
	}
	if n := keys(); n != 0 {
		t.Errorf("%d keys are left of an erased dataset", n)
	}
}
