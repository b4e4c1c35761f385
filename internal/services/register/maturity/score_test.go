package maturity

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

func TestBuiltIn(t *testing.T) {
	q := BuiltIn()
	questions, short := 0, 0
	for _, d := range q.Domains {
		questions += len(d.Questions)
		short += len(d.Of(true))
		if len(d.Of(true)) == 0 {
			t.Errorf("%s has no question of the short form", d.Name)
		}
		for _, one := range d.Questions {
			for _, text := range append(one.Answers, one.Ask, one.Advice) {
				if text.Fr == "" || text.En == "" || text.Fr == text.En {
					t.Errorf("%s: %+v", one.Name, text)
				}
			}
		}
	}
	if len(q.Domains) != 6 || questions != 42 || short < 10 || short > 20 {
		t.Errorf("%d domains, %d questions, %d of the short form", len(q.Domains), questions, short)
	}
}

// question has n answers and a weight.
func question(name string, weight, n int) Question {
	return Question{Name: name, Weight: weight, Answers: make([]i18n.Text, n)}
}

// The formula's own figures, reckoned by hand.
func TestDomainScore(t *testing.T) {
	questions := []Question{question("a", 5, 4), question("b", 3, 3), question("c", 0, 2), question("d", 1, 2)}
	for _, c := range []struct {
		name    string
		answers Answers
		want    Score
		ok      bool
	}{
		{"nothing", Answers{}, 0, false},
		{"all the least", Answers{"a": 0, "b": 0, "d": 0}, 0, true},
		{"all the most", Answers{"a": 3, "b": 2, "d": 1}, 50, true},
		{"one", Answers{"b": 1}, 25, true},
		{"by weight", Answers{"a": 1, "b": 2}, 30, true}, // (1/3×5×5 + 5×3) / 8 × 10 = 29.17
		{"not concerned", Answers{"a": NotConcerned, "b": 1}, 25, true},
		{"only not concerned", Answers{"a": NotConcerned}, 0, false},
		{"weight nought", Answers{"c": 1}, 0, false},
		{"exact", Answers{"a": 3, "b": 0, "d": 1}, 34, true}, // 30/9 × 10 = 33.33
	} {
		if got, ok := DomainScore(questions, c.answers); got != c.want || ok != c.ok {
			t.Errorf("%s: %d, %v, want %d, %v", c.name, got, ok, c.want, c.ok)
		}
	}
}

// Whole numbers say what the formula says, and never fall to rounding.
func TestScoreIsTheFormula(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var questions []Question
		answers := Answers{}
		var sum, weights float64
		for i := range rapid.IntRange(1, 9).Draw(t, "questions") {
			q := question("q"+strconv.Itoa(i), rapid.IntRange(0, 5).Draw(t, "weight"), rapid.IntRange(2, maxAnswers).Draw(t, "answers"))
			questions = append(questions, q)
			position := rapid.IntRange(-1, len(q.Answers)-1).Draw(t, "position")
			answers[q.Name] = position
			if position >= 0 {
				sum += float64(position) / float64(len(q.Answers)-1) * 5 * float64(q.Weight)
				weights += float64(q.Weight)
			}
		}
		got, ok := DomainScore(questions, answers)
		if ok != (weights > 0) {
			t.Fatalf("a score: %v", ok)
		}
		if want := math.Ceil(sum/weights*10 - 1e-9); ok && float64(got) != want {
			t.Fatalf("%d, want %v", got, want)
		}
	})
}

func TestTotal(t *testing.T) {
	if got, ok := Total(map[string]Score{"a": 10, "b": 11}); got != 11 || !ok {
		t.Errorf("%d, %v", got, ok)
	}
	if _, ok := Total(nil); ok {
		t.Error("a total of nothing")
	}
}

// What helps most comes first, and reaching it raises the score.
func TestSteps(t *testing.T) {
	q := BuiltIn()
	answers := Answers{}
	for _, d := range q.Domains {
		for i, one := range d.Questions {
			answers[one.Name] = i % 4
		}
	}
	steps := q.Steps(false, answers)
	if len(steps) == 0 {
		t.Fatal("no step")
	}
	for i, s := range steps {
		if i > 0 && s.Gain > steps[i-1].Gain {
			t.Errorf("step %d gains %d, the one before %d", i, s.Gain, steps[i-1].Gain)
		}
		before := q.Scores(false, answers)[s.Domain.Name]
		better := Answers{}
		for name, position := range answers {
			better[name] = position
		}
		better[s.Question.Name] = len(s.Question.Answers) - 1
		if after := q.Scores(false, better)[s.Domain.Name]; s.Gain > 200 && after <= before {
			t.Errorf("%s: %d after, %d before", s.Question.Name, after, before)
		}
	}
}

func TestWrongQuestionnaire(t *testing.T) {
	const good = "name: essai\nversion: 1\ntitle: {fr: Essai}\ndomains:\n- name: d\n  title: {fr: D}\n  questions:\n  - {name: a, weight: 1, ask: {fr: A}, answers: [{fr: non}, {fr: oui}]}\n"
	q, err := Parse([]byte(good))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("Essai", q.Title.En); diff != "" {
		t.Error(diff)
	}
	for _, c := range []struct{ from, to, want string }{
		{good, "", "vide"},
		{good, "- a\n- b", "YAML"},
		{"name: essai", "name: Essai !", "name"},
		{"version: 1", "version: 0", "version"},
		{"weight: 1", "weight: 9", "weight"},
		{"weight: 1", "wieght: 1", "wieght"},
		{", {fr: oui}", "", "réponses"},
		{"{fr: oui}", "{en: yes}", "réponse 2"},
		{"ask: {fr: A}", "ask: {en: A}", "français"},
		{"title: {fr: Essai}", "title: {en: Trial}", "title"},
	} {
		_, err := Parse([]byte(strings.Replace(good, c.from, c.to, 1)))
		if !fault.Is(err, fault.Invalid) || !strings.Contains(fault.Message(err).Fr, c.want) {
			t.Errorf("%q: %v, want %q", c.to, err, c.want)
		}
	}
	twice := strings.Replace(good, "  - {name: a", "  - {name: a, weight: 1, ask: {fr: A}, answers: [{fr: non}, {fr: oui}]}\n  - {name: a", 1)
	if _, err := Parse([]byte(twice)); err == nil {
		t.Error("a name twice")
	}
	if _, err := Parse(make([]byte, MaxYAML+1)); !fault.Is(err, fault.TooLarge) {
		t.Errorf("too long: %v", err)
	}
}
