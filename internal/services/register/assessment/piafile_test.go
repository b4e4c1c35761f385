package assessment

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"airial/internal/platform/fault"
	"airial/internal/services/register/model"
	"airial/standards/pia"
)

// exported is what the tool writes, with what this program does not know.
const exported = `{
 "pia": {"id": 7, "status": 2, "name": " Vidéoprotection ", "category": null, "author_name": "A", "dpo_status": 1, "dpo_opinion": "<p>Oui <b>mais</b></p>", "dpos_names": "Mme D",
  "concerned_people_status": null, "concerned_people_searched_opinion": false, "concerned_people_searched_content": "Trop nombreux",
  "structure_data": {"sections": [1, 2.50, {"x": "<b>"}]}, "lock_version": 3, "created_at": "2026-02-20T15:25:41.845Z", "updated_at": "2026-03-01T10:00:00.000Z"},
 "answers": [
  {"id": 4, "pia_id": 7, "reference_to": 111, "data": {"text": "<p>Des <i>caméras</i></p>", "gauge": 0, "list": []}, "lock_version": 1},
  {"id": 5, "pia_id": 7, "reference_to": "321", "data": {"text": null, "gauge": null, "list": ["Menaces", ""]}},
  {"id": 6, "pia_id": 7, "reference_to": 325, "data": {"text": "<p>Parce que</p>", "gauge": 3, "list": []}},
  {"id": 8, "reference_to": 326, "data": {"text": "", "gauge": 9, "list": []}},
  {"id": 9, "reference_to": "autre"}],
 "measures": [{"id": 101, "title": "Chiffrement", "content": "<p>TLS</p>", "placeholder": "clé"}, {"id": 101, "title": "Encore", "content": ""}, {"id": -1, "title": "", "content": null}],
 "evaluations": [{"id": 86, "status": 2, "reference_to": "3.1.101", "action_plan_comment": "<p>Renouveler</p>", "gauges": {"x": 2, "y": 1}, "global_status": 2,
   "estimated_implementation_date": "2026-12-01T00:00:00.000Z", "person_in_charge": "Mme X"},
   {"id": 87, "status": 3, "reference_to": "1.1", "global_status": 2}, {"id": 88, "status": 0, "reference_to": "3.2"}, {"id": 89, "status": 1, "reference_to": "nulle part"}],
 "comments": [{"id": 1, "reference_to": 111, "description": "À préciser", "for_measure": false, "created_at": "2026-02-21T10:00:00.000Z"}],
 "of_later": {"a": [null]}
}`

func readFile(t testing.TB, s string) *pia.File {
	t.Helper()
	f, err := ReadFile(strings.NewReader(s))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func written(t testing.TB, f *pia.File) string {
	t.Helper()
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func meaning(t testing.TB, s string) any {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(s))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

// out writes a record into the file that it came from.
func out(t testing.TB, kept string, r model.Record, state State) string {
	t.Helper()
	f, err := FileOf(kept, r, state, Round{})
	if err != nil {
		t.Fatal(err)
	}
	return written(t, f)
}

// What comes in goes out again, also what is not known here.
func TestNothingOfAFileIsLost(t *testing.T) {
	r := RecordOf(readFile(t, exported))
	if err := Spec.Check(r); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(meaning(t, exported), meaning(t, out(t, exported, r, Validated))); diff != "" {
		t.Errorf("(-in +out)\n%s", diff)
	}
}

// A change is written, and nothing beside it.
func TestAChangeOfAFile(t *testing.T) {
	r := RecordOf(readFile(t, exported))
	r.Fields["q111"] = model.V("Douze caméras")
	r.Fields["q326"] = model.V("2")
	r.Lists[lMeasures] = append(r.Lists[lMeasures][1:], model.Row{Key: "new", Cells: map[string]model.Value{cTitle: model.V("Floutage"), cPlanned: model.V("1")}})
	r.Lists[lEvaluations] = append(r.Lists[lEvaluations], model.Row{Key: "3-1-new", Cells: map[string]model.Value{cMark: model.V("3")}})
	got := out(t, exported, r, Draft)
	a := readFile(t, got).Assessment()
	if a.Answers[111].Text != "<p>Douze caméras</p>" || a.Answers[326].Gauge != 2 || a.Status != pia.Doing {
		t.Errorf("%+v, status %d", a.Answers, a.Status)
	}
	if len(a.Measures) != 3 || a.Measures[0].Title != "Encore" || a.Measures[2].Title != "Floutage" {
		t.Errorf("measures %+v", a.Measures)
	}
	if a.Evaluations["3.1."+strconv.Itoa(a.Measures[2].ID)].Mark != pia.Acceptable {
		t.Errorf("the new measure's evaluation: %+v of %+v", a.Evaluations, a.Measures)
	}
	if _, stays := a.Evaluations["3.1.101"]; stays {
		t.Error("the evaluation of a measure that is gone")
	}
	for _, kept := range []string{`"lock_version": 3`, `"of_later"`, "<p>Oui <b>mais</b></p>", "nulle part", `"planned_measures"`} {
		if !strings.Contains(got, kept) {
			t.Errorf("%s is lost", kept)
		}
	}
	again := RecordOf(readFile(t, got))
	if row := again.Lists[lMeasures][2]; row.Cells[cPlanned].Empty() {
		t.Error("the measure is not planned any more")
	}
}

func TestWhatIsNoFile(t *testing.T) {
	for _, s := range []string{"", "PK\x03\x04", "[]", `{"pia": 3}`, `{"answers": []}`} {
		if _, err := ReadFile(strings.NewReader(s)); !fault.Is(err, fault.Invalid) || !strings.Contains(fault.Message(err).Fr, "PIA") {
			t.Errorf("%q: %v", s, err)
		}
	}
}

// Whatever a record says comes back from the file that it was written to.
func TestRecordsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[a-zé<>&"' ]{0,12}`)
		r := model.Record{Fields: map[string]model.Value{fName: model.V("x")}, Lists: map[string][]model.Row{}}
		for _, p := range Spec.Parts {
			for _, f := range p.Fields {
				switch v := ""; {
				case f.Name == fName:
				case len(f.Options) > 0:
					v = rapid.SampledFrom(f.Options).Draw(t, f.Name).Code
					r.Fields[f.Name] = model.V(v)
				default:
					r.Fields[f.Name] = model.V(plain(pia.Paragraphs(text.Draw(t, f.Name))))
				}
			}
			for _, l := range p.Lists {
				if l.Name == lEvaluations {
					continue
				}
				for n := range rapid.IntRange(0, 3).Draw(t, l.Name) {
					row := model.Row{Key: rowKey(n + 1), Cells: map[string]model.Value{}}
					for _, c := range l.Cells {
						row.Cells[c.Name] = model.V("x" + plain(pia.Paragraphs(text.Draw(t, c.Name))))
					}
					if l.Name == lMeasures {
						row.Cells[cPlanned] = model.V("1")
					}
					r.Lists[l.Name] = append(r.Lists[l.Name], row)
				}
			}
		}
		for _, key := range Evaluated(r) {
			row := model.Row{Key: key, Cells: map[string]model.Value{cMark: model.V(rapid.SampledFrom(marks).Draw(t, key).Code), cDue: model.V("2027-01-31"), cFinished: model.V("1"),
				cSeverity: model.V("2"), cLikelihood: model.V("4")}}
			r.Lists[lEvaluations] = append(r.Lists[lEvaluations], row)
		}
		f, err := FileOf("", r.Tidy(), Draft, Round{})
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := f.Write(&b); err != nil {
			t.Fatal(err)
		}
		back, err := ReadFile(&b)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range model.Changes(r.Tidy(), RecordOf(back)) {
			t.Errorf("%s: %s became %s", c.Path, c.Before, c.After)
		}
	})
}

func FuzzFile(f *testing.F) {
	f.Add(exported)
	f.Add(`{"pia":{"name":"\u0000x"},"evaluations":[{"reference_to":"3.1.x"},{"reference_to":"3.1.1"},{"reference_to":"3.1.01"}]}`)
	f.Fuzz(func(t *testing.T, s string) {
		file, err := ReadFile(strings.NewReader(s))
		if err != nil {
			return
		}
		r := RecordOf(file)
		if strings.ContainsRune(model.Encode(r), 0) {
			t.Fatal("a NUL, which PostgreSQL refuses")
		}
		// What is written again without a change means the same.
		first, err := FileOf(written(t, file), r, stateOf(file.Assessment().Status), Round{})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(RecordOf(file), RecordOf(readFile(t, written(t, first)))); diff != "" {
			t.Errorf("(-in +out)\n%s", diff)
		}
	})
}
