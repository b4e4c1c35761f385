package app

import (
	"encoding/json"
	"strings"
	"testing"

	"airial/internal/commons/access"
	"airial/internal/commons/life"
	"airial/internal/commons/piece"
	"airial/internal/platform/fault"
	"airial/internal/services/clear"
	"airial/internal/services/opendata"
)

// from deposits a table that comes from an activity.
func (o *office) from(activity, title, content string) piece.Version {
	o.t.Helper()
	v, _, err := o.app.OpenData.Deposit(o.t.Context(), access.System("test"), opendata.Request{MemberID: o.town.ID, Title: title,
		FileName: "t.csv", Schema: "none", Activity: activity, Press: true}, strings.NewReader(content))
	if err != nil {
		o.t.Fatal(err)
	}
	o.queue.Run(o.t, o.app.Engine)
	return v
}

const namingFile = "objet;montant\nAide à Mme Léa DUBOIS;200\n"

// The activity that a file comes from decides how strictly it is looked at, and
// may be said or changed later.
func TestAnActivityDecidesTheProfile(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		waits := func(v piece.Version, stage string, right access.Right) {
			t.Helper()
			if l := o.life(v.ID); l.Stage() != stage || l.Outcome != life.OnHold || l.WaitRight != right {
				t.Errorf("stands at %s %s for %q, want %s for %q", l.Stage(), l.Outcome, l.WaitRight, stage, right)
			}
		}
		set := func(v piece.Version, activity string) {
			t.Helper()
			o.write(access.System("test"), func(tx access.Tx) error {
				return o.app.OpenData.SetActivity(t.Context(), tx, v.PieceID, activity)
			})
			o.queue.Run(t, o.app.Engine)
		}
		plain := o.from("usual/grants", "Subventions", namingFile)
		waits(plain, opendata.StageCleared, access.Decide)
		strict := o.from("usual/social", "Secours", strings.Replace(namingFile, "200", "300", 1))
		waits(strict, opendata.StageCleared, access.Advise)

		// Changed, the version that waits is looked at with the other eyes.
		set(plain, "usual/social")
		waits(plain, opendata.StageCleared, access.Advise)
		set(plain, clear.None)
		waits(plain, opendata.StageCleared, access.Decide)

		// So is one that has gone further, and what was decided is open again.
		if err := o.app.Doors.Write(t.Context(), access.System("test"), func(tx access.Tx) error {
			return o.app.Engine.Answer(t.Context(), tx, plain.ID, life.Answer{Source: life.FromPerson, Verb: clear.VerbSettle, Reason: "Parce que."})
		}); err != nil {
			t.Fatal(err)
		}
		o.queue.Run(t, o.app.Engine)
		if l := o.life(plain.ID); l.Outcome != life.Done {
			t.Fatalf("settled, it stands at %s %s", l.Stage(), l.Outcome)
		}
		set(plain, "usual/social")
		if l := o.life(plain.ID); l.Outcome != life.Done {
			t.Errorf("what is published was taken back: %s %s", l.Stage(), l.Outcome)
		}

		// The evidence names the activity, and so does the journal.
		o.read(func(tx access.Tx) error {
			steps, err := life.Steps(t.Context(), tx, strict.ID)
			if err != nil {
				return err
			}
			var e struct{ Activity, Profile string }
			if err := json.Unmarshal(steps[len(steps)-1].Evidence, &e); err != nil || e.Activity != "usual/social" || e.Profile != "strict" {
				t.Errorf("evidence %s, %v", steps[len(steps)-1].Evidence, err)
			}
			var n int
			err = tx.QueryRow(t.Context(), `select count(*) from journal_body where body like '%"sensitive":%'`).Scan(&n)
			if err == nil && n != 5 { // two deposits that said so, and three changes
				t.Errorf("%d entries in the journal, want 5", n)
			}
			return err
		})
	})
}

// Nobody has to know: a likely activity is proposed, and one that is not in the
// list is refused.
func TestAnActivityIsProposed(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		of := func(v piece.Version) (a opendata.Activity) {
			t.Helper()
			o.read(func(tx access.Tx) (err error) {
				a, err = o.app.OpenData.ActivityOf(t.Context(), tx, v.PieceID)
				return err
			})
			return a
		}
		likely := o.from("", "Prêts de la médiathèque", "objet;montant\nLivres;3\n")
		if a := of(likely); a.ID != "usual/library" || !a.Proposed {
			t.Errorf("proposed %+v", a)
		}
		if a := of(o.from("", "Relevés", "objet;montant\nSable;3\n")); a.ID != "" {
			t.Errorf("proposed %+v of what says nothing", a)
		}
		if a := of(o.from("none", "Prêts de livres de la médiathèque", "objet;montant\nLivres;4\n")); a.ID != opendata.NoActivity {
			t.Errorf("asked for none, got %+v", a)
		}
		_, _, err := o.app.OpenData.Deposit(t.Context(), access.System("test"), opendata.Request{MemberID: o.town.ID, Title: "X",
			FileName: "t.csv", Schema: "none", Activity: "usual/unheard-of"}, strings.NewReader(namingFile))
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("an unknown activity: %v", err)
		}

		// What the register no longer has holds on as it was.
		o.write(access.System("test"), func(tx access.Tx) error {
			_, err := tx.Exec(t.Context(), `update dataset_activity set activity = 'old', said = $1 where piece_id = $2`,
				`{"id":"old","name":{"fr":"Ancien","en":"Old"},"sensitive":true,"categories":["health"]}`, likely.PieceID)
			return err
		})
		if a := of(likely); !a.Gone || !a.Sensitive || a.Name.Fr != "Ancien" {
			t.Errorf("an activity that is gone: %+v", a)
		}
	})
}
