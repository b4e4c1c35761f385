package madis

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"airial/internal/platform/i18n"
	"airial/internal/platform/text"
	"airial/internal/services/register/conformity"
	"airial/internal/services/register/intake"
	"airial/internal/services/register/maturity"
)

const (
	tConformity = "conformite_traitement"
	tMet        = "conformite_traitement_reponse"
	tPoint      = "conformite_traitement_question"
	tMetAction  = "conformite_traitement_reponse_action_protection"
	tEvaluation = "registry_conformite_organisation_evaluation"
	tProcess    = "registry_conformite_organisation_conformite"
	tReply      = "registry_conformite_organisation_reponse"
	tMember     = "registry_conformite_organisation_participant"
	tProcesses  = "registry_conformite_organisation_processus"
	tAsked      = "registry_conformite_organisation_question"
	tActionOf   = "conformite_organisation_conformite_action_protection"
)

// points are words by which the points of a treatment's conformity are known,
// and ours. Before 2022 one question was about two of them.
var points = []struct{ words, point string }{
	{"finalites", "finalites"}, {"fondement", "fondement"}, {"minimisation", "minimisation"}, {"qualite", "qualite"}, {"durees", "durees"}, {"information", "information"},
	{"consentement", "consentement"}, {"acces", "acces"}, {"rectification", "rectification"}, {"limitation", "limitation"}, {"portabilite", "portabilite"},
	{"effacement", "effacement"}, {"opposition", "opposition"}, {"traitance", "sous-traitance"}, {"transferts", "transferts"},
}

// pointsOf are the points that a question of Madis is about.
func pointsOf(library bundle, id string) (out []string) {
	q := library.one(tPoint, id)
	if q == nil {
		return nil
	}
	return pointsIn(q.values["question"])
}

func pointsIn(question string) (out []string) {
	words := text.Fold(question)
	for _, p := range points {
		if strings.Contains(words, p.words) {
			out = append(out, p.point)
		}
	}
	return out
}

// A pastConformity is the conformity of a treatment.
type pastConformity struct {
	id, treatment, name string
	past                conformity.Past
	actions             map[string][]string // of Madis, by point: those that are planned
	left                map[string]string
	problem             i18n.Text
}

func pastConformityOf(b, library bundle, r *record) pastConformity {
	p := pastConformity{id: r.key, treatment: r.get("traitement_id"), actions: map[string][]string{}}
	p.past = conformity.Past{Created: r.at("created_at"), Submitted: r.at("updated_at"), Answers: maturity.Answers{}, Planned: map[string]string{}}
	if p.past.Submitted.IsZero() {
		p.past.Submitted = p.past.Created
	}
	if p.past.Submitted.IsZero() {
		p.past.Submitted = gdpr
	}
	if t := b.one(tTreatment, p.treatment); t != nil {
		p.name = oneLine(t.values["name"])
	}
	strange := map[string]string{}
	for _, a := range b.where(tMet, "conformite_traitement_id", r.key) {
		of := pointsOf(library, a.values["question_id"])
		if len(of) == 0 {
			q := library.one(tPoint, a.values["question_id"])
			words := a.values["question_id"]
			if q != nil {
				words = q.values["question"]
			}
			strange[oneLine(words)] = yesOrNo(a, "conforme")
			continue
		}
		planned := plannedOf(b, tMetAction, "reponse_id", a.key)
		for _, point := range of {
			p.past.Answers[point] = 0
			if a.is("conforme") {
				p.past.Answers[point] = 1
			}
			for _, m := range planned {
				p.actions[point] = append(p.actions[point], m.key)
				p.past.Planned[point] = joined(", ", p.past.Planned[point], m.values["name"])
			}
		}
	}
	r.skip("creator_id", "created_at", "updated_at", "nb_conformes", "nb_non_conformes_mineures", "nb_non_conformes_majeures")
	p.left = r.rest()
	for words, said := range strange { // a question that the operator made
		p.left[words] = said
	}
	switch {
	case b.one(tTreatment, p.treatment) == nil:
		p.problem = whyOrphan
	case len(p.past.Answers) == 0:
		p.problem = i18n.T("aucune réponse n’est dans la base", "no answer is in the database")
	}
	return p
}

// gdpr is the day from which on there was something to evaluate: that of what
// has none.
var gdpr = time.Date(2018, 5, 25, 0, 0, 0, 0, time.UTC)

// plannedOf are the actions to which a join table leads that are still to be
// done.
func plannedOf(b bundle, join, column, id string) (out []*record) {
	for _, m := range b.joined(join, column, id, "mesurement_id", tMesurement) {
		if m.values["status"] == "not-applied" {
			out = append(out, m)
		}
	}
	return out
}

// ofBody is the questionnaire of the ofBody, as it reads in the
// dump; its id is no key of Madis.
const ofBody = "organisation"

// Answers of the ofBody, from the least to the most.
var replies = []i18n.Text{i18n.T("Inexistant", "Not there"), i18n.T("Très éloigné", "Far from it"), i18n.T("Partiel", "In part"), i18n.T("Presque conforme", "Nearly there"),
	i18n.T("Mesuré", "Measured"), i18n.T("Mesuré et revu", "Measured and reviewed")}

func organisationOf(library bundle) (q questionnaire, there bool) {
	processes := library[tProcesses]
	if len(processes) == 0 {
		return q, false
	}
	processes = slices.Clone(processes)
	byPlace(processes)
	q = questionnaire{id: ofBody, question: map[string]string{}, answer: map[string]answerAt{}, domain: map[string]string{}}
	q.body = maturity.Questionnaire{Name: maturity.Organisation + "-madis", Version: 1, Title: i18n.T("Conformité de la structure, dans Madis", "Conformity of the body, in Madis"), Lead: true, Plan: true}
	for n, p := range processes {
		d := maturity.Domain{Name: "d" + strconv.Itoa(n+1), Title: both(or(oneLine(p.get("nom")), "Processus "+strconv.Itoa(n+1)))}
		asked := library.where(tAsked, "processus_id", p.key)
		byPlace(asked)
		for m, x := range asked {
			one := maturity.Question{Name: d.Name + "-q" + strconv.Itoa(m+1), Weight: 1, Optional: true, Ask: both(or(oneLine(x.get("nom")), "Question")), Answers: replies}
			q.question[x.key] = one.Name
			d.Questions = append(d.Questions, one)
		}
		if len(d.Questions) > 0 {
			q.domain[p.key] = d.Name
			q.body.Domains = append(q.body.Domains, d)
		}
	}
	if len(q.body.Domains) == 0 {
		q.problem = i18n.T("le questionnaire de la structure n’a pas de question", "the questionnaire of the body has no question")
	}
	return q, true
}

func pastEvaluationOf(b bundle, all []questionnaire, r *record) pastSurvey {
	p := pastSurvey{id: r.key, table: tEvaluation, kind: intake.Organisations, referential: ofBody}
	n := slices.IndexFunc(all, func(q questionnaire) bool { return q.id == ofBody })
	s := maturity.Survey{Created: r.at("created_at"), Submitted: r.at("date"), Answers: maturity.Answers{}, Notes: maturity.Notes{}, Scores: map[string]maturity.Score{}, Total: -1}
	if s.Submitted.IsZero() {
		s.Submitted = s.Created
	}
	if s.Submitted.IsZero() {
		s.Submitted = gdpr
	}
	if r.is("draft") {
		p.problem = i18n.T("l’évaluation est restée un brouillon dans Madis", "the evaluation is still a draft in Madis")
	}
	r.skip("collectivity_id", "updated_at")
	if n < 0 || !all[n].problem.Empty() {
		p.problem = i18n.T("son questionnaire n’est pas dans la base", "its questionnaire is not in the database")
		return p
	}
	q := all[n]
	for _, c := range b.where(tProcess, "evaluation_id", r.key) {
		domain := q.domain[c.values["processus_id"]]
		if domain == "" {
			continue
		}
		if pilot := oneLine(c.values["pilote"]); pilot != "" {
			s.Notes[maturity.Leads(domain)] = pilot
		}
		actions := plannedOf(b, tActionOf, "conformite_id", c.key)
		given := b.where(tReply, "conformite_id", c.key)
		slices.SortStableFunc(given, func(a, b *record) int { return strings.Compare(a.values["reponse"], b.values["reponse"]) })
		for _, a := range given { // the least met first: actions go there
			name := q.question[a.values["question_id"]]
			value, err := strconv.Atoi(a.values["reponse"])
			if name == "" || err != nil || value < maturity.NotConcerned || value >= len(replies) {
				continue
			}
			s.Answers[name] = value
			if why := strings.TrimSpace(a.values["reponse_raison"]); why != "" {
				s.Notes[maturity.WhyNot(name)] = why
			}
			if len(actions) > 0 && value >= 0 && value < len(replies)-1 { // Madis plans for a process, we for a question
				p.actions = append(p.actions, planned{name, actions[0].key})
				actions = actions[1:]
			}
		}
		if x, err := strconv.ParseFloat(c.values["conformite"], 64); err == nil && x >= 0 && x <= 5 {
			s.Scores[domain] = maturity.Score(int(x*10 + 0.5))
		}
	}
	for domain, score := range q.body.Scores(false, s.Answers) {
		if _, told := s.Scores[domain]; !told {
			s.Scores[domain] = score
		}
	}
	if total, ok := maturity.Total(s.Scores); ok {
		s.Total = total
	}
	var there []string
	for _, m := range b.where(tMember, "evaluation_id", r.key) {
		civility := map[string]string{"m": "M.", "mme": "Mme"}[m.values["civilite"]]
		there = append(there, joined(", ", joined(" ", civility, m.values["prenom"], m.values["nom_de_famille"]), m.values["fonction"]))
	}
	if len(there) > 0 {
		s.Notes[maturity.Participants] = strings.Join(there, "\n")
	}
	if len(s.Answers) == 0 && p.problem.Empty() {
		p.problem = i18n.T("aucune réponse n’est dans la base", "no answer is in the database")
	}
	s.Questionnaire, s.Version = q.body.Name, q.body.Version
	p.survey, p.left = s, r.rest()
	return p
}

// conformities writes how far the treatments comply.
func (t *taking) conformities() error {
	for _, c := range t.plan.conformities {
		key := tConformity + ":" + c.id
		if id, err := t.known(intake.Conformities, key); err != nil || id != "" {
			if err != nil {
				return err
			}
			continue
		}
		one := c.past
		one.MemberID, one.Activity, one.Actions = t.part.TargetID, t.ids[c.treatment].ID, map[string]string{}
		for point, list := range c.actions {
			for _, id := range list {
				if ours := t.targets[tMesurement+":"+id]; ours != "" && one.Actions[point] == "" {
					one.Actions[point] = ours
				}
			}
		}
		got, err := conformity.Bring(t.ctx, t.tx, one)
		if err != nil {
			return err
		}
		if err := t.made(intake.Conformities, got.ID, key, c.name); err != nil {
			return err
		}
	}
	return nil
}
