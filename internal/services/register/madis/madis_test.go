package madis_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"airial/internal/commons/access"
	"airial/internal/commons/life"
	"airial/internal/commons/organisation"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/commons/piece"
	"airial/internal/commons/user"
	"airial/internal/platform/blob"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/jobs"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/assessment"
	"airial/internal/services/register/breach"
	"airial/internal/services/register/intake"
	"airial/internal/services/register/madis"
	"airial/internal/services/register/madis/madistest"
	"airial/internal/services/register/maturity"
	"airial/internal/services/register/model"
	"airial/internal/services/register/plan"
	"airial/internal/services/register/processor"
	"airial/internal/services/register/request"
)

// shelf is a store of files in memory.
type shelf map[string][]byte

func (s shelf) Put(_ context.Context, member string, body io.Reader) (blob.Ref, error) {
	b, err := io.ReadAll(body)
	ref := blob.Ref{Digest: fmt.Sprintf("%x", b), Size: int64(len(b))}
	s[member+"/"+ref.Digest] = b
	return ref, err
}

func (s shelf) Claim(_ context.Context, _ access.Tx, member, digest string) error {
	if _, ok := s[member+"/"+digest]; !ok {
		return fault.Missing("shelf")
	}
	return nil
}

type open struct{ *bytes.Reader }

func (open) Close() error { return nil }

func (s shelf) Open(_ context.Context, member, digest string) (blob.Blob, error) {
	return open{bytes.NewReader(s[member+"/"+digest])}, nil
}

func (s shelf) Destroy(_ context.Context, member string, digests []string) error {
	for _, d := range digests {
		delete(s, member+"/"+d)
	}
	return nil
}

type world struct {
	*organisationtest.Ground
	t     *testing.T
	room  *madis.Service
	files shelf
}

var officer = access.System("test-officer")

func each(t *testing.T, test func(w *world)) {
	organisationtest.Each(t, []database.Schema{user.Schema, piece.Schema, life.Schema, jobs.Schema, model.Schema, activity.Schema, request.Schema, breach.Schema, maturity.Schema, plan.Schema, assessment.Schema, processor.Schema, intake.Schema}, func(t *testing.T, g *organisationtest.Ground) {
		w := &world{Ground: g, t: t, files: shelf{}}
		w.room = &madis.Service{Doors: g.Doors, Files: w.files, Holds: intake.Usual()}
		g.Write(t, officer, func(tx access.Tx) error { _, err := activity.Install(t.Context(), tx); return err })
		test(w)
	})
}

func (w *world) begin(sql string) string {
	w.t.Helper()
	var id string
	w.Write(w.t, officer, func(tx access.Tx) error {
		i, err := w.room.Begin(w.t.Context(), tx, "madis.sql", blob.Ref{}, blob.Ref{})
		id = i.ID
		return err
	})
	if err := w.room.Read(w.t.Context(), id, dumpOf(sql)); err != nil {
		w.t.Fatal(err)
	}
	return id
}

func (w *world) parts(id string) (list []intake.Part) {
	w.Read(w.t, officer, func(tx access.Tx) (err error) { list, err = intake.Parts(w.t.Context(), tx, id); return err })
	return list
}

func (w *world) get(id string) (i intake.Import) {
	w.Read(w.t, officer, func(tx access.Tx) (err error) { i, err = intake.Get(w.t.Context(), tx, id); return err })
	return i
}

// decide makes members of what is unknown, and leaves aside what has no SIREN.
func (w *world) decide(id string) {
	w.t.Helper()
	var list []madis.Decision
	for _, p := range w.parts(id) {
		if p.Key != "" && p.Decision == intake.Choose {
			d := madis.Decision{Part: p.Key, Decide: intake.Make}
			if p.Siren == "" {
				d.Decide = intake.Skip
			}
			list = append(list, d)
		}
	}
	w.Write(w.t, officer, func(tx access.Tx) error { return w.room.Decide(w.t.Context(), tx, id, list) })
}

func (w *world) accept(id string, made madistest.Installation) {
	w.t.Helper()
	w.Write(w.t, officer, func(tx access.Tx) error { return w.room.Accept(w.t.Context(), tx, id) })
	if err := w.room.TakeOverWith(w.t.Context(), id, made.Documents); err != nil {
		w.t.Fatal(err)
	}
}

// rows counts all that the register holds.
func (w *world) rows() map[string]int {
	out := map[string]int{}
	w.Read(w.t, officer, func(tx access.Tx) error {
		for _, table := range []string{"register_instance", "register_override", "register_model", "register_version", "register_request", "register_breach", "register_survey",
			"register_survey_answer", "register_questionnaire", "register_import_file", "register_action", "register_action_link", "register_survey_note", "register_assessment", "register_assessment_deed", "register_import_row", "member"} {
			n, err := database.Value[int](w.t.Context(), tx, "test", `select count(*) from `+table)
			if err != nil {
				return err
			}
			out[table] = n
		}
		return nil
	})
	return out
}

func (w *world) member(siren string) (m organisation.Member) {
	w.t.Helper()
	w.Read(w.t, officer, func(tx access.Tx) (err error) { m, err = organisation.BySiren(w.t.Context(), tx, siren); return err })
	return m
}

func (w *world) activities(member string) map[string]model.Full {
	out := map[string]model.Full{}
	w.Read(w.t, officer, func(tx access.Tx) error {
		list, err := model.All(w.t.Context(), tx, model.Ask{Kind: activity.Kind, Member: member})
		for _, f := range list {
			name := f.Record.Get("name").Fr
			if _, twice := out[name]; twice {
				name += " 2"
			}
			out[name] = f
		}
		return err
	})
	return out
}

// TestAnInstallation takes one over, whole, again, and back.
func TestAnInstallation(t *testing.T) {
	each(t, func(w *world) {
		ctx := t.Context()
		made := madistest.Make(1, 20)
		empty := w.rows()
		id := w.begin(made.SQL)
		if i := w.get(id); i.State != intake.Ready {
			t.Fatalf("%s: %s", i.State, i.Trouble.Fr)
		}
		if err := w.Try(t, officer, func(tx access.Tx) error { return w.room.Accept(ctx, tx, id) }); !fault.Is(err, fault.Conflict) || !strings.Contains(fault.Message(err).Fr, "20 collectivités") {
			t.Errorf("accepting what nobody has decided: %v", err)
		}
		w.decide(id)
		before := w.parts(id)
		w.accept(id, made)
		sum := intake.Counts{}
		for n, p := range w.parts(id) {
			if p.Decision != intake.Skip && p.State != "done" {
				t.Errorf("%s is %s: %s", p.Name, p.State, p.Trouble.Fr)
			}
			if p.Decision == intake.Skip {
				continue
			}
			sum.Add(p.Counts)
			for kind, c := range p.Counts { // what was shown is what was done
				if was := before[n].Counts[kind]; was.Found != c.Found || was.Taken != c.Taken || was.Left != c.Left {
					t.Errorf("%s, %s: shown %+v, done %+v", p.Name, kind, was, c)
				}
			}
		}
		// 18 bodies: two without a SIREN stay aside. One has three activities more.
		after := w.rows()
		want := map[string]int{ // Each has a contractor, software and a server. 14 have an assessment; one
			// evaluation of a body is a draft. Conformity is of one activity each.
			"register_instance": 18*7 + 3 + 18*3 + 14, "register_request": 18, "register_breach": 18, "register_survey": 18 + 18 + 17, "register_questionnaire": 2, "register_import_file": 18 + 2 + 18,
			"register_action": 18, "register_action_link": 2 * 18, "register_assessment": 14, "register_import_row": 0, "member": 18 + empty["member"], "register_model": 4 + 4 + empty["register_model"]}
		for table, n := range want {
			if after[table] != n {
				t.Errorf("%s: %d, want %d", table, after[table], n)
			}
		}
		if c := sum[intake.Breaches]; c.Found != 19 || c.Left != 1 {
			t.Errorf("breaches: %+v", c) // one has no day
		}

		source, clone := w.activities(w.member(made.Sirens[0]).ID), w.activities(w.member(made.Sirens[1]).ID)
		for name, f := range source {
			if shared := name != "Aide sociale ; bons d'achat" && !strings.HasPrefix(name, "Vidéo"); shared != (f.ModelID != "") || shared && slices.ContainsFunc(f.Overrides, func(o model.Override) bool { return !strings.HasSuffix(o.Path, ".product") }) {
				t.Errorf("%s: model %q with %d overrides", name, f.ModelID, len(f.Overrides))
			}
		}
		if f := clone["Élections"]; f.ModelID != source["Élections"].ModelID || len(f.Overrides) == 0 || !strings.Contains(f.Record.Lists["purposes"][0].Cells["name"].Fr, "🗳️") {
			t.Errorf("the clone with another goal: %+v", f.Overrides)
		} else {
			for _, o := range f.Overrides {
				if !strings.HasPrefix(o.Path, "purposes#") && !strings.HasPrefix(o.Path, "recipients#") && !strings.HasPrefix(o.Path, "software#") && !strings.HasPrefix(o.Path, "transfers#") {
					t.Errorf("an override of what does not differ: %s", o.Path)
				}
			}
		}
		if f := clone["État civil"]; !f.Shown || f.State != model.Begun || f.Made.Year() != 2020 || f.Record.Get("service").Fr != "Service à la population" {
			t.Errorf("État civil: %+v", f.Instance)
		}
		odd := w.activities(w.member(made.Sirens[7]).ID)
		if odd["État civil 2"].ModelID != "" && odd["État civil"].ModelID != "" || odd["Orphelin"].ModelID != "" {
			t.Error("the same model twice in a register")
		}
		old := w.activities(w.member(made.Sirens[6]).ID)["Aide sociale ; bons d'achat"]
		if row := old.Record.Lists["purposes"]; len(row) != 1 || row[0].Cells["basis"].Fr != "6.1.c" {
			t.Errorf("a legal basis that PHP serialized: %+v", row)
		}
		if row := old.Record.Lists["data"]; len(row) != 3 || row[0].Cells["active"].Fr != "5 ans" {
			t.Errorf("a delay of 2018: %+v", row)
		}
		w.lefts(id, made)
		w.people(made)
		w.studies(made)

		// Again: nothing new.
		again := w.begin(made.SQL)
		w.decide(again)
		w.accept(again, made)
		if d := cmp.Diff(after, w.rows()); d != "" {
			t.Errorf("the same installation again changes something: %s", d)
		}

		// Somebody has worked on an activity; the rest goes.
		worked := clone["Restauration scolaire"]
		w.Write(t, officer, func(tx access.Tx) error {
			r := worked.Record
			r.Fields = maps.Clone(r.Fields)
			r.Fields["about"] = model.V("La cantine")
			_, err := model.Edit(ctx, tx, activity.Spec, worked.ID, worked.Rev, r)
			return err
		})
		w.Write(t, officer, func(tx access.Tx) error { return w.room.Undo(ctx, tx, id) })
		if err := w.room.TakeBack(ctx, id); err != nil {
			t.Fatal(err)
		}
		left := w.rows()
		if left["register_instance"] != 3 || left["register_model"] != empty["register_model"]+3 || left["register_assessment"]+left["register_assessment_deed"]+left["register_survey_note"] != 0 || left["register_action"]+left["register_action_link"]+left["register_request"]+left["register_breach"]+left["register_survey"]+left["register_questionnaire"] != 0 {
			t.Errorf("after the undoing: %v", left)
		}
		var kept []intake.Item
		w.Read(t, officer, func(tx access.Tx) (err error) { kept, err = intake.ItemsIn(ctx, tx, id, "kept", 10); return err })
		// The activity, its model, what it uses, and the entries that these follow.
		var titles []string
		for _, k := range kept {
			titles = append(titles, k.Title)
		}
		slices.Sort(titles)
		if d := cmp.Diff([]string{"GestiPop", "GestiPop", "Restauration scolaire", "Restauration scolaire", "Éditions du Marensin", "Éditions du Marensin"}, titles); d != "" {
			t.Errorf("kept: %s", d)
		}
		if len(w.files) != 0 {
			t.Errorf("%d files are left", len(w.files))
		}
	})
}

// lefts looks at what could not be carried.
func (w *world) lefts(id string, made madistest.Installation) {
	w.t.Helper()
	seen := map[string]int{}
	var secrets []string
	w.Read(w.t, officer, func(tx access.Tx) error {
		list, _, err := intake.Lefts(w.t.Context(), tx, id, "", 10_000, 0)
		for _, l := range list {
			seen[l.Table+": "+l.Reason.Fr]++
			if strings.Contains(l.Body, "SECRET") {
				secrets = append(secrets, l.Body)
			}
		}
		return err
	})
	if len(secrets) > 0 {
		w.t.Errorf("secrets were kept: %s", secrets[0])
	}
	for what, n := range map[string]int{
		"registry_extra: table inconnue de cette reprise": 1, "conformite_traitement: aucune réponse n’est dans la base": 1,
		"conformite_traitement: des champs n’ont pas de place ici":                                      18, // the operator's own question
		"registry_conformite_organisation_evaluation: l’évaluation est restée un brouillon dans Madis":  1,
		"aipd_analyse_impact: la fiche dont elle dépend n’est plus dans la base":                        1,
		"aipd_analyse_impact: des champs n’ont pas de place ici":                                        0,
		"aipd_modele: rien ne reçoit encore ces fiches ici":                                             1,
		"registry_proof: le fichier «\u00a0preuve-4.pdf\u00a0» n’est pas dans le dossier des documents": 1,
		"registry_violation: la violation n’a pas de date":                                              1,
		"user_user: compte à ouvrir si la personne en a besoin":                                         14,
	} {
		if seen[what] != n {
			w.t.Errorf("%s: %d, want %d (%v)", what, seen[what], n, seen)
		}
	}
}

// people looks at a request, a breach and a survey.
func (w *world) people(made madistest.Installation) {
	w.t.Helper()
	ctx := w.t.Context()
	m := w.member(made.Sirens[2])
	w.Read(w.t, officer, func(tx access.Tx) error {
		list, _, err := request.List(ctx, tx, request.Filter{Member: m.ID}, 10, 0)
		if err != nil || len(list) != 1 {
			return fmt.Errorf("%d requests: %w", len(list), err)
		}
		r := list[0]
		if r.State != request.Closed || r.Outcome != request.Refused || r.ClosedOn != "2023-06-21" || r.Requester.Name != "Mme Zoé N'Diaye-Šimić" || r.Requester.For != "" ||
			len(r.Activities) != 1 || r.DueOn != "2023-07-03" || r.EraseOn == "" {
			w.t.Errorf("the request: %+v", r)
		}
		found, _, err := breach.List(ctx, tx, breach.Filter{Member: m.ID}, 10, 0)
		if err != nil || len(found) != 1 {
			return fmt.Errorf("%d breaches: %w", len(found), err)
		}
		b := found[0]
		if b.State != breach.Closed || b.Notify != breach.Yes || !b.Answers.Has("nature", "hacking") || !b.Answers.Has("sensitive", "health") || !b.Answers.Has("abroad") || b.Name() != "V2022-01" {
			w.t.Errorf("the breach: %+v", b)
		}
		surveys, err := maturity.List(ctx, tx, m.ID)
		if err != nil || len(surveys) != 1 {
			return fmt.Errorf("%d surveys: %w", len(surveys), err)
		}
		s, err := maturity.Get(ctx, tx, surveys[0].ID)
		if s.Total != 22 || s.Scores["d1"] != 20 || s.Scores["d2"] != 21 || s.Answers["d1-q3"] != maturity.NotConcerned || s.Answers["d1-q1"] != 2 || s.Submitted.Year() != 2022 {
			w.t.Errorf("the survey: %+v", s)
		}
		return err
	})
}

func TestWhatIsNoInstallation(t *testing.T) {
	each(t, func(w *world) {
		made := madistest.Make(3, 2)
		for name, c := range map[string]struct{ sql, want string }{
			"another database":  {"CREATE TABLE `x` (`a` int);INSERT INTO `x` VALUES (1);", "user_collectivity"},
			"cut off":           {made.SQL[:len(made.SQL)-30], "ne se lit pas à la ligne"},
			"two installations": {"USE `a`;\n" + made.SQL + "USE `b`;\n" + made.SQL, "plusieurs installations"},
			"a picture":         {"\x89PNG\x00", "pas une sauvegarde"},
		} {
			var id string
			w.Write(t, officer, func(tx access.Tx) error {
				i, err := w.room.Begin(t.Context(), tx, name, blob.Ref{}, blob.Ref{})
				id = i.ID
				return err
			})
			err := w.room.Read(t.Context(), id, dumpOf(c.sql))
			if i := w.get(id); i.State != intake.Failed || err == nil || !strings.Contains(i.Trouble.Fr, c.want) {
				t.Errorf("%s: %s, %q", name, i.State, i.Trouble.Fr)
			}
		}
		if n := w.rows()["register_import_row"]; n != 0 {
			t.Errorf("%d rows stand aside", n)
		}
	})
}

// TestGoesOn cuts a taking-over off in the midst, and goes on.
func TestGoesOn(t *testing.T) {
	each(t, func(w *world) {
		made := madistest.Make(4, 5)
		id := w.begin(made.SQL)
		w.decide(id)
		w.Write(t, officer, func(tx access.Tx) error { return w.room.Accept(t.Context(), tx, id) })
		ctx, cut := context.WithCancel(t.Context())
		stop := &stopping{FS: made.Documents, after: 2, cut: cut}
		if err := w.room.TakeOverWith(ctx, id, stop); err == nil {
			t.Fatal("it was not cut off")
		}
		half := w.rows()["register_request"]
		if half == 0 || half == 4 || w.get(id).State != intake.Accepting {
			t.Fatalf("%d requests in the midst", half)
		}
		if err := w.room.TakeOverWith(t.Context(), id, made.Documents); err != nil {
			t.Fatal(err)
		}
		if n := w.rows(); n["register_request"] != 4 || n["register_instance"] != 28+4*3+4 || w.get(id).State != intake.Done {
			t.Errorf("in the end %v", n)
		}
	})
}
