package pia

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// exported is a file as the tool writes it, with what is not known here.
const exported = `{
 "pia": {"id": 7, "status": "1", "name": "Vidéoprotection", "category": null, "author_name": "A", "dpo_status": 1, "dpo_opinion": "Oui",
  "concerned_people_status": null, "concerned_people_searched_opinion": false, "concerned_people_searched_content": "Trop nombreux",
  "structure_data": {"sections": [1, 2.50, {"x": "<b>"}]}, "lock_version": 3, "created_at": "2026-02-20T15:25:41.845Z", "updated_at": null},
 "answers": [
  {"id": 4, "pia_id": 7, "reference_to": 111, "data": {"text": "<p>Des caméras</p>", "gauge": 0, "list": []}, "lock_version": 1},
  {"id": 5, "pia_id": 7, "reference_to": "321", "data": {"text": null, "gauge": null, "list": ["Menaces"]}},
  {"id": 6, "pia_id": 7, "reference_to": 325, "data": {"text": "", "gauge": 3, "list": []}},
  {"id": 9, "reference_to": "autre"}],
 "measures": [{"id": 101, "title": "Chiffrement", "content": "<p>TLS</p>", "placeholder": "clé"}],
 "evaluations": [{"id": 86, "status": 2, "reference_to": "3.1.101", "action_plan_comment": "Renouveler", "gauges": {"x": 2, "y": 1}, "global_status": 2,
   "estimated_implementation_date": "2026-12-01T00:00:00.000Z", "person_in_charge": "Mme X"}],
 "comments": [{"id": 1, "reference_to": 111, "description": "À préciser", "for_measure": false, "created_at": "2026-02-21T10:00:00.000Z"}],
 "of_later": {"a": [null]}
}`

func read(t testing.TB, s string) *File {
	t.Helper()
	f, err := Read(strings.NewReader(s))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func write(t testing.TB, f *File) string {
	t.Helper()
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// meaning is a JSON text whatever its order and spaces.
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

func TestNothingIsLost(t *testing.T) {
	f := read(t, exported)
	if diff := cmp.Diff(meaning(t, exported), meaning(t, write(t, f))); diff != "" {
		t.Errorf("written again (-want +got)\n%s", diff)
	}
	f.Set(f.Assessment())
	if diff := cmp.Diff(meaning(t, exported), meaning(t, write(t, f))); diff != "" {
		t.Errorf("with what it says set (-want +got)\n%s", diff)
	}
}

func TestAssessment(t *testing.T) {
	a := read(t, exported).Assessment()
	yes, no := true, false
	want := Assessment{
		Name: "Vidéoprotection", Status: Refused, Author: "A", DPO: Opinion{Text: "Oui", Favourable: &yes}, PeopleAsked: &no, WhyNotAsked: "Trop nombreux",
		Created:  time.Date(2026, 2, 20, 15, 25, 41, 845e6, time.UTC),
		Answers:  map[int]Answer{111: {Text: "<p>Des caméras</p>", List: []string{}}, 321: {List: []string{"Menaces"}}, 325: {Gauge: 3, List: []string{}}},
		Measures: []Measure{{101, "Chiffrement", "<p>TLS</p>"}},
		Evaluations: map[string]Evaluation{"3.1.101": {Mark: Improvable, Plan: "Renouveler", Severity: 2, Likelihood: 1,
			Due: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC), Person: "Mme X", Finished: true}},
		Comments: []Comment{{Ref: "111", Text: "À préciser", Created: time.Date(2026, 2, 21, 10, 0, 0, 0, time.UTC)}},
	}
	if diff := cmp.Diff(want, a); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// What is changed is written, and nothing beside it.
func TestSet(t *testing.T) {
	f := read(t, exported)
	a := f.Assessment()
	no := false
	a.Name, a.Status, a.DPO.Favourable = "Caméras", Signed, &no
	a.Answers[112] = Answer{Text: "<p>La commune</p>"}
	delete(a.Answers, 325)
	a.Measures = append(a.Measures, Measure{Title: "Sauvegarde"})
	a.Evaluations["1.1"] = Evaluation{Mark: Acceptable}
	a.Comments = append(a.Comments, Comment{Ref: "101", Text: "Voir", Measure: true})
	f.Set(a)
	got := write(t, f)
	a.Measures[1].ID = 102
	if diff := cmp.Diff(a, read(t, got).Assessment(), cmp.Transformer("list", func(l []string) []string { return append([]string{}, l...) })); diff != "" {
		t.Errorf("(-set +read)\n%s", diff)
	}
	for _, kept := range []string{`"lock_version": 3`, `"of_later"`, `2.50`, `"placeholder": "clé"`, `"reference_to": "autre"`, `<b>`} {
		if !strings.Contains(got, kept) {
			t.Errorf("%s is lost:\n%s", kept, got)
		}
	}
}

func TestNoPIA(t *testing.T) {
	for _, s := range []string{"", "[]", "{}", `{"pia": 3}`, `{"pia": null}`, `{"pia": {}, "answers": {}}`, `{"pia": {}, "answers": [3]}`} {
		if _, err := Read(strings.NewReader(s)); !errors.Is(err, ErrNotPIA) {
			t.Errorf("%q: %v", s, err)
		}
	}
}

func TestNewFile(t *testing.T) {
	f := New()
	f.Set(Assessment{Name: "Nouvelle", Answers: map[int]Answer{325: {Gauge: 2}}})
	a := read(t, write(t, f)).Assessment()
	if a.Name != "Nouvelle" || a.Answers[325].Gauge != 2 {
		t.Errorf("%+v", a)
	}
}

func TestPlain(t *testing.T) {
	for in, want := range map[string]string{
		"":                                    "",
		"texte":                               "texte",
		"<p>Un &amp; deux</p>\n<p>trois</p>":  "Un & deux\ntrois",
		"<ul>\n<li><b>a</b>\u202f;</li><li>b": "- a\u202f;\n- b",
		"a<br />b<script>alert(1)</script>":   "a\nb",
	} {
		if got := Plain(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		text := tidy(rapid.StringOfN(rapid.SampledFrom([]rune("ab <>&\"'é\u202f-\n;")), 0, 40, -1).Draw(t, "text"))
		if got := Plain(Paragraphs(text)); got != text {
			t.Fatalf("%q: %q", text, got)
		}
	})
}

func TestParts(t *testing.T) {
	seen := map[int]bool{}
	for _, p := range Parts() {
		for _, q := range p.Questions {
			if seen[q.ID] || q.Title.Fr == "" || q.Title.En == "" || q.Help.Fr == "" || q.Help.En == "" {
				t.Errorf("question %d", q.ID)
			}
			seen[q.ID] = true
		}
	}
	if len(seen) != 36 { // as many as the tool asks
		t.Errorf("%d questions", len(seen))
	}
	if p := Parts()[2]; p.EvaluationRef(p.Questions[0]) != "2.1.211" || Parts()[0].EvaluationRef(Parts()[0].Questions[0]) != "1.1" {
		t.Error("an evaluation names another part")
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(exported))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := Read(bytes.NewReader(data))
		if err != nil {
			return
		}
		before := write(t, file)
		file.Set(file.Assessment())
		if again := write(t, file); cmp.Diff(read(t, before).Assessment(), read(t, again).Assessment()) != "" {
			t.Errorf("%s\nbecame\n%s", before, again)
		}
	})
}
