package maturity

import (
	"cmp"
	"slices"
)

// NotConcerned is the answer to an optional question that does not apply.
const NotConcerned = -1

// Answers are positions by question, from 0, or NotConcerned.
type Answers map[string]int

// Score is that of a domain or of all: ten times a score from 0 to 5.
type Score int

// DomainScore reckons a domain: each answer counts by its place among the
// answers and the weight of its question,
//
//	ceil( Σ(position/(answers−1) × 5 × weight) / Σ weight × 10 ).
//
// Questions without an answer, or that do not concern the member, do not count;
// where none counts there is no score. The sum is kept in whole numbers, for the
// ceiling must not fall to rounding.
func DomainScore(questions []Question, a Answers) (Score, bool) {
	// With at most eight answers all shares are multiples of 1/420.
	const parts = 420
	var sum, weights int
	for _, q := range questions {
		position, answered := a[q.Name]
		if !answered || position < 0 || q.Weight == 0 {
			continue
		}
		sum += min(position, len(q.Answers)-1) * parts / (len(q.Answers) - 1) * 50 * q.Weight
		weights += q.Weight
	}
	if weights == 0 {
		return 0, false
	}
	return Score(ceil(sum, parts*weights)), true
}

// Total is the mean of the domains that have a score, rounded up.
func Total(scores map[string]Score) (Score, bool) {
	if len(scores) == 0 {
		return 0, false
	}
	sum := 0
	for _, s := range scores {
		sum += int(s)
	}
	return Score(ceil(sum, len(scores))), true
}

func ceil(n, by int) int { return (n + by - 1) / by }

// Scores reckons the domains of a form.
func (q *Questionnaire) Scores(short bool, a Answers) map[string]Score {
	out := map[string]Score{}
	for _, d := range q.Of(short) {
		if s, ok := DomainScore(d.Questions, a); ok {
			out[d.Name] = s
		}
	}
	return out
}

// Missing are the questions of a form that have no answer.
func (q *Questionnaire) Missing(short bool, a Answers) (names []string) {
	for _, d := range q.Of(short) {
		for _, one := range d.Questions {
			if _, ok := a[one.Name]; !ok {
				names = append(names, one.Name)
			}
		}
	}
	return names
}

// Step is an advice: a question whose answer is not the highest.
type Step struct {
	Domain   Domain
	Question Question
	Gain     int // of the total, in hundredths of a point out of 50, if the highest were reached
}

// Steps lists what would raise the score most, first.
func (q *Questionnaire) Steps(short bool, a Answers) []Step {
	was := q.Scores(short, a)
	var out []Step
	for _, d := range q.Of(short) {
		weights := 0
		for _, one := range d.Questions {
			if p, ok := a[one.Name]; ok && p >= 0 {
				weights += one.Weight
			}
		}
		for _, one := range d.Questions {
			p, ok := a[one.Name]
			if top := len(one.Answers) - 1; ok && p >= 0 && p < top && weights > 0 && one.Advice.Fr != "" {
				gain := (top - p) * 5000 * one.Weight / (top * weights * max(1, len(was)))
				out = append(out, Step{d, one, gain})
			}
		}
	}
	byGain(out)
	return out
}

func byGain(steps []Step) {
	slices.SortStableFunc(steps, func(x, y Step) int { return cmp.Compare(y.Gain, x.Gain) })
}
