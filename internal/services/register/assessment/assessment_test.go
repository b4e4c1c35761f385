package assessment_test

import (
	"bytes"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/journal"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/assessment"
	"airial/internal/services/register/model"
)

func each(t *testing.T, test func(t *testing.T, g *organisationtest.Ground)) {
	organisationtest.Each(t, []database.Schema{journal.Schema, model.Schema, activity.Schema, assessment.Schema}, test)
}

var (
	officerAt = func(g *organisationtest.Ground) access.Scope {
		return organisationtest.At("dpo", g.Operator, access.ProtectionOfficer)
	}
	clerkAt = func(g *organisationtest.Ground) access.Scope {
		return organisationtest.At("clerk", g.Village, access.Depositor)
	}
	mayorAt = func(g *organisationtest.Ground) access.Scope {
		return organisationtest.At("mayor", g.Village, access.Official)
	}
)

// cameras gives the village an activity of video protection, and the library of
// assessments.
func cameras(t *testing.T, g *organisationtest.Ground) (id string) {
	t.Helper()
	g.Write(t, access.System("test"), func(tx access.Tx) error {
		ctx := t.Context()
		if _, err := activity.Install(ctx, tx); err != nil {
			return err
		}
		if n, err := assessment.Install(ctx, tx); err != nil || n != 3 {
			t.Errorf("%d models, %v", n, err)
		}
		m, err := model.ByCode(ctx, tx, activity.Kind, "PM03")
		if err != nil {
			return err
		}
		i, err := model.Create(ctx, tx, activity.Spec, g.Village.ID, m.ID, model.Record{})
		id = i.ID
		return err
	})
	return id
}

func begin(t *testing.T, g *organisationtest.Ground, activityID, code string) (f assessment.Full) {
	t.Helper()
	g.Write(t, clerkAt(g), func(tx access.Tx) error {
		of := ""
		if code != "" {
			m, err := model.ByCode(t.Context(), tx, assessment.Kind, code)
			if err != nil {
				return err
			}
			of = m.ID
		}
		var err error
		f, err = assessment.Begin(t.Context(), tx, assessment.Beginning{Member: g.Village.ID, Activity: activityID, Model: of})
		return err
	})
	return f
}

// evaluated is the record with each part found acceptable and the opinions
// given.
func evaluated(r model.Record, except string) model.Record {
	r.Lists["evaluations"] = nil
	for _, key := range assessment.Evaluated(r) {
		if key != except {
			r.Lists["evaluations"] = append(r.Lists["evaluations"], model.Row{Key: key, Cells: map[string]model.Value{"mark": model.V("3")}})
		}
	}
	r.Fields["dpo_says"], r.Fields["people_asked"], r.Fields["people_not_asked_why"] = model.V("yes"), model.V("no"), model.V("trop nombreux")
	return r
}

// From need to validation, its review a year later, and the story of it.
func TestAnAssessment(t *testing.T) {
	each(t, func(t *testing.T, g *organisationtest.Ground) {
		ctx := t.Context()
		id := cameras(t, g)
		row := func() (r assessment.Row) {
			g.Read(t, clerkAt(g), func(tx access.Tx) (err error) {
				r, err = assessment.One(ctx, tx, g.Village, id)
				return err
			})
			return r
		}
		if r := row(); r.Need.Result != assessment.Needed || !r.Missing() {
			t.Fatalf("%+v", r.Need)
		}
		f := begin(t, g, id, "PM03")
		if r := row(); r.Missing() || r.Assessments[0].State != assessment.Draft {
			t.Errorf("begun: %+v", r.Assessments)
		}
		if p := assessment.ProgressOf(assessment.MethodParts, f.Record); !p.Full() {
			t.Errorf("the model leaves %d of %d open", p.Of-p.Done, p.Of)
		}
		aid := f.Assessment.ID
		conclude := func(as access.Scope, rev int, d assessment.Decision, words string) error {
			g.Clock.Advance(time.Minute)
			return g.Try(t, as, func(tx access.Tx) error {
				_, err := assessment.Conclude(ctx, tx, aid, rev, d, words)
				return err
			})
		}
		if err := conclude(mayorAt(g), f.Rev, assessment.Accept, ""); !fault.Is(err, fault.Conflict) {
			t.Errorf("decided before it is submitted: %v", err)
		}
		g.Clock.Advance(time.Minute)
		g.Write(t, clerkAt(g), func(tx access.Tx) (err error) {
			f, err = assessment.Submit(ctx, tx, aid)
			return err
		})
		if err := conclude(mayorAt(g), f.Rev, assessment.Accept, ""); !fault.Is(err, fault.Conflict) {
			t.Errorf("validated without an evaluation: %v", err)
		}
		save := func(as access.Scope, change func(r model.Record)) error {
			return g.Try(t, as, func(tx access.Tx) error {
				now, err := assessment.Get(ctx, tx, aid)
				if err != nil {
					return err
				}
				change(now.Record)
				f, err = assessment.Save(ctx, tx, aid, now.Rev, now.Record)
				return err
			})
		}
		if err := save(clerkAt(g), func(r model.Record) { r.Fields["q111"] = model.V("autre") }); !fault.Is(err, fault.Conflict) {
			t.Errorf("the study is changed while it waits: %v", err)
		}
		if err := save(clerkAt(g), func(r model.Record) { evaluated(r, "") }); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a clerk gives the officer's opinion: %v", err)
		}
		if err := save(officerAt(g), func(r model.Record) { evaluated(r, "3-2") }); err != nil {
			t.Fatal(err)
		}
		if err := conclude(mayorAt(g), f.Rev, assessment.Accept, ""); !fault.Is(err, fault.Conflict) {
			t.Errorf("validated with a part that is not evaluated: %v", err)
		}
		stale := f.Rev
		if err := save(officerAt(g), func(r model.Record) { evaluated(r, "") }); err != nil {
			t.Fatal(err)
		}
		if err := conclude(mayorAt(g), stale, assessment.Accept, ""); !fault.Is(err, fault.Conflict) {
			t.Errorf("what is decided upon is not what was read: %v", err)
		}
		if err := conclude(clerkAt(g), f.Rev, assessment.Accept, ""); !fault.Is(err, fault.Forbidden) {
			t.Errorf("decided by a clerk: %v", err)
		}
		if err := conclude(officerAt(g), f.Rev, assessment.Accept, ""); !fault.Is(err, fault.Forbidden) {
			t.Errorf("decided by the officer: %v", err)
		}
		if err := conclude(mayorAt(g), f.Rev, assessment.Improve, ""); !fault.Is(err, fault.Invalid) {
			t.Errorf("to be improved, without a word: %v", err)
		}
		if err := conclude(mayorAt(g), f.Rev, assessment.Accept, "D’accord."); err != nil {
			t.Fatal(err)
		}
		if err := save(officerAt(g), func(r model.Record) { r.Fields["dpo_opinion"] = model.V("non") }); !fault.Is(err, fault.Conflict) {
			t.Errorf("changed once it is validated: %v", err)
		}
		a := row().Assessments[0]
		if a.State != assessment.Validated || a.ReviewOn != "2027-10-05" || a.Due("2027-10-04") || !a.Due("2027-10-05") {
			t.Errorf("%+v", a)
		}
		g.Clock.Advance(time.Minute)
		g.Write(t, clerkAt(g), func(tx access.Tx) (err error) {
			f, err = assessment.TakeUp(ctx, tx, aid)
			return err
		})
		var kinds []string
		for _, d := range f.Steps {
			kinds = append(kinds, d.Kind)
		}
		if diff := cmp.Diff([]string{"taken-up", "validated", "submitted", "begun"}, kinds); diff != "" {
			t.Errorf("its story (-want +got)\n%s", diff)
		}
		if was := f.Steps[1].Record; was == nil || was.Get("q111").Fr != f.Record.Get("q111").Fr {
			t.Error("what was decided upon is not kept")
		}
	})
}

// Two who write at once, and any writing taken back.
func TestWritingAndUndoing(t *testing.T) {
	each(t, func(t *testing.T, g *organisationtest.Ground) {
		ctx := t.Context()
		f := begin(t, g, cameras(t, g), "")
		id := f.Assessment.ID
		if f.Record.Get("q212").Empty() || len(f.Record.Lists["measures"]) == 0 {
			t.Errorf("the register says this already: %+v", f.Record)
		}
		write := func(rev int, field, words string) error {
			return g.Try(t, clerkAt(g), func(tx access.Tx) error {
				now, err := assessment.Get(ctx, tx, id)
				if err != nil {
					return err
				}
				now.Record.Fields[field] = model.V(words)
				f, err = assessment.Save(ctx, tx, id, rev, now.Record)
				return err
			})
		}
		first := f.Rev
		if err := write(first, "q122", "un"); err != nil {
			t.Fatal(err)
		}
		if err := write(first, "q122", "deux"); !fault.Is(err, fault.Conflict) {
			t.Errorf("the second of two: %v", err)
		}
		mid := f.Rev
		if err := write(f.Rev, "q123", "trois"); err != nil {
			t.Fatal(err)
		}
		undo := func(rev int) error {
			return g.Try(t, clerkAt(g), func(tx access.Tx) (err error) {
				f, err = assessment.Undo(ctx, tx, id, rev)
				return err
			})
		}
		if err := undo(mid); err != nil {
			t.Fatal(err)
		}
		if f.Record.Get("q122").Fr == "un" || f.Record.Get("q123").Fr != "trois" {
			t.Errorf("undone: %q, %q", f.Record.Get("q122").Fr, f.Record.Get("q123").Fr)
		}
		if err := undo(mid); !fault.Is(err, fault.Conflict) {
			t.Errorf("undone twice: %v", err)
		}
		for name, scope := range map[string]access.Scope{"a reader": organisationtest.At("r", g.Village, access.Reader), "another member's": organisationtest.At("o", g.Town, access.Manager)} {
			err := g.Try(t, scope, func(tx access.Tx) error {
				_, err := assessment.Save(ctx, tx, id, f.Rev, f.Record)
				return err
			})
			if !fault.Is(err, fault.Forbidden) && !fault.Is(err, fault.NotFound) {
				t.Errorf("%s writes: %v", name, err)
			}
		}
	})
}

const file = `{"pia":{"name":"Caméras","status":2,"dpo_opinion":"<p>a<b>b</b></p>","other":[1]},"answers":[{"id":3,"reference_to":111,"data":{"text":"<p>x</p>","gauge":null,"list":[]}}],
"measures":[{"id":7,"title":"M","content":"<p>c</p>"}],"evaluations":[{"id":1,"reference_to":"3.1.7","status":3}],"comments":[{"id":1,"reference_to":111,"description":"d"}]}`

// A file of the tool comes in, and goes out as it came.
func TestFiles(t *testing.T) {
	each(t, func(t *testing.T, g *organisationtest.Ground) {
		ctx := t.Context()
		take := func(as access.Scope, content string) (f assessment.Full, err error) {
			err = g.Try(t, as, func(tx access.Tx) (err error) {
				f, err = assessment.Import(ctx, tx, g.Village.ID, "", strings.NewReader(content))
				return err
			})
			return f, err
		}
		f, err := take(organisationtest.At("m", g.Village, access.Manager), file)
		if err != nil || f.Assessment.State != assessment.Validated {
			t.Fatalf("%s, %v", f.Assessment.State, err)
		}
		var b bytes.Buffer
		if err := f.Export(&b); err != nil {
			t.Fatal(err)
		}
		again, err := take(clerkAt(g), b.String())
		if err != nil || again.Assessment.State != assessment.Submitted {
			t.Errorf("a decision brought by who may not decide: %s, %v", again.Assessment.State, err)
		}
		if diff := cmp.Diff(f.Kept, again.Kept); diff != "" {
			t.Errorf("(-in +out)\n%s", diff)
		}
		for _, bad := range []string{"", "{", `{"pia":{"name":""}}`, `{"pia":{"name":"` + strings.Repeat("x", 600) + `"}}`} {
			if _, err := take(clerkAt(g), bad); !fault.Is(err, fault.Invalid) {
				t.Errorf("%.30q: %v", bad, err)
			}
		}
		g.Read(t, clerkAt(g), func(tx access.Tx) error {
			list, err := assessment.List(ctx, tx, g.Village.ID)
			if len(list) != 2 {
				t.Errorf("%d assessments", len(list))
			}
			return err
		})
	})
}

// What is counted over all members is what each member's own list says.
func TestEverywhere(t *testing.T) {
	each(t, func(t *testing.T, g *organisationtest.Ground) {
		ctx := t.Context()
		id := cameras(t, g)
		g.Write(t, access.System("test"), func(tx access.Tx) error {
			for n, code := range []string{"SC02", "CU02", "RH06", "AS02"} {
				m, err := model.ByCode(ctx, tx, activity.Kind, code)
				if err != nil {
					return err
				}
				i, err := model.Create(ctx, tx, activity.Spec, g.Town.ID, m.ID, model.Record{})
				if err != nil {
					return err
				}
				if n == 1 { // something of its own, where the rules look
					full, err := model.Read(ctx, tx, i.ID)
					if err != nil {
						return err
					}
					full.Record.Lists["data"] = full.Record.Lists["data"][:1]
					if _, err := model.Edit(ctx, tx, activity.Spec, i.ID, full.Rev, full.Record); err != nil {
						return err
					}
				}
			}
			_, err := assessment.Tell(ctx, tx, g.Village, id, 0, assessment.Told{Decided: assessment.NotNeeded, Why: "caméra factice"})
			return err
		})
		g.Clock.Advance(time.Hour)
		g.Read(t, officerAt(g), func(tx access.Tx) error {
			list, err := assessment.Everywhere(ctx, tx)
			if err != nil {
				return err
			}
			for _, c := range list {
				rows, err := assessment.Of(ctx, tx, c.Member)
				if err != nil {
					return err
				}
				needed, missing, open := 0, 0, 0
				for _, r := range rows {
					if r.Missing() {
						missing++
					}
					switch r.Need.Result {
					case assessment.Needed:
						needed++
					case assessment.Open:
						open++
					}
				}
				if c.Needed != needed || c.Missing != missing || c.Open != open {
					t.Errorf("%s: %+v, want %d, %d, %d", c.Member.Name, c, needed, missing, open)
				}
				if c.Member.ID == g.Town.ID && needed == 0 {
					t.Error("nothing is needed in the town: this test says nothing")
				}
			}
			return nil
		})
		// Only an officer decides otherwise than the rules; the second of two
		// answers is told.
		err := g.Try(t, clerkAt(g), func(tx access.Tx) error {
			_, err := assessment.Tell(ctx, tx, g.Village, id, 1, assessment.Told{})
			return err
		})
		if !fault.Is(err, fault.Forbidden) {
			t.Errorf("a clerk takes the officer's decision back: %v", err)
		}
		for rev, want := range map[int64]fault.Kind{0: fault.Conflict, 7: fault.Conflict} {
			err := g.Try(t, officerAt(g), func(tx access.Tx) error {
				_, err := assessment.Tell(ctx, tx, g.Village, id, rev, assessment.Told{})
				return err
			})
			if !fault.Is(err, want) {
				t.Errorf("rev %s: %v", strconv.FormatInt(rev, 10), err)
			}
		}
	})
}
