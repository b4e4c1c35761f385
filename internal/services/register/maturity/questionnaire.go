package maturity

import (
	"bytes"
	"embed"
	"io"
	"regexp"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

// Questionnaire is a version of a list of questions.
type Questionnaire struct {
	Name    string    `yaml:"name"`
	Version int       `yaml:"version"`
	Date    string    `yaml:"date"` // of the version, 2026-11-28
	Title   i18n.Text `yaml:"title"`
	// Justify asks why a question does not concern the member, Lead who leads
	// each domain, and Plan which planned action answers a question.
	Justify bool     `yaml:"justify"`
	Lead    bool     `yaml:"lead"`
	Plan    bool     `yaml:"plan"`
	Domains []Domain `yaml:"domains"`
}

// Domain is a chapter of a questionnaire.
type Domain struct {
	Name      string     `yaml:"name"`
	Title     i18n.Text  `yaml:"title"`
	Questions []Question `yaml:"questions"`
}

// Question has answers from the least to the most.
type Question struct {
	Name     string      `yaml:"name"` // within the questionnaire
	Short    bool        `yaml:"short"`
	Weight   int         `yaml:"weight"`   // 0 to 5; 0 is asked and not counted
	Optional bool        `yaml:"optional"` // "not concerned" is an answer
	Ask      i18n.Text   `yaml:"ask"`
	Answers  []i18n.Text `yaml:"answers"`
	Advice   i18n.Text   `yaml:"advice"`
}

// MaxYAML is how long a questionnaire may be, in bytes.
const MaxYAML = 512 << 10

const (
	maxQuestions = 300
	maxAnswers   = 8
	maxWeight    = 5
)

// slug is how questionnaires, domains and questions may be called.
var slug = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,59}$`)

func wrong(fr, en string, args ...any) error {
	return fault.New(fault.Invalid, "maturity.Parse", fr, en, args...)
}

// Parse reads a questionnaire. What is wrong with it is Invalid and says where.
func Parse(data []byte) (*Questionnaire, error) {
	if len(data) > MaxYAML {
		return nil, fault.New(fault.TooLarge, "maturity.Parse", "Ce questionnaire est trop long\u202f: 512 kilooctets au plus.", "This questionnaire is too long: 512 kilobytes at most.")
	}
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	var q Questionnaire
	if err := d.Decode(&q); err != nil {
		if err == io.EOF {
			return nil, wrong("Ce questionnaire est vide.", "This questionnaire is empty.")
		}
		return nil, wrong("Ce fichier n’est pas un questionnaire en YAML\u202f: %s", "This file is no questionnaire in YAML: %s", strings.TrimPrefix(err.Error(), "yaml: "))
	}
	return &q, q.check()
}

func (q *Questionnaire) check() error {
	switch {
	case !slug.MatchString(q.Name):
		return wrong("name\u202f: donnez un nom en lettres minuscules, chiffres et tirets.", "name: give a name of lower-case letters, digits and hyphens.")
	case q.Version < 1:
		return wrong("version\u202f: donnez un nombre à partir de 1.", "version: give a number from 1.")
	case q.Title.Fr == "":
		return wrong("title\u202f: donnez un titre en français (fr).", "title: give a title in French (fr).")
	case len(q.Domains) == 0:
		return wrong("domains\u202f: il faut au moins un domaine.", "domains: at least one is needed.")
	}
	fill(&q.Title)
	seen := map[string]bool{}
	questions := 0
	for i := range q.Domains {
		d := &q.Domains[i]
		if !slug.MatchString(d.Name) || seen["/"+d.Name] || d.Title.Fr == "" || len(d.Questions) == 0 {
			return wrong("domaine %d\u202f: il faut un nom (unique), un titre et des questions.", "domain %d: it needs a name (once), a title and questions.", i+1)
		}
		seen["/"+d.Name] = true
		fill(&d.Title)
		questions += len(d.Questions)
		for n := range d.Questions {
			if err := d.Questions[n].check(seen); err != nil {
				return err
			}
		}
	}
	if questions > maxQuestions {
		return wrong("%d questions\u202f: %d au plus.", "%d questions: %d at most.", questions, maxQuestions)
	}
	return nil
}

func (q *Question) check(seen map[string]bool) error {
	switch {
	case !slug.MatchString(q.Name):
		return wrong("question «\u00a0%s\u00a0»\u202f: donnez un nom en lettres minuscules, chiffres et tirets.", "question “%s”: give a name of lower-case letters, digits and hyphens.", q.Name)
	case seen[q.Name]:
		return wrong("question «\u00a0%s\u00a0»\u202f: ce nom est déjà pris.", "question “%s”: the name is taken.", q.Name)
	case q.Ask.Fr == "":
		return wrong("question «\u00a0%s\u00a0»\u202f: écrivez-la en français (ask, fr).", "question “%s”: write it in French (ask, fr).", q.Name)
	case q.Weight < 0 || q.Weight > maxWeight:
		return wrong("question «\u00a0%s\u00a0»\u202f: weight va de 0 à %d.", "question “%s”: weight goes from 0 to %d.", q.Name, maxWeight)
	case len(q.Answers) < 2 || len(q.Answers) > maxAnswers:
		return wrong("question «\u00a0%s\u00a0»\u202f: il faut de 2 à %d réponses.", "question “%s”: from 2 to %d answers are needed.", q.Name, maxAnswers)
	}
	seen[q.Name] = true
	fill(&q.Ask)
	fill(&q.Advice)
	for i := range q.Answers {
		if q.Answers[i].Fr == "" {
			return wrong("question «\u00a0%s\u00a0», réponse %d\u202f: écrivez-la en français (fr).", "question “%s”, answer %d: write it in French (fr).", q.Name, i+1)
		}
		fill(&q.Answers[i])
	}
	return nil
}

// fill takes the French where there is no English.
func fill(t *i18n.Text) {
	if t.En == "" {
		t.En = t.Fr
	}
}

// Of returns the questions of a domain that a form asks.
func (d Domain) Of(short bool) []Question {
	if !short {
		return d.Questions
	}
	var out []Question
	for _, q := range d.Questions {
		if q.Short {
			out = append(out, q)
		}
	}
	return out
}

// Of returns the domains that a form has questions of.
func (q *Questionnaire) Of(short bool) []Domain {
	var out []Domain
	for _, d := range q.Domains {
		if d.Questions = d.Of(short); len(d.Questions) > 0 {
			out = append(out, d)
		}
	}
	return out
}

// HasShort tells whether there is a short form.
func (q *Questionnaire) HasShort() bool { return len(q.Of(true)) > 0 }

// question finds a question of a form by its name.
func (q *Questionnaire) question(short bool, name string) (Question, bool) {
	for _, d := range q.Of(short) {
		for _, one := range d.Questions {
			if one.Name == name {
				return one, true
			}
		}
	}
	return Question{}, false
}

//go:embed data/*.yaml
var data embed.FS

// The questionnaires that every installation has.
const (
	Maturity     = "maturite"
	Organisation = "conformite-organisation"
	Processing   = "conformite-traitement"
)

var builtInNames = []string{Maturity, Organisation, Processing}

type builtIn struct {
	*Questionnaire
	text []byte
}

var builtIns = sync.OnceValue(func() map[string]builtIn {
	out := map[string]builtIn{}
	for _, name := range builtInNames {
		text, err := data.ReadFile("data/" + name + ".yaml")
		if err != nil {
			panic(err)
		}
		q, err := Parse(text)
		if err != nil {
			panic(err)
		}
		out[name] = builtIn{q, text}
	}
	return out
})

// BuiltIn is the questionnaire of maturity that every installation has.
func BuiltIn() *Questionnaire { return BuiltInOf(Maturity) }

// BuiltInOf is a questionnaire that every installation has, by its name; nil
// for none.
func BuiltInOf(name string) *Questionnaire { return builtIns()[name].Questionnaire }

// BuiltInText is the built-in questionnaire of maturity as YAML, to begin one's
// own from.
func BuiltInText() []byte { return builtIns()[Maturity].text }
