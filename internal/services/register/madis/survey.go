package madis

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"airial/internal/platform/i18n"
	"airial/internal/platform/text"
	"airial/internal/services/register/intake"
	"airial/internal/services/register/maturity"
)

// A questionnaire is a référentiel as it reads in the dump, with the names of
// its questions and answers.
type questionnaire struct {
	id       string
	body     maturity.Questionnaire
	question map[string]string // Madis' id of a question: its name here
	answer   map[string]answerAt
	domain   map[string]string
	problem  i18n.Text
}

type answerAt struct {
	question string
	position int
}

// questionnaires reads the référentiels.
func questionnaires(library bundle) (out []questionnaire) {
	for _, r := range library[tReference] {
		q := questionnaire{id: r.key, question: map[string]string{}, answer: map[string]answerAt{}, domain: map[string]string{}}
		name := oneLine(r.get("name"))
		q.body = maturity.Questionnaire{Name: cutSlug("madis-"+text.Slug(name), 48) + "-" + short8(r.key), Version: 1, Date: r.day("updated_at"), Title: both(or(name, "Référentiel de Madis"))}
		domains := library.where(tDomain, "referentiel_id", r.key)
		byPlace(domains)
		for n, d := range domains {
			one := maturity.Domain{Name: fmt.Sprint("d", n+1), Title: both(or(oneLine(d.get("name")), fmt.Sprint("Domaine ", n+1)))}
			q.domain[d.key] = one.Name
			questions := library.where(tQuestion, "domain_id", d.key)
			byPlace(questions)
			for m, x := range questions {
				if s, ok := q.read(library, x, fmt.Sprintf("d%d-q%d", n+1, m+1)); ok {
					one.Questions = append(one.Questions, s)
				}
			}
			if len(one.Questions) > 0 {
				q.body.Domains = append(q.body.Domains, one)
			}
		}
		if len(q.body.Domains) == 0 {
			q.problem = i18n.T("le référentiel n’a pas de question à plusieurs réponses", "the questionnaire has no question with several answers")
		}
		out = append(out, q)
	}
	if q, there := organisationOf(library); there {
		out = append(out, q)
	}
	return out
}

// read reads a question with its answers, from the least to the most.
func (q *questionnaire) read(library bundle, x *record, name string) (s maturity.Question, ok bool) {
	answers := library.where(tAnswer, "question_id", x.key)
	byPlace(answers)
	if len(answers) < 2 || len(answers) > 8 {
		return s, false
	}
	weight, _ := strconv.Atoi(x.get("weight"))
	s = maturity.Question{Name: name, Weight: min(max(weight, 0), 5), Optional: x.is("optional"), Ask: both(or(oneLine(x.get("name")), name))}
	q.question[x.key] = name
	var advice []string
	for n, a := range answers {
		q.answer[a.key] = answerAt{name, n}
		s.Answers = append(s.Answers, both(or(oneLine(a.get("name")), fmt.Sprint(n+1))))
		if r := a.get("recommendation"); r != "" && !slices.Contains(advice, r) {
			advice = append(advice, r)
		}
	}
	s.Advice = both(strings.Join(advice, "\n"))
	return s, true
}

func byPlace(list []*record) {
	slices.SortStableFunc(list, func(a, b *record) int {
		n, _ := strconv.Atoi(a.get("position"))
		m, _ := strconv.Atoi(b.get("position"))
		return cmp.Or(cmp.Compare(n, m), cmp.Compare(a.key, b.key))
	})
}

func cutSlug(s string, most int) string {
	if len(s) > most {
		s = s[:most]
	}
	return strings.Trim(s, "-")
}

// short8 is the beginning of an identifier.
func short8(id string) string {
	s := strings.ReplaceAll(id, "-", "")
	return strings.ToLower(s[:min(8, len(s))])
}

// text is the questionnaire as a file that can be issued.
func (q questionnaire) yaml() ([]byte, error) {
	type words struct {
		Fr string `yaml:"fr"`
		En string `yaml:"en"`
	}
	type question struct {
		Name     string  `yaml:"name"`
		Weight   int     `yaml:"weight"`
		Optional bool    `yaml:"optional"`
		Ask      words   `yaml:"ask"`
		Answers  []words `yaml:"answers"`
		Advice   words   `yaml:"advice"`
	}
	type domain struct {
		Name      string     `yaml:"name"`
		Title     words      `yaml:"title"`
		Questions []question `yaml:"questions"`
	}
	out := struct {
		Name    string   `yaml:"name"`
		Version int      `yaml:"version"`
		Date    string   `yaml:"date"`
		Title   words    `yaml:"title"`
		Lead    bool     `yaml:"lead,omitempty"`
		Plan    bool     `yaml:"plan,omitempty"`
		Domains []domain `yaml:"domains"`
	}{Name: q.body.Name, Version: q.body.Version, Date: q.body.Date, Title: words(q.body.Title), Lead: q.body.Lead, Plan: q.body.Plan}
	for _, d := range q.body.Domains {
		one := domain{Name: d.Name, Title: words(d.Title)}
		for _, x := range d.Questions {
			s := question{Name: x.Name, Weight: x.Weight, Optional: x.Optional, Ask: words(x.Ask), Advice: words(x.Advice)}
			for _, a := range x.Answers {
				s.Answers = append(s.Answers, words(a))
			}
			one.Questions = append(one.Questions, s)
		}
		out.Domains = append(out.Domains, one)
	}
	return yaml.Marshal(out)
}

// A pastSurvey is a survey, with the scores that Madis gave it.
type pastSurvey struct {
	id          string
	table, kind string
	actions     []planned
	referential string
	survey      maturity.Survey
	left        map[string]string
	problem     i18n.Text
}

// planned is an action of Madis that answers a question.
type planned struct{ question, action string }

func pastSurveyOf(b bundle, all []questionnaire, r *record) pastSurvey {
	p := pastSurvey{id: r.key, table: tSurvey, kind: intake.Surveys, referential: r.get("referentiel_id")}
	n := slices.IndexFunc(all, func(q questionnaire) bool { return q.id == p.referential })
	if own := slices.DeleteFunc(slices.Clone(all), func(q questionnaire) bool { return q.id == ofBody }); n < 0 && p.referential == "" && len(own) == 1 { // before there were several
		p.referential = own[0].id
		n = slices.IndexFunc(all, func(q questionnaire) bool { return q.id == p.referential })
	}
	s := maturity.Survey{Created: r.at("created_at"), Submitted: r.at("created_at"), Answers: maturity.Answers{}, Scores: map[string]maturity.Score{}, Total: -1}
	if s.Submitted.IsZero() {
		s.Submitted = r.at("updated_at")
	}
	r.skip("updated_at", "collectivity_id", "creator_id")
	if n < 0 || !all[n].problem.Empty() {
		p.problem = i18n.T("son référentiel n’est pas dans la base", "its questionnaire is not in the database")
		return p
	}
	q := all[n]
	for _, a := range b.where(tAnswered, "survey_id", r.key) {
		if at, ok := q.answer[a.values["answer_id"]]; ok {
			s.Answers[at.question] = at.position
		}
	}
	for _, o := range b.where(tOptional, "survey_id", r.key) {
		if name := q.question[o.values["question_id"]]; name != "" {
			s.Answers[name] = maturity.NotConcerned
		}
	}
	if total, err := strconv.Atoi(r.get("score")); err == nil && total >= 0 && total <= 50 {
		s.Total = maturity.Score(total)
	}
	for _, m := range b.where(tScore, "survey_id", r.key) {
		score, err := strconv.Atoi(m.values["score"])
		if d := q.domain[m.values["domain_id"]]; d != "" && err == nil && score >= 0 && score <= 50 {
			s.Scores[d] = maturity.Score(score)
		}
	}
	if s.Submitted.IsZero() {
		s.Submitted = gdpr
	}
	s.Questionnaire, s.Version = q.body.Name, q.body.Version
	p.survey, p.left = s, r.rest()
	return p
}
