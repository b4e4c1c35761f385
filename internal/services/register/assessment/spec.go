package assessment

import (
	"strconv"
	"strings"

	"airial/internal/platform/i18n"
	"airial/internal/services/register/model"
	"airial/standards/pia"
)

// Kind is the kind of record.
const Kind model.Kind = "assessment"

// The names of fields and lists, as records have them. A question of the method
// is "q" and its number; of a feared event, "l" and the number of a list.
const (
	fName      = "name"
	fCategory  = "category"
	fAuthor    = "author"
	fEvaluator = "evaluator"
	fValidator = "validator"

	lMeasures    = "measures"
	lEvaluations = "evaluations"

	fDPONames     = "dpo_names"
	fDPOSays      = "dpo_says"
	fDPOOpinion   = "dpo_opinion"
	fPeopleAsked  = "people_asked"
	fPeopleNames  = "people_names"
	fPeopleSay    = "people_say"
	fPeopleWords  = "people_opinion"
	fPeopleNotWhy = "people_not_asked_why"
)

// Cells of lists.
const (
	cWhat       = "what"
	cTitle      = "title"
	cPlanned    = "planned"
	cContent    = "content"
	cRef        = "ref"
	cMark       = "mark"
	cRemark     = "remark"
	cPlan       = "plan"
	cPerson     = "person"
	cDue        = "due"
	cFinished   = "finished"
	cSeverity   = "severity"
	cLikelihood = "likelihood"
)

func textOf(t pia.Text) i18n.Text { return i18n.Text{Fr: t.Fr, En: t.En} }

// question is the name of a question in a record.
func question(q pia.Question) string {
	if q.Kind == pia.List {
		return "l" + strconv.Itoa(q.ID)
	}
	return "q" + strconv.Itoa(q.ID)
}

// levels are those of a gauge.
var levels = func() (out []model.Option) {
	for n, l := range pia.Levels {
		label := textOf(l)
		label.Fr, label.En = strconv.Itoa(n+1)+" "+strings.ToLower(label.Fr), strconv.Itoa(n+1)+" "+strings.ToLower(label.En)
		out = append(out, model.Option{Code: strconv.Itoa(n + 1), Label: label})
	}
	return out
}()

var yesNo = []model.Option{{Code: "yes", Label: i18n.T("favorable", "favourable")}, {Code: "no", Label: i18n.T("défavorable", "unfavourable")}}

var marks = []model.Option{
	{Code: "1", Label: i18n.T("à corriger", "to be corrected")},
	{Code: "2", Label: i18n.T("améliorable", "may be improved")},
	{Code: "3", Label: i18n.T("acceptable", "acceptable")},
}

// partName is the name of a part of the record that holds a part of the method.
func partName(p pia.Part) string { return "p" + strings.ReplaceAll(p.Ref, ".", "-") }

// methodParts are what the study itself says.
var methodParts = func() []model.Part {
	out := []model.Part{{Name: "card", Label: i18n.T("L’analyse", "The assessment"), Fields: []model.Field{
		{Name: fName, Label: i18n.T("Nom de l’analyse", "Name of the assessment"), Required: true},
		{Name: fCategory, Label: i18n.T("Catégorie", "Category")},
		{Name: fAuthor, Label: i18n.T("Rédigée par", "Written by")},
		{Name: fEvaluator, Label: i18n.T("Évaluée par", "Evaluated by")},
		{Name: fValidator, Label: i18n.T("Validée par", "Validated by"), Help: i18n.T("Le responsable de traitement ou son représentant.", "The controller or who stands for it.")},
	}}}
	for _, p := range pia.Parts() {
		part := model.Part{Name: partName(p), Label: textOf(p.Title)}
		if p.Ref == "3.1" {
			part.Lists = []model.List{{Name: lMeasures, Label: textOf(p.Title), One: i18n.T("mesure", "measure"), Title: cTitle, Required: true, Cells: []model.Field{
				{Name: cTitle, Label: i18n.T("Mesure", "Measure"), Required: true},
				{Name: cPlanned, Label: i18n.T("Prévue, pas encore en place", "Planned, not in place yet"), Type: model.Yes},
				{Name: cContent, Label: i18n.T("Description", "Description"), Type: model.Long},
			}}}
		}
		for _, q := range p.Questions {
			f := model.Field{Name: question(q), Label: textOf(q.Title), Help: textOf(q.Help), Required: true}
			switch q.Kind {
			case pia.List:
				part.Lists = append(part.Lists, model.List{Name: f.Name, Label: f.Label, Help: f.Help, One: oneOf(q), Title: cWhat, Required: true,
					Cells: []model.Field{{Name: cWhat, Label: oneOf(q), Type: model.Long, Required: true}}})
				continue
			case pia.Gauge:
				f.Type, f.Options = model.Choice, levels
			default:
				f.Type = model.Long
			}
			part.Fields = append(part.Fields, f)
			if q.Kind == pia.Gauge {
				part.Fields = append(part.Fields, model.Field{Name: f.Name + "_why", Label: i18n.T("Pourquoi", "Why"), Type: model.Long})
			}
		}
		out = append(out, part)
	}
	return out
}()

// oneOf names a row of a list of a feared event: the last digit of its number
// says what is listed.
func oneOf(q pia.Question) i18n.Text {
	return [...]i18n.Text{1: i18n.T("conséquence", "consequence"), 2: i18n.T("menace", "threat"), 3: i18n.T("source", "source"), 4: i18n.T("mesure", "measure")}[q.ID%10]
}

// judgedParts are what others say of the study.
var judgedParts = []model.Part{
	{Name: "evaluation", Label: i18n.T("Évaluation", "Evaluation"), Lists: []model.List{
		{Name: lEvaluations, Label: i18n.T("Évaluations", "Evaluations"), One: i18n.T("évaluation", "evaluation"), Title: cRef, Cells: []model.Field{
			{Name: cRef, Label: i18n.T("Partie", "Part")},
			{Name: cMark, Label: i18n.T("Appréciation", "Assessment"), Type: model.Choice, Options: marks},
			{Name: cRemark, Label: i18n.T("Remarque", "Remark"), Type: model.Long},
			{Name: cPlan, Label: i18n.T("À faire", "To be done"), Type: model.Long},
			{Name: cPerson, Label: i18n.T("Responsable", "In charge")},
			{Name: cDue, Label: i18n.T("Échéance", "Due"), Type: model.Day},
			{Name: cFinished, Label: i18n.T("Évaluation terminée", "Evaluation finished"), Type: model.Yes},
			{Name: cSeverity, Label: i18n.T("Gravité une fois le plan mené", "Severity once the plan is carried out"), Type: model.Choice, Options: levels},
			{Name: cLikelihood, Label: i18n.T("Vraisemblance une fois le plan mené", "Likelihood once the plan is carried out"), Type: model.Choice, Options: levels},
		}},
	}},
	{Name: "opinions", Label: i18n.T("Avis", "Opinions"), Fields: []model.Field{
		{Name: fDPONames, Label: i18n.T("Délégué à la protection des données", "Data-protection officer")},
		{Name: fDPOSays, Label: i18n.T("Son avis", "The officer’s opinion"), Type: model.Choice, Options: yesNo},
		{Name: fDPOOpinion, Label: i18n.T("Ce qu’il dit", "What the officer says"), Type: model.Long},
		{Name: fPeopleAsked, Label: i18n.T("Les personnes concernées ont-elles été consultées\u202f?", "Were the people concerned asked?"), Type: model.Choice,
			Options: []model.Option{{Code: "yes", Label: i18n.T("oui", "yes")}, {Code: "no", Label: i18n.T("non", "no")}}},
		{Name: fPeopleNames, Label: i18n.T("Qui parle pour elles", "Who speaks for them")},
		{Name: fPeopleSay, Label: i18n.T("Leur avis", "Their opinion"), Type: model.Choice, Options: yesNo},
		{Name: fPeopleWords, Label: i18n.T("Ce qu’elles disent", "What they say"), Type: model.Long},
		{Name: fPeopleNotWhy, Label: i18n.T("Sinon, pourquoi pas", "If not, why not"), Type: model.Long,
			Help: i18n.T("Par exemple\u202f: secret nécessaire, personnes impossibles à joindre. RGPD, art. 35 § 9.", "For instance: secrecy that is needed, people who cannot be reached. GDPR, art. 35 § 9.")},
	}},
}

// Spec is the record of an assessment.
var Spec = model.Spec{Kind: Kind, Label: i18n.T("analyse d’impact", "impact assessment"), Title: fName, Parts: append(append([]model.Part{}, methodParts...), judgedParts...)}

// ModelSpec is what the operator's models say: the study, without what others
// say of it.
var ModelSpec = model.Spec{Kind: Kind, Label: Spec.Label, Title: fName, Parts: methodParts}
