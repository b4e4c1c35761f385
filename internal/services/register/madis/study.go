package madis

import (
	"slices"
	"strings"

	"airial/internal/platform/i18n"
	"airial/internal/services/register/assessment"
	"airial/internal/services/register/intake"
)

// A pastAssessment is an AIPD.
type pastAssessment struct {
	id, treatment string
	brought       assessment.Brought
	left          map[string]string
	problem       i18n.Text
}

// Where the criteria of the context and the points of conformity stand in the
// method, by number of the question.
var (
	criterionOf = map[string]int{"portee_traitement": 111, "contexte_traitement": 111, "conformite_code": 113, "description_fonctionnelle": 122, "identification_biens": 123}
	studied     = map[string]int{"finalites": 211, "fondement": 212, "minimisation": 213, "qualite": 214, "durees": 215, "information": 221, "consentement": 222, "acces": 223,
		"portabilite": 223, "rectification": 224, "effacement": 224, "limitation": 225, "opposition": 225, "sous-traitance": 226, "transferts": 227}
	gauge = map[string]int{"negligeable": 1, "limitee": 2, "importante": 3, "maximale": 4}
)

func pastAssessmentOf(b, library bundle, r *record) pastAssessment {
	p := pastAssessment{id: r.key}
	c := b.one(tConformity, r.get("conformite_traitement_id"))
	if c == nil || b.one(tTreatment, c.values["traitement_id"]) == nil {
		p.problem = whyOrphan
		return p
	}
	p.treatment = c.values["traitement_id"]
	name := oneLine(b.one(tTreatment, p.treatment).values["name"])
	s := assessment.Study{Name: "AIPD\u00a0: " + name, Category: oneLine(r.get("modele_analyse")), Answers: map[int]string{}, Feared: map[string]assessment.PastFear{}}
	contextOf(b, r.key, &s)
	complied(b, library, r.key, &s)
	threats(b, r.key, &s)
	for _, m := range b.where("aipd_analyse_mesure_protection", "analyse_impact_id", r.key) {
		s.Measures = append(s.Measures, measureOf(m))
	}
	var say notes
	opinion := func(column string) (says, words string) {
		a := library.one("aipd_analyse_avis", r.get(column))
		if a == nil {
			return "", ""
		}
		answer := map[string]string{"favorable": "Favorable", "favorable_reserve": "Favorable avec réserves", "defavorable": "Défavorable"}[a.values["reponse"]]
		says = map[string]string{"favorable": "yes", "favorable_reserve": "yes", "defavorable": "no"}[a.values["reponse"]]
		return says, joined(", ", answer, a.day("date")) + strings.TrimRight("\n"+strings.TrimSpace(a.values["detail"]), "\n")
	}
	s.DPO.Says, s.DPO.Words = opinion("avis_dpd_id")
	s.People.Says, s.People.Words = opinion("avis_representant_id")
	_, words := opinion("avis_referent_id")
	say.add("Avis du référent", words)
	_, words = opinion("avis_responsable_id")
	say.add("Avis du responsable", words)
	status := r.get("statut")
	say.add("Statut dans Madis", strings.ReplaceAll(status, "_", " "))
	p.brought = assessment.Brought{Study: s, State: assessment.Draft, Made: r.at("created_at"), Changed: r.at("updated_at"), Words: say.String()}
	validated, ready, on := r.is("is_validated"), r.is("ready_validation"), r.at("date_validation")
	switch {
	case validated && status == "defavorable":
		p.brought.State = assessment.Refused
	case validated:
		p.brought.State = assessment.Validated
	case ready:
		p.brought.State = assessment.Submitted
	}
	if validated {
		p.brought.At = on
	}
	r.skip("label_amelioration_prevue", "label_insatisfait", "label_satisfaisant")
	p.left = r.rest()
	return p
}

// contextOf reads what the context is said to be.
func contextOf(b bundle, id string, s *assessment.Study) {
	list := b.where("aipd_critere_principe_fondamental", "analyse_impact_id", id)
	slices.SortFunc(list, func(a, b *record) int { return strings.Compare(b.values["code"], a.values["code"]) }) // what it covers, then its context
	for _, c := range list {
		words := map[string]string{"conforme": c.values["texte_conformite"], "non_conforme": c.values["texte_non_conformite"], "non_applicable": c.values["non_applicable"]}[c.values["reponse"]]
		question := criterionOf[c.values["code"]]
		if question == 0 {
			question = 111
		}
		if said := strings.Trim(strings.TrimSpace(words)+"\n"+strings.TrimSpace(c.values["justification"]), "\n"); said != "" {
			if label := oneLine(c.values["label"]); label != "" {
				said = label + "\u202f: " + said
			}
			s.Answers[question] = strings.Trim(s.Answers[question]+"\n"+said, "\n")
		}
	}
}

// complied reads what is said of each point of the conformity.
func complied(b, library bundle, id string, s *assessment.Study) {
	list := b.where("aipd_analyse_question_conformite", "analyse_impact_id", id)
	byPlace(list)
	for _, q := range list {
		var of []string
		words := q.values["texte_conformite"]
		if a := b.one(tMet, q.values["reponse_conformite_id"]); a != nil {
			of = pointsOf(library, a.values["question_id"])
			if !a.is("conforme") {
				words = q.values["texte_non_conformite_majeure"]
				if len(plannedOf(b, tMetAction, "reponse_id", a.key)) > 0 {
					words = q.values["texte_non_conformite_mineure"]
				}
			}
		}
		if len(of) == 0 {
			of = pointsIn(q.values["question"])
		}
		said := strings.Trim(strings.TrimSpace(words)+"\n"+strings.TrimSpace(q.values["justificatif"]), "\n")
		done := map[int]bool{}
		for _, point := range of {
			if n := studied[point]; said != "" && !done[n] {
				done[n] = true
				s.Answers[n] = strings.Trim(s.Answers[n]+"\n"+said, "\n")
			}
		}
	}
}

// threats reads the scenarios: one may be feared for secrecy, integrity and
// availability at once.
func threats(b bundle, id string, s *assessment.Study) {
	for _, x := range b.where("aipd_analyse_scenario_menace", "analyse_impact_id", id) {
		if !x.is("is_visible") { // the model has it, this assessment does not
			continue
		}
		var measures []string
		for _, m := range b.joined("aipd_analyse_mesures_protection_scenarios_menace", "analyse_scenario_menace_id", x.key, "analyse_mesure_protection_id", "aipd_analyse_mesure_protection") {
			measures = append(measures, oneLine(m.values["nom"]))
		}
		for column, part := range map[string]string{"is_confidentialite": "3.2", "is_integreite": "3.3", "is_disponibilite": "3.4"} {
			if !x.is(column) {
				continue
			}
			f := s.Feared[part]
			f.Threats = append(f.Threats, strings.Trim(oneLine(x.values["nom"])+"\n"+strings.TrimSpace(x.values["precisions"]), "\n"))
			for _, m := range measures {
				if !slices.Contains(f.Measures, m) {
					f.Measures = append(f.Measures, m)
				}
			}
			f.Severity, f.Likelihood = max(f.Severity, gauge[x.values["gravite"]]), max(f.Likelihood, gauge[x.values["vraisemblance"]])
			f.Why = "Niveau dans Madis, le plus élevé des scénarios, sans compter les mesures de protection."
			s.Feared[part] = f
		}
	}
}

func measureOf(m *record) assessment.PastMeasure {
	out := assessment.PastMeasure{Title: oneLine(m.values["nom"])}
	var say notes
	if d := strings.TrimSpace(m.values["detail"]); d != "" {
		say.lines = append(say.lines, d)
	}
	switch m.values["reponse"] {
	case "besoin_amelioration":
		out.Planned = true
		say.add("Dans Madis", "amélioration prévue")
	case "insatisfaisant":
		say.add("Dans Madis", "insatisfaisante")
		say.add("Préconisation", m.values["phrase_preconisation"])
	case "satisfaisant":
		say.add("Dans Madis", "satisfaisante")
	default:
		say.add("Dans Madis", "sans réponse")
	}
	out.Title, out.Content = or(out.Title, "Mesure"), say.String()
	return out
}

// assessments writes the impact assessments of a body.
func (t *taking) assessments() error {
	for _, a := range t.plan.assessments {
		key := tStudy + ":" + a.id
		if id, err := t.known(intake.Assessments, key); err != nil || id != "" {
			if err != nil {
				return err
			}
			continue
		}
		one := a.brought
		one.MemberID, one.ActivityID = t.part.TargetID, t.ids[a.treatment].ID
		got, err := assessment.Bring(t.ctx, t.tx, one)
		if err != nil {
			return err
		}
		if err := t.made(intake.Assessments, got.Assessment.ID, key, one.Study.Name); err != nil {
			return err
		}
	}
	return nil
}
