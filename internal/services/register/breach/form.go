package breach

import (
	"bytes"
	_ "embed"
	"slices"
	"strconv"

	"go.yaml.in/yaml/v3"

	"airial/internal/platform/i18n"
	"airial/internal/services/register/term"
)

// Words are those of the data files, in both languages.
type Words struct {
	Fr string `yaml:"fr"`
	En string `yaml:"en"`
}

// Text is the words for people.
func (w Words) Text() i18n.Text { return i18n.Text(w) }

// Option is one answer to choose.
type Option struct {
	ID    string `yaml:"id"`
	Words `yaml:",inline"`
}

// Question is one thing that the CNIL asks.
type Question struct {
	ID       string `yaml:"id"`
	Type     string `yaml:"type"`
	Initial  bool   `yaml:"initial"`
	Complete bool   `yaml:"complete"`
	Words    `yaml:",inline"`
	HelpFr   string   `yaml:"help_fr"`
	HelpEn   string   `yaml:"help_en"`
	Options  []Option `yaml:"options"`
}

// Step is one page of the assistant.
type Step struct {
	ID        string `yaml:"id"`
	Words     `yaml:",inline"`
	Questions []Question `yaml:"questions"`
}

type questionnaire struct {
	Version     string `yaml:"version"`
	term.Source `yaml:",inline"`
	Steps       []Step `yaml:"steps"`
}

// rule is one of the decision.
type rule struct {
	Question   string   `yaml:"question"`
	Any        []string `yaml:"any"`
	Least      int      `yaml:"least"`
	Unless     []string `yaml:"unless"` // losses that make it void
	Severity   int      `yaml:"severity"`
	Likelihood int      `yaml:"likelihood"`
	Most       int      `yaml:"most"` // of likelihood
	Words      `yaml:",inline"`
}

type decisions struct {
	Version     string `yaml:"version"`
	term.Source `yaml:",inline"`
	Rules       []rule `yaml:"rules"`
}

type contactList struct {
	Version  string `yaml:"version"`
	Contacts []struct {
		Who   string `yaml:"who"`
		Phone string `yaml:"phone"`
		Mail  string `yaml:"mail"`
		Words string `yaml:"words"`
	} `yaml:"contacts"`
}

//go:embed data/form.yaml
var formFile []byte

//go:embed data/decision.yaml
var decisionFile []byte

//go:embed data/contacts.yaml
var contactsFile []byte

var (
	asked   = read[questionnaire](formFile)
	weights = read[decisions](decisionFile)
	known   = read[contactList](contactsFile)
)

func read[T any](file []byte) (v T) {
	d := yaml.NewDecoder(bytes.NewReader(file))
	d.KnownFields(true)
	if err := d.Decode(&v); err != nil {
		panic(err) // a test reads it
	}
	return v
}

// Steps lists the pages of the assistant.
func Steps() []Step { return asked.Steps }

func stepOf(id string) (Step, int) {
	i := slices.IndexFunc(asked.Steps, func(s Step) bool { return s.ID == id })
	if i < 0 {
		return Step{}, -1
	}
	return asked.Steps[i], i
}

// Answers are what was answered, by the names of the questions.
type Answers map[string][]string

// Has tells whether a question has an answer; with values, one of these.
func (a Answers) Has(question string, values ...string) bool {
	if len(values) == 0 {
		return len(a[question]) > 0
	}
	return slices.ContainsFunc(a[question], func(v string) bool { return slices.Contains(values, v) })
}

// First is the one answer to a question, or "".
func (a Answers) First(question string) string {
	if len(a[question]) == 0 {
		return ""
	}
	return a[question][0]
}

// Number is an answer that is a number, 0 for none.
func (a Answers) Number(question string) int {
	n, _ := strconv.Atoi(a.First(question))
	return n
}

// Missing lists the questions without an answer that the initial notification
// needs, or the complementary one, which needs those of the first as well.
func (a Answers) Missing(complete bool) []Question {
	var out []Question
	for _, s := range asked.Steps {
		for _, q := range s.Questions {
			if (q.Initial || complete && q.Complete) && !a.Has(q.ID) {
				out = append(out, q)
			}
		}
	}
	return out
}

// Weight is what a breach weighs by what is known of it.
type Weight struct {
	Severity, Likelihood int // 1 to 4
	Reasons              []i18n.Text
	Notify, Tell         bool // what is suggested
	Thin                 bool // too little is known for a suggestion
}

// Weigh suggests whether to notify the CNIL and to tell people. What a person
// has chosen for severity and likelihood counts as it is when it is higher.
func (a Answers) Weigh() Weight {
	w := Weight{Severity: max(1, a.Number("severity")), Likelihood: max(2, a.Number("likelihood"))}
	if n := a.Number("likelihood"); n > 0 {
		w.Likelihood = n
	}
	most := 4
	for _, r := range weights.Rules {
		fits := a.Has(r.Question, r.Any...)
		if r.Least > 0 {
			fits = a.Number(r.Question) >= r.Least
		}
		if !fits || len(r.Unless) > 0 && a.Has("losses", r.Unless...) {
			continue
		}
		w.Severity, w.Likelihood = max(w.Severity, r.Severity), max(w.Likelihood, r.Likelihood)
		if r.Most > 0 {
			most = min(most, r.Most)
		}
		w.Reasons = append(w.Reasons, r.Text())
	}
	w.Likelihood = min(w.Likelihood, most)
	w.Thin = !a.Has("losses") || !a.Has("plain") && !a.Has("sensitive")
	// Art. 33 § 1: unless the breach is unlikely to result in a risk.
	w.Notify = w.Likelihood > 1 && w.Severity+w.Likelihood > 3
	// Art. 34 § 1: a high risk.
	w.Tell = w.Severity >= 3 && w.Likelihood >= 3
	return w
}
