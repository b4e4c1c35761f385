package pia

import "strconv"

// Text is what people read, in French and English.
type Text struct{ Fr, En string }

// QuestionKind is how a question is answered.
type QuestionKind string

// The kinds of question.
const (
	Words QuestionKind = "text"
	List  QuestionKind = "list"
	Gauge QuestionKind = "gauge" // 1 negligible, 2 limited, 3 significant, 4 maximal
)

// Part is a chapter of the method: what is evaluated together.
type Part struct {
	Ref       string // as evaluations name it; of "2.1" and "2.2" each question is evaluated
	Title     Text
	Questions []Question
}

// Question is one of the tool's, by its number there.
type Question struct {
	ID          int
	Kind        QuestionKind
	Title, Help Text
}

// Parts lists what the method asks, in its order. The measures (part 3.1) have
// no questions: they are a list of their own.
func Parts() []Part { return parts }

// EvaluationRef is how an evaluation of a question names it.
func (p Part) EvaluationRef(q Question) string {
	if p.Ref == "2.1" || p.Ref == "2.2" {
		return p.Ref + "." + strconv.Itoa(q.ID)
	}
	return p.Ref
}

var parts = []Part{
	{"1.1", Text{"Vue d’ensemble", "Overview"}, []Question{
		{111, Words, Text{"Quel traitement est étudié\u202f?", "Which processing is studied?"},
			Text{"Dites en quelques phrases ce qu’il fait, pour qui, et ce qui est attendu.", "Say in a few sentences what it does, for whom, and what is expected of it."}},
		{112, Words, Text{"Qui en répond\u202f?", "Who answers for it?"},
			Text{"Le responsable de traitement, les sous-traitants, les responsables conjoints, et ce que fait chacun.", "The controller, the processors, the joint controllers, and what each does."}},
		{113, Words, Text{"Quels textes et référentiels s’appliquent\u202f?", "Which rules and standards apply?"},
			Text{"Référentiels de la CNIL, codes de conduite, certifications, textes du secteur.", "The CNIL’s standards, codes of conduct, certifications, rules of the sector."}},
	}},
	{"1.2", Text{"Données, processus et supports", "Data, processes and supports"}, []Question{
		{121, Words, Text{"Quelles données sont traitées\u202f?", "Which data are processed?"},
			Text{"Chaque catégorie, ses destinataires et sa durée de conservation.", "Each category, its recipients and how long it is kept."}},
		{122, Words, Text{"Par où passent-elles\u202f?", "Where do they go?"},
			Text{"De la collecte à la destruction, étape par étape.", "From collection to destruction, step by step."}},
		{123, Words, Text{"Sur quoi reposent-elles\u202f?", "What do they rest on?"},
			Text{"Logiciels, matériels, réseaux, papier, personnes.", "Software, machines, networks, paper, people."}},
	}},
	{"2.1", Text{"Proportionnalité et nécessité", "Proportionality and necessity"}, []Question{
		{211, Words, Text{"Les finalités sont-elles déterminées, explicites et légitimes\u202f?", "Are the purposes specified, explicit and legitimate?"}, Text{"RGPD, art. 5.1.b.", "GDPR, art. 5.1.b."}},
		{212, Words, Text{"Quelle base légale rend le traitement licite\u202f?", "Which legal basis makes the processing lawful?"}, Text{"RGPD, art. 6, et art. 9 pour les données sensibles.", "GDPR, art. 6, and art. 9 for sensitive data."}},
		{213, Words, Text{"Les données sont-elles adéquates, pertinentes et limitées\u202f?", "Are the data adequate, relevant and limited?"}, Text{"Pour chaque donnée, pourquoi elle est nécessaire. RGPD, art. 5.1.c.", "For each, why it is needed. GDPR, art. 5.1.c."}},
		{214, Words, Text{"Les données sont-elles exactes et tenues à jour\u202f?", "Are the data accurate and kept up to date?"}, Text{"RGPD, art. 5.1.d.", "GDPR, art. 5.1.d."}},
		{215, Words, Text{"Combien de temps sont-elles conservées, et pourquoi\u202f?", "How long are they kept, and why?"}, Text{"Base active, archivage intermédiaire, sort final. RGPD, art. 5.1.e.", "In use, intermediate archive, final fate. GDPR, art. 5.1.e."}},
	}},
	{"2.2", Text{"Mesures protectrices des droits", "Measures that protect people’s rights"}, []Question{
		{221, Words, Text{"Comment les personnes sont-elles informées\u202f?", "How are people informed?"}, Text{"RGPD, art. 12 à 14.", "GDPR, art. 12 to 14."}},
		{222, Words, Text{"Comment leur consentement est-il recueilli, s’il le faut\u202f?", "How is their consent obtained, where it is needed?"}, Text{"RGPD, art. 7 et 8.", "GDPR, art. 7 and 8."}},
		{223, Words, Text{"Comment exercent-elles l’accès et la portabilité\u202f?", "How do they exercise access and portability?"}, Text{"RGPD, art. 15 et 20.", "GDPR, art. 15 and 20."}},
		{224, Words, Text{"Comment exercent-elles la rectification et l’effacement\u202f?", "How do they exercise rectification and erasure?"}, Text{"RGPD, art. 16 et 17.", "GDPR, art. 16 and 17."}},
		{225, Words, Text{"Comment exercent-elles la limitation et l’opposition\u202f?", "How do they exercise restriction and objection?"}, Text{"RGPD, art. 18 et 21.", "GDPR, art. 18 and 21."}},
		{226, Words, Text{"Que prévoient les contrats des sous-traitants\u202f?", "What do the processors’ contracts say?"}, Text{"RGPD, art. 28.", "GDPR, art. 28."}},
		{227, Words, Text{"Des données sortent-elles de l’Union européenne, et sous quelle protection\u202f?", "Do data leave the European Union, and under which protection?"}, Text{"RGPD, art. 44 à 49.", "GDPR, art. 44 to 49."}},
	}},
	{"3.1", Text{"Mesures existantes ou prévues", "Measures that exist or are planned"}, nil},
	feared("3.2", 320, Text{"Accès illégitime à des données", "Illegitimate access to data"}),
	feared("3.3", 330, Text{"Modification non désirée de données", "Unwanted change of data"}),
	feared("3.4", 340, Text{"Disparition de données", "Disappearance of data"}),
}

// feared is a feared event: the same six questions for each.
func feared(ref string, base int, title Text) Part {
	return Part{ref, title, []Question{
		{base + 1, List, Text{"Quelles conséquences pour les personnes\u202f?", "Which consequences for people?"}, Text{"Une par ligne.", "One a line."}},
		{base + 2, List, Text{"Quelles menaces pourraient y mener\u202f?", "Which threats might lead there?"}, Text{"Une par ligne.", "One a line."}},
		{base + 3, List, Text{"D’où viendraient-elles\u202f?", "Where would they come from?"}, Text{"Personnes de l’intérieur ou du dehors, pannes, sinistres. Une source par ligne.", "People inside or outside, breakdowns, disasters. One source a line."}},
		{base + 4, List, Text{"Quelles mesures y répondent\u202f?", "Which measures answer it?"}, Text{"Parmi les mesures existantes ou prévues.", "Among the measures that exist or are planned."}},
		{base + 5, Gauge, Text{"Quelle gravité pour les personnes\u202f?", "How severe for people?"}, Text{"Compte tenu des mesures. De négligeable à maximale.", "Given the measures. From negligible to maximal."}},
		{base + 6, Gauge, Text{"Quelle vraisemblance\u202f?", "How likely?"}, Text{"Compte tenu des mesures. De négligeable à maximale.", "Given the measures. From negligible to maximal."}},
	}}
}

// Levels are the four of a gauge, from 1.
var Levels = [4]Text{{"Négligeable", "Negligible"}, {"Limitée", "Limited"}, {"Importante", "Significant"}, {"Maximale", "Maximal"}}
